"""An empty and a filled database of each kind, and Alembic told where they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

from darddr import crypto
from darddr.services.opening import migrations
from darddr.settings import Settings
from tests.databases import Server, Template, empty_database
from tests.migrations.filled import copy_rows, make_filled


@pytest.fixture
def url(database_kind: str, tmp_path: Path) -> Iterator[str]:
    with empty_database(database_kind, tmp_path) as url:
        yield url


@pytest.fixture
def config(url: str) -> Config:
    return migrations(url)


@dataclass(frozen=True)
class Filled:
    """A filled database at the newest version, and the installation it belongs to."""

    settings: Settings

    @property
    def url(self) -> str:
        """The address of the database."""
        return self.settings.database_url

    @property
    def config(self) -> Config:
        """Alembic's configuration of it; of the scripts as the test has them by now."""
        return migrations(self.url)


@pytest.fixture(scope="session")
def filled_templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Template]]:
    """A filled installation, made once a worker; on PostgreSQL with the same rows and keys. Only copied from."""
    made: dict[str, Template] = {}

    def template(kind: str) -> Template:
        if not made:
            folder = tmp_path_factory.mktemp("filled") / "instance"
            make_filled(folder)
            made["sqlite"] = Template(folder)
        if kind not in made:
            server = Server()
            made[kind] = Template(made["sqlite"].folder, server, server.create())
            command.upgrade(migrations(made[kind].database_url or ""), "head")
            copy_rows(Settings.for_instance(made["sqlite"].folder).database_url, made[kind].database_url or "")
        return made[kind]

    yield template
    for one in made.values():
        one.dropped()


@pytest.fixture
def filled(filled_templates: Callable[[str], Template], database_kind: str, tmp_path: Path) -> Iterator[Filled]:
    """A filled database of the test's own; the keyring that was installed before is installed again afterwards."""
    before = list(crypto._installed)
    with filled_templates(database_kind).copied(tmp_path / "instance") as settings:
        yield Filled(settings)
    crypto.install(before[0] if before else None)
