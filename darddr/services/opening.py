"""Opening an installation: its database, its keys, and the checks that come before anything is served or changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
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
from darddr.services.installation import check_keys, initialise
from darddr.services.schema import UNCHANGED, SchemaOlder, address, check_version, said_by
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


def upgrade(database_url: str) -> str:
    """Bring an installation's database to this version's schema, in one transaction; the version it is at then.

    Raises Refusal where there is no such database, where it is of a newer version than the program, and where a step
    finds what should not be there; the database is then as it was.
    """
    _require_there(database_url)
    engine = _reach(database_url)
    try:
        with suppress(SchemaOlder):
            _check_schema(engine)
    finally:
        engine.dispose()
    return _migrate(database_url)


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
    _scripts()
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


def _migrate(database_url: str) -> str:
    head, _ = _scripts()
    try:
        command.upgrade(migrations(database_url), "head")
    except DBAPIError as error:
        raise Refusal(
            f"The database at {address(database_url)} could not be brought to version {head}: {said_by(error)}. {UNCHANGED}"
        ) from None
    return head


def _check_schema(engine: Engine) -> None:
    check_version(engine, *_scripts())


def _scripts() -> tuple[str, set[str]]:
    """The version the program's own scripts lead to, and every version they know. Raises Refusal where that is not one."""
    written = {file: file.stat().st_mtime_ns for file in (SCRIPTS / "versions").glob("*.py")}
    heads, known = _read_scripts(str(SCRIPTS), frozenset(written.items()))
    if len(heads) != 1:
        raise Refusal(
            f"The scripts in {SCRIPTS} lead to {len(heads)} versions ({', '.join(sorted(heads))}), not to one: "
            f"this program was put together wrongly. Install it again. {UNCHANGED}"
        )
    return heads[0], set(known)


@lru_cache(maxsize=4)
def _read_scripts(folder: str, _written: frozenset[tuple[Path, int]]) -> tuple[tuple[str, ...], frozenset[str]]:
    """The heads and every version of a folder of scripts; each is a program to be run, so that is done once while they stay as they are."""
    scripts = ScriptDirectory(folder)
    return tuple(scripts.get_heads()), frozenset(script.revision for script in scripts.walk_revisions())


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
        raise Refusal(f"There is no database at {address(database_url)}. Run “darddr init” first. {UNCHANGED}")


def _reach(database_url: str) -> Engine:
    """An engine whose database answers. Raises Refusal, naming the address without its password."""
    engine = make_engine(database_url)
    try:
        engine.connect().close()
    except DBAPIError as error:
        engine.dispose()
        why = type(error.orig).__name__
        raise Refusal(f"The database at {address(database_url)} cannot be opened ({why}). {UNCHANGED}") from None
    return engine
