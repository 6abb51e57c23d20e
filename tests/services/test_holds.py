"""Holds on a review: what they move, what is refused, what a correction keeps, and who is reminded."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.models.hold import Hold
from darddr.policies import NotAllowed
from darddr.services import clocks, executive_report, holds
from darddr.services.errors import NotNow, Stale, Unfit
from darddr.services.figure_views import View
from darddr.services.review_list import Wanted, reviews_page
from darddr.services.work import work_of
from darddr.vocabulary.clocks import HoldRequester
from darddr.vocabulary.milestones import Milestone as M
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import ReviewState
from tests.factories import Make
from tests.services.test_plans import statements

TODAY = clock.today()


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture
def home(make: Make):
    return make.partnership()


@pytest.fixture
def review(make: Make, home):
    review = make.review(home, ReviewState.DRAFTING)
    make.milestone(review, M.DECIDED, ago(300))
    return review


@pytest.fixture
def coordinator(make: Make, home):
    return make.actor(make.coordinator(home))


def told(**changed) -> holds.Told:
    given = {"requester": HoldRequester.CPS, "began_on": ago(200), "review_on": ago(100), "reason": "The trial."}
    return holds.Told(**{**given, **changed})


def report(session: Session, review):
    (found,) = [each for each in clocks.deadlines_of(session, review) if each.name == "report"]
    return found


def test_a_hold_begun_changed_and_ended_moves_the_report_by_its_days_and_the_decision_by_none(
    session: Session, review, coordinator
) -> None:
    first = report(session, review).due_on
    hold = holds.begin(session, coordinator, review, told(told="The family.", may_continue="Records."))
    lasting = report(session, review)
    assert lasting.on_hold
    assert lasting.due_on == first + timedelta(days=200)
    holds.end(session, coordinator, hold, ago(110))
    session.flush()
    assert report(session, review).due_on == first + timedelta(days=90)
    holds.change(session, coordinator, hold, hold.version_id, told(began_on=ago(140), ended_on=ago(110)))
    session.flush()
    assert report(session, review).due_on == first + timedelta(days=30)
    tags = [audit.Tag.HOLD_BEGUN.text, audit.Tag.HOLD_ENDED.text, audit.Tag.HOLD_CHANGED.text]
    written = [entry.tag for entry in session.scalars(select(audit.log.AuditEntry)) if entry.tag in tags]
    assert written == tags
    assert audit.verify(session).ok


def test_a_correction_keeps_what_was_said_before(session: Session, make: Make, review, coordinator) -> None:
    hold = holds.begin(session, coordinator, review, told())
    holds.change(
        session, coordinator, hold, hold.version_id, told(reason="The inquest.", requester=HoldRequester.CORONER)
    )
    session.flush()
    holds.change(
        session, coordinator, hold, hold.version_id, told(reason="The inquest.", requester=HoldRequester.CORONER)
    )
    (listed,) = holds.listed(session, review, TODAY)
    (earlier,) = listed.earlier
    assert dict(earlier.before) == {"asked for by": "Crown Prosecution Service", "why": "The trial."}
    assert (listed.hold.reason, listed.overdue, listed.days(TODAY)) == ("The inquest.", True, 200)
    holds.end(session, coordinator, hold, ago(10))
    session.flush()
    holds.change(session, coordinator, hold, hold.version_id, told(ended_on=ago(20)))
    session.flush()
    latest = holds.listed(session, review, TODAY)[0].earlier
    assert any(dict(each.before).get("work resumed") for each in latest)


def test_a_stale_correction_is_told_what_is_kept(session: Session, review, coordinator) -> None:
    hold = holds.begin(session, coordinator, review, told())
    with pytest.raises(Stale) as refused:
        holds.change(session, coordinator, hold, hold.version_id + 1, told())
    assert refused.value.theirs["reason"] == "The trial."


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"began_on": TODAY + timedelta(days=1), "review_on": TODAY + timedelta(days=9)}, "began_on"),
        ({"review_on": ago(201)}, "review_on"),
        ({"reason": " "}, "reason"),
        ({"ended_on": ago(201)}, "ended_on"),
        ({"ended_on": TODAY + timedelta(days=1)}, "ended_on"),
    ],
)
def test_days_that_cannot_be_and_no_reason_are_refused_and_nothing_is_kept(
    session: Session, review, coordinator, changed: dict, field: str
) -> None:
    with pytest.raises(Unfit) as refused:
        holds.begin(session, coordinator, review, told(**changed))
    assert refused.value.field == field
    assert session.scalars(select(Hold)).all() == []
    hold = holds.begin(session, coordinator, review, told())
    with pytest.raises(Unfit):
        holds.change(session, coordinator, hold, hold.version_id, told(**changed))
    assert hold.reason == "The trial."


def test_a_hold_ends_once_and_not_before_it_began_nor_after_today(session: Session, review, coordinator) -> None:
    hold = holds.begin(session, coordinator, review, told())
    for day in (ago(201), TODAY + timedelta(days=1)):
        with pytest.raises(Unfit) as refused:
            holds.end(session, coordinator, hold, day)
        assert refused.value.field == "ended_on"
    holds.end(session, coordinator, hold, ago(200))
    with pytest.raises(NotNow):
        holds.end(session, coordinator, hold, TODAY)
    assert report(session, review).slip_days == 0


@pytest.mark.parametrize("state", [ReviewState.CLOSED, ReviewState.TRANSFERRED, ReviewState.NO_REVIEW_CLOSED])
def test_a_review_that_has_ended_is_not_put_on_hold(session: Session, make: Make, home, coordinator, state) -> None:
    with pytest.raises(NotNow):
        holds.begin(session, coordinator, make.review(home, state), told())


def test_whoever_does_not_lead_the_review_holds_nothing(
    session: Session, make: Make, home, review, coordinator
) -> None:
    hold = holds.begin(session, coordinator, review, told())
    for user in (
        make.on_review(review, ReviewRole.PANEL),
        make.executive_chair(home),
        make.coordinator(make.partnership()),
    ):
        actor = make.actor(user)
        with pytest.raises(NotAllowed):
            holds.begin(session, actor, review, told())
        with pytest.raises(NotAllowed):
            holds.change(session, actor, hold, hold.version_id, told(reason="Other."))
        with pytest.raises(NotAllowed):
            holds.end(session, actor, hold, TODAY)
    holds.end(session, make.actor(make.on_review(review, ReviewRole.CHAIR)), hold, TODAY)


def test_lists_work_and_reports_say_the_same_of_a_held_review(
    session: Session, make: Make, home, review, coordinator
) -> None:
    late = make.review(home, ReviewState.DRAFTING)
    make.milestone(late, M.DECIDED, ago(300))
    holds.begin(session, coordinator, review, told())
    lines = {line.id: line for line in reviews_page(session, coordinator, Wanted(), TODAY).lines}
    assert lines[review.id].late == 0
    assert lines[review.id].deadline == report(session, review)
    assert lines[late.id].late > 0
    assert [line.id for line in reviews_page(session, coordinator, Wanted(overdue=True), TODAY).lines] == [late.id]
    work = {row.id: row.late for row in work_of(session, coordinator, TODAY).reviews}
    assert (work[review.id], work[late.id]) == (0, lines[late.id].late)
    table = executive_report._reviews(session, View(coordinator, home.id, TODAY))
    assert {row[0]: row[4] for row in table.rows} == {review.reference: 0, late.reference: lines[late.id].late}
    then = executive_report._reviews(session, View(coordinator, home.id, ago(201)))
    assert {row[0]: row[3] for row in then.rows}[review.reference] == report(session, late).due_on


def test_a_hold_past_its_review_day_waits_for_the_coordinator_alone(
    session: Session, make: Make, home, review, coordinator
) -> None:
    hold = holds.begin(session, coordinator, review, told(review_on=ago(3)))
    other = make.review(home, ReviewState.GATHERING)
    holds.begin(session, coordinator, other, told(review_on=TODAY))
    ended = holds.begin(session, coordinator, other, told(review_on=ago(9)))
    holds.end(session, coordinator, ended, TODAY)
    session.flush()
    (due,) = work_of(session, coordinator, TODAY).holds
    assert (due.hold_id, due.review_id, due.reference, due.late) == (hold.id, review.id, review.reference, 3)
    chair, away = make.on_review(review, ReviewRole.CHAIR), make.coordinator(make.partnership())
    for user in (chair, away, make.excluded(review, make.coordinator(home))):
        assert work_of(session, make.actor(user), TODAY).holds == ()
    assert not work_of(session, coordinator, TODAY).is_empty


def test_work_and_late_lists_ask_as_often_for_many_held_reviews_as_for_few(
    session: Session, make: Make, home, coordinator, engine: Engine
) -> None:
    counts = []
    for more in (2, 30):
        for _ in range(more):
            review = make.review(home, ReviewState.DRAFTING)
            make.milestone(review, M.DECIDED, ago(300))
            holds.begin(session, coordinator, review, told())
        session.flush()
        session.expire_all()
        with statements(engine) as sent:
            work_of(session, coordinator, TODAY)
            assert reviews_page(session, coordinator, Wanted(overdue=True), TODAY).total == 0
        counts.append(len(sent))
    assert counts[0] == counts[1]
