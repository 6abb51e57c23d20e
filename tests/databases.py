"""Databases for tests: SQLite always, PostgreSQL where DARDDR_TEST_POSTGRES_URL names a server and somebody who may make databases.

Tests connect to PostgreSQL as a role that is no superuser and owns nothing but its own databases: a superuser passes every
permission check, so nothing about permissions could be proved as one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from darddr.services.opening import make_installation, open_installation
from darddr.settings import Settings
from darddr.storage.database import writing
from tests.files import everything
from tests.spare import Spare

KINDS = ("sqlite", "postgresql")
SERVER = "DARDDR_TEST_POSTGRES_URL"
ROLE = "darddr_test"
Told = TypeVar("Told")
ONE_AT_A_TIME = 7_281_944
"""An advisory lock: workers that make the role at the same moment would trip over each other."""


def kinds_at_hand() -> tuple[str, ...]:
    """The kinds of database that tests can be run on here."""
    return KINDS if os.environ.get(SERVER) else KINDS[:1]


class Server:
    """A PostgreSQL server, as the one who may make databases there."""

    def __init__(self) -> None:
        url = os.environ.get(SERVER)
        if not url:
            pytest.skip(f"{SERVER} names no PostgreSQL database")
        self.url = sa.make_url(url)
        self.admin = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        self.role = self._ordinary_role()

    def create(self, template: str = "template0") -> str:
        """The address of a new database, owned by the ordinary role."""
        name = f"darddr_test_{uuid4().hex}"
        self._do(f"CREATE DATABASE {name} OWNER {self.role} TEMPLATE {template}")
        return self.url.set(database=name, username=self.role).render_as_string(False)

    def drop(self, address: str) -> None:
        """Drop a database, whoever is still connected to it."""
        self._do(f"DROP DATABASE IF EXISTS {sa.make_url(address).database} WITH (FORCE)")

    def _do(self, statement: str) -> None:
        with self.admin.connect() as connection:
            connection.exec_driver_sql(statement)

    def _ordinary_role(self) -> str:
        """A role without any privilege; whoever connects, where they are one themselves."""
        with self.admin.connect() as connection:
            me = connection.execute(
                sa.text("SELECT rolname, rolsuper FROM pg_roles WHERE rolname = current_user")
            ).one()
            if not me.rolsuper:
                return str(me.rolname)
            connection.execute(sa.select(sa.func.pg_advisory_lock(ONE_AT_A_TIME)))
            if connection.scalar(sa.text(f"SELECT 1 FROM pg_roles WHERE rolname = '{ROLE}'")) is None:
                password = f"PASSWORD '{self.url.password}'" if self.url.password else ""
                connection.exec_driver_sql(f"CREATE ROLE {ROLE} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE {password}")
            connection.execute(sa.select(sa.func.pg_advisory_unlock(ONE_AT_A_TIME)))
        return ROLE


@contextmanager
def empty_database(kind: str, folder: Path) -> Iterator[str]:
    """The address of an empty database of the test's own; in PostgreSQL dropped afterwards."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'darddr.db'}"
        return
    server = Server()
    address = server.create()
    yield address
    server.drop(address)


@dataclass(frozen=True)
class Template:
    """An empty installation made once a worker, to be copied for each test."""

    folder: Path
    server: Server | None = None
    database_url: str | None = None
    spares: list[Spare] = field(default_factory=list)

    @classmethod
    def made(cls, kind: str, folder: Path) -> Template:
        """Make an installation of a kind, and let go of it, since PostgreSQL copies no database that is in use."""
        server = Server() if kind == "postgresql" else None
        address = server.create() if server else None
        made = make_installation(_settings(folder, address))
        made.engine.dispose()
        made.keyring.keystore.dispose()
        return cls(folder, server, address)

    @contextmanager
    def copied(self, folder: Path) -> Iterator[Settings]:
        """The settings of a copy. On PostgreSQL the next test has the same database, where this one changed rows alone."""
        shutil.copytree(self.folder, folder)
        if self.server is None or self.database_url is None:
            yield _settings(folder, None)
            return
        spare = self.spares.pop() if self.spares and self.spares[-1].is_ours else None
        address = spare.address if spare else self._another(self.server, self.database_url)
        spare = spare or Spare.of(address, self.server.url)
        yield _settings(folder, address)
        if spare is not None and spare.put_back():
            self.spares.append(spare)
            return
        if spare is not None:
            spare.close()
        self.server.drop(address)

    def filled(self, folder: Path, fill: Callable[[Session], Told]) -> tuple[Template, Told]:
        """Another template: a copy of this one in which something has been made, and what was told of it."""
        shutil.copytree(self.folder, folder)
        address = self._another(self.server, self.database_url) if self.server and self.database_url else None
        opened = open_installation(_settings(folder, address))
        with writing(opened.engine) as session:
            told = fill(session)
        opened.engine.dispose()
        opened.keyring.keystore.dispose()
        return Template(folder, self.server, address), told

    def dropped(self) -> None:
        """Leave nothing on the server."""
        for spare in self.spares:
            if spare.is_ours:
                spare.close()
        if self.server is not None and self.database_url is not None:
            for address in (self.database_url, *(spare.address for spare in self.spares)):
                self.server.drop(address)

    @staticmethod
    def _another(server: Server, template: str) -> str:
        return server.create(template=str(sa.make_url(template).database))


def rows_of(address: str) -> dict[str, list[str]]:
    """Every row of every table of a database, in an order of its own."""
    engine = sa.create_engine(address, poolclass=sa.NullPool)
    with engine.connect() as connection:
        return {
            table: sorted(repr(tuple(row)) for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"'))
            for table in sa.inspect(connection).get_table_names()
        }


def by_superuser(settings: Settings) -> Settings:
    """The same database by a connection that may read the server's own files and settings."""
    if settings.database_url.startswith("sqlite"):
        return settings
    ours, theirs = sa.make_url(settings.database_url), sa.make_url(os.environ[SERVER])
    return settings.model_copy(
        update={"database_url": theirs.set(database=ours.database).render_as_string(hide_password=False)}
    )


def all_held(settings: Settings) -> dict[str, object]:
    """Everything an installation holds: each byte of its files, and each row where the database is a server's."""
    held: dict[str, object] = dict(everything(settings.instance))
    if not settings.database_url.startswith("sqlite"):
        held |= rows_of(settings.database_url)
    return held


def _settings(folder: Path, address: str | None) -> Settings:
    chosen = {"database_url": address} if address else {}
    return Settings.for_instance(folder, secure_cookies=False, **chosen)
