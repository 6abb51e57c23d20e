"""What each migration that moves data is tried with: `m0002.py` for version 0002, and so on.

A module holds `fill(connection)`, called one version before with rows as they were then, and `check(connection)`, called
after the step up. `CHANGES`, where there is one, names the columns whose values the step changes on purpose ("table.column").
Connections are SQLAlchemy's, in a transaction, without the models: those are of today.
"""
