"""The same rules as conditions in SQL: the only way to ask for several rows. Tests hold them against the predicates.

A condition says no more than this actor needs: a part that could match nothing is left out, because a database searches
an index for `a = 1` and reads the whole table for `a = 1 OR b IN ()`. For the same reason `action_branches` gives the
rule for actions in parts that share no row, each answered from an index of its own.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, true

from darddr.models.action import Action
from darddr.models.plan import Plan
from darddr.models.review import Review
from darddr.policies.actor import Actor
from darddr.policies.reach import FOLLOWING_ROLES, WORKING_ROLES, Reach, reach_of
from darddr.vocabulary.roles import PartnershipRole as R
from darddr.vocabulary.roles import ReviewRole

Clause = ColumnElement[bool]

_actions = Action.__table__.c
"""Plain columns: a condition on them is made in half the time, and lists of actions are asked for most."""


def readable_reviews(actor: Actor) -> Clause:
    """Reviews whose content the actor may read (Permission.REVIEW_READ)."""
    return _reviews(actor, actor.partnerships_as(R.COORDINATOR), actor.reviews_as(*WORKING_ROLES))


def led_reviews(actor: Actor) -> Clause:
    """Reviews the actor leads (Permission.REVIEW_LEAD)."""
    return _reviews(actor, actor.partnerships_as(R.COORDINATOR), actor.reviews_as(ReviewRole.CHAIR))


def followed_reviews(actor: Actor) -> Clause:
    """Reviews whose progress the actor may follow (Permission.REVIEW_PROGRESS)."""
    return _reviews(actor, actor.partnerships_as(*FOLLOWING_ROLES), actor.reviews_as(*WORKING_ROLES))


def _reviews(actor: Actor, partnerships: Collection[UUID], reviews: Collection[UUID]) -> Clause:
    return and_(
        _any(_in(Review.partnership_id, partnerships), _in(Review.id, reviews)), _not_excluded(actor, Review.id)
    )


def readable_plans(actor: Actor) -> Clause:
    """Plans the actor may read (Permission.PLAN_READ)."""
    return and_(
        _any(
            _in(Plan.partnership_id, actor.partnerships_as(*FOLLOWING_ROLES)),
            _in(Plan.review_id, actor.reviews_as(*WORKING_ROLES)),
        ),
        _not_excluded(actor, Plan.review_id),
    )


def readable_actions(actor: Actor, partnership_id: UUID | None = None) -> Clause:
    """Actions the actor may read (Permission.ACTION_READ), of one partnership where one is named."""
    return or_(false(), *action_branches(reach_of(actor, partnership_id)))


def action_branches(reach: Reach) -> tuple[Clause, ...]:
    """`readable_actions` in parts that share no row: one for each partnership followed, and one for whatever else there is.

    The reach is one of ids, or of parameters that stand for them.
    """
    seen = _not_among(_actions.review_id, reach.excluded)
    branches = [and_(_actions.partnership_id == each, seen) for each in reach.followed]
    if reach.rest:
        branches.append(and_(_elsewhere(reach), _own_actions(reach), seen))
    return tuple(branches)


def _elsewhere(reach: Reach) -> Clause:
    if reach.place is not None:
        asked: Clause = _actions.partnership_id == reach.place
        return asked
    return _actions.partnership_id.not_in(reach.followed) if reach.followed else true()


def _own_actions(reach: Reach) -> Clause:
    """Actions of reviews worked on, owned, or led by an agency approved for."""
    return _any(
        _in(_actions.review_id, reach.reviews),
        _actions.owner_id == reach.owner,
        *(_approved_by(agency_id, review_id) for agency_id, review_id in reach.approved),
    )


def _approved_by(agency_id: Any, review_id: Any) -> Clause:
    led = _actions.lead_agency_id == agency_id
    return led if review_id is None else and_(led, _actions.review_id == review_id)


def _not_excluded(actor: Actor, review: Any) -> Clause:
    return _not_among(review, actor.excluded_from)


def _not_among(review: Any, excluded: Collection[Any]) -> Clause:
    return or_(review.is_(None), review.not_in(excluded)) if excluded else true()


def _in(column: Any, ids: Collection[Any]) -> Clause | None:
    """The column among some ids; None where there are none."""
    if not ids:
        return None
    clause: Clause = column.in_(ids) if len(ids) > 1 else column == next(iter(ids))
    return clause


def _any(*clauses: Clause | None) -> Clause:
    """Any of the clauses there are; nothing where there is none."""
    given = [clause for clause in clauses if clause is not None]
    return or_(*given) if given else false()
