"""Chasing: what is kept of it, where it shows, and who may."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.models.chasing import Chase
from darddr.policies import NotAllowed
from darddr.services import agency_standing, chases, plans
from darddr.services.action_list import actions_page
from darddr.services.action_wanted import Show, Wanted
from darddr.services.chases import Chasing
from darddr.services.errors import RealNameTyped, Unfit
from darddr.vocabulary.national import ChasedBy
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import ReviewState
from tests.factories import Make


def ago(days: int) -> date:
    return clock.today() - timedelta(days=days)


def call(days: int, said: str = "Soon.") -> Chasing:
    return Chasing(ago(days), ChasedBy.CALL, said)


@pytest.fixture
def situation(session: Session, make: Make):
    home = make.partnership()
    review, agency = make.review(home, ReviewState.CLOSED), make.agency(home)
    action = make.action(make.recommendation(plans.plan_of(session, review)), lead_agency_id=agency.id, due_on=ago(40))
    return make.actor(make.coordinator(home)), action, agency, review


def test_a_chase_shows_on_the_action_its_lists_and_its_agency(session: Session, situation) -> None:
    actor, action, agency, _ = situation
    version = action.version_id
    chases.chase(session, actor, action, call(3, "The funding is agreed."))
    chases.chase(session, actor, action, call(9, "Nobody answered."))
    session.flush()
    session.refresh(action)
    assert (action.last_chased_on, action.version_id) == (ago(3), version)
    lines = actions_page(session, actor, Wanted(Show.OVERDUE), clock.today()).lines
    assert [line.last_chased_on for line in lines] == [ago(3)]
    standing = agency_standing.standing_of(session, actor, agency, clock.today())
    assert (standing.overdue.total, standing.last_chased_on, standing.chases) == (1, ago(3), [])
    chases.chase(session, actor, agency, call(1))
    assert agency_standing.standing_of(session, actor, agency, clock.today()).last_chased_on == ago(1)
    assert [one.said for one in chases.chases_of(session, action)] == ["The funding is agreed.", "Nobody answered."]
    assert audit.verify(session).ok


def test_somebody_kept_out_of_the_review_is_not_told_when_its_action_was_chased(
    session: Session, make: Make, situation
) -> None:
    actor, action, agency, review = situation
    chases.chase(session, actor, action, call(3))
    home = session.get_one(plans.Partnership, review.partnership_id)
    kept_out = make.actor(make.excluded(review, make.executive(home)))
    standing = agency_standing.standing_of(session, kept_out, agency, clock.today())
    assert (standing.last_chased_on, standing.overdue.total, standing.open.total) == (None, 0, 0)
    with pytest.raises(NotAllowed):
        chases.chase(session, kept_out, action, call(1))


@pytest.mark.parametrize(
    ("told", "field"), [(call(-1), "chased_on"), (Chasing(date(2026, 1, 1), ChasedBy.AUTOMATIC), "how")]
)
def test_what_cannot_be_is_refused(session: Session, situation, told: Chasing, field: str) -> None:
    actor, action, _, _ = situation
    with pytest.raises(Unfit) as refused:
        chases.chase(session, actor, action, told)
    assert refused.value.field == field
    assert session.scalar(select(Chase.id)) is None


def test_a_real_name_in_what_they_said_needs_a_reason(session: Session, make: Make, situation) -> None:
    actor, action, _, review = situation
    make.person(review, names=["Ottoline Brackwater"])
    with pytest.raises(RealNameTyped):
        chases.chase(session, actor, action, call(1, "They knew Ottoline Brackwater."))


def test_whoever_owns_an_action_and_whoever_works_on_its_review_chases_nobody(
    session: Session, make: Make, situation
) -> None:
    _, action, _, review = situation
    owner = make.user()
    action.owner_id = owner.id
    session.flush()
    for user in (owner, make.on_review(review, ReviewRole.CHAIR)):
        with pytest.raises(NotAllowed):
            chases.chase(session, make.actor(user), action, call(1))
