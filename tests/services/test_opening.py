"""Opening and making an installation: every way in which key, key store, database and program do not fit together.

The contract is the same for both providers of a root key: one sentence that names the key needed and the key given,
and not one byte changed in database, key store or key file.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pydantic import SecretStr

from darddr import crypto
from darddr.crypto.errors import (
    KeyProblem,
    KeyStoreForeign,
    KeyStoreMissing,
    RootKeyExposed,
    RootKeyMalformed,
    RootKeyMissing,
    WrongRootKey,
)
from darddr.crypto.keyring import Keyring
from darddr.crypto.keystore import KeyStore
from darddr.crypto.providers import EnvProvider
from darddr.crypto.rootkey import RootKey
from darddr.crypto.scopes import Scope, SealClass
from darddr.services.errors import Refusal
from darddr.services.opening import SCRIPTS, make_installation, open_installation, upgrade
from darddr.services.schema import SchemaOlder
from darddr.settings import Settings
from darddr.storage.database import make_engine
from tests.databases import all_held
from tests.migrations.scripts import add_version

OTHER = RootKey(1, date(2026, 6, 4), bytes(32))
UNCHANGED = "Nothing has been changed."
HEAD = (SCRIPTS / "HEAD").read_text(encoding="ascii").strip()

Supply = Callable[[str | None], Settings]


@pytest.fixture
def right(settings: Settings) -> RootKey:
    return RootKey.parse(settings.root_key_file.read_text(), "The file")


@pytest.fixture(params=["file", "env"])
def supply(request: pytest.FixtureRequest, settings: Settings) -> Supply:
    """The installation's settings with another root key, or none, by each provider."""

    def by_file(text: str | None) -> Settings:
        path = settings.root_key_file.parent / "given.key"
        if text is not None:
            path.write_text(text)
            path.chmod(0o600)
        return settings.model_copy(update={"root_key_file": path})

    def by_env(text: str | None) -> Settings:
        secret = SecretStr(text) if text is not None else None
        return settings.model_copy(update={"root_key_provider": "env", "root_key": secret})

    return by_file if request.param == "file" else by_env


def refused(settings: Settings, problem: type[Exception]) -> str:
    """The sentence with which opening is refused; every file stays as it was, and no key is left installed."""
    before = all_held(settings)
    crypto.install(None)
    with pytest.raises(problem) as failed:
        open_installation(settings)
    assert all_held(settings) == before
    with pytest.raises(KeyStoreMissing):
        crypto.ring()
    return failed.value.sentence if isinstance(failed.value, Refusal) else str(failed.value)


@pytest.mark.parametrize(
    ("spoil", "problem", "said"),
    [
        (lambda text: OTHER.text(), WrongRootKey, OTHER.named),
        (lambda text: None, RootKeyMissing, "root"),
        (lambda text: text[:70], RootKeyMalformed, "incomplete or garbled"),
        (lambda text: text.replace("check ", "check 0"), RootKeyMalformed, "check digits do not agree"),
        (lambda text: "\x00\xff nonsense", RootKeyMalformed, "does not hold a darddr root key"),
    ],
    ids=["wrong", "missing", "short", "mistyped", "garbled"],
)
def test_a_root_key_that_does_not_fit(
    supply: Supply, right: RootKey, spoil: Callable[[str], str | None], problem: type[KeyProblem], said: str
) -> None:
    sentence = refused(supply(spoil(right.text())), problem)
    assert sentence.startswith(f"This installation needs {right.named}. ")
    assert said in sentence
    assert sentence.endswith(UNCHANGED)
    assert sentence.count(UNCHANGED) == 1


def test_the_right_root_key_opens_and_changes_nothing(supply: Supply, right: RootKey) -> None:
    settings = supply(right.text())
    before = all_held(settings)
    opened = open_installation(settings)
    assert crypto.ring() is opened.keyring
    assert not opened.is_demo
    opened.engine.dispose()
    assert all_held(settings) == before


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o660])
def test_a_key_file_others_can_read(settings: Settings, right: RootKey, mode: int) -> None:
    settings.root_key_file.chmod(mode)
    sentence = refused(settings, RootKeyExposed)
    assert right.named in sentence
    assert "set its mode to 0600" in sentence


@pytest.mark.parametrize("folder", ["data", "keystore"])
def test_a_key_file_beside_the_data(settings: Settings, right: RootKey, folder: str) -> None:
    beside = settings.instance / folder / "root.key"
    beside.write_text(right.text())
    beside.chmod(0o600)
    sentence = refused(settings.model_copy(update={"root_key_file": beside}), RootKeyExposed)
    assert f"lies in {settings.instance / folder}, beside the data it protects" in sentence


def test_an_emptied_key_store(settings: Settings) -> None:
    store = settings.instance / "keystore" / "keystore.db"
    with sqlite3.connect(store) as connection:
        for table in ("root_keys", "data_keys", "tombstones"):
            connection.execute(f"DELETE FROM {table}")
    connection.close()
    assert "holds no keys" in refused(settings, KeyStoreMissing)
    store.unlink()
    assert f"There is no key store at sqlite:///{store}" in refused(settings, KeyStoreMissing)
    assert not store.exists()


def test_the_key_store_of_another_root_key(settings: Settings, right: RootKey, tmp_path: Path) -> None:
    other = make_installation(Settings.for_instance(tmp_path / "other"))
    other.engine.dispose()
    shutil.copy(tmp_path / "other/keystore/keystore.db", settings.instance / "keystore" / "keystore.db")
    sentence = refused(settings, WrongRootKey)
    assert right.named in sentence
    assert other.keyring.provider.fingerprint() in sentence


def test_the_key_store_of_another_installation_with_the_same_root_key(
    settings: Settings, right: RootKey, tmp_path: Path
) -> None:
    """Its keys would open nothing here, and every address would be looked for under another digest."""
    folder = tmp_path / "other"
    make_installation(Settings.for_instance(folder, root_key_provider="env", root_key=right.text())).engine.dispose()
    shutil.copy(folder / "keystore" / "keystore.db", settings.instance / "keystore" / "keystore.db")
    assert "belongs to another installation" in refused(settings, KeyStoreForeign)


def test_a_renewed_log_key_still_opens(settings: Settings) -> None:
    opened = open_installation(settings)
    opened.keyring.renew(Scope.installation(), SealClass.LOG)
    opened.engine.dispose()
    open_installation(settings).engine.dispose()


def stamp(settings: Settings, statement: str) -> None:
    engine = make_engine(settings.database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


@pytest.mark.parametrize(
    ("statement", "problem", "said"),
    [
        (
            "UPDATE alembic_version SET version_num = '9999'",
            Refusal,
            f"at version 9999, which this program ({HEAD}) does",
        ),
        ("DELETE FROM alembic_version", Refusal, "alembic_version does not say of which version"),
        ("DROP TABLE alembic_version", Refusal, "alembic_version does not say of which version"),
        ("DELETE FROM installation", Refusal, "has not been set up"),
        ("INSERT INTO alembic_version VALUES ('0000')", Refusal, f"at 2 versions (0000, {HEAD})"),
        ("DROP TABLE waivers", Refusal, f"at version {HEAD} but lacks the table waivers"),
    ],
    ids=["newer", "none", "no table", "no row", "two", "a table gone"],
)
def test_a_schema_of_another_version(settings: Settings, statement: str, problem: type[Exception], said: str) -> None:
    stamp(settings, statement)
    sentence = refused(settings, problem)
    assert said in sentence
    assert sentence.endswith(UNCHANGED)


@pytest.mark.sqlite
def test_a_database_without_tables(settings: Settings) -> None:
    (settings.instance / "data" / "darddr.db").write_bytes(b"")
    assert "holds no darddr tables. Run “darddr init” first." in refused(settings, Refusal)


def test_an_older_schema_is_told_to_upgrade(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_version(tmp_path, monkeypatch, "9999", "pass")
    sentence = refused(settings, SchemaOlder)
    assert f"at version {HEAD}, older than this program (9999). Run “darddr upgrade”." in sentence


@pytest.mark.sqlite
def test_a_database_that_is_none(settings: Settings) -> None:
    (settings.instance / "data" / "darddr.db").write_bytes(b"not a database, and long enough to be looked at" * 40)
    assert "cannot be opened (DatabaseError)" in refused(settings, Refusal)


def test_a_server_that_does_not_answer_hides_its_password(tmp_path: Path) -> None:
    settings = Settings.for_instance(
        tmp_path, database_url="postgresql://keeper:hunter2@127.0.0.1:1/darddr?connect_timeout=2"
    )
    for attempt in (open_installation, make_installation):
        with pytest.raises(Refusal) as failed:
            attempt(settings)
        assert "127.0.0.1:1/darddr" in failed.value.sentence
        assert "hunter2" not in failed.value.sentence
    assert list(tmp_path.iterdir()) == []


def test_upgrading_makes_no_database(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as failed:
        upgrade(f"sqlite:///{tmp_path / 'nowhere.db'}")
    assert "There is no database at" in failed.value.sentence
    assert not (tmp_path / "nowhere.db").exists()
    before = all_held(settings)
    upgrade(settings.database_url)
    assert all_held(settings) == before
    stamp(settings, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Refusal, match="Refusal"):
        upgrade(settings.database_url)


def test_a_keyring_of_the_other_provider_is_the_same_keyring(settings: Settings, right: RootKey) -> None:
    theirs = Keyring(KeyStore(settings.keystore_url), EnvProvider(right.text()))
    ours = open_installation(settings)
    assert theirs.mac("email", b"a@example.org") == ours.keyring.mac("email", b"a@example.org")
    ours.engine.dispose()


def test_two_ways_forward_in_the_program_open_and_make_nothing(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for revision in ("9998", "9999"):
        add_version(tmp_path, monkeypatch, revision, "pass")
    assert "lead to 2 versions (9998, 9999), not to one" in refused(settings, Refusal)
    with pytest.raises(Refusal):
        make_installation(Settings.for_instance(tmp_path / "new"))
    assert not (tmp_path / "new").exists()
