"""A database raw: its schema in its own words, and every row as the database itself writes its values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from darddr.models.registry import TABLES
from darddr.storage.schema import Told, told

Rows = dict[str, list[dict[str, str | None]]]
"""The rows of each table, values as text: X'D1…' or \\xd1…, so that bytes differ where one bit does."""


@dataclass(frozen=True)
class Raw:
    """Everything a database holds. On SQLite also its file, once anything left half written has been taken back."""

    schema: Told
    rows: Rows
    file: bytes = b""

    @property
    def tables(self) -> set[str]:
        """Names of its tables, Alembic's own aside."""
        return set(self.rows) - {"alembic_version"}


def plain_engine(url: str) -> sa.Engine:
    """No pool, no settings of ours; foreign keys are off on SQLite. Reads PostgreSQL's catalogue, which our own cursor cannot."""
    return sa.create_engine(url, poolclass=sa.NullPool)


def raw(url: str) -> Raw:
    """What a database holds now."""
    engine = plain_engine(url)
    is_sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if is_sqlite:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        schema, rows = told(connection), _rows(connection, "quote({})" if is_sqlite else "{}::text")
    file = b""
    if is_sqlite:
        with open(sa.make_url(url).database or "", "rb") as read:
            file = read.read()
    return Raw(schema, rows, file)


def _rows(connection: sa.Connection, written: str) -> Rows:
    inspector = sa.inspect(connection)
    rows: Rows = {}
    for table in inspector.get_table_names():
        columns = [column["name"] for column in inspector.get_columns(table)]
        values = ", ".join(written.format(f'"{column}"') for column in columns)
        found = connection.exec_driver_sql(f'SELECT {values} FROM "{table}"').all()
        rows[table] = sorted((dict(zip(columns, row, strict=True)) for row in found), key=repr)
    return rows


def pour(url: str, rows: Rows, tables: Iterable[str]) -> None:
    """Put raw rows back, parents first, into the columns that there are."""
    engine = plain_engine(url)
    is_sqlite = engine.dialect.name == "sqlite"
    wanted = set(tables)
    with engine.begin() as connection:
        inspector = sa.inspect(connection)
        for table in [table.name for table in TABLES if table.name in wanted]:
            columns = {column["name"] for column in inspector.get_columns(table)}
            for row in rows[table]:
                kept = {name: value for name, value in row.items() if name in columns}
                names = ", ".join(f'"{name}"' for name in kept)
                if is_sqlite:
                    connection.exec_driver_sql(
                        f'INSERT INTO "{table}" ({names}) VALUES ({", ".join(map(str, kept.values()))})'
                    )
                else:
                    marks = ", ".join(["%s"] * len(kept))
                    connection.exec_driver_sql(
                        f'INSERT INTO "{table}" ({names}) VALUES ({marks})', tuple(kept.values())
                    )


def survivors(before: Rows, after: Rows, but: Iterable[str] = ()) -> tuple[Rows, Rows]:
    """The rows of both in the tables and columns that both have; `but` leaves out a “table” or a “table.column”."""
    left_out = {*but, "alembic_version"}
    was: Rows = {}
    now: Rows = {}
    for table in (before.keys() & after.keys()) - left_out:
        firsts = [rows[table][0] for rows in (before, after) if rows[table]]
        names = [
            name
            for name in (firsts or [{}])[0]
            if all(name in row for row in firsts) and f"{table}.{name}" not in left_out
        ]
        for kept, rows in ((was, before), (now, after)):
            kept[table] = sorted(({name: row[name] for name in sorted(names)} for row in rows[table]), key=repr)
    return was, now


def lost_columns(before: Rows, after: Rows) -> set[str]:
    """Columns that a step took out of a table that stays, as “table.column”: their values cannot come back."""
    return {
        f"{table}.{name}"
        for table in before.keys() & after.keys()
        if before[table] and after[table]
        for name in before[table][0].keys() - after[table][0].keys()
    }
