"""How imprints reach the log: with the entry of the change, or in one of their own before the commit."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import orjson
import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.audit import imprints, log, stock
from darddr.audit.chain import START, ChainKey
from darddr.audit.imprints import PastTheLog, digest, packed, unpacked, waiting
from darddr.audit.log import entry
from darddr.audit.rows import Ledger
from darddr.models.audit import AuditEntry, AuditHead
from darddr.models.finding import Finding
from darddr.models.partnership import Partnership
from darddr.models.person import Person
from darddr.models.review import Question
from darddr.models.subject import Place
from darddr.models.user import Membership, User
from darddr.storage.database import reading, writing
from darddr.workflow.states import ReviewState
from tests.factories import Make


def entries(session: Session, chain_id: UUID) -> list[dict[str, Any]]:
    """What a chain says, oldest first."""
    return [found.said for found in reversed(audit.entries_of(session, chain_id, limit=1000))]


def rows(said: dict[str, Any]) -> dict[bytes, bytes]:
    """Ids and digests an entry speaks of, whatever their table."""
    ledger = Ledger()
    ledger.hear(orjson.dumps(said))
    return {row: last for table in ledger.rows.values() for row, last in table.items()}


def test_an_entry_carries_along_what_was_written_before_it(session: Session, make: Make) -> None:
    review = make.review(make.partnership())
    person = make.person(review)
    session.commit()
    before = len(entries(session, review.partnership_id))
    person.pseudonym = "Sarah"
    audit.record(session, None, audit.Tag.PERSON_EDITED, review, person=person.id, fields=[])
    session.commit()
    [said] = entries(session, review.partnership_id)[before:]
    expected = digest(
        ("identity_record", "narrative_record", "learning_record", "may_be_named"),
        (person.identity_record, person.narrative_record, person.learning_record, False),
    )
    assert rows(said) == {person.id.bytes: expected}


def test_what_no_entry_speaks_of_goes_into_one_of_its_own(session: Session, make: Make) -> None:
    review = make.review(make.partnership())
    audit.record(session, None, audit.Tag.PARTNERSHIP_MADE, review)
    session.commit()
    person, user = make.person(review), make.user()
    session.commit()
    for chain_id, row in ((review.partnership_id, person), (audit.INSTALLATION_CHAIN, user)):
        said = entries(session, chain_id)[-1]
        assert (said["tag"], said["facts"]) == ("rows.written", {"count": 1})
        assert set(rows(said)) == {row.id.bytes}


def test_what_changes_nothing_covered_is_not_spoken_of(session: Session, make: Make) -> None:
    review = make.review(make.partnership())
    session.commit()
    before = entries(session, review.partnership_id)
    review.state = ReviewState.SCOPING
    review.circumstances = review.circumstances
    session.commit()
    make.agency(session.get_one(Partnership, review.partnership_id))
    session.commit()
    assert entries(session, review.partnership_id) == before


def test_a_deleted_row_is_spoken_of_as_gone(session: Session, make: Make) -> None:
    person = make.person(make.review(make.partnership()))
    session.commit()
    session.delete(person)
    session.commit()
    assert rows(entries(session, person.partnership_id)[-1]) == {person.id.bytes: imprints.GONE}


def test_what_was_rolled_back_is_not_spoken_of(session: Session, make: Make, engine: Engine) -> None:
    review = make.review(make.partnership())
    session.commit()
    make.person(review)
    session.rollback()
    assert waiting(session) == {}
    kept = make.person(review)
    with session.begin_nested() as inner:
        undone = make.person(review)
        kept.pseudonym = "Undone"
        session.flush()
        inner.rollback()
    gone = make.question(review)
    session.commit()
    with session.begin_nested() as inner:
        session.delete(gone)
        session.flush()
        inner.rollback()
    session.commit()
    told = [row for said in entries(session, review.partnership_id) if "rows" in said for row in rows(said)]
    assert kept.id.bytes in told
    assert undone.id.bytes not in told
    with reading(engine) as own:
        assert audit.verify(own).ok


def test_many_rows_make_several_entries(
    session: Session, make: Make, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = make.review(make.partnership())
    session.commit()
    before = len(entries(session, review.partnership_id))
    for module in (imprints, log):
        monkeypatch.setattr(module, "AT_MOST", 3)
    for number in range(7):
        make.question(review, number)
    session.commit()
    said = entries(session, review.partnership_id)[before:]
    assert [one["facts"]["count"] for one in said] == [len(rows(one)) for one in said] == [3, 3, 1]
    with reading(engine) as own:
        assert audit.verify(own).ok


def bulk(review_id: UUID) -> Iterator[Any]:
    yield sa.insert(Question).values(id=review_id, partnership_id=review_id, review_id=review_id, number=1)
    yield sa.delete(Finding)
    yield sa.delete(Membership).where(Membership.user_id == review_id)
    yield sa.update(User).values(password_hash="x")
    yield sa.update(User.__table__).values(is_active=False)
    yield sa.update(Membership).values({Membership.role: "chair"})


def test_writing_in_bulk_past_the_log_is_refused(session: Session, make: Make) -> None:
    review = make.review(make.partnership())
    for statement in bulk(review.id):
        with pytest.raises(PastTheLog, match="are written one by one"):
            session.execute(statement)
    with pytest.raises(PastTheLog, match="of users "):
        session.execute(sa.update(User), [{"id": make.user().id, "password_hash": "x"}])
    session.execute(sa.update(Finding).values(agreed_on=clock.today()))


values = st.lists(
    st.none() | st.binary(max_size=40) | st.text(max_size=20) | st.booleans() | st.dates(), min_size=3, max_size=3
)


@given(values, values)
@settings(deadline=None, max_examples=200)
def test_two_rows_have_one_imprint_only_where_they_hold_the_same(one: list[Any], other: list[Any]) -> None:
    columns = ("a", "b", "c")

    def plain(row: list[Any]) -> list[Any]:
        return [value if value is None or isinstance(value, bytes) else str(value).encode() for value in row]

    assert (digest(columns, one) == digest(columns, other)) is (plain(one) == plain(other))
    assert digest((*columns, "later"), (*one, None)) == digest(columns, one)


@given(st.dictionaries(st.binary(min_size=16, max_size=16), st.binary(min_size=16, max_size=16), max_size=5))
def test_packed_imprints_come_back(given_rows: dict[bytes, bytes]) -> None:
    held = packed({"people": [row + last for row, last in given_rows.items()]})
    assert dict(unpacked(b64decode(held["people"]))) == given_rows


def as_before_imprints(session: Session) -> None:
    """Write every chain anew as it was written before entries spoke of rows."""
    for chain_id in session.scalars(sa.select(AuditHead.id)).all():
        key, before, sequence, said = ChainKey(chain_id), START, 0, entries(session, chain_id)
        session.execute(sa.delete(AuditEntry).filter_by(chain_id=chain_id))
        for one in (one for one in said if one["tag"] != "rows.written"):
            sequence += 1
            plain = {**{name: value for name, value in one.items() if name != "rows"}, "sequence": sequence}
            body = orjson.dumps(plain, option=orjson.OPT_SORT_KEYS)
            before = key.mac(before, body)
            session.add(AuditEntry(chain_id=chain_id, sequence=sequence, body=body, mac=before))
        session.flush()
        head = session.get_one(AuditHead, chain_id)
        head.sequence, head.mac, head.seal = sequence, before, key.seal(chain_id, sequence, before)
    session.commit()


@pytest.fixture
def old(session: Session, make: Make) -> Place:
    """A partnership of a database from before the log spoke of rows: a review of three rows, a member, an account."""
    place = Place(make.partnership().id)
    audit.record(session, None, audit.Tag.PARTNERSHIP_MADE, place)
    audit.record(session, None, audit.Tag.SIGNED_IN)
    partnership = session.get_one(Partnership, place.partnership_id)
    make.coordinator(partnership)
    make.review(partnership)
    session.commit()
    as_before_imprints(session)
    return place


def test_rows_older_than_the_log_of_rows_are_neither_right_nor_wrong(
    session: Session, engine: Engine, make: Make, old: Place
) -> None:
    with reading(engine) as own:
        verdict = audit.verify(own)
    assert (verdict.faults, verdict.uncovered) == ((), 6)
    person = session.scalars(sa.select(Person)).one()
    person.pseudonym = "Sarah"
    session.commit()
    with reading(engine) as own:
        verdict = audit.verify(own)
    assert (verdict.faults, verdict.uncovered) == ((), 5)


def test_taking_stock_covers_them_once(session: Session, engine: Engine, make: Make, old: Place) -> None:
    person = session.scalars(sa.select(Person)).one()
    person.pseudonym = "Sarah"
    session.commit()
    with writing(engine) as own:
        own.connection().execute(sa.text("UPDATE people SET may_be_named = :yes"), {"yes": True})
    with writing(engine) as own:
        assert audit.take_stock(own) == 5
    with writing(engine) as own:
        assert audit.take_stock(own) == 0
        verdict = audit.verify(own)
        assert verdict.uncovered == 0
        assert [fault.message for fault in verdict.faults] == [
            f"Row {person.id} of people is not what was last written there."
        ], "what the log spoke of before is not overlooked by taking stock"


def test_taking_stock_of_many_rows_makes_several_entries(
    session: Session, engine: Engine, old: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stock, "AT_MOST", 2)
    with writing(engine) as own:
        assert audit.take_stock(own) == 6
    said = [one for one in entries(session, old.partnership_id) if one["tag"] == "rows.found"]
    assert [one["facts"]["count"] for one in said] == [2, 2, 1]
    with reading(engine) as own:
        verdict = audit.verify(own)
    assert (verdict.faults, verdict.uncovered) == ((), 0)


def test_an_imprint_stays_the_same_for_ever() -> None:
    """Another way to reckon it would report every row ever written as changed by hand."""
    columns = ("narrative_record", "user_id", "role", "started_on", "is_active", "hit_count")
    row = (b"\xd1\x01\x01 sealed", UUID(int=7), ReviewState.SCOPING, date(2026, 6, 4), True, 3)
    assert digest(columns, row).hex() == "2b404fcb83ab39096186834395b60000"
    assert digest(columns, (None, *row[1:])).hex() == "3071131bab5249cfa139812875680383"


def test_entries_look_as_before_but_for_the_rows() -> None:
    assert set(entry(None, audit.Tag.SIGNED_IN, None)) == {"at", "actor", "facts", "review", "tag"}


def test_verifying_before_the_commit_leaves_out_what_the_session_has_just_written(session: Session, make: Make) -> None:
    review = make.review(make.partnership())
    session.commit()
    make.person(review).pseudonym = "Sarah"
    session.delete(make.question(review))
    session.flush()
    assert audit.verify(session).ok
    session.commit()
    assert audit.verify(session).ok
