"""A database raw: its schema in its own words, and every row as the database itself writes its values."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from darddr.models.registry import TABLES
from darddr.storage.schema import Told, told

Rows = dict[str, list[dict[str, str | None]]]
"""The rows of each table, values as text: X'D1…' or \\xd1…, so that bytes differ where one bit does."""


@dataclass(frozen=True)
class Raw:
    """Everything a database holds."""

    schema: Told
    rows: Rows

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
    with engine.connect() as connection:
        schema = told(connection)
        columns: dict[str, list[str]] = {}
        for name in schema:
            kind, _, of = name.partition(" ")
            if kind == "column":
                columns.setdefault(of.partition(".")[0], []).append(of.partition(".")[2])
        if sa.inspect(connection).has_table("alembic_version"):
            columns["alembic_version"] = ["version_num"]
        read = _rows_of_sqlite if engine.dialect.name == "sqlite" else _rows_of_postgresql
        rows = read(connection, columns)
    return Raw(schema, {table: sorted(found, key=repr) for table, found in rows.items()})


def _rows_of_sqlite(connection: sa.Connection, columns: dict[str, list[str]]) -> Rows:
    assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    rows: Rows = {}
    for table, names in columns.items():
        values = ", ".join(f'quote("{name}")' for name in names)
        found = connection.exec_driver_sql(f'SELECT {values} FROM "{table}"')
        rows[table] = [dict(zip(names, row, strict=True)) for row in found]
    return rows


def _rows_of_postgresql(connection: sa.Connection, columns: dict[str, list[str]]) -> Rows:
    """One statement for all tables, because this is asked often."""
    rows: Rows = {table: [] for table in columns}
    parts = [f"SELECT '{table}' AS name, row_to_json(t)::text AS row FROM \"{table}\" t" for table in columns]
    for table, row in connection.exec_driver_sql(" UNION ALL ".join(parts)) if parts else ():
        values = json.loads(row, parse_int=str, parse_float=str)
        rows[table].append({name: str(value) if isinstance(value, bool) else value for name, value in values.items()})
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
