"""Who is on a review, and who is kept out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.models.partnership import Agency, Partnership
from darddr.models.review import Review
from darddr.models.user import Exclusion, Membership, User
from darddr.policies import Actor, NotAllowed, allows
from darddr.services import memberships
from darddr.services.errors import NotNow, Unfit
from darddr.vocabulary.permissions import Permission as P
from darddr.vocabulary.roles import PartnershipRole, ReviewRole
from tests.factories import LONG_AGO, Make

DAY = timedelta(days=1)


class Situation(NamedTuple):
    """A review, its coordinator, and an agency."""

    review: Review
    coordinator: User
    actor: Actor
    agency: Agency


@pytest.fixture
def at(make: Make) -> Situation:
    """A review of a partnership with one coordinator and one agency."""
    partnership = make.partnership()
    coordinator = make.coordinator(partnership)
    return Situation(make.review(partnership), coordinator, make.actor(coordinator), make.agency(partnership))


def join(
    session: Session, at: Situation, user: User, role: ReviewRole = ReviewRole.PANEL, agency: Agency | None = None
) -> Membership:
    """Add somebody to the review from today."""
    return memberships.add_member(session, at.actor, at.review, user, role, agency or at.agency, clock.today())


def reads(make: Make, user: User, at: Situation) -> bool:
    """Whether somebody may read the review today."""
    return allows(make.actor(user), P.REVIEW_READ, at.review)


def test_those_who_coordinate_are_those_who_do_so_here_and_today(session: Session, make: Make, at: Situation) -> None:
    home, today = session.get_one(Partnership, at.review.partnership_id), clock.today()
    make.coordinator(make.partnership())
    make.executive(home)
    make.member(home, PartnershipRole.COORDINATOR, started_on=today + DAY)
    make.member(home, PartnershipRole.COORDINATOR, ended_on=today)
    make.excluded(at.review, make.coordinator(home))
    lent = make.on_review(make.review(home), ReviewRole.PANEL)
    row = session.scalars(select(Membership).filter_by(user_id=lent.id)).one()
    row.role = PartnershipRole.COORDINATOR.value
    session.flush()
    assert [user.id for user in memberships.coordinators_of(session, at.review)] == [at.coordinator.id]


def test_somebody_joins_with_role_agency_and_day(session: Session, make: Make, at: Situation) -> None:
    user = make.user()
    made = join(session, at, user)
    session.flush()
    assert [(row.id, who.id, agency) for row, who, agency in memberships.members_of(session, at.review)] == [
        (made.id, user.id, at.agency)
    ]
    assert memberships.agency_on(session, user.id, at.review) == at.agency.id
    newest = audit.body_of(audit.entries_of(session, at.review.partnership_id, limit=1)[0])
    assert newest["tag"] == "membership.started"
    assert newest["facts"] == {"user": str(user.id), "role": "panel", "agency": str(at.agency.id)}


def test_chair_and_author_need_no_agency_and_everybody_else_does(session: Session, make: Make, at: Situation) -> None:
    for role in ReviewRole:
        user = make.user()
        if role in (ReviewRole.CHAIR, ReviewRole.AUTHOR):
            memberships.add_member(session, at.actor, at.review, user, role, None, clock.today())
            continue
        with pytest.raises(Unfit) as refused:
            memberships.add_member(session, at.actor, at.review, user, role, None, clock.today())
        assert refused.value.field == "agency_id"


def test_refused_another_partnerships_agency_and_a_role_held_already(
    session: Session, make: Make, at: Situation
) -> None:
    user = make.user()
    with pytest.raises(Unfit):
        join(session, at, user, agency=make.agency(make.partnership()))
    held = join(session, at, user)
    memberships.end_membership(session, at.actor, held, clock.today() + 5 * DAY)
    session.flush()
    with pytest.raises(Unfit):
        join(session, at, user)
    assert len(memberships.members_of(session, at.review)) == 1
    join(session, at, user, ReviewRole.IMR_AUTHOR)
    memberships.end_membership(session, at.actor, held, clock.today())
    session.flush()
    assert join(session, at, user) is not held


def test_a_role_ends_on_a_day_and_never_later_again(session: Session, make: Make, at: Situation) -> None:
    user = make.user()
    held = join(session, at, user)
    with pytest.raises(Unfit):
        memberships.end_membership(session, at.actor, held, clock.today() - DAY)
    memberships.end_membership(session, at.actor, held, clock.today() + 5 * DAY)
    memberships.end_membership(session, at.actor, held, clock.today())
    with pytest.raises(NotNow):
        memberships.end_membership(session, at.actor, held, clock.today() + 5 * DAY)
    session.flush()
    assert not reads(make, user, at)


@pytest.mark.parametrize("declared", [clock.today(), LONG_AGO])
def test_a_conflict_beats_every_role_at_once(session: Session, make: Make, at: Situation, declared: date) -> None:
    both = make.user()
    make.keep(
        Membership(
            user_id=both.id,
            partnership_id=at.review.partnership_id,
            role=PartnershipRole.COORDINATOR.value,
            started_on=LONG_AGO,
        )
    )
    held = join(session, at, both)
    later = join(session, at, both, ReviewRole.IMR_AUTHOR)
    later.ended_on = clock.today() + 30 * DAY
    make.on_review(at.review, ReviewRole.AUTHOR, both, ended_on=LONG_AGO + DAY)
    session.flush()
    assert reads(make, both, at)
    memberships.declare_conflict(session, at.actor, at.review, both, declared, " A cousin. ")
    session.flush()
    assert not reads(make, both, at)
    assert held.ended_on == later.ended_on == clock.today()
    past = session.scalars(select(Membership).filter_by(user_id=both.id, role=ReviewRole.AUTHOR.value)).one()
    assert past.ended_on == LONG_AGO + DAY
    ((exclusion, user),) = memberships.conflicts_of(session, at.review)
    assert (user.id, exclusion.reason, exclusion.declared_on) == (both.id, "A cousin.", declared)
    newest = audit.body_of(audit.entries_of(session, at.review.partnership_id, limit=1)[0])
    assert newest["tag"] == "exclusion.declared"
    assert "cousin" not in str(newest)
    with pytest.raises(Unfit) as refused:
        join(session, at, both)
    assert refused.value.field == "email"


def test_conflicts_that_cannot_be(session: Session, make: Make, at: Situation) -> None:
    user = make.user()
    for who, day, reason, field in (
        (user, clock.today() + DAY, "A cousin.", "declared_on"),
        (user, clock.today(), "  ", "reason"),
        (at.coordinator, clock.today(), "A cousin.", "email"),
    ):
        with pytest.raises(Unfit) as refused:
            memberships.declare_conflict(session, at.actor, at.review, who, day, reason)
        assert refused.value.field == field
    memberships.declare_conflict(session, at.actor, at.review, user, clock.today(), "A cousin.")
    session.flush()
    with pytest.raises(Unfit):
        memberships.declare_conflict(session, at.actor, at.review, user, clock.today(), "Again.")
    assert len(session.scalars(select(Exclusion)).all()) == 1


def test_the_list_offers_who_shares_the_partnership(session: Session, make: Make, at: Situation) -> None:
    other_review = make.review(session.get_one(Partnership, at.review.partnership_id))
    near = make.on_review(other_review, ReviewRole.CHAIR)
    make.coordinator(make.partnership())
    gone = make.on_review(other_review, ReviewRole.AUTHOR, ended_on=clock.today())
    closed = make.on_review(other_review, ReviewRole.AUTHOR)
    closed.is_active = False
    barred = make.excluded(at.review, make.on_review(other_review, ReviewRole.AUTHOR))
    make.excluded(other_review, near)
    session.flush()
    offered = {user.id for user in memberships.accounts_near(session, at.actor, at.review)}
    assert offered == {at.coordinator.id, near.id}
    assert not {gone.id, closed.id, barred.id} & offered
    assert [user.id for user in memberships.coordinators_of(session, at.review)] == [at.coordinator.id]


def test_an_account_is_chosen_or_called_never_both_and_never_neither(session: Session, make: Make) -> None:
    one, two = make.user(), make.user()
    assert memberships.account_meant(session, one.id, " ").id == one.id
    assert memberships.account_meant(session, None, f" {(two.email or '').upper()} ").id == two.id
    for user_id, email, field in (
        (one.id, two.email or "", "email"),
        (None, "", "user_id"),
        (None, "nobody@example.org", "email"),
    ):
        with pytest.raises(Unfit) as refused:
            memberships.account_meant(session, user_id, email)
        assert refused.value.field == field


def test_somebodys_agency_on_a_review_is_that_of_a_role_they_hold_on_it_today(
    session: Session, make: Make, at: Situation
) -> None:
    user, other = make.user(), make.user()
    home = session.get_one(Partnership, at.review.partnership_id)
    first, elsewhere = make.agency(home, "Housing"), make.agency(home, "Health")
    assert memberships.agency_on(session, user.id, at.review) is None
    memberships.add_member(session, at.actor, make.review(home), user, ReviewRole.PANEL, elsewhere, clock.today())
    join(session, at, other)
    join(session, at, user, ReviewRole.CHAIR)
    session.flush()
    for membership in session.scalars(select(Membership).filter_by(user_id=user.id, role=ReviewRole.CHAIR.value)):
        membership.agency_id = None
    assert memberships.agency_on(session, user.id, at.review) is None
    held = join(session, at, user, ReviewRole.PANEL, first)
    session.flush()
    assert memberships.agency_on(session, user.id, at.review) == first.id
    memberships.end_membership(session, at.actor, held, clock.today())
    session.flush()
    assert memberships.agency_on(session, user.id, at.review) is None


@pytest.mark.parametrize("role", [ReviewRole.CHAIR, ReviewRole.AUTHOR, ReviewRole.PANEL])
def test_only_a_coordinator_says_who_is_on_a_review(
    session: Session, make: Make, at: Situation, role: ReviewRole
) -> None:
    other, user = make.actor(make.on_review(at.review, role, agency=at.agency)), make.user()
    held = join(session, at, user)
    for act in (
        lambda: memberships.add_member(session, other, at.review, user, role, at.agency, clock.today()),
        lambda: memberships.end_membership(session, other, held, clock.today()),
        lambda: memberships.declare_conflict(session, other, at.review, user, clock.today(), "A cousin."),
        lambda: memberships.accounts_near(session, other, at.review),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert held.ended_on is None
