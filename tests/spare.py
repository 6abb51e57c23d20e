"""A PostgreSQL database used again by the next test: making one and dropping it cost more than most tests do.

It is used again only where nothing but rows can have changed: where the catalogue is not exactly as it was, where a sequence
could remember, or where whoever asks is no superuser, the database is dropped and another one made.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg import sql

CATALOGUES = (
    "pg_class",
    "pg_attribute",
    "pg_attrdef",
    "pg_constraint",
    "pg_depend",
    "pg_index",
    "pg_namespace",
    "pg_proc",
    "pg_trigger",
    "pg_type",
    "pg_default_acl",
    "pg_extension",
)
COUNTED = " UNION ALL ".join(
    f"SELECT '{name}', count(*), coalesce(sum(xmin::text::bigint), 0) FROM {name}" for name in CATALOGUES
)
SETTINGS = """
    SELECT 'settings', count(*), 0::numeric FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase
    WHERE d.datname = current_database()
    UNION ALL SELECT 'database', 1, sum(xmin::text::bigint) FROM pg_database WHERE datname = current_database()
"""
"""Every object of a catalogue is a row, and every change to one is a new version of its row, by a later transaction."""

OTHERS = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1"
SEQUENCES = "SELECT count(*) FROM pg_class WHERE relkind = 'S'"
PATIENCE = 5.0
USES, GROWTH = 60, 4 * 1024 * 1024
"""Deleted rows, and those of a transaction rolled back, stay in their files: after so many tests or bytes a new database is the quicker one."""
SIZE = "SELECT pg_database_size(current_database())"


@dataclass
class Spare:
    """One database and its first content, seen through a connection that stays open."""

    address: str
    connection: psycopg.Connection[Any]
    catalogue: list[tuple[Any, ...]]
    content: dict[str, bytes]
    tables: list[str] = field(default_factory=list)
    size: int = 0
    uses: int = 0
    process: int = field(default_factory=os.getpid)

    @classmethod
    def of(cls, address: str, admin: sa.URL) -> Spare | None:
        """A database as it was just made; None where it could not be put back."""
        connection = psycopg.connect(_dsn(address, admin), autocommit=True)
        (is_superuser,) = connection.execute("SELECT current_setting('is_superuser')").fetchone() or ("off",)
        (sequences,) = connection.execute(SEQUENCES).fetchone() or (1,)
        if is_superuser != "on" or sequences:
            connection.close()
            return None
        connection.execute("SET session_replication_role = replica")  # no foreign key and no trigger stands in the way
        spare = cls(address, connection, _catalogue(connection), {})
        spare.tables = [name for (name,) in connection.execute(TABLES)]
        spare.size = _size(connection)
        spare.content = {name: _copied(connection, name) for name in spare._filled()}
        return spare

    @property
    def is_ours(self) -> bool:
        """Whether this process made it: one that was forked from that process would speak through the same connection."""
        return self.process == os.getpid()

    def put_back(self) -> bool:
        """Make its rows what they were. False where more than rows has changed, or it has served long enough."""
        self.uses += 1
        if self.uses >= USES:
            return False
        self._be_alone()
        if _catalogue(self.connection) != self.catalogue or _size(self.connection) > self.size + GROWTH:
            return False
        with self.connection.transaction():
            for name in self._filled():
                self.connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))
            for name, rows in self.content.items():
                into = sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(name))
                with self.connection.cursor().copy(into) as copy:
                    copy.write(rows)
        return True

    def close(self) -> None:
        """Let go of it."""
        self.connection.close()

    def _filled(self) -> list[str]:
        """The tables that hold anything."""
        asked = sql.SQL(" UNION ALL ").join(
            sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(sql.Literal(name), sql.Identifier(name))
            for name in self.tables
        )
        return [name for (name,) in self.connection.execute(asked)]

    def _be_alone(self) -> None:
        """Whoever is still connected is put out, and gone before anything is changed."""
        until = time.monotonic() + PATIENCE
        while self.connection.execute(f"SELECT pg_terminate_backend(pid) {OTHERS}").fetchall():
            assert time.monotonic() < until, "somebody stays connected to a test's database"
            time.sleep(0.002)


def _catalogue(connection: psycopg.Connection[Any]) -> list[tuple[Any, ...]]:
    return connection.execute(f"{COUNTED} UNION ALL {SETTINGS}").fetchall()


def _size(connection: psycopg.Connection[Any]) -> int:
    (size,) = connection.execute(SIZE).fetchone() or (0,)
    return int(size)


def _copied(connection: psycopg.Connection[Any], table: str) -> bytes:
    out = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))
    with connection.cursor().copy(out) as copy:
        return b"".join(bytes(part) for part in copy)


def _dsn(address: str, admin: sa.URL) -> str:
    """The same database as whoever may make databases."""
    url = admin.set(drivername="postgresql", database=sa.make_url(address).database)
    return url.render_as_string(hide_password=False)
