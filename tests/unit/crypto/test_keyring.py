"""The life of keys: made on purpose, remembered for a minute, renewed, wrapped anew, destroyed for good."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from darddr import crypto
from darddr.crypto import keyring as keyring_module
from darddr.crypto.errors import DataKeyExists, DataKeyMissing, KeyStoreMissing, WrongRootKey
from darddr.crypto.keyring import Keyring
from darddr.crypto.keystore import KeyStore
from darddr.crypto.providers import FileProvider
from darddr.crypto.scopes import REVIEW_CLASSES, Scope, SealClass

ROW = UUID(int=1)
NARRATIVE = SealClass.NARRATIVE


@pytest.fixture
def review(ring: Keyring) -> Scope:
    scope = Scope.review(uuid4())
    ring.open_scope(scope)
    return scope


def another(ring: Keyring, key_file: Path) -> Keyring:
    """The keyring of a second process over the same key store."""
    return Keyring(KeyStore(ring.keystore._url.render_as_string()), FileProvider(key_file))


def test_no_key_is_made_by_sealing_or_reading(ring: Keyring) -> None:
    scope = Scope.review(uuid4())
    before = ring.keystore.every_key()
    with pytest.raises(DataKeyMissing, match=str(scope.id)):
        ring.seal(b"x", scope, NARRATIVE, "notes", ROW)
    with pytest.raises(DataKeyMissing):
        ring.chain_key(scope)
    with pytest.raises(DataKeyMissing):
        ring.renew(scope, NARRATIVE)
    assert ring.keystore.every_key() == before


def test_a_scope_gets_the_keys_of_its_kind_once(ring: Keyring, review: Scope) -> None:
    made = [key.klass for key in ring.keystore.every_key() if key.scope == review]
    assert sorted(made) == sorted(REVIEW_CLASSES)
    before = ring.keystore.every_key()
    with pytest.raises(DataKeyExists):
        ring.open_scope(review)
    with pytest.raises(DataKeyExists):
        ring.open_scope(review, [SealClass.LOG, NARRATIVE])
    assert ring.keystore.every_key() == before
    assert len({key.wrapped for key in before}) == len(before)


def test_a_partnership_and_the_installation_have_log_keys(ring: Keyring) -> None:
    partnership = Scope.partnership(uuid4())
    ring.open_scope(partnership)
    assert len(ring.chain_key(partnership)) == 32
    assert ring.chain_key(partnership) != ring.chain_key(Scope.installation())


def test_a_destroyed_key_stays_destroyed(ring: Keyring, review: Scope) -> None:
    story = ring.seal(b"story", review, NARRATIVE, "notes", ROW)
    lesson = ring.seal(b"lesson", review, SealClass.LEARNING, "notes", ROW)
    ring.renew(review, NARRATIVE)
    assert ring.destroy(review, NARRATIVE) == 2
    for attempt in (ring.open, lambda blob, *place: ring.seal(b"x", *place)):
        with pytest.raises(DataKeyMissing, match="was destroyed on"):
            attempt(story, review, NARRATIVE, "notes", ROW)
    assert ring.open(lesson, review, SealClass.LEARNING, "notes", ROW) == b"lesson"
    with pytest.raises(DataKeyExists, match="never made again"):
        ring.open_scope(review, [NARRATIVE])
    assert [(stone.scope, stone.klass) for stone in ring.keystore.tombstones()] == [(review, NARRATIVE)]


def test_a_tombstone_can_be_put_up_again(ring: Keyring, review: Scope) -> None:
    """After a restore the tombstones kept elsewhere are applied once more, to keys there or not."""
    ring.destroy(review, NARRATIVE)
    at = ring.keystore.destroyed_at(review, NARRATIVE)
    assert ring.destroy(review, NARRATIVE) == 0
    assert ring.keystore.destroyed_at(review, NARRATIVE) == at


def test_another_process_forgets_within_a_minute(
    ring: Keyring, review: Scope, key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [1000.0]
    monkeypatch.setattr(keyring_module, "monotonic", lambda: clock[0])
    theirs = another(ring, key_file)
    sealed = theirs.seal(b"story", review, NARRATIVE, "notes", ROW)
    assert theirs.open(sealed, review, NARRATIVE, "notes", ROW) == b"story"
    ring.destroy(review, NARRATIVE)
    clock[0] += 59.9
    assert theirs.open(sealed, review, NARRATIVE, "notes", ROW) == b"story"
    clock[0] += 0.2
    with pytest.raises(DataKeyMissing):
        theirs.open(sealed, review, NARRATIVE, "notes", ROW)


def test_a_new_root_key_opens_everything_old(ring: Keyring, review: Scope, key_file: Path, tmp_path: Path) -> None:
    sealed = ring.seal(b"story", review, NARRATIVE, "notes", ROW)
    digest, secret, old = ring.mac("email", b"a@example.org"), ring.secret("flask"), ring.provider
    theirs = another(ring, key_file)
    theirs.open(sealed, review, NARRATIVE, "notes", ROW)
    before = {key.wrapped for key in ring.keystore.every_key()}

    ring.rewrap(FileProvider.create(tmp_path / "next.key", version=2))
    assert ring.open(sealed, review, NARRATIVE, "notes", ROW) == b"story"
    assert (ring.mac("email", b"a@example.org"), ring.secret("flask")) == (digest, secret)
    assert before.isdisjoint(key.wrapped for key in ring.keystore.every_key())
    with pytest.raises(WrongRootKey):
        Keyring(ring.keystore, old).check()

    (tmp_path / "next.key").replace(key_file)
    assert theirs.seal(b"x", review, SealClass.FILE, "notes", ROW)


def test_secrets_have_one_purpose_each(ring: Keyring, key_file: Path) -> None:
    partnership = Scope.partnership(uuid4())
    ring.open_scope(partnership)
    values = [ring.secret("a"), ring.secret("b"), ring.mac("a", b""), ring.mac("b", b""), ring.chain_key(partnership)]
    assert len(set(values)) == len(values)
    assert all(len(value) == 32 for value in values)
    theirs = another(ring, key_file)
    assert theirs.secret("a") == values[0]
    assert theirs.mac("a", b"") == values[2]
    ring.renew(Scope.installation(), SealClass.LOG)
    assert ring.secret("a") == values[0]


def test_openings_are_counted(ring: Keyring) -> None:
    place = (Scope.installation(), NARRATIVE, "notes", ROW)
    sealed = ring.seal(b"x", *place)
    assert ring.openings == 0
    ring.open(sealed, *place)
    assert ring.openings == 1


def test_the_ring_of_the_process(ring: Keyring) -> None:
    before = list(crypto._installed)
    try:
        crypto.install(ring)
        assert crypto.ring() is ring
        crypto.install(None)
        with pytest.raises(KeyStoreMissing):
            crypto.ring()
    finally:
        crypto.install(before[0] if before else None)


RACER = """
import sys
from uuid import UUID
from darddr.crypto.errors import DataKeyExists
from darddr.crypto.keyring import Keyring
from darddr.crypto.keystore import KeyStore
from darddr.crypto.providers import FileProvider
from darddr.crypto.scopes import Scope, SealClass
from pathlib import Path
ring = Keyring(KeyStore(sys.argv[1]), FileProvider(Path(sys.argv[2])))
scope, row = Scope.review(UUID(sys.argv[3])), UUID(int=1)
try:
    ring.open_scope(scope)
    print("made", end=" ")
except DataKeyExists:
    print("found", end=" ")
print(ring.seal(b"from afar", scope, SealClass.NARRATIVE, "notes", row).hex())
"""


def test_two_processes_share_one_key(ring: Keyring, key_file: Path) -> None:
    """Both open the same new scope at once: one makes its keys, the other finds them, and each value opens."""
    scope = Scope.review(uuid4())
    command = [sys.executable, "-c", RACER, ring.keystore._url.render_as_string(), str(key_file), str(scope.id)]
    racers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    answers = sorted(racer.communicate(timeout=60)[0].split() for racer in racers)
    assert [answer[0] for answer in answers] == ["found", "made"]
    for _, sealed in answers:
        assert ring.open(bytes.fromhex(sealed), scope, NARRATIVE, "notes", ROW) == b"from afar"
