"""Engines and sessions for both databases, with the settings that keep committed work and leave nothing behind."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

WRITES = "writes"
"""Execution option: take SQLite's write lock when the transaction begins, so it never has to be given up half way."""

WAIT_MS = 15_000
"""How long a writer waits for another, in milliseconds: on a busy server a large change can hold the lock for several seconds."""

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


def open_session(engine: sa.Engine, *, writes: bool) -> Session:
    """A session whose caller ends it; one that writes holds SQLite's write lock from its first statement.

    Its objects stay readable after commit: a page is built from what was just saved.
    """
    return Session(_engine_that(engine, writes), expire_on_commit=False)


def _engine_that(engine: sa.Engine, writes: bool) -> sa.Engine:
    return engine.execution_options(**{WRITES: True}) if writes else engine


def insert_unless_there(session: Session, table: type[Any], values: dict[str, Any]) -> bool:
    """Insert a row; False where a unique index has one like it already. Waits for a transaction that is inserting the same."""
    dialect = session.get_bind().dialect.name
    statement = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(table).values(**values)
    return session.execute(statement.on_conflict_do_nothing().returning(table.id)).first() is not None


def rebind(session: Session, engine: sa.Engine, *, writes: bool) -> None:
    """Let a session that has been rolled back go on with SQLite's write lock, or without."""
    session.bind = _engine_that(engine, writes)


def keep_to_its_file(engine: sa.Engine) -> None:
    """Serve an SQLite file and no other: once it is moved, replaced or gone, what is open is closed and nothing is made in its place.

    Otherwise an open connection would go on saving into a file that no longer has a name.
    """
    file = engine.url.database
    if engine.dialect.name != "sqlite" or not file or file == ":memory:":
        return

    def connecting(_dialect: Any, record: Any, _arguments: Any, _options: Any) -> None:
        record.info["file"] = _identity(file)

    def taking(_connection: Any, record: Any, _proxy: Any) -> None:
        if record.info.get("file") != _identity(file):
            raise sa.exc.DisconnectionError("The database file is another one than before.")

    event.listen(engine, "do_connect", connecting)
    event.listen(engine, "checkout", taking)


def is_full(error: BaseException) -> bool:
    """Whether an error of the database says that there is no room left where it keeps its data."""
    told = getattr(error, "orig", error)
    return getattr(told, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL or getattr(told, "sqlstate", None) == "53100"


def _identity(file: str) -> tuple[int, int]:
    """Raises sqlite3.OperationalError where there is no such file."""
    try:
        found = os.stat(file)
    except OSError:
        raise sqlite3.OperationalError("unable to open database file") from None
    return found.st_dev, found.st_ino


@contextmanager
def reading(engine: sa.Engine) -> Iterator[Session]:
    """A session that saves nothing: it is rolled back at the end."""
    with open_session(engine, writes=False) as session:
        yield session


@contextmanager
def writing(engine: sa.Engine) -> Iterator[Session]:
    """A session that commits at the end, or leaves no trace where anything was raised."""
    with open_session(engine, writes=True) as session, session.begin():
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
        f"busy_timeout = {WAIT_MS}",
        "foreign_keys = ON",
        "secure_delete = ON",
        "temp_store = MEMORY",
        f"journal_mode = {mode}",
        f"synchronous = {synchronous}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    """A transaction that reads waits for nobody here, so the driver alone may begin it, which is quicker."""
    if connection.get_execution_options().get(WRITES, False):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.connection.execute("BEGIN")
