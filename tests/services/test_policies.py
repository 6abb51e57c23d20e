"""Policies: the lists agree with the predicates for everybody, and an exclusion beats everything."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr.models.action import Action
from darddr.models.plan import Plan
from darddr.models.review import Review
from darddr.policies import allows, visible
from darddr.policies.rules import RULES
from darddr.vocabulary.permissions import Permission as P
from tests.access.world import ACTORS, build_world
from tests.factories import Make

LISTS = (
    (Review, visible.readable_reviews, P.REVIEW_READ),
    (Review, visible.followed_reviews, P.REVIEW_PROGRESS),
    (Plan, visible.readable_plans, P.PLAN_READ),
    (Action, visible.readable_actions, P.ACTION_READ),
)


@pytest.mark.parametrize(("model", "clause", "permission"), LISTS)
def test_lists_agree_with_policies_for_every_actor(session: Session, make: Make, model, clause, permission) -> None:
    world = build_world(make)
    for name in ACTORS:
        actor = make.actor(world.people[name])
        listed = set(session.scalars(select(model.id).where(clause(actor))))
        allowed = {row.id for row in session.scalars(select(model)) if allows(actor, permission, row)}
        assert listed == allowed, name


def test_an_exclusion_allows_nothing_on_the_review(session: Session, make: Make) -> None:
    world = build_world(make)
    actor = make.actor(world.people["excluded"])
    review = session.get_one(Review, world.url_values["review_id"])
    assert not any(allows(actor, permission, review) for permission in P)


def test_every_permission_has_a_rule() -> None:
    assert set(RULES) == set(P)


def test_an_ended_membership_is_the_same_as_none(session: Session, make: Make) -> None:
    world = build_world(make)
    former = make.actor(world.people["former_panel"])
    assert former == make.actor(former_user := world.people["former_panel"])
    assert not former.review_roles
    assert former_user.is_active


def test_an_administrator_and_an_auditor_read_no_review(session: Session, make: Make) -> None:
    world = build_world(make)
    review = session.get_one(Review, world.url_values["review_id"])
    for name in ("administrator", "auditor"):
        actor = make.actor(world.people[name])
        allowed = {permission for permission in P if allows(actor, permission, review)}
        assert allowed <= {P.AGENCIES_READ, P.ACCOUNTS_MANAGE, P.CLOCK_RULES, P.LOG_READ, P.OWN_WORK}, name
