"""An empty and a filled database of each kind, and Alembic told where they are."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

from darddr import crypto
from darddr.services.opening import migrations
from darddr.settings import Settings
from darddr.storage.database import make_engine
from tests.databases import KINDS, empty_database
from tests.migrations.filled import copy_rows, make_filled


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with empty_database(request.param, tmp_path) as url:
        yield url


@pytest.fixture
def config(url: str) -> Config:
    return migrations(url)


@dataclass(frozen=True)
class Filled:
    """A filled database at the newest version, and the installation it belongs to."""

    settings: Settings
    url: str

    @property
    def config(self) -> Config:
        """Alembic's configuration of it; of the scripts as the test has them by now."""
        return migrations(self.url)


@pytest.fixture(scope="session")
def filled_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once a worker, and only copied from."""
    folder = tmp_path_factory.mktemp("filled")
    before = list(crypto._installed)
    make_filled(folder)
    crypto.install(before[0] if before else None)
    return folder


def filled_as(kind: str, source: Path, folder: Path) -> Iterator[Filled]:
    """A copy of the filled installation on a database of a kind."""
    before = list(crypto._installed)
    shutil.copytree(source, folder / "instance")
    settings = Settings.for_instance(folder / "instance")
    if kind == "sqlite":
        yield Filled(settings, settings.database_url)
    else:
        with empty_database(kind, folder) as url:
            command.upgrade(migrations(url), "head")
            engines = make_engine(settings.database_url), make_engine(url)
            copy_rows(*engines)
            for engine in engines:
                engine.dispose()
            yield Filled(settings.model_copy(update={"database_url": url}), url)
    crypto.install(before[0] if before else None)


@pytest.fixture(params=KINDS)
def filled(request: pytest.FixtureRequest, filled_once: Path, tmp_path: Path) -> Iterator[Filled]:
    yield from filled_as(request.param, filled_once, tmp_path)


@pytest.fixture
def filled_sqlite(filled_once: Path, tmp_path: Path) -> Iterator[Filled]:
    yield from filled_as("sqlite", filled_once, tmp_path)
