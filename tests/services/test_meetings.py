"""Meetings of the executive: what changed, what waits, and what was decided in between and must be ratified."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from darddr import clock
from darddr.models.action import ActionMove, ActionUpdate, UpdateKind
from darddr.models.partnership import Partnership
from darddr.models.plan import Plan
from darddr.models.review import Publication, Review, ReviewMove
from darddr.models.subject import Place
from darddr.policies import NotAllowed
from darddr.services import meetings
from darddr.services.errors import NotNow, Unfit
from darddr.services.meetings import Sitting
from darddr.vocabulary.records import PublicationKind
from darddr.workflow.states import ActionState, ReviewState
from tests.factories import Make

TODAY = clock.today()


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture
def partnership(make: Make) -> Partnership:
    return make.partnership()


def held(session: Session, make: Make, partnership: Partnership, *days: int) -> None:
    actor = make.actor(make.coordinator(partnership))
    for each in days:
        meetings.record_meeting(session, actor, Place(partnership.id), Sitting(ago(each), None, "All came."))


def moved(make: Make, review: Review, days: int, trigger: str = "decide_review", **states: ReviewState) -> ReviewMove:
    said: dict[str, Any] = {"source": ReviewState.DECIDING, "dest": ReviewState.COMMISSIONING, **states}
    row = ReviewMove(
        partnership_id=review.partnership_id,
        review_id=review.id,
        step=1000 - days,
        trigger=trigger,
        happened_on=ago(days),
        **said,
    )
    return make.keep(row)


@pytest.mark.parametrize(
    ("held_on", "next_on", "field"),
    [(ago(-1), None, "held_on"), (ago(3), ago(3), "next_on"), (ago(9), None, "held_on")],
)
def test_a_meeting_that_cannot_be_is_refused(
    held_on: date, next_on: date | None, field: str, session: Session, make: Make, partnership: Partnership
) -> None:
    held(session, make, partnership, 9)
    actor = make.actor(make.coordinator(partnership))
    with pytest.raises(Unfit) as refused:
        meetings.record_meeting(session, actor, Place(partnership.id), Sitting(held_on, next_on))
    assert refused.value.field == field


def test_only_coordinators_record_a_meeting(session: Session, make: Make, partnership: Partnership) -> None:
    actor = make.actor(make.executive_chair(partnership))
    with pytest.raises(NotAllowed):
        meetings.record_meeting(session, actor, Place(partnership.id), Sitting(TODAY))


def test_what_changed_is_what_happened_after_the_meeting_and_no_later_than_today(
    session: Session, make: Make, partnership: Partnership
) -> None:
    review = make.review(partnership)
    action = make.action(make.recommendation(session.query(Plan).filter_by(review_id=review.id).one()), slips=2)
    place = {"partnership_id": partnership.id, "review_id": review.id, "action_id": action.id}
    for number, days in enumerate((11, 10, 9, 0)):
        moved(make, review, days)
        states = {"source": ActionState.AGREED, "dest": ActionState.IN_PROGRESS}
        make.keep(ActionMove(**place, step=number, trigger="start", happened_on=ago(days), **states))
        make.keep(ActionUpdate(**place, kind=UpdateKind.DATE_MOVED, happened_on=ago(days)))
        make.keep(ActionUpdate(**place, kind=UpdateKind.PROGRESS, happened_on=ago(days)))
    moved(make, review, 5, "publish", source=ReviewState.CLEARED, dest=ReviewState.MONITORING)
    actor = make.actor(make.executive(partnership))
    found = meetings.changes(session, actor, partnership.id, ago(10), TODAY)
    assert [found.reviews.count, found.actions.count, found.slips.count, found.published.count] == [3, 2, 2, 1]
    assert [line.happened_on for line in found.reviews.lines] == [ago(9), ago(5), ago(0)]
    assert found.slips.lines[0].slips == 2
    assert found.published.lines[0].reference == review.reference


def test_what_waits_is_listed_by_reference(session: Session, make: Make, partnership: Partnership) -> None:
    deciding, signing = make.review(partnership, ReviewState.DECIDING), make.review(partnership, ReviewState.SIGN_OFF)
    cleared, approved = make.review(partnership, ReviewState.CLEARED), make.review(partnership, ReviewState.CLEARED)
    make.review(partnership, ReviewState.DRAFTING)
    chair = make.executive_chair(partnership)
    for review, by in ((cleared, None), (approved, chair.id)):
        place = {"partnership_id": partnership.id, "review_id": review.id}
        make.keep(Publication(**place, kind=PublicationKind.FULL, approved_by_id=by))
    recommendation = make.recommendation(make.plan(partnership))
    make.action(recommendation, ActionState.OWNER_COMPLETE)
    make.action(recommendation, ActionState.IN_PROGRESS)
    found = meetings.waiting(session, make.actor(chair), partnership.id)
    assert {line.reference for line in found.reviews.lines} == {deciding.reference, signing.reference}
    assert [line.reference for line in found.publications.lines] == [cleared.reference]
    assert found.actions.count == 1


def test_a_decision_between_meetings_waits_until_the_next_ratifies_it(
    session: Session, make: Make, partnership: Partnership
) -> None:
    review = make.review(partnership, ReviewState.COMMISSIONING)
    held(session, make, partnership, 60, 30)
    before, at_meeting, between = moved(make, review, 90), moved(make, review, 30), moved(make, review, 20)
    moved(make, review, 19, "begin_gathering")
    chair = make.actor(make.executive_chair(partnership))
    waiting = meetings.to_ratify(session, chair, partnership.id)
    assert [line.id for line in waiting.lines] == [between.id]
    assert before.id != at_meeting.id
    with pytest.raises(NotNow, match="NotNow"):
        meetings.ratify(session, chair, between)
    held(session, make, partnership, 10)
    assert meetings.ratify(session, chair, between).move_id == between.id
    session.flush()
    assert meetings.to_ratify(session, chair, partnership.id).count == 0
    with pytest.raises(NotNow):
        meetings.ratify(session, chair, between)


def test_a_move_that_is_no_decision_and_a_member_of_the_executive_ratify_nothing(
    session: Session, make: Make, partnership: Partnership
) -> None:
    review = make.review(partnership, ReviewState.GATHERING)
    held(session, make, partnership, 30, 1)
    plain, decision = moved(make, review, 20, "begin_gathering"), moved(make, review, 19)
    with pytest.raises(NotNow):
        meetings.ratify(session, make.actor(make.executive_chair(partnership)), plain)
    with pytest.raises(NotAllowed):
        meetings.ratify(session, make.actor(make.executive(partnership)), decision)


def test_a_conflict_keeps_a_review_out_of_every_list_of_a_meeting(
    session: Session, make: Make, partnership: Partnership
) -> None:
    review = make.review(partnership, ReviewState.DECIDING)
    held(session, make, partnership, 30)
    moved(make, review, 20)
    plan = session.query(Plan).filter_by(review_id=review.id).one()
    action = make.action(make.recommendation(plan), ActionState.OWNER_COMPLETE)
    under = {"partnership_id": partnership.id, "review_id": review.id, "action_id": action.id, "happened_on": ago(20)}
    make.keep(ActionMove(**under, step=1, trigger="complete", source=ActionState.IN_PROGRESS, dest=action.state))
    make.keep(ActionUpdate(**under, kind=UpdateKind.DATE_MOVED))
    colleague = make.actor(make.executive(partnership))
    seen = meetings.changes(session, colleague, partnership.id, ago(30), TODAY)
    assert (seen.actions.count, seen.slips.count) == (1, 1)
    actor = make.actor(make.excluded(review, make.executive_chair(partnership)))
    changed = meetings.changes(session, actor, partnership.id, ago(30), TODAY)
    waits = meetings.waiting(session, actor, partnership.id)
    assert changed.actions.count == changed.slips.count == 0
    assert changed.reviews.count == waits.reviews.count == waits.actions.count == 0
    assert meetings.to_ratify(session, actor, partnership.id).count == 0
