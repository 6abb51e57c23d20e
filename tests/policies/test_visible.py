"""Who somebody is today, and the lists that agree with it: one branch at a time, against a second review beside the first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import clock
from darddr.models.action import Action
from darddr.models.partnership import Partnership
from darddr.models.plan import Plan
from darddr.models.review import Review
from darddr.models.user import User
from darddr.policies import visible
from darddr.vocabulary.roles import PartnershipRole, ReviewRole
from tests.factories import Make


@pytest.fixture
def pair(make: Make) -> tuple[Review, Review]:
    """Two reviews of one partnership."""
    home = make.partnership()
    return make.review(home), make.review(home)


def led(session: Session, make: Make, user: User) -> set[object]:
    """The reviews somebody leads."""
    return set(session.scalars(select(Review.id).where(visible.led_reviews(make.actor(user)))))


def test_a_chair_leads_one_review_a_coordinator_all_but_those_they_are_kept_out_of(
    session: Session, make: Make, pair: tuple[Review, Review]
) -> None:
    one, other = pair
    coordinator = make.member(session.get_one(Partnership, one.partnership_id), PartnershipRole.COORDINATOR)
    assert led(session, make, coordinator) == {one.id, other.id}
    make.excluded(other, coordinator)
    assert led(session, make, coordinator) == {one.id}
    assert led(session, make, make.on_review(one, ReviewRole.CHAIR)) == {one.id}
    assert led(session, make, make.on_review(one, ReviewRole.PANEL)) == set()
    assert led(session, make, make.user()) == set()


def test_an_approver_reads_the_actions_their_agency_leads_on_the_review_they_approve_for(
    session: Session, make: Make, pair: tuple[Review, Review]
) -> None:
    one = pair[0]
    home = session.get_one(Partnership, one.partnership_id)
    agency, another = make.agency(home), make.agency(home)
    rows = {}
    for review in pair:
        under = make.recommendation(session.scalars(select(Plan).filter_by(review_id=review.id)).one())
        for leading in (agency, another):
            rows[review.id, leading.id] = make.action(under, lead_agency_id=leading.id).id
    approver = make.actor(make.on_review(one, ReviewRole.AGENCY_APPROVER, agency=agency))
    read = set(session.scalars(select(Action.id).where(visible.readable_actions(approver))))
    assert read == {rows[one.id, agency.id]}


def test_a_role_that_begins_tomorrow_is_none_today(make: Make) -> None:
    home, tomorrow = make.partnership(), clock.today() + timedelta(days=1)
    user = make.member(home, PartnershipRole.COORDINATOR, started_on=tomorrow)
    assert not make.actor(user).partnership_roles


def test_a_conflict_of_somebody_else_keeps_nobody_out(make: Make, pair: tuple[Review, Review]) -> None:
    make.excluded(pair[0], make.user())
    assert make.actor(make.user()).excluded_from == frozenset()
