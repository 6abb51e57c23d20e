"""Opening an installation: its database, its keys, and the checks that come before anything is served or changed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect
from sqlalchemy.engine import make_url

from darddr import crypto
from darddr.crypto.keyring import Keyring
from darddr.crypto.keystore import KeyStore
from darddr.crypto.providers import FileProvider, provider_for
from darddr.services.errors import Refusal
from darddr.services.installation import check_keys, check_schema, initialise
from darddr.settings import Settings
from darddr.storage.database import make_engine, reading, writing

SCRIPTS = Path(__file__).parent.parent.parent / "migrations"


@dataclass(frozen=True)
class Opened:
    """An installation whose keys and schema fit."""

    engine: Engine
    keyring: Keyring
    is_demo: bool


def migrations(database_url: str) -> Config:
    """Alembic's configuration for a database; the scripts come with the program."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["database_url"] = database_url
    return config


def upgrade(database_url: str) -> None:
    """Bring a database to this version's schema, in one transaction."""
    command.upgrade(migrations(database_url), "head")


def keyring_for(settings: Settings) -> Keyring:
    """The keyring of an installation; nothing is read until a key is needed."""
    return Keyring(KeyStore(settings.keystore_url), provider_for(settings))


def open_installation(settings: Settings) -> Opened:
    """The installation, checked. Raises KeyProblem or Refusal with one sentence; reads only."""
    _check_there(settings)
    engine = make_engine(settings.database_url)
    scripts = ScriptDirectory.from_config(migrations(settings.database_url))
    check_schema(engine, scripts.get_current_head() or "", {script.revision for script in scripts.walk_revisions()})
    keyring = keyring_for(settings)
    with reading(engine) as session:
        row = check_keys(session, keyring)
    crypto.install(keyring)
    return Opened(engine, keyring, row.is_demo)


def make_installation(settings: Settings, *, is_demo: bool = False) -> Opened:
    """A new installation: root key (where a file is to hold it), key store, schema and the row that ties them together.

    Raises KeyProblem where the database or key store hold anything already: no key is ever made over existing data.
    """
    for folder in settings.data_folders:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = make_engine(settings.database_url)
    is_empty = not inspect(engine).get_table_names()
    if settings.root_key_provider == "file" and not settings.root_key_file.exists():
        FileProvider.create(settings.root_key_file, settings.data_folders)
    keyring = keyring_for(settings)
    keyring.initialise(database_empty=is_empty)
    upgrade(settings.database_url)
    crypto.install(keyring)
    with writing(engine) as session:
        initialise(session, keyring, is_demo=is_demo)
    return Opened(engine, keyring, is_demo)


def _check_there(settings: Settings) -> None:
    """Opening must not leave an empty database file behind where there was none."""
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and not (url.database and Path(url.database).exists()):
        raise Refusal(f"There is no database at {url.database}. Run “darddr init” first. Nothing has been changed.")
