"""Whoever has the database and not the key cannot change the log unseen."""

from __future__ import annotations

import hmac
import tracemalloc
from collections.abc import Callable
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from darddr import audit
from darddr.audit import checkpoints
from darddr.audit.chain import INSTALLATION_CHAIN, START, ChainKey
from darddr.audit.checkpoints import CheckpointUnfit
from darddr.audit.verify import Verdict
from darddr.crypto import ring
from darddr.crypto.scopes import Scope, SealClass
from darddr.models.audit import AuditEntry, AuditHead
from darddr.models.subject import Place
from darddr.storage.database import reading, writing
from tests.factories import Make
from tests.unit.audit.conftest import LENGTH, Tamper, faults

Verify = Callable[[], Verdict]
CHAIN = "WHERE chain_id = :chain"


def test_a_chain_that_nobody_touched(place: Place, verdict: Verify) -> None:
    told = verdict()
    assert told.ok
    assert (told.entries, told.partnerships, told.faults) == (LENGTH + 1, 1, ())


def test_the_macs_are_hmac_sha256_of_the_mac_before_and_the_stored_bytes(session: Session, place: Place) -> None:
    key, before = ring().chain_key(Scope.partnership(place.partnership_id)), START
    for entry in reversed(audit.entries_of(session, place.partnership_id)):
        assert entry.mac == hmac.digest(key, before + entry.body, "sha256")
        before = entry.mac


@given(data=st.data())
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_changed_byte_goes_unnoticed(engine: Engine, place: Place, verdict: Verify, data: st.DataObject) -> None:
    sequence = data.draw(st.integers(1, LENGTH))
    column = data.draw(st.sampled_from(["body", "mac"]))
    with writing(engine) as session:
        entry = session.scalars(select(AuditEntry).filter_by(chain_id=place.partnership_id, sequence=sequence)).one()
        original = getattr(entry, column)
        at = data.draw(st.integers(0, len(original) - 1))
        changed = bytearray(original)
        changed[at] ^= data.draw(st.integers(1, 255))
        setattr(entry, column, bytes(changed))
        entry_id = entry.id
    try:
        assert faults(verdict(), place.partnership_id) == [(sequence, f"Entry {sequence} is not what was written.")]
    finally:
        with writing(engine) as session:
            setattr(session.get_one(AuditEntry, entry_id), column, original)
    assert verdict().ok


@pytest.mark.parametrize("column", ["mac", "seal", "sequence"])
def test_no_change_of_a_head_goes_unnoticed(engine: Engine, place: Place, verdict: Verify, column: str) -> None:
    for at in range(32 if column != "sequence" else 1):
        with writing(engine) as session:
            head = session.get_one(AuditHead, place.partnership_id)
            original = getattr(head, column)
            spoilt = (
                original - 1 if column == "sequence" else original[:at] + bytes([original[at] ^ 1]) + original[at + 1 :]
            )
            setattr(head, column, spoilt)
        assert len(faults(verdict(), place.partnership_id)) == 1
        with writing(engine) as session:
            setattr(session.get_one(AuditHead, place.partnership_id), column, original)
    assert verdict().ok


@pytest.mark.parametrize("sequence", range(1, LENGTH))
def test_a_removed_entry(tamper: Tamper, place: Place, sequence: int) -> None:
    told = tamper(f"DELETE FROM audit_entries {CHAIN} AND sequence = :at", at=sequence)
    assert faults(told, place.partnership_id) == [(sequence, f"Entry {sequence} is missing.")]


def test_a_removed_entry_with_the_rest_renumbered(tamper: Tamper, place: Place) -> None:
    told = tamper(
        f"DELETE FROM audit_entries {CHAIN} AND sequence = 3",
        *(f"UPDATE audit_entries SET sequence = {n - 1} {CHAIN} AND sequence = {n}" for n in range(4, LENGTH + 1)),
    )
    assert faults(told, place.partnership_id) == [(3, "Entry 3 is not what was written.")]


def test_entries_in_another_order(tamper: Tamper, place: Place) -> None:
    told = tamper(
        *(f"UPDATE audit_entries SET sequence = {new} {CHAIN} AND sequence = {old}" for old, new in ((2, 99), (3, 2))),
        f"UPDATE audit_entries SET sequence = 3 {CHAIN} AND sequence = 99",
    )
    assert faults(told, place.partnership_id) == [(2, "Entry 2 is not what was written.")]


@pytest.mark.parametrize("kept", range(LENGTH))
def test_a_tail_cut_off(tamper: Tamper, place: Place, kept: int) -> None:
    told = tamper(f"DELETE FROM audit_entries {CHAIN} AND sequence > :kept", kept=kept)
    message = f"Entries {kept + 1} to {LENGTH} are missing from the end."
    if kept + 1 == LENGTH:
        message = f"Entry {LENGTH} is missing from the end."
    assert faults(told, place.partnership_id) == [(kept + 1, message)]


def test_a_tail_cut_off_is_not_healed_by_what_is_written_next(
    tamper: Tamper, place: Place, engine: Engine, verdict: Verify
) -> None:
    tamper(f"DELETE FROM audit_entries {CHAIN} AND sequence > 4")
    for _ in range(5):
        with writing(engine) as session:
            audit.record(session, None, audit.Tag.PARTNERSHIP_MADE, place)
        assert not verdict().ok
    assert faults(verdict(), place.partnership_id) == [(6, "Entry 6 is not what was written.")]


def test_a_chain_cut_to_nothing_is_not_healed_either(
    tamper: Tamper, place: Place, engine: Engine, verdict: Verify
) -> None:
    tamper(f"DELETE FROM audit_entries {CHAIN}")
    with writing(engine) as session:
        audit.record(session, None, audit.Tag.PARTNERSHIP_MADE, place)
    assert faults(verdict(), place.partnership_id) == [(2, f"Entries 2 to {LENGTH} are missing from the end.")]


def test_a_head_removed_with_its_tail(tamper: Tamper, place: Place, engine: Engine, verdict: Verify) -> None:
    told = tamper(f"DELETE FROM audit_entries {CHAIN} AND sequence > 4", "DELETE FROM audit_heads WHERE id = :chain")
    assert faults(told, place.partnership_id) == [(5, "The chain’s head is missing.")]
    with writing(engine) as session:
        audit.record(session, None, audit.Tag.PARTNERSHIP_MADE, place)
    assert faults(verdict(), place.partnership_id) == [(6, "The chain’s head is missing.")]


def test_a_head_moved_back_without_the_key(tamper: Tamper, place: Place) -> None:
    told = tamper(
        f"DELETE FROM audit_entries {CHAIN} AND sequence > 4",
        "UPDATE audit_heads SET sequence = 4, mac = (SELECT mac FROM audit_entries"
        f" {CHAIN} AND sequence = 4) WHERE id = :chain",
    )
    assert faults(told, place.partnership_id) == [(5, "The chain’s head is not what was written.")]


def test_an_old_head_put_back_alone(engine: Engine, place: Place, verdict: Verify) -> None:
    with writing(engine) as session:
        head = session.get_one(AuditHead, place.partnership_id)
        old = {"sequence": head.sequence, "mac": head.mac, "seal": head.seal}
        audit.record(session, None, audit.Tag.PARTNERSHIP_MADE, place)
        audit.record(session, None, audit.Tag.PARTNERSHIP_MADE, place)
    with writing(engine) as session:
        for name, value in old.items():
            setattr(session.get_one(AuditHead, place.partnership_id), name, value)
    assert faults(verdict(), place.partnership_id) == [(LENGTH + 3, f"The chain’s head stopped at entry {LENGTH}.")]


def test_a_head_is_sealed_under_a_key_of_its_own(session: Session, place: Place) -> None:
    head = session.get_one(AuditHead, place.partnership_id)
    key = hmac.digest(ring().chain_key(Scope.partnership(place.partnership_id)), b"head", "sha256")
    bound = place.partnership_id.bytes + LENGTH.to_bytes(8, "big") + head.mac
    assert (head.sequence, head.seal) == (LENGTH, hmac.digest(key, bound, "sha256"))
    assert head.mac == audit.entries_of(session, place.partnership_id)[0].mac


def test_a_chain_rewritten_whole_without_the_key(engine: Engine, place: Place, verdict: Verify) -> None:
    """As a plain hash chain would not notice: every entry anew, each bound to the one before, and the head too."""
    guessed = b"a key somebody made up"
    with writing(engine) as session:
        before = START
        chain = select(AuditEntry).filter_by(chain_id=place.partnership_id).order_by(AuditEntry.sequence)
        for entry in session.scalars(chain):
            entry.body = entry.body.replace(b'"hits":0', b'"hits":9')
            before = entry.mac = hmac.digest(guessed, before + entry.body, "sha256")
        head = session.get_one(AuditHead, place.partnership_id)
        head.mac, head.seal = before, hmac.digest(guessed, before, "sha256")
    assert faults(verdict(), place.partnership_id) == [(1, "Entry 1 is not what was written.")]


def test_an_entry_moved_to_another_chain(engine: Engine, make: Make, session: Session, place: Place) -> None:
    other = Place(make.partnership().id)
    audit.record(session, None, audit.Tag.PARTNERSHIP_MADE, other)
    mine, theirs = (audit.entries_of(session, p.partnership_id)[-1] for p in (place, other))
    mine.body, mine.mac = theirs.body, theirs.mac
    session.flush()
    told = audit.verify(session)
    assert faults(told, place.partnership_id) == [(1, "Entry 1 is not what was written.")]


def test_entries_under_a_key_that_is_not_there(session: Session, place: Place) -> None:
    ring().destroy(Scope.partnership(place.partnership_id), SealClass.LOG)
    told = audit.verify(session)
    [(sequence, message)] = faults(told, place.partnership_id)
    assert sequence == 0
    assert "was destroyed on" in message


def test_the_chain_still_verifies_once_a_review_s_keys_are_destroyed(session: Session, make: Make) -> None:
    review = make.review(make.partnership())
    audit.record(session, None, audit.Tag.REVIEW_NOTIFIED, review, state="notified")
    for klass in Scope.review(review.id).classes:
        ring().destroy(Scope.review(review.id), klass)
    assert audit.verify(session).ok


def test_one_chain_alone(session: Session, place: Place, make: Make) -> None:
    other = Place(make.partnership().id)
    audit.record(session, None, audit.Tag.PARTNERSHIP_MADE, other)
    session.execute(AuditEntry.__table__.update().where(AuditEntry.chain_id == other.partnership_id).values(body=b"{}"))
    assert audit.verify(session, place.partnership_id) == Verdict(LENGTH, 1, ())
    assert not audit.verify(session, other.partnership_id).ok
    assert audit.verify(session, INSTALLATION_CHAIN) == Verdict(1, 0, ())


def test_verifying_keeps_a_few_entries_at_a_time(engine: Engine, session: Session, place: Place) -> None:
    """12,000 entries of 2 kB are 24 MB; walking them needs a small part of that."""
    key, before, rows = ChainKey(place.partnership_id), audit.entries_of(session, place.partnership_id)[0].mac, []
    for sequence in range(LENGTH + 1, 12_001):
        body = b'{"sequence":%d}' % sequence + b" " * 2000
        before = key.mac(before, body)
        rows.append({"id": UUID(int=sequence), "chain_id": place.partnership_id, "sequence": sequence})
        rows[-1].update(body=body, mac=before)
    session.execute(insert(AuditEntry), rows)
    head = session.get_one(AuditHead, place.partnership_id)
    head.sequence, head.mac, head.seal = sequence, before, key.seal(place.partnership_id, sequence, before)
    session.commit()
    rows.clear()
    with reading(engine) as own:
        tracemalloc.start()
        told = audit.verify(own)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert told.ok
    assert told.entries == 12_001
    assert peak < 8 * 2**20


def test_a_checkpoint_shows_what_an_old_copy_put_back_hides(engine: Engine, place: Place, verdict: Verify) -> None:
    """Entries and head of yesterday together are whole; only a checkpoint kept elsewhere knows there was more."""
    with reading(engine) as session:
        head = session.get_one(AuditHead, place.partnership_id)
        old = {"sequence": head.sequence, "mac": head.mac, "seal": head.seal}
    with writing(engine) as session:
        audit.record(session, None, audit.Tag.PARTNERSHIP_MADE, place)
    with reading(engine) as session:
        kept = audit.checkpoint(session)
        assert audit.missing_since(session, kept) == ()
    with writing(engine) as session:
        session.delete(audit.entries_of(session, place.partnership_id)[0])
        for name, value in old.items():
            setattr(session.get_one(AuditHead, place.partnership_id), name, value)
    assert verdict().ok
    with reading(engine) as session:
        [fault] = audit.missing_since(session, kept)
    assert (fault.chain_id, fault.sequence) == (place.partnership_id, LENGTH + 1)
    assert fault.message.startswith(f"Entry {LENGTH + 1} is not the one the checkpoint of 20")


def test_a_checkpoint_stays_good_while_the_log_grows(engine: Engine, place: Place, session: Session) -> None:
    kept = audit.checkpoint(session)
    audit.record(session, None, audit.Tag.PARTNERSHIP_MADE, place)
    audit.record(session, None, audit.Tag.SIGNED_IN)
    assert audit.missing_since(session, kept) == ()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda kept: kept.replace(b'"entries": 6', b'"entries": 5'),
        lambda kept: kept.replace(b'"seal": "', b'"seal": "0'),
        lambda kept: b"not a checkpoint",
        lambda kept: b"[]",
        lambda kept: b"{}",
        lambda kept: b"",
    ],
)
def test_an_altered_checkpoint_is_refused(session: Session, place: Place, spoil: Callable[[bytes], bytes]) -> None:
    kept = audit.checkpoint(session)
    assert spoil(kept) != kept
    with pytest.raises(CheckpointUnfit, match="checkpoint"):
        checkpoints.missing_since(session, spoil(kept))
