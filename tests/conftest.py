"""A fresh installation for every test, copied from one made once; on PostgreSQL too, where a server is named.

A test that asks for any of these fixtures runs once on each kind of database. One that is about SQLite's own files says so with
`@pytest.mark.sqlite`.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from darddr.app import create_app
from darddr.models.user import User
from darddr.services import accounts
from darddr.services.opening import Opened, open_installation
from darddr.settings import Settings
from darddr.storage.database import open_session, writing
from tests.compiled import Compiled, compiled_for
from tests.databases import KINDS, SERVER, Template, kinds_at_hand
from tests.factories import Make
from tests.order import hand_out, place
from tests.routes import KnownRule
from tests.strict_client import StrictClient

NOT_HERE = pytest.mark.skip(reason=f"{SERVER} names no PostgreSQL database")
SHARED = Path(__file__).parent.parent.parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real plans and tables, where they are at hand."""
    if not SHARED.is_dir():
        pytest.skip("the shared sample data are not here")
    return SHARED


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test with a database, on each kind of database."""
    if "database_kind" in metafunc.fixturenames:
        marked = {mark.name for mark in metafunc.definition.iter_markers()}
        kinds = [kind for kind in KINDS if not marked & (set(KINDS) - {kind})]
        here = [pytest.param(kind, marks=() if kind in kinds_at_hand() else NOT_HERE) for kind in kinds]
        metafunc.parametrize("database_kind", [each for each in here if not each.marks] or here)


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Before the workers' own plugin chooses."""
    hand_out(config)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first."""
    items.sort(key=place)


def pytest_collection_finish() -> None:
    """What was loaded stays: looking through it again and again for what could be thrown away took a tenth of the time."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(scope="session", autouse=True)
def quiet_environment() -> None:
    """Nothing of the developer's own installation reaches a test."""
    for name in [name for name in os.environ if name.startswith("DARDDR_") and not name.startswith("DARDDR_TEST_")]:
        del os.environ[name]


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory, quiet_environment: None) -> Iterator[Callable[[str], Template]]:
    """An empty installation of each kind, made once a worker when first asked for."""
    made: dict[str, Template] = {}

    def template(kind: str) -> Template:
        if kind not in made:
            made[kind] = Template.made(kind, tmp_path_factory.mktemp("template") / kind)
        return made[kind]

    yield template
    for one in made.values():
        one.dropped()


@pytest.fixture
def settings(templates: Callable[[str], Template], database_kind: str, tmp_path: Path) -> Iterator[Settings]:
    """The settings of an installation of the test's own."""
    with templates(database_kind).copied(tmp_path / "instance") as settings:
        yield settings


@pytest.fixture
def installation(settings: Settings) -> Iterator[Opened]:
    """An installation, opened; its keyring is the one installed."""
    opened = open_installation(settings)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def engine(installation: Opened) -> Engine:
    """The test's own database."""
    return installation.engine


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A writing session for tests of services; nothing of it is committed unless the test does."""
    with open_session(engine, writes=True) as session:
        yield session


@pytest.fixture
def make(session: Session) -> Make:
    """Makes situations in the test's session."""
    return Make(session)


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    """Templates, compiled once a run."""
    return compiled_for(tmp_path_factory)


@pytest.fixture
def app(installation: Opened, settings: Settings, compiled: Compiled) -> Iterator[Flask]:
    """The web application over the test's own installation."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "url_rule_class", KnownRule)
        app = create_app(settings)
    app.jinja_env.bytecode_cache = compiled
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    app.test_client_class = StrictClient
    yield app
    app.extensions["darddr.engine"].dispose()


@pytest.fixture
def sign_in(app: Flask, engine: Engine) -> Callable[[User], StrictClient]:
    """A browser in which somebody is signed in."""

    def signed_in(user: User) -> StrictClient:
        client = app.test_client()
        assert isinstance(client, StrictClient)
        with writing(engine) as session:
            token = accounts.start_session(session, user.id)
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = token, True
        return client

    return signed_in
