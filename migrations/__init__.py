"""Schema migrations, numbered; the newest is named in HEAD."""
