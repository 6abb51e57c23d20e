"""Who is reminded of an action; tests/jobs sends the letters."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from darddr import clock
from darddr.services import plans, reminders
from tests.factories import Make


def test_an_owner_kept_out_of_the_review_is_reminded_of_nothing_of_it(session: Session, make: Make) -> None:
    review, owner = make.review(make.partnership()), make.user()
    day = clock.today()
    recommendation = make.recommendation(plans.plan_of(session, review))
    action = make.action(recommendation, owner_id=owner.id, due_on=day + timedelta(days=7))
    assert [one.action for one in reminders.reminded_of(session, owner.id, day)] == [action]
    make.excluded(review, owner)
    assert reminders.reminded_of(session, owner.id, day) == []
