"""A keyring of its own for every test, over a key store file and a root key file."""

from __future__ import annotations

from pathlib import Path

import pytest

from darddr.crypto.keyring import Keyring
from darddr.crypto.keystore import KeyStore
from darddr.crypto.providers import FileProvider


@pytest.fixture
def store_file(tmp_path: Path) -> Path:
    return tmp_path / "keystore" / "keystore.db"


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "root.key"


@pytest.fixture
def ring(store_file: Path, key_file: Path) -> Keyring:
    made = Keyring(KeyStore(f"sqlite:///{store_file}"), FileProvider.create(key_file))
    made.initialise(database_empty=True)
    return made
