"""SQLite and PostgreSQL behave alike: sealed text, moments, words of lists, and one log for many writers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, StatementError

from darddr import audit, clock
from darddr.models.audit import Reading
from darddr.models.partnership import Partnership
from darddr.models.review import Review
from darddr.models.subject import Place
from darddr.services.opening import Opened
from darddr.storage.database import reading, writing
from darddr.vocabulary.records import NotificationSource
from darddr.workflow.states import ReviewState
from tests.factories import Make

SUMMER_IN_ATHENS = datetime(2026, 6, 4, 15, 30, 1, 250_000, timezone(timedelta(hours=3)))


def test_sealed_text_moments_and_words_come_back(installed: Opened) -> None:
    text = "She rang 01632 960001 twice. " * 50 + "’é🔑\0"
    with writing(installed.engine) as session:
        review = Make(session).review(Make(session).partnership(), ReviewState.SCOPING)
        review.fill(circumstances=text, sections={"summary": "b", "background": text})
        review.recorded_at, review_id = SUMMER_IN_ATHENS, review.id
    with reading(installed.engine) as session:
        again = session.get_one(Review, review_id)
        assert (again.circumstances, again.sections) == (text, {"summary": "b", "background": text})
        assert (again.state, again.source) == (ReviewState.SCOPING, NotificationSource.POLICE)
        assert again.recorded_at == datetime(2026, 6, 4, 12, 30, 1, 250_000, UTC)
        assert again.recorded_at.tzinfo is UTC
        found = select(Review.id).where(Review.recorded_at < SUMMER_IN_ATHENS + timedelta(microseconds=1))
        assert session.scalars(found.where(Review.state == ReviewState.SCOPING)).all() == [review_id]
        as_stored = sa.type_coerce(Review.state, sa.String)
        assert session.scalar(select(as_stored).where(Review.id == review_id)) == "scoping"
        stored = session.scalar(select(Review.narrative_record))
        assert isinstance(stored, bytes)
        assert stored.startswith(b"\xd1\x01\x01")


def test_a_word_of_no_list_is_refused(installed: Opened) -> None:
    with pytest.raises(StatementError, match="LookupError"), writing(installed.engine) as session:
        Make(session).review(Make(session).partnership(), "nearly done")  # type: ignore[arg-type]
    with reading(installed.engine) as session:
        assert session.scalars(select(Review)).all() == []


def test_a_moment_without_its_zone_is_refused(installed: Opened) -> None:
    with writing(installed.engine) as session:
        review = Make(session).review(Make(session).partnership())
        review.recorded_at = datetime(2026, 6, 4, 12)
        with pytest.raises(StatementError, match="needs its time zone"):
            session.flush()
        session.rollback()


def test_a_broken_constraint_tells_its_name_and_no_value(installed: Opened) -> None:
    """PostgreSQL itself prints the key of a unique index, which is why none stands on personal text."""
    with writing(installed.engine) as session:
        session.add_all([Partnership(name="Alderbeck", code="A"), Partnership(name="Alderbeck", code="B")])
        with pytest.raises(IntegrityError) as failed:
            session.flush()
        session.rollback()
    said = str(failed.value).partition("DETAIL:")[0]
    assert "partnerships" in said
    assert "Alderbeck" not in said


def together(work: Callable[[], None], workers: int = 2) -> list[Exception]:
    """Run `work` in several threads that start at once; what any of them raised."""
    begin, failures = threading.Barrier(workers), []

    def run() -> None:
        begin.wait()
        try:
            work()
        except Exception as failure:  # noqa: BLE001 - any failure at all is what the test looks for
            failures.append(failure)

    threads = [threading.Thread(target=run) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


def test_two_writers_do_not_fork_the_log(installed: Opened) -> None:
    with writing(installed.engine) as session:
        place = Place(Make(session).partnership().id)

    def forty() -> None:
        for number in range(40):
            with writing(installed.engine) as session:
                audit.record(session, None, audit.Tag.PLAN_MADE, place, plan=number)

    assert together(forty) == []
    with reading(installed.engine) as session:
        assert audit.verify(session).faults == ()
        told = audit.entries_of(session, place.partnership_id, limit=100)
        assert [entry.sequence for entry in told] == list(range(80, 0, -1))


def test_the_log_verifies_while_others_write(installed: Opened) -> None:
    with writing(installed.engine) as session:
        place = Place(Make(session).partnership().id)
    done = threading.Event()
    verdicts: list[bool] = []

    def write() -> None:
        try:
            for number in range(40):
                with writing(installed.engine) as session:
                    audit.record(session, None, audit.Tag.PLAN_MADE, place, plan=number)
        finally:
            done.set()

    def verify() -> None:
        while not done.is_set():
            with reading(installed.engine) as session:
                verdicts.append(audit.verify(session).ok)

    checker = threading.Thread(target=verify)
    checker.start()
    write()
    checker.join()
    assert verdicts
    assert all(verdicts)


def test_a_reading_noted_twice_at_once_is_noted_once(installed: Opened) -> None:
    with writing(installed.engine) as session:
        make = Make(session)
        review, user_id = make.review(make.partnership()), make.user().id
        place = Place(review.partnership_id, review.id)
    noted: list[bool] = []

    def note() -> None:
        with writing(installed.engine) as session:
            noted.append(audit.note_read(session, user_id, place))

    hour = clock.now().hour
    assert together(note, 4) == []
    if clock.now().hour == hour:
        assert sorted(noted) == [False, False, False, True]
        with reading(installed.engine) as session:
            assert len(session.scalars(select(Reading)).all()) == 1
