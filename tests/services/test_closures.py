"""How a review ends: its minute, legal holds, the partnership's period, and what is due for disposal."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import clock
from darddr.models.closure import ClosureMinute
from darddr.models.finding import Change
from darddr.models.review import Review, ReviewMove
from darddr.models.subject import Place
from darddr.policies import Actor, NotAllowed
from darddr.services import closures
from darddr.services.errors import NotNow, RealNameTyped, Stale, Unfit
from darddr.vocabulary.milestones import Milestone as M
from darddr.workflow.states import ReviewState as S
from tests.factories import Make

TODAY = clock.today()


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture
def home(make: Make):
    return make.partnership()


@pytest.fixture
def coordinator(make: Make, home) -> Actor:
    return make.actor(make.coordinator(home))


def ended(make: Make, home, on: date, state: S = S.CLOSED) -> Review:
    review = make.review(home, state)
    place = {"partnership_id": home.id, "review_id": review.id}
    for step, day in ((1, on - timedelta(days=9)), (2, on)):
        make.keep(
            ReviewMove(**place, step=step, trigger="close", source=S.MONITORING, dest=state, happened_on=day, reason="")
        )
    return review


def due(session: Session, actor: Actor, home, day: date = TODAY) -> list[tuple[str, bool]]:
    return [(row.reference, row.is_held) for row in closures.due_for_disposal(session, actor, home.id, day)]


def test_the_minute_is_written_once_released_and_its_earlier_words_stay(
    session: Session, make: Make, home, coordinator: Actor
) -> None:
    review = make.review(home, S.MONITORING)
    make.person(review, names=["Ottoline Brackwater"])
    with pytest.raises(Unfit):
        closures.write_minute(session, coordinator, review, 0, " ")
    with pytest.raises(RealNameTyped):
        closures.write_minute(session, coordinator, review, 0, "Ottoline Brackwater was named.")
    closures.write_minute(session, coordinator, review, 0, " The board closed it. ")
    session.flush()
    row = closures.minute_of(session, review)
    assert row is not None
    assert row.text == "The board closed it."
    version = row.version_id
    closures.write_minute(session, coordinator, review, version, "The board closed it on 3 May.", "No name.")
    session.flush()
    assert (row.text, row.name_reason) == ("The board closed it on 3 May.", "No name.")
    with pytest.raises(Stale):
        closures.write_minute(session, coordinator, review, version, "Other words.")
    closures.write_minute(session, coordinator, review, row.version_id, "The board closed it on 3 May.")
    (change,) = session.scalars(select(Change).filter_by(subject_id=row.id))
    assert change.narrative_before == {"text": "The board closed it."}
    with pytest.raises(NotNow):
        closures.write_minute(session, coordinator, make.review(home, S.CLEARED), 0, "Early.")
    assert len(session.scalars(select(ClosureMinute)).all()) == 1


def test_a_hold_begins_and_ends_with_reasons_on_days_that_can_be(
    session: Session, make: Make, home, coordinator: Actor
) -> None:
    review = make.review(home)
    for day, reason in ((ago(-1), "A claim."), (TODAY, " ")):
        with pytest.raises(Unfit):
            closures.begin_hold(session, coordinator, review, day, reason)
    hold = closures.begin_hold(session, coordinator, review, ago(9), " A claim. ")
    assert hold.reason == "A claim."
    for day, reason in ((ago(10), "Settled."), (ago(-1), "Settled."), (TODAY, " ")):
        with pytest.raises(Unfit):
            closures.end_hold(session, coordinator, review, hold, day, reason)
    closures.end_hold(session, coordinator, review, hold, ago(1), "Settled.")
    assert (hold.ended_on, hold.ended_by_id, hold.end_reason) == (ago(1), coordinator.user_id, "Settled.")
    with pytest.raises(NotNow):
        closures.end_hold(session, coordinator, review, hold, TODAY, "Again.")
    assert closures.holds_of(session, review) == [hold]


def test_nothing_is_due_until_a_period_is_set_and_a_hold_is_marked(
    session: Session, make: Make, home, coordinator: Actor
) -> None:
    old, older = ended(make, home, ago(800)), ended(make, home, ago(900), S.NO_REVIEW_CLOSED)
    ended(make, home, ago(300))
    make.review(home, S.MONITORING)
    ended(make, make.partnership(), ago(900))
    assert due(session, coordinator, home) == []
    closures.set_retention(session, coordinator, Place(home.id), home.version_id, 2)
    session.flush()
    assert due(session, coordinator, home) == [(older.reference, False), (old.reference, False)]
    hold = closures.begin_hold(session, coordinator, old, ago(9), "A claim.")
    assert due(session, coordinator, home) == [(older.reference, False), (old.reference, True)]
    closures.end_hold(session, coordinator, old, hold, TODAY, "Settled.")
    session.flush()
    assert due(session, coordinator, home) == [(older.reference, False), (old.reference, False)]
    excluded = make.coordinator(home)
    make.excluded(old, excluded)
    assert due(session, make.actor(excluded), home) == [(older.reference, False)]


def test_a_review_brought_in_closed_counts_from_the_day_it_is_said_to_have_closed(
    session: Session, make: Make, home, coordinator: Actor
) -> None:
    review, unknown = make.review(home, S.CLOSED), make.review(home, S.TRANSFERRED)
    make.milestone(review, M.CLOSED, ago(400))
    home.retention_years = 1
    session.flush()
    assert due(session, coordinator, home) == [(review.reference, False)]
    assert closures.ended_on(session, review) == ago(400)
    assert closures.ended_on(session, unknown) is None
    assert closures.ended_on(session, make.review(home, S.MONITORING)) is None


@given(day=st.dates(date(2000, 1, 1), date(2040, 12, 31)), years=st.integers(1, 150))
def test_a_review_is_kept_for_whole_years_to_the_day(day: date, years: int) -> None:
    until = closures.keep_until(day, years)
    assert until is not None
    assert until.year == day.year + years
    assert (until.month, until.day) == (day.month, day.day) or (day.month, day.day, until.day) == (2, 29, 28)
    assert closures.keep_until(day, None) is None


def test_the_last_day_of_the_period_is_still_kept(session: Session, make: Make, home, coordinator: Actor) -> None:
    home.retention_years = 1
    ended(make, home, date(2020, 5, 4))
    assert due(session, coordinator, home, date(2021, 5, 4)) == []
    assert len(due(session, coordinator, home, date(2021, 5, 5))) == 1


def test_the_period_fits_and_a_stale_page_is_told(session: Session, make: Make, home, coordinator: Actor) -> None:
    place, version = Place(home.id), home.version_id
    for years in (0, 151):
        with pytest.raises(Unfit) as refused:
            closures.set_retention(session, coordinator, place, version, years)
        assert refused.value.field == "retention_years"
    closures.set_retention(session, coordinator, place, version, 7)
    session.flush()
    with pytest.raises(Stale) as stale:
        closures.set_retention(session, coordinator, place, version, 8)
    assert stale.value.theirs == {"retention_years": "7"}
    kept = home.version_id
    closures.set_retention(session, coordinator, place, kept, 7)
    session.flush()
    assert home.version_id == kept
    closures.set_retention(session, coordinator, place, kept, None)
    assert home.retention_years is None


def test_whoever_may_not_is_refused(session: Session, make: Make, home, coordinator: Actor) -> None:
    review = make.review(home, S.MONITORING)
    hold = closures.begin_hold(session, coordinator, review, TODAY, "A claim.")
    chair = make.actor(make.executive_chair(home))
    for act in (
        lambda: closures.write_minute(session, chair, review, 0, "Closed."),
        lambda: closures.begin_hold(session, chair, review, TODAY, "A claim."),
        lambda: closures.end_hold(session, chair, review, hold, TODAY, "Settled."),
        lambda: closures.set_retention(session, chair, Place(home.id), home.version_id, 7),
    ):
        with pytest.raises(NotAllowed):
            act()
