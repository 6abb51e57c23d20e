"""Values sealed long ago open today. Their file is never made again: a version that cannot read it loses archives."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from darddr.crypto import envelope, keyring
from darddr.crypto.errors import CannotOpen
from darddr.crypto.keyring import Keyring
from darddr.crypto.keystore import KeyStore, RootRecord, WrappedKey
from darddr.crypto.providers import EnvProvider
from darddr.crypto.rootkey import RootKey
from darddr.crypto.scopes import Scope, SealClass
from tests.sealing.world import WITH_A_FILE, models

GOLDEN = Path(__file__).parents[2] / "data" / "golden"


def scope_of(entry: dict[str, Any]) -> Scope:
    return Scope(entry["scope"], UUID(entry["scope_id"]).int if entry["scope_id"] else None)


@pytest.fixture(scope="module", params=sorted(GOLDEN.glob("*.json")), ids=lambda path: path.stem)
def golden(request: pytest.FixtureRequest) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(request.param.read_text(encoding="utf-8"))
    return content


def ring_of(golden: dict[str, Any], folder: Path, newest: int = 99) -> Keyring:
    """A key store holding the wrapped keys of the golden file, none newer than a version."""
    root = RootKey.parse(golden["root_key"], "The golden file")
    store = KeyStore(f"sqlite:///{folder / f'keystore-{newest}.db'}")
    store.create()
    keys = [
        WrappedKey(
            scope_of(key), SealClass(key["class"]), key["version"], bytes.fromhex(key["wrapped"]), root.fingerprint
        )
        for key in golden["wrapped_keys"]
        if key["version"] <= newest
    ]
    made_at = datetime(2026, 11, 24, 12, tzinfo=UTC)
    store.begin(RootRecord(golden["fingerprint"], made_at, bytes.fromhex(golden["canary"])), keys)
    return Keyring(store, EnvProvider(golden["root_key"]))


@pytest.fixture
def ring(golden: dict[str, Any], tmp_path: Path) -> Keyring:
    """A keyring with every key of the golden file."""
    return ring_of(golden, tmp_path)


def test_there_is_a_golden_file_for_every_format() -> None:
    assert [path.stem for path in sorted(GOLDEN.glob("format-*.json"))] == ["format-1"]


def test_every_value_opens(golden: dict[str, Any], ring: Keyring) -> None:
    assert {value["class"] for value in golden["values"]} == set(SealClass)
    for value in golden["values"]:
        sealed, klass = bytes.fromhex(value["sealed"]), SealClass(value["class"])
        opened = ring.open(sealed, scope_of(value), klass, value["table"], UUID(value["row"]))
        assert opened.decode() == value["plain"]
        with pytest.raises(CannotOpen):
            ring.open(sealed, scope_of(value), klass, value["table"] + "x", UUID(value["row"]))


def test_the_root_key_keeps_its_name(golden: dict[str, Any], ring: Keyring) -> None:
    assert ring.provider.fingerprint() == golden["fingerprint"]
    ring.check(golden["fingerprint"])


def test_derived_secrets_stay_the_same(golden: dict[str, Any], ring: Keyring) -> None:
    """Digests stand in unique indexes and chains are keyed: other values would orphan both."""
    county = next(scope_of(value) for value in golden["values"] if value["scope"] == "partnership")
    assert {
        "mac email a@example.org": ring.mac("email", b"a@example.org").hex(),
        "secret flask": ring.secret("flask").hex(),
        "chain key of the partnership": ring.chain_key(county).hex(),
    } == golden["derived"]


def test_every_table_and_class_there_is_has_a_golden_value() -> None:
    """A table sealed for the first time gets a file of its own, made once; values made before stay as they are."""
    files = [json.loads(path.read_text(encoding="utf-8")) for path in GOLDEN.glob("*.json")]
    kept = {(value["table"], value["class"]) for golden in files for value in golden["values"]}
    sealed = {(model.__tablename__, klass.value) for model in models() for klass in model.sealed_records.values()}
    files_of = {(model.__tablename__, "file") for model in WITH_A_FILE}
    assert sealed | files_of <= kept


def test_sealing_the_same_again_gives_the_same_bytes(
    golden: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the nonce it had: key derivation, associated data, padding and layout are what they were."""
    rings = {version: ring_of(golden, tmp_path, version) for version in (1, 2)}
    for value in golden["values"]:
        sealed = bytes.fromhex(value["sealed"])
        monkeypatch.setattr(keyring.os, "urandom", lambda _, nonce=sealed[5:17]: nonce)
        ring = rings[envelope.key_version(sealed)]
        plain, klass = value["plain"].encode(), SealClass(value["class"])
        assert ring.seal(plain, scope_of(value), klass, value["table"], UUID(value["row"])) == sealed
