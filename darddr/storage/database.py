"""Engines and sessions for SQLite and PostgreSQL.

SQLite below 3.51.3 (but for 3.50.7 and 3.44.6) can damage a write-ahead log that two connections use (sqlite.org/wal.html), so the
journal mode is chosen by version when a connection opens.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

MENDED_SERIES = {(3, 50): 7, (3, 44): 6}
FIRST_MENDED = (3, 51, 3)
WAIT_MS = 5_000


def wal_is_safe(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> bool:
    """Whether this SQLite keeps a write-ahead log sound under two connections."""
    return version >= FIRST_MENDED or version[2] >= MENDED_SERIES.get((version[0], version[1]), 10_000)


def make_engine(url: str) -> Engine:
    """An engine whose errors never show bound values (`hide_parameters`), set up for its database."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        engine = create_engine(parsed, hide_parameters=True, connect_args={"timeout": WAIT_MS / 1000})
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(parsed, hide_parameters=True, pool_pre_ping=True, connect_args={"cursor_factory": _binary_cursor()})


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun by _begin_sqlite, never by the driver
    journal = ("WAL", "FULL") if wal_is_safe() else ("DELETE", "EXTRA")
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={WAIT_MS}",
        f"journal_mode={journal[0]}",
        f"synchronous={journal[1]}",
        "foreign_keys=ON",
        "secure_delete=ON",
        "temp_store=MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes the lock at its start, so that it never finds half-way that somebody else has it."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _binary_cursor() -> type[Any]:
    """A cursor that sends and takes bytes as bytes: as hexadecimal text they cost more than their decryption."""
    import psycopg  # an optional dependency: only where PostgreSQL is used

    class BinaryCursor(psycopg.Cursor[Any]):
        """Asks for every result in binary form."""

        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            self.format = psycopg.pq.Format.BINARY

    return BinaryCursor


def open_session(engine: Engine, *, writes: bool) -> Session:
    """A session; one that writes holds SQLite's write lock from its first statement."""
    return Session(engine.execution_options(writes=writes), expire_on_commit=False)


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that changes nothing."""
    with open_session(engine, writes=False) as session:
        yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A session whose work is committed at the end, or not at all."""
    with open_session(engine, writes=True) as session, session.begin():
        yield session
