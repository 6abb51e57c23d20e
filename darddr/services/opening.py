"""Opening an installation: its database, its keys, and the checks that come before anything is served or changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from darddr import crypto
from darddr.crypto.keyring import Keyring
from darddr.crypto.keystore import KeyStore
from darddr.crypto.providers import FileProvider, provider_for
from darddr.services.errors import Refusal
from darddr.services.installation import SchemaOlder, check_keys, check_schema, initialise
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
    """Bring an installation's database to this version's schema, in one transaction.

    Raises Refusal where there is no such database, or where it is of a newer version than the program.
    """
    _require_there(database_url)
    engine = _reach(database_url)
    try:
        with suppress(SchemaOlder):
            _check_schema(engine)
    finally:
        engine.dispose()
    _migrate(database_url)


def keyring_for(settings: Settings) -> Keyring:
    """The keyring of an installation; nothing is read until a key is needed."""
    return Keyring(KeyStore(settings.keystore_url), provider_for(settings))


def open_installation(settings: Settings) -> Opened:
    """The installation, checked. Raises KeyProblem or Refusal with one sentence; reads only."""
    _require_there(settings.database_url)
    engine, keyring = _reach(settings.database_url), keyring_for(settings)
    try:
        _check_schema(engine)
        with reading(engine) as session:
            row = check_keys(session, keyring)
    except BaseException:
        engine.dispose()
        keyring.keystore.dispose()
        raise
    crypto.install(keyring)
    return Opened(engine, keyring, row.is_demo)


@contextmanager
def unmade_if_it_fails(settings: Settings) -> Iterator[None]:
    """Whatever goes wrong inside leaves no file of an installation that was not there before, so that it can be tried again."""
    urls = [make_url(url) for url in (settings.database_url, settings.keystore_url)]
    files = [Path(url.database) for url in urls if url.get_backend_name() == "sqlite" and url.database]
    if settings.root_key_provider == "file":
        files.append(settings.root_key_file)
    new = [file for file in files if not file.exists()]
    try:
        yield
    except BaseException:
        for file in new:
            for left in (file, *(file.with_name(file.name + end) for end in ("-journal", "-wal", "-shm"))):
                left.unlink(missing_ok=True)
        raise


def make_installation(settings: Settings, *, is_demo: bool = False) -> Opened:
    """A new installation: root key (where a file is to hold it), key store, schema and the row that ties them together.

    Raises KeyProblem where the database or key store hold anything already: no key is ever made over existing data, not
    even a root key that has gone missing. Everything is asked before anything is made.
    """
    keyring = keyring_for(settings)
    keyring.require_unused(database_empty=_is_empty(settings.database_url))
    if settings.root_key_provider == "file" and not settings.root_key_file.exists():
        FileProvider.create(settings.root_key_file, settings.data_folders)
    keyring.initialise(database_empty=True)
    for folder in settings.data_folders:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _make_private(settings.database_url)
    _migrate(settings.database_url)
    crypto.install(keyring)
    engine = make_engine(settings.database_url)
    with writing(engine) as session:
        initialise(session, keyring, is_demo=is_demo)
    return Opened(engine, keyring, is_demo)


def _make_private(database_url: str) -> None:
    """Make an SQLite file that only its owner can read, before anything is in it; its journals take after it."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        Path(url.database).touch(mode=0o600)


def _migrate(database_url: str) -> None:
    command.upgrade(migrations(database_url), "head")


def _check_schema(engine: Engine) -> None:
    scripts = ScriptDirectory(str(SCRIPTS))
    check_schema(engine, scripts.get_current_head() or "", {script.revision for script in scripts.walk_revisions()})


def _is_empty(database_url: str) -> bool:
    """Whether a database holds no tables. Alembic's own, left behind by going all the way back, does not count."""
    if not _is_there(database_url):
        return True
    engine = _reach(database_url)
    try:
        return not set(inspect(engine).get_table_names()) - {"alembic_version"}
    finally:
        engine.dispose()


def _is_there(database_url: str) -> bool:
    """Whether there is anything to connect to: connecting to SQLite makes a file where there was none."""
    url = make_url(database_url)
    return url.get_backend_name() != "sqlite" or bool(url.database and Path(url.database).exists())


def _require_there(database_url: str) -> None:
    if not _is_there(database_url):
        raise Refusal(
            f"There is no database at {make_url(database_url).database}. Run “darddr init” first. "
            "Nothing has been changed."
        )


def _reach(database_url: str) -> Engine:
    """An engine whose database answers. Raises Refusal, naming the address without its password."""
    engine = make_engine(database_url)
    try:
        engine.connect().close()
    except DBAPIError as error:
        engine.dispose()
        address = make_url(database_url).render_as_string(hide_password=True)
        why = type(error.orig).__name__
        raise Refusal(f"The database at {address} cannot be opened ({why}). Nothing has been changed.") from None
    return engine
