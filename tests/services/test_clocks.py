"""Which deadlines run, and another day formally agreed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.models.audit import AuditEntry
from darddr.models.review import Extension
from darddr.policies import NotAllowed
from darddr.services import clocks
from darddr.services.errors import NotNow, Unfit
from darddr.vocabulary.milestones import Milestone as M
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import PENDING, UNDER_WAY, ReviewState
from tests.factories import Make

DATES = {M.NOTICE_RECEIVED: date(2026, 1, 12)}
DECIDED = {**DATES, M.DECIDED: date(2026, 2, 1)}


@pytest.mark.parametrize("state", ReviewState)
def test_a_deadline_runs_only_while_it_can_be_missed(state: ReviewState) -> None:
    assert [each.name for each in clocks.due(state, "2016", DATES, {})] == (["decision"] if state in PENDING else [])
    running = [each.name for each in clocks.due(state, "2016", DECIDED, {}) if each.done_on is None]
    assert running == (["report"] if state in UNDER_WAY else [])


def test_a_deadline_that_was_met_stays_to_be_read() -> None:
    dates = {**DECIDED, M.SUBMITTED: date(2026, 9, 1)}
    found = clocks.due(ReviewState.CLOSED, "2016", dates, {})
    assert [(each.name, each.days_late(date(2030, 1, 1))) for each in found] == [("decision", 0), ("report", 31)]
    assert clocks.next_due(found) is None


@pytest.fixture
def home(make: Make):
    return make.partnership()


@pytest.fixture
def review(make: Make, home):
    review = make.review(home, ReviewState.DRAFTING)
    make.milestone(review, M.DECIDED, clock.today() - timedelta(days=300))
    return review


def agree(session: Session, actor, review, **changed):
    given = {
        "due_on": clock.today() + timedelta(days=60),
        "agreed_on": clock.today(),
        "reason": "The trial comes first.",
    }
    return clocks.agree_date(session, actor, review, changed.pop("limit", "report"), **{**given, **changed})


def test_another_day_takes_the_place_of_the_counted_one_and_of_an_earlier_agreement(
    session: Session, make: Make, review
) -> None:
    actor = make.actor(make.on_review(review, ReviewRole.CHAIR))
    first = agree(session, actor, review, due_on=clock.today() + timedelta(days=30))
    second = agree(session, actor, review)
    pressing = clocks.next_due(clocks.deadlines_of(session, review))
    assert pressing is not None
    assert pressing.due_on == second.due_on
    assert "formally agreed" in pressing.sentence
    assert (first.replaced, second.replaced) == (True, False)
    assert first.reason == "The trial comes first."
    written = [entry for entry in session.scalars(select(AuditEntry)) if entry.tag == audit.Tag.DEADLINE_AGREED.text]
    assert [entry.review_id for entry in written] == [review.id, review.id]
    assert audit.verify(session).ok


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"agreed_on": clock.today() + timedelta(days=1)}, "agreed_on"),
        ({"due_on": clock.today()}, "due_on"),
    ],
)
def test_days_that_cannot_be_are_refused_and_nothing_is_kept(
    session: Session, make: Make, home, review, changed: dict, field: str
) -> None:
    actor = make.actor(make.coordinator(home))
    with pytest.raises(Unfit) as refused:
        agree(session, actor, review, **changed)
    assert refused.value.field == field
    assert session.scalars(select(Extension)).all() == []


def test_only_a_running_limit_that_may_be_extended_is(session: Session, make: Make, home, review) -> None:
    actor = make.actor(make.coordinator(home))
    with pytest.raises(NotNow):
        agree(session, actor, review, limit="decision")
    make.milestone(review, M.SUBMITTED)
    with pytest.raises(NotNow):
        agree(session, actor, review)


def test_whoever_does_not_lead_the_review_agrees_nothing(session: Session, make: Make, home, review) -> None:
    for user in (make.on_review(review, ReviewRole.PANEL), make.executive_chair(home), make.user()):
        with pytest.raises(NotAllowed):
            agree(session, make.actor(user), review)
