"""The search of finished files for people who must not be recognisable in them. Knows no record: a register is handed in."""
