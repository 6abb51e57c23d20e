"""Values sealed long ago open today. Their file is never made again: a version that cannot read it loses archives."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from darddr.crypto.errors import CannotOpen
from darddr.crypto.keyring import Keyring
from darddr.crypto.keystore import KeyStore, RootRecord, WrappedKey
from darddr.crypto.providers import EnvProvider
from darddr.crypto.rootkey import RootKey
from darddr.crypto.scopes import Scope, SealClass

GOLDEN = Path(__file__).parents[2] / "data" / "golden"


def scope_of(entry: dict[str, Any]) -> Scope:
    return Scope(entry["scope"], UUID(entry["scope_id"]).int if entry["scope_id"] else None)


@pytest.fixture(scope="module", params=sorted(GOLDEN.glob("*.json")), ids=lambda path: path.stem)
def golden(request: pytest.FixtureRequest) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(request.param.read_text(encoding="utf-8"))
    return content


@pytest.fixture
def ring(golden: dict[str, Any], tmp_path: Path) -> Keyring:
    """A key store holding the wrapped keys of the golden file."""
    root = RootKey.parse(golden["root_key"], "The golden file")
    store = KeyStore(f"sqlite:///{tmp_path / 'keystore.db'}")
    store.create()
    keys = [
        WrappedKey(
            scope_of(key), SealClass(key["class"]), key["version"], bytes.fromhex(key["wrapped"]), root.fingerprint
        )
        for key in golden["wrapped_keys"]
    ]
    made_at = datetime(2026, 11, 24, 12, tzinfo=UTC)
    store.begin(RootRecord(golden["fingerprint"], made_at, bytes.fromhex(golden["canary"])), keys)
    return Keyring(store, EnvProvider(golden["root_key"]))


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
