"""A fresh installation for every test, copied from one made once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from darddr.app import create_app
from darddr.models.user import User
from darddr.services import accounts
from darddr.services.opening import Opened, make_installation, open_installation
from darddr.settings import Settings
from darddr.storage.database import open_session, writing
from tests.factories import Make
from tests.strict_client import StrictClient

SHARED = Path(__file__).parent.parent.parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real plans and tables, where they are at hand."""
    if not SHARED.is_dir():
        pytest.skip("the shared sample data are not here")
    return SHARED


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty installation, made once a worker."""
    for name in [name for name in os.environ if name.startswith("DARDDR_") and not name.startswith("DARDDR_TEST_")]:
        del os.environ[name]
    folder = tmp_path_factory.mktemp("template")
    made = make_installation(Settings.for_instance(folder, secure_cookies=False))
    made.engine.dispose()
    return folder


@pytest.fixture
def settings(template: Path, tmp_path: Path) -> Settings:
    """The settings of an installation of the test's own."""
    folder = tmp_path / "instance"
    shutil.copytree(template, folder)
    return Settings.for_instance(folder, secure_cookies=False)


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


@pytest.fixture
def app(installation: Opened, settings: Settings) -> Flask:
    """The web application over the test's own installation."""
    app = create_app(settings)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    app.test_client_class = StrictClient
    return app


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
