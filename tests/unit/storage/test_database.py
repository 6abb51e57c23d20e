"""Engines and sessions: the settings that keep committed work."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from darddr.storage import database
from darddr.storage.database import journal_mode, make_engine, open_session, reading, writing


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'data' / 'darddr.db'}"


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ((3, 40, 1), "DELETE"),
        ((3, 44, 5), "DELETE"),
        ((3, 44, 6), "WAL"),
        ((3, 45, 9), "DELETE"),
        ((3, 50, 6), "DELETE"),
        ((3, 50, 7), "WAL"),
        ((3, 51, 2), "DELETE"),
        ((3, 51, 3), "WAL"),
        ((4, 0, 0), "WAL"),
    ],
)
def test_wal_only_where_it_is_sound(version: tuple[int, ...], mode: str) -> None:
    assert journal_mode(version) == mode


def test_every_connection_is_set_up(url: str) -> None:
    engine = make_engine(url)
    with engine.connect() as first, engine.connect() as second:
        for connection in (first, second):

            def pragma(name: str, connection: object = connection) -> object:
                return connection.exec_driver_sql(f"PRAGMA {name}").scalar()  # type: ignore[attr-defined]

            mode = pragma("journal_mode")
            names = ("foreign_keys", "secure_delete", "busy_timeout", "temp_store")
            assert [pragma(name) for name in names] == [1, 1, 15_000, 2]
            assert (mode, pragma("synchronous")) in {("wal", 2), ("delete", 3)}


def test_overwriting_does_not_hang_on_how_sqlite_was_built(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "darddr.db")
    connection.execute("PRAGMA secure_delete = OFF")
    database._prepare_sqlite(connection, None)
    assert connection.execute("PRAGMA secure_delete").fetchone() == (1,)
    connection.close()


def test_the_data_folder_is_private(url: str, tmp_path: Path) -> None:
    make_engine(url)
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


def test_writing_commits_all_or_nothing(url: str) -> None:
    engine = make_engine(url)
    with writing(engine) as session:
        session.execute(text("CREATE TABLE notes (body TEXT)"))
        session.execute(text("INSERT INTO notes VALUES ('kept')"))

    def fail() -> None:
        with writing(engine) as session:
            session.execute(text("INSERT INTO notes VALUES ('lost')"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with reading(engine) as session:
        session.execute(text("INSERT INTO notes VALUES ('only read')"))
    with reading(engine) as session:
        assert session.scalars(text("SELECT body FROM notes")).all() == ["kept"]


def test_a_writer_waits_for_its_turn_at_the_start(url: str) -> None:
    """Both read before they write. Without the lock at the start the second would fail as 'database is locked'."""
    engine = make_engine(url)
    with writing(engine) as session:
        session.execute(text("CREATE TABLE counter (n INTEGER)"))
        session.execute(text("INSERT INTO counter VALUES (0)"))
    together = threading.Barrier(2)
    failures: list[Exception] = []

    def add_ten() -> None:
        together.wait()
        for _ in range(10):
            try:
                with writing(engine) as session:
                    n = session.scalar(text("SELECT n FROM counter"))
                    session.execute(text("UPDATE counter SET n = :n"), {"n": n + 1})
            except Exception as failure:  # noqa: BLE001 - any failure at all is what the test looks for
                failures.append(failure)

    threads = [threading.Thread(target=add_ten) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reading(engine) as session:
        assert (failures, session.scalar(text("SELECT n FROM counter"))) == ([], 20)


WRITER = """
import sys
from sqlalchemy import text
from darddr.storage.database import make_engine, writing
engine = make_engine(sys.argv[1])
for number in range(100):
    with writing(engine) as session:
        session.scalar(text("SELECT count(*) FROM notes"))
        session.execute(text("INSERT INTO notes VALUES (:body)"), {"body": f"{sys.argv[2]} {number}"})
"""


def test_two_processes_write_a_hundred_rows_each(url: str) -> None:
    engine = make_engine(url)
    with writing(engine) as session:
        session.execute(text("CREATE TABLE notes (body TEXT)"))
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, url, name], stderr=subprocess.PIPE, text=True) for name in "ab"
    ]
    said = [writer.communicate(timeout=120)[1] for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0], said
    with reading(engine) as session:
        assert session.scalar(text("SELECT count(DISTINCT body) FROM notes")) == 200


def test_a_reading_session_does_not_hold_the_write_lock(url: str) -> None:
    engine = make_engine(url)
    with writing(engine) as session:
        session.execute(text("CREATE TABLE notes (body TEXT)"))
    with open_session(engine, writes=False) as reader, open_session(engine, writes=True) as writer:
        reader.execute(text("SELECT 1"))
        writer.execute(text("SELECT 1"))
        with make_engine(url).connect() as third:
            third.exec_driver_sql("PRAGMA busy_timeout = 0")
            with pytest.raises(Exception, match="locked"):
                third.exec_driver_sql("INSERT INTO notes VALUES ('x')")


def test_errors_do_not_show_values(url: str) -> None:
    engine = make_engine(url)
    with writing(engine) as session:
        session.execute(text("CREATE TABLE notes (body TEXT UNIQUE)"))
    insert = text("INSERT INTO notes VALUES (:body)")
    with pytest.raises(IntegrityError) as failed, writing(engine) as session:
        session.execute(insert, [{"body": "Ngozi Ashdown"}, {"body": "Ngozi Ashdown"}])
    assert "Ngozi" not in str(failed.value)


def test_postgres_hands_over_bytes_and_moments() -> None:
    url = os.environ.get("DARDDR_TEST_POSTGRES_URL")
    if not url:
        pytest.skip("DARDDR_TEST_POSTGRES_URL names no PostgreSQL database")
    engine = make_engine(url)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT '\\xd101'::bytea")) == b"\xd1\x01"
        cursor = connection.connection.cursor()
        assert cursor.format == 1
        cursor.close()
    engine.dispose()
