"""A partnership's own targets and closed days: off until switched on, and what they make of a review."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from darddr.deadlines.rules import Unit
from darddr.deadlines.targets import SUGGESTED
from darddr.models.clock_setting import ClosedDay
from darddr.models.subject import Place
from darddr.policies import NotAllowed
from darddr.services import clock_page, local_targets
from darddr.services.deadline_list import deadlines_followed
from darddr.services.errors import Stale, Unfit
from darddr.vocabulary.clocks import ClosedDayKind
from darddr.vocabulary.milestones import Milestone as M
from darddr.workflow.states import ReviewState
from tests.factories import Make

DAY = date(2026, 4, 20)


@pytest.fixture
def home(make: Make):
    return make.partnership()


@pytest.fixture
def place(home) -> Place:
    return Place(home.id)


@pytest.fixture
def coordinator(make: Make, home):
    return make.actor(make.coordinator(home))


def set_on(session, actor, place, name="acknowledgement", version=0, **changed) -> None:
    given = {"is_on": True, "length": 2, "unit": Unit.WORKING_DAYS}
    local_targets.set_target(session, actor, place, name, version, **{**given, **changed})


def test_every_target_is_off_as_suggested_until_it_is_switched_on(session, make, home, place, coordinator) -> None:
    listed = local_targets.targets_of(session, home.id)
    assert [(each.rule, each.is_on, version) for each, version in listed] == [
        (rule, False, 0) for rule in SUGGESTED.values()
    ]
    set_on(session, coordinator, place, "chair", length=6, unit=Unit.MONTHS)
    kept = {each.suggested.name: each for each, _ in local_targets.targets_of(session, home.id)}
    assert (kept["chair"].is_on, kept["chair"].rule.length_in_words) == (True, "6 months")
    assert not kept["first_panel"].is_on
    assert local_targets.targets_on(session, [home.id, make.partnership().id]).keys() == {home.id}


def test_a_target_runs_from_its_event_over_working_days_and_says_so(session, make, home, place, coordinator) -> None:
    review = make.review(home, ReviewState.NOTIFIED)
    make_notice(session, make, review, date(2026, 4, 2))
    assert clock_page.targets_for(session, review, DAY) == []
    set_on(session, coordinator, place)
    (found,) = clock_page.targets_for(session, review, DAY)
    assert (found.due_on, found.days_late(DAY)) == (date(2026, 4, 8), 12)
    assert found.sentence == (
        "The acknowledgement of the notice is due by 8 April 2026: 2 working days after the notice was received (2 April 2026)."
    )
    local_targets.close_day(session, coordinator, place, date(2026, 4, 7), ClosedDayKind.PROCLAIMED)
    assert clock_page.targets_for(session, review, DAY)[0].due_on == date(2026, 4, 9)
    make.milestone(review, M.ACKNOWLEDGED, date(2026, 4, 9))
    assert clock_page.targets_for(session, review, DAY)[0].days_late(DAY) == 0
    names = [line.deadline.name for line in deadlines_followed(session, coordinator, DAY)]
    assert names == ["decision", "acknowledgement"]
    set_on(session, coordinator, place, version=1, is_on=False)
    assert clock_page.targets_for(session, review, DAY) == []


def make_notice(session: Session, make: Make, review, day: date) -> None:
    """The day the notice was received."""
    for event in session.query(clock_page.ReviewMilestone).filter_by(review_id=review.id):
        session.delete(event)
    session.flush()
    make.milestone(review, M.NOTICE_RECEIVED, day)


def test_a_target_that_was_missed_runs_no_more_once_its_phase_is_over(session, make, home, place, coordinator) -> None:
    review = make.review(home, ReviewState.GATHERING)
    make.milestone(review, M.DECIDED, date(2026, 1, 5))
    set_on(session, coordinator, place)
    set_on(session, coordinator, place, "chair", length=8, unit=Unit.DAYS)
    assert [each.name for each in clock_page.targets_for(session, review, DAY)] == ["chair"]


@pytest.mark.parametrize("length", [0, -1, 501])
def test_a_length_that_cannot_be_is_refused(session, place, coordinator, home, length: int) -> None:
    with pytest.raises(Unfit) as refused:
        set_on(session, coordinator, place, length=length)
    assert refused.value.field == "length"
    assert local_targets.targets_on(session, [home.id]) == {}


def test_a_stale_save_is_told_what_is_kept(session, place, coordinator) -> None:
    set_on(session, coordinator, place)
    for version in (0, 2):
        with pytest.raises(Stale) as refused:
            set_on(session, coordinator, place, version=version, length=3)
        assert refused.value.theirs == {"is_on": "True", "length": "2", "unit": "working_days"}


def test_a_day_is_closed_once_and_only_where_somebody_would_work(session, home, place, coordinator) -> None:
    row = local_targets.close_day(session, coordinator, place, date(2026, 4, 7), ClosedDayKind.LOCAL)
    for day in (date(2026, 4, 7), date(2026, 4, 6), date(2026, 4, 4)):
        with pytest.raises(Unfit) as refused:
            local_targets.close_day(session, coordinator, place, day, ClosedDayKind.LOCAL)
        assert refused.value.field == "day"
    local_targets.open_day(session, coordinator, row)
    session.flush()
    assert local_targets.closed_days(session, home.id) == []
    assert local_targets.calendar_of(session, home.id).is_working(date(2026, 4, 7))


def test_closed_days_have_a_most(session, home, place, coordinator, monkeypatch) -> None:
    monkeypatch.setattr(local_targets, "MOST_DAYS", 1)
    local_targets.close_day(session, coordinator, place, date(2026, 4, 7), ClosedDayKind.LOCAL)
    with pytest.raises(Unfit):
        local_targets.close_day(session, coordinator, place, date(2026, 4, 8), ClosedDayKind.LOCAL)
    assert session.query(ClosedDay).count() == 1


def test_whoever_does_not_coordinate_sets_nothing(session, make, home, place, coordinator) -> None:
    row = local_targets.close_day(session, coordinator, place, date(2026, 4, 7), ClosedDayKind.LOCAL)
    for user in (make.executive_chair(home), make.coordinator(make.partnership())):
        actor = make.actor(user)
        with pytest.raises(NotAllowed):
            set_on(session, actor, place)
        with pytest.raises(NotAllowed):
            local_targets.close_day(session, actor, place, date(2026, 4, 8), ClosedDayKind.LOCAL)
        with pytest.raises(NotAllowed):
            local_targets.open_day(session, actor, row)
