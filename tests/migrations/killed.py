"""A migration in a process of its own that is killed, as by a power cut, at a statement or at a moment."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

import sqlalchemy as sa
from alembic import command
from sqlalchemy import event
from sqlalchemy.pool import Pool

from darddr.services.opening import migrations
from tests.migrations.raw import plain_engine

AT_COMMIT, AFTERWARDS = -1, -2
READS = ("SELECT", "PRAGMA")
SECONDS_ALLOWED = 30


@dataclass(frozen=True)
class Step:
    """A migration to be killed: of which database, up or down, to which version."""

    url: str
    way: Callable[..., None]
    target: str

    def run(self, url: str = "") -> None:
        """Take it whole."""
        self.way(migrations(url or self.url), self.target)

    def count(self) -> int:
        """How many statements change anything before the commit; found by being killed there."""
        read, write = os.pipe()
        self._fork(lambda url: self._die(url, AT_COMMIT, write))
        os.close(write)
        with os.fdopen(read) as told:
            return int(told.read())

    def kill_at(self, statement: int) -> None:
        """Kill it when it is about to change something for the n-th time, to commit, or when it has just ended."""
        self._fork(lambda url: self._die(url, statement, None))

    def kill_after(self, seconds: float) -> None:
        """Kill it from outside, wherever it is by then, in the middle of a write or a commit included."""
        self._fork(self.run, seconds)

    def _die(self, url: str, at: int, told: int | None) -> None:
        seen = 0

        def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            nonlocal seen
            seen += not statement.lstrip().startswith(READS)
            if seen == at:
                os.kill(os.getpid(), signal.SIGKILL)

        def commit(*_: object) -> None:
            if told is not None:
                os.write(told, str(seen).encode())
            if at == AT_COMMIT:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(sa.Engine, "before_cursor_execute", count)
        event.listen(sa.Engine, "commit", commit)
        self.run(url)
        if at == AFTERWARDS:
            os.kill(os.getpid(), signal.SIGKILL)

    def _fork(self, work: Callable[[str], None], seconds: float | None = None) -> None:
        """Every engine on this database must be disposed of by now: the child would share its connections."""
        name = f"killed_{uuid4().hex}"
        url = self.url
        if not url.startswith("sqlite"):
            url = sa.make_url(url).update_query_dict({"application_name": name}).render_as_string(False)
        child = os.fork()
        if child == 0:
            signal.alarm(SECONDS_ALLOWED)
            event.listen(Pool, "connect", _spill)
            try:
                work(url)
            finally:
                os._exit(0)
        if seconds is not None:
            time.sleep(seconds)
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        assert seconds is not None or os.WIFSIGNALED(status), "It ended by itself."
        assert not os.WIFSIGNALED(status) or os.WTERMSIG(status) == signal.SIGKILL, "It hung."
        if not url.startswith("sqlite"):
            _wait_until_gone(self.url, name)


def up(url: str, target: str) -> Step:
    """A way up."""
    return Step(url, command.upgrade, target)


def down(url: str, target: str) -> Step:
    """A way down."""
    return Step(url, command.downgrade, target)


def _spill(connection: object, _record: object) -> None:
    """Let SQLite keep next to nothing in memory, so that pages are in the file long before the commit.

    Nothing is synced: a process that is killed loses nothing it has handed to the system, and so often it would take long.
    """
    if type(connection).__module__.startswith("sqlite3"):
        connection.execute("PRAGMA cache_size = 10")  # type: ignore[attr-defined]
        connection.execute("PRAGMA synchronous = OFF")  # type: ignore[attr-defined]


def _wait_until_gone(url: str, name: str) -> None:
    """PostgreSQL takes back what a vanished client had begun as soon as it notices."""
    with plain_engine(url).connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        found = sa.text("SELECT count(*) FROM pg_stat_activity WHERE application_name = :name")
        for _ in range(SECONDS_ALLOWED * 100):
            if connection.scalar(found, {"name": name}) == 0:
                return
            time.sleep(0.01)
    raise AssertionError("PostgreSQL still holds the connection of a process that is no more.")
