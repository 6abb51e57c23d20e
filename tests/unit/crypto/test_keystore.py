"""The key store: private files, nothing made by looking, nothing left after destruction."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from uuid import uuid4

import pytest

from darddr.crypto import keystore
from darddr.crypto.errors import KeyStoreMissing
from darddr.crypto.keyring import Keyring
from darddr.crypto.keystore import KeyStore
from darddr.crypto.scopes import Scope, SealClass


def test_only_its_owner_reads_it(ring: Keyring, store_file: Path) -> None:
    assert store_file.stat().st_mode & 0o777 == 0o600
    assert store_file.parent.stat().st_mode & 0o777 == 0o700


def test_looking_makes_nothing(tmp_path: Path) -> None:
    store = KeyStore(f"sqlite:///{tmp_path / 'keystore' / 'keystore.db'}")
    assert not store.exists()
    assert store.is_empty()
    for look in (store.root, store.every_key, store.tombstones):
        with pytest.raises(KeyStoreMissing):
            look()
    with pytest.raises(KeyStoreMissing):
        store.destroy(Scope.installation(), SealClass.FILE)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_key_store_is_not_taken_for_one(tmp_path: Path) -> None:
    (tmp_path / "keystore.db").touch()
    store = KeyStore(f"sqlite:///{tmp_path / 'keystore.db'}")
    assert not store.exists()
    assert (tmp_path / "keystore.db").read_bytes() == b""


def test_creating_again_keeps_what_is_there(ring: Keyring) -> None:
    before = ring.keystore.every_key()
    ring.keystore.create()
    assert ring.keystore.every_key() == before


def test_destroyed_keys_are_not_left_in_the_file(ring: Keyring, store_file: Path) -> None:
    scopes = [Scope.review(uuid4()) for _ in range(40)]
    for scope in scopes:
        ring.open_scope(scope)
    doomed = [key.wrapped for key in ring.keystore.every_key() if key.scope in scopes[:20]]
    kept = [key.wrapped for key in ring.keystore.every_key() if key.scope in scopes[20:]]
    held = store_file.read_bytes()
    assert all(wrapped in held for wrapped in doomed + kept)
    for scope in scopes[:20]:
        for klass in scope.classes:
            assert ring.destroy(scope, klass) == 1
    ring.keystore.dispose()
    left = b"".join(path.read_bytes() for path in store_file.parent.iterdir())
    assert sum(wrapped in left for wrapped in doomed) == 0
    assert all(wrapped in left for wrapped in kept)


def test_overwriting_does_not_hang_on_how_sqlite_was_built() -> None:
    """Some builds overwrite freed bytes by themselves and some do not; here it is always asked for."""
    connection = sqlite3.connect(":memory:")
    connection.execute("PRAGMA secure_delete = OFF")
    keystore._prepare_sqlite(connection, None)
    assert connection.execute("PRAGMA secure_delete").fetchone() == (1,)
    connection.close()


def test_no_data_key_lies_unwrapped(ring: Keyring, store_file: Path) -> None:
    held = store_file.read_bytes()
    keys = ring.keystore.every_key()
    assert len(keys) == 5
    for key in keys:
        assert key.wrapped in held
        assert ring._unwrap(key) not in held
    assert ring.provider.current().bytes not in held


def test_the_address_of_a_missing_store_hides_its_password() -> None:
    url = "postgresql+psycopg://keeper:hunter2@127.0.0.1:1/keys"
    assert "hunter2" not in repr(KeyStore(url)._url)
