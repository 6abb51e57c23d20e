"""Notifying and moving a review."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.models.user import User
from darddr.services import reviews
from darddr.services.errors import NotNow, Unfit
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.records import NotificationSource
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.errors import ConditionsUnmet, MoveUnknown
from darddr.workflow.states import ReviewState
from tests.factories import Make
from tests.strict_client import StrictClient

TOLD = reviews.Notification(
    received_on=date(2026, 1, 12),
    source=NotificationSource.POLICE,
    month_of_death=date(2026, 1, 1),
    circumstances="Found at home.",
    died=(reviews.Died(names=("Ottoline Brackwater",), pseudonym="Sarah"),),
)


def test_notification_opens_a_review_with_its_clock_and_plan(session: Session, make: Make) -> None:
    partnership = make.partnership()
    actor = make.actor(make.coordinator(partnership))
    first = reviews.notify(session, actor, partnership, TOLD)
    second = reviews.notify(session, actor, partnership, TOLD)
    assert first.state is ReviewState.NOTIFIED
    assert (first.reference, second.reference) == (f"{partnership.code}-2026-001", f"{partnership.code}-2026-002")
    assert reviews.review_facts(session, first).milestones == {Milestone.NOTICE_RECEIVED: date(2026, 1, 12)}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"received_on": None}, "received_on"),
        ({"received_on": clock.today() + timedelta(days=1)}, "received_on"),
        ({"died": ()}, "names"),
    ],
)
def test_a_notification_has_a_day_that_has_come_and_somebody_who_died(
    session: Session, make: Make, change: dict[str, Any], field: str
) -> None:
    partnership = make.partnership()
    with pytest.raises(Unfit) as refused:
        reviews.notify(session, make.actor(make.coordinator(partnership)), partnership, replace(TOLD, **change))
    assert refused.value.field == field


def test_a_move_with_something_missing_changes_nothing(session: Session, make: Make) -> None:
    partnership = make.partnership()
    actor = make.actor(make.coordinator(partnership))
    review = make.review(partnership, ReviewState.SCOPING)
    with pytest.raises(ConditionsUnmet) as refused:
        reviews.advance(session, actor, review, "start_decision")
    assert len(refused.value.reasons) == 2
    with pytest.raises(MoveUnknown):
        reviews.advance(session, actor, review, "publish")
    assert review.state is ReviewState.SCOPING


def test_a_waivable_condition_is_set_aside_with_a_reason_and_a_hard_one_never(session: Session, make: Make) -> None:
    partnership = make.partnership()
    actor = make.actor(make.coordinator(partnership))
    review = make.review(partnership, ReviewState.SCOPING)
    with pytest.raises(Unfit):
        reviews.waive(session, actor, review, "scoping_sent", " ")
    reviews.waive(session, actor, review, "scoping_sent", "One agency is late.")
    reviews.waive(session, actor, review, "scoping_returned", "One agency is late.")
    reviews.advance(session, actor, review, "start_decision")
    assert review.state is ReviewState.DECIDING
    with pytest.raises(NotNow):
        reviews.waive(session, actor, review, "scope_checked", "No time.")
    with pytest.raises(NotNow):
        reviews.waive(session, actor, review, "no such condition", "No time.")


def test_a_wrong_click_is_undone_by_a_second_person_and_only_once(session: Session, make: Make) -> None:
    partnership = make.partnership()
    first, second = make.actor(make.coordinator(partnership)), make.actor(make.coordinator(partnership))
    review = make.review(partnership)
    with pytest.raises(Unfit):
        reviews.advance(session, first, review, "accept", happened_on=clock.today() + timedelta(days=1))
    reviews.advance(session, first, review, "accept")
    with pytest.raises(ConditionsUnmet, match="refused"):
        reviews.advance(session, first, review, "correct", reason="Wrong review.")
    reviews.advance(session, second, review, "correct", reason="Wrong review.")
    assert review.state is ReviewState.NOTIFIED
    assert audit.verify(session).ok


def test_signing_in_leads_to_my_work(sign_in: Callable[[User], StrictClient], session: Session, make: Make) -> None:
    user = make.coordinator(make.partnership())
    session.commit()
    assert sign_in(user).get("/my-work").status_code == 200


def test_a_chair_counts_from_the_day_they_begin_until_the_day_they_end(session: Session, make: Make) -> None:
    review, day = make.review(make.partnership()), clock.today()

    def has_chair() -> bool:
        return reviews.review_facts(session, review).has_chair

    make.on_review(review, ReviewRole.CHAIR, started_on=day + timedelta(days=1))
    make.on_review(review, ReviewRole.CHAIR, ended_on=day)
    assert not has_chair()
    make.on_review(review, ReviewRole.CHAIR, ended_on=day + timedelta(days=30))
    assert has_chair()
