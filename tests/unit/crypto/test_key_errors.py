"""A wrong, missing, short or garbled root key: the sentence names the key needed, and not one byte changes anywhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from darddr.crypto.errors import (
    CannotOpen,
    KeyProblem,
    KeyStoreInUse,
    KeyStoreMissing,
    RootKeyMalformed,
    RootKeyMissing,
    WrongRootKey,
)
from darddr.crypto.keyring import Keyring
from darddr.crypto.keystore import KeyStore
from darddr.crypto.providers import EnvProvider, FileProvider, RootKeyProvider
from darddr.crypto.rootkey import RootKey
from darddr.crypto.scopes import Scope, SealClass
from darddr.storage.database import make_engine, writing

RIGHT = RootKey(1, date(2026, 2, 11), bytes(range(32)))
OTHER = RootKey(1, date(2026, 6, 4), bytes(32))
ROW = UUID(int=7)

Faults = dict[str, tuple[str | None, type[KeyProblem]]]
FAULTS: Faults = {
    "wrong": (OTHER.text(), WrongRootKey),
    "missing": (None, RootKeyMissing),
    "short": (RIGHT.text()[:60], RootKeyMalformed),
    "garbled": (RIGHT.text().replace("key AAAQ", "key QAAQ"), RootKeyMalformed),
}


def everything(folder: Path) -> dict[Path, tuple[bytes, int]]:
    """Every file of an installation, by its bytes and the time it was last written."""
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def installation(tmp_path: Path) -> Path:
    """Database and key store, filled, with a sealed value in the database."""
    ring = Keyring(KeyStore(f"sqlite:///{tmp_path / 'keystore' / 'keystore.db'}"), EnvProvider(RIGHT.text()))
    ring.initialise(database_empty=True)
    sealed = ring.seal(b"text", Scope.installation(), SealClass.NARRATIVE, "notes", ROW)
    engine = make_engine(f"sqlite:///{tmp_path / 'data' / 'darddr.db'}")
    with writing(engine) as session:
        session.connection().exec_driver_sql("CREATE TABLE notes (record BLOB, canary BLOB)")
        session.connection().exec_driver_sql("INSERT INTO notes VALUES (?, ?)", (sealed, ring.canary()))
    engine.dispose()
    ring.keystore.dispose()
    return tmp_path


@pytest.fixture(params=["file", "env"])
def supply(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., RootKeyProvider]:
    def from_file(text: str | None) -> RootKeyProvider:
        path = tmp_path_factory.mktemp("keys") / "root.key"
        if text is not None:
            path.write_text(text)
            path.chmod(0o600)
        return FileProvider(path)

    return from_file if request.param == "file" else EnvProvider


@pytest.mark.parametrize("fault", FAULTS)
def test_the_sentence_and_no_byte_changed(
    installation: Path, supply: Callable[..., RootKeyProvider], fault: str
) -> None:
    text, expected = FAULTS[fault]
    before = everything(installation)
    ring = Keyring(KeyStore(f"sqlite:///{installation / 'keystore' / 'keystore.db'}"), supply(text))
    scope, klass = Scope.installation(), SealClass.NARRATIVE
    engine = make_engine(f"sqlite:///{installation / 'data' / 'darddr.db'}")
    with engine.connect() as connection:
        sealed, canary = connection.exec_driver_sql("SELECT record, canary FROM notes").one()
    made_at = ring.keystore.root().made_at
    attempts = [
        lambda: ring.check(RIGHT.fingerprint),
        lambda: ring.verify_canary(canary, RIGHT.fingerprint, made_at),
        lambda: ring.open(sealed, scope, klass, "notes", ROW),
        lambda: ring.seal(b"new", scope, klass, "notes", ROW),
        lambda: ring.open_scope(Scope.review(ROW)),
        lambda: ring.renew(scope, klass),
        lambda: ring.mac("email", b"a@example.org"),
        lambda: ring.secret("flask"),
        lambda: ring.rewrap(EnvProvider(OTHER.text())),
    ]
    for attempt in attempts:
        with pytest.raises(expected) as refused:
            attempt()
        message = str(refused.value)
        assert message.startswith(f"This installation needs {RIGHT.named}. ")
        assert message.endswith(" Nothing has been changed.")
        assert message.count("Nothing has been changed.") == 1
        assert fault != "wrong" or OTHER.named in message
    with pytest.raises(KeyProblem):
        ring.initialise(database_empty=False)
    engine.dispose()
    ring.keystore.dispose()
    assert everything(installation) == before


def test_the_right_key_passes_the_same_checks(installation: Path) -> None:
    before = everything(installation)
    ring = Keyring(KeyStore(f"sqlite:///{installation / 'keystore' / 'keystore.db'}"), EnvProvider(RIGHT.text()))
    ring.check(RIGHT.fingerprint)
    ring.check()
    root = ring.keystore.root()
    ring.verify_canary(ring.canary(), root.fingerprint, root.made_at)
    assert everything(installation) == before


def test_a_database_of_another_installation_is_refused(ring: Keyring) -> None:
    with pytest.raises(WrongRootKey, match="0123456789abcdef"):
        ring.check("0123456789abcdef")


def test_an_altered_canary_is_noticed(ring: Keyring) -> None:
    root = ring.keystore.root()
    for spoilt in (b"", root.canary[:-1], root.canary[:-1] + bytes([root.canary[-1] ^ 1])):
        with pytest.raises(CannotOpen):
            ring.verify_canary(spoilt, root.fingerprint, root.made_at)


def test_a_lost_key_store_is_not_made_anew(tmp_path: Path) -> None:
    ring = Keyring(KeyStore(f"sqlite:///{tmp_path / 'keystore' / 'keystore.db'}"), EnvProvider(RIGHT.text()))
    for attempt in (ring.check, lambda: ring.open_scope(Scope.review(ROW)), lambda: ring.secret("flask")):
        with pytest.raises(KeyStoreMissing):
            attempt()
    with pytest.raises(KeyStoreInUse):
        ring.initialise(database_empty=False)
    assert list(tmp_path.iterdir()) == []


def test_keys_are_made_once(ring: Keyring) -> None:
    before = ring.keystore.every_key()
    with pytest.raises(KeyStoreInUse):
        ring.initialise(database_empty=True)
    assert ring.keystore.every_key() == before


def test_a_failed_start_leaves_no_key_store(tmp_path: Path) -> None:
    ring = Keyring(KeyStore(f"sqlite:///{tmp_path / 'keystore.db'}"), EnvProvider("nonsense"))
    with pytest.raises(RootKeyMalformed):
        ring.initialise(database_empty=True)
    assert list(tmp_path.iterdir()) == []
