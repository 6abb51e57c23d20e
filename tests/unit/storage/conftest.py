"""A whole installation on a database of each kind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from darddr import crypto
from darddr.services.opening import Opened, make_installation
from darddr.settings import Settings
from tests.databases import KINDS, empty_database


@pytest.fixture(params=KINDS)
def installed(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opened]:
    """An installation made from nothing, whose keyring is the one installed."""
    before = list(crypto._installed)
    (tmp_path / "database").mkdir()
    with empty_database(request.param, tmp_path / "database") as url:
        opened = make_installation(Settings.for_instance(tmp_path / "instance", database_url=url))
        yield opened
        opened.engine.dispose()
    crypto.install(before[0] if before else None)
