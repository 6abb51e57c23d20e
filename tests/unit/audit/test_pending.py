"""What a transaction owes the log: its heads are moved before it commits, and a savepoint takes back what was added in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from darddr import audit
from darddr.audit.pending import pending
from darddr.models.audit import AuditEntry, AuditHead
from darddr.models.subject import Place
from darddr.storage.database import open_session, reading, writing
from tests.factories import Make


def add(session: Session, place: Place, *hits: int) -> None:
    for number in hits:
        audit.record(session, None, audit.Tag.DOCUMENT_CHECKED, place, document=place.partnership_id, hits=number)


def hits(engine: Engine, place: Place) -> list[int]:
    """The counts that the committed chain speaks of, oldest first; the chain is whole."""
    with reading(engine) as session:
        assert audit.verify(session).faults == ()
        found = reversed(audit.entries_of(session, place.partnership_id))
        return [entry.said["facts"]["hits"] for entry in found if "hits" in entry.said["facts"]]


@pytest.fixture
def other(make: Make, session: Session) -> Place:
    """A second partnership, whose chain has yet to begin."""
    made = Place(make.partnership().id)
    session.commit()
    return made


@contextmanager
def statements(session: Session) -> Iterator[list[str]]:
    told: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        told.append(statement)

    engine = session.get_bind().engine
    sa.event.listen(engine, "before_cursor_execute", note)
    yield told
    sa.event.remove(engine, "before_cursor_execute", note)


def test_many_entries_ask_for_the_end_once_and_move_the_head_once(engine: Engine, place: Place) -> None:
    with writing(engine) as session, statements(session) as told:
        add(session, place, *range(100, 110))
        assert not [one for one in told if "audit_heads" in one]
        session.commit()
    assert sum(one.startswith("INSERT INTO audit_entries") for one in told) == 10
    assert sum(one.startswith("UPDATE audit_heads") for one in told) == 1
    assert sum(one.startswith("SELECT audit_entries") for one in told) == 1
    assert sum("advisory" in one for one in told) <= 1
    assert hits(engine, place)[-10:] == [*range(100, 110)]


def test_entries_recorded_together_are_added_in_one_statement_and_in_order(
    engine: Engine, place: Place, other: Place
) -> None:
    with writing(engine) as session, statements(session) as told:
        with audit.together(session):
            add(session, place, 100)
            add(session, other, 100)
            with audit.together(session):
                add(session, place, *range(101, 110))
            assert not told
        assert sum(one.startswith("INSERT INTO audit_entries") for one in told) == 2
        add(session, place, 110)
    assert hits(engine, place)[-11:] == [*range(100, 111)]
    assert hits(engine, other) == [100]


def broken_off(session: Session, place: Place, *numbers: int) -> None:
    with audit.together(session):
        add(session, place, *numbers)
        raise ZeroDivisionError


def test_entries_owed_after_a_fault_are_added_before_the_commit_or_rolled_back(engine: Engine, place: Place) -> None:
    with writing(engine) as session:
        with pytest.raises(ZeroDivisionError):
            broken_off(session, place, 100, 101)
        add(session, place, 102)
    with writing(engine) as session, pytest.raises(ZeroDivisionError):
        broken_off(session, place, 103)
    with open_session(engine, writes=True) as session, audit.together(session):
        add(session, place, 104)
        session.rollback()
    assert hits(engine, place)[-4:] == [100, 101, 102, 103]


def test_a_savepoint_takes_back_what_waited_in_it(engine: Engine, place: Place) -> None:
    with writing(engine) as session, audit.together(session):
        add(session, place, 100)
        savepoint = session.begin_nested()
        add(session, place, 101)
        savepoint.rollback()
        add(session, place, 102)
    assert hits(engine, place)[-2:] == [100, 102]


def test_each_chain_of_a_transaction_has_its_head_moved(engine: Engine, place: Place, other: Place) -> None:
    with writing(engine) as session:
        for number in (100, 101):
            add(session, place, number)
            add(session, other, number)
            audit.record(session, None, audit.Tag.SIGNED_IN)
    with reading(engine) as session:
        for chain in (place.partnership_id, other.partnership_id, audit.INSTALLATION_CHAIN):
            last = audit.entries_of(session, chain, limit=1)[0]
            head = session.get_one(AuditHead, chain)
            assert (head.sequence, head.mac) == (last.sequence, last.mac)
    assert hits(engine, place)[-2:] == hits(engine, other) == [100, 101]


def test_nothing_is_kept_of_a_transaction_that_was_rolled_back(engine: Engine, place: Place, other: Place) -> None:
    with open_session(engine, writes=True) as session:
        add(session, place, 100, 101)
        add(session, other, 100)
        session.rollback()
        assert pending(session).ends == {}
        add(session, place, 102)
        add(session, other, 102)
        session.commit()
    assert hits(engine, place)[-2:] == [5, 102]
    assert hits(engine, other) == [102]


@pytest.mark.parametrize("read_before", [False, True])
def test_a_savepoint_takes_back_its_own_entries_alone(
    engine: Engine, place: Place, other: Place, read_before: bool
) -> None:
    with writing(engine) as session:
        add(session, place, 100)
        with session.begin_nested() as inner:
            add(session, place, 101)
            add(session, other, 101)
            if read_before:  # which moves the heads, in the savepoint
                assert audit.verify(session).ok
            inner.rollback()
        with session.begin_nested():
            add(session, place, 102)
            with session.begin_nested() as inner:
                add(session, place, 103)
                inner.rollback()
        add(session, place, 104)
        add(session, other, 104)
    assert hits(engine, place)[-3:] == [100, 102, 104]
    assert hits(engine, other) == [104]


def test_a_savepoint_gives_back_the_rows_its_entries_carried(engine: Engine, session: Session, make: Make) -> None:
    review = make.review(make.partnership())
    session.commit()
    person = make.person(review)
    with session.begin_nested() as inner:
        audit.record(session, None, audit.Tag.REVIEW_READ, review)
        inner.rollback()
    session.commit()
    with reading(engine) as own:
        assert audit.verify(own).faults == ()
        [entry] = audit.entries_of(own, review.partnership_id, limit=1)
        assert entry.tag == audit.Tag.ROWS_WRITTEN.text
    assert person.id


def test_a_session_that_reads_its_own_log_finds_it_whole(engine: Engine, place: Place) -> None:
    def head(session: Session, chain: UUID) -> int | None:
        return session.scalar(sa.select(AuditHead.sequence).filter_by(id=chain))

    with writing(engine) as session:
        add(session, place, 100)
        last = audit.entries_of(session, place.partnership_id, limit=1)[0].sequence
        kept = audit.checkpoint(session)
        assert head(session, place.partnership_id) == last
        add(session, place, 101)
        assert audit.verify(session).ok
        assert head(session, place.partnership_id) == last + 1
        assert audit.missing_since(session, kept) == ()
        add(session, place, 102)
    assert hits(engine, place)[-3:] == [100, 101, 102]


def test_what_was_cut_off_meanwhile_is_not_healed_by_many_entries(engine: Engine, place: Place) -> None:
    with writing(engine) as session:
        session.execute(sa.delete(AuditEntry).filter_by(chain_id=place.partnership_id, sequence=6))
    with writing(engine) as session:
        add(session, place, 100, 101, 102)
    with reading(engine) as session:
        [fault] = audit.verify(session).faults
    assert (fault.chain_id, fault.message) == (place.partnership_id, "Entry 6 is not what was written.")
