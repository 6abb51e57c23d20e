"""The same rules as conditions in SQL: the only way to ask for several rows. Tests hold them against the predicates."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import InstrumentedAttribute

from darddr.models.action import Action
from darddr.models.plan import Plan
from darddr.models.review import Review
from darddr.policies.actor import Actor
from darddr.vocabulary.roles import PartnershipRole as R
from darddr.vocabulary.roles import ReviewRole

WORKING_ROLES = (ReviewRole.CHAIR, ReviewRole.AUTHOR, ReviewRole.PANEL)
FOLLOWING_ROLES = (R.COORDINATOR, R.EXECUTIVE, R.EXECUTIVE_CHAIR)


def _not_excluded(actor: Actor, review: InstrumentedAttribute[object]) -> ColumnElement[bool]:
    return or_(review.is_(None), review.not_in(actor.excluded_from))


def readable_reviews(actor: Actor) -> ColumnElement[bool]:
    """Reviews whose content the actor may read (Permission.REVIEW_READ)."""
    return and_(
        or_(
            Review.partnership_id.in_(actor.partnerships_as(R.COORDINATOR)),
            Review.id.in_(actor.reviews_as(*WORKING_ROLES)),
        ),
        Review.id.not_in(actor.excluded_from),
    )


def led_reviews(actor: Actor) -> ColumnElement[bool]:
    """Reviews the actor leads (Permission.REVIEW_LEAD)."""
    return and_(
        or_(
            Review.partnership_id.in_(actor.partnerships_as(R.COORDINATOR)),
            Review.id.in_(actor.reviews_as(ReviewRole.CHAIR)),
        ),
        Review.id.not_in(actor.excluded_from),
    )


def followed_reviews(actor: Actor) -> ColumnElement[bool]:
    """Reviews whose progress the actor may follow (Permission.REVIEW_PROGRESS)."""
    return and_(
        or_(
            Review.partnership_id.in_(actor.partnerships_as(*FOLLOWING_ROLES)),
            Review.id.in_(actor.reviews_as(*WORKING_ROLES)),
        ),
        Review.id.not_in(actor.excluded_from),
    )


def readable_plans(actor: Actor) -> ColumnElement[bool]:
    """Plans the actor may read (Permission.PLAN_READ)."""
    return and_(
        or_(
            Plan.partnership_id.in_(actor.partnerships_as(*FOLLOWING_ROLES)),
            Plan.review_id.in_(actor.reviews_as(*WORKING_ROLES)),
        ),
        _not_excluded(actor, Plan.review_id),
    )


def readable_actions(actor: Actor) -> ColumnElement[bool]:
    """Actions the actor may read (Permission.ACTION_READ)."""
    return and_(
        or_(
            Action.partnership_id.in_(actor.partnerships_as(*FOLLOWING_ROLES)),
            Action.review_id.in_(actor.reviews_as(*WORKING_ROLES)),
            Action.owner_id == actor.user_id,
            *(_approved_by(agency_id, review_id) for agency_id, review_id in actor.approves_for),
        ),
        _not_excluded(actor, Action.review_id),
    )


def _approved_by(agency_id: UUID, review_id: UUID | None) -> ColumnElement[bool]:
    led = Action.lead_agency_id == agency_id
    return led if review_id is None else and_(led, Action.review_id == review_id)
