"""Engines and sessions for both databases, with the settings that keep committed work and leave nothing behind."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session, sessionmaker

WRITES = "writes"
"""Execution option: take SQLite's write lock when the transaction begins, so it never has to be given up half way."""

_WAL_SAFE_FROM = (3, 51, 3)
_WAL_SAFE_BACKPORTS = {(3, 50): 7, (3, 44): 6}


def binary_cursor() -> type[Any]:
    """A cursor that asks PostgreSQL for binary values: sealed bytes as hexadecimal text cost more than opening them.

    SQLAlchemy cannot read indexes from PostgreSQL's catalogue through it; whoever reflects a schema needs a plain engine.
    """
    import psycopg  # an optional dependency, needed only where PostgreSQL is used

    class BinaryCursor(psycopg.Cursor[Any]):
        """Asks for every result in binary."""

        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            self.format = psycopg.pq.Format.BINARY

    return BinaryCursor


def journal_mode(version: tuple[int, ...]) -> str:
    """WAL, or DELETE where this SQLite can corrupt a WAL database that two connections use.

    SOURCE: sqlite.org/wal.html, the WAL-reset bug: fixed in 3.51.3, and in 3.50.7 and 3.44.6.
    """
    if version >= _WAL_SAFE_FROM:
        return "WAL"
    patch = _WAL_SAFE_BACKPORTS.get((version[0], version[1]))
    return "WAL" if patch is not None and version[2] >= patch else "DELETE"


def make_engine(url: str) -> sa.Engine:
    """An engine for `sqlite:` or `postgresql+psycopg:` addresses. Exception texts never show bound values."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        engine = sa.create_engine(url, hide_parameters=True)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = sa.create_engine(
        url, hide_parameters=True, pool_pre_ping=True, connect_args={"cursor_factory": binary_cursor()}
    )
    event.listen(engine, "connect", _stream_in_binary)
    return engine


def _stream_in_binary(connection: Any, _record: Any) -> None:
    """The same for cursors that stream, as the walk over the log does."""
    import psycopg

    class BinaryServerCursor(psycopg.ServerCursor[Any]):
        """Asks for every result in binary."""

        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            self.format = psycopg.pq.Format.BINARY

    connection.server_cursor_factory = BinaryServerCursor


def session_factory(engine: sa.Engine) -> sessionmaker[Session]:
    """Sessions whose objects stay readable after commit: a page is built from what was just saved."""
    return sessionmaker(engine, expire_on_commit=False)


def open_session(engine: sa.Engine, *, writes: bool) -> Session:
    """A session whose caller ends it; one that writes holds SQLite's write lock from its first statement."""
    return session_factory(engine.execution_options(**{WRITES: writes}))()


@contextmanager
def reading(engine: sa.Engine) -> Iterator[Session]:
    """A session that saves nothing: it is rolled back at the end."""
    with session_factory(engine)() as session:
        yield session


@contextmanager
def writing(engine: sa.Engine) -> Iterator[Session]:
    """A session that commits at the end, or leaves no trace where anything was raised."""
    with session_factory(engine.execution_options(**{WRITES: True})).begin() as session:
        yield session


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    """Deleted text is overwritten, sorting never spills to a temporary file, and every commit reaches the disk.

    In DELETE mode only EXTRA also syncs the folder the journal was removed from; without that a power cut can undo a
    commit.
    """
    connection.isolation_level = None
    mode = journal_mode(sqlite3.sqlite_version_info)
    synchronous = "FULL" if mode == "WAL" else "EXTRA"
    for pragma in (
        "busy_timeout = 5000",
        "foreign_keys = ON",
        "secure_delete = ON",
        "temp_store = MEMORY",
        f"journal_mode = {mode}",
        f"synchronous = {synchronous}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
