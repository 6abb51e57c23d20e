"""A person as policies see them: what they belong to today, and what they are kept out of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, bindparam, null, or_, select, union_all
from sqlalchemy.orm import Session

from darddr.models.partnership import Partnership
from darddr.models.user import Exclusion, Membership
from darddr.vocabulary.roles import ReviewRole

Roles = Mapping[UUID, frozenset[str]]


@dataclass(frozen=True)
class Actor:
    """Somebody who asks. Roles are keyed by partnership and by review.

    `approves_for` holds (agency, review) pairs, the review None where they approve for the agency on every review. Only memberships
    current on the day are in here, so that an ended one is the same as none.
    """

    user_id: UUID
    partnership_roles: Roles = field(default_factory=dict)
    review_roles: Roles = field(default_factory=dict)
    approves_for: frozenset[tuple[UUID, UUID | None]] = frozenset()
    excluded_from: frozenset[UUID] = frozenset()
    partnership_names: Mapping[UUID, str] = field(default_factory=dict, compare=False)
    """Of the partnerships they hold a role in, for the head of a page; no rule asks for them."""

    def partnerships_as(self, *roles: str) -> frozenset[UUID]:
        """The partnerships in which the actor holds any of the roles."""
        return frozenset(place for place, held in self.partnership_roles.items() if held & set(roles))

    def reviews_as(self, *roles: str) -> frozenset[UUID]:
        """The reviews on which the actor holds any of the roles, less those they are excluded from."""
        held_on = frozenset(review for review, held in self.review_roles.items() if held & set(roles))
        return held_on - self.excluded_from


_held, _kept_out, _places = (model.__table__.c for model in (Membership, Exclusion, Partnership))


@cache
def _stands() -> CompoundSelect[Any]:
    """Made once: every request asks it. A row without a role is a review they are kept out of."""
    current = (
        select(_held.role, _held.partnership_id, _held.review_id, _held.agency_id, _places.name)
        .join_from(Membership.__table__, Partnership.__table__, _places.id == _held.partnership_id)
        .where(
            _held.user_id == bindparam("user"),
            _held.started_on <= bindparam("day"),
            or_(_held.ended_on.is_(None), _held.ended_on > bindparam("day")),
        )
    )
    excluded = select(null(), null(), _kept_out.review_id, null(), null()).where(_kept_out.user_id == bindparam("user"))
    return union_all(current, excluded)


def load_actor(session: Session, user_id: UUID, day: date) -> Actor:
    """The actor for a user on a day, in one statement."""
    session.flush()
    rows = session.connection().execute(_stands(), {"user": user_id, "day": day})
    partnership_roles: dict[UUID, set[str]] = defaultdict(set)
    review_roles: dict[UUID, set[str]] = defaultdict(set)
    approves_for: set[tuple[UUID, UUID | None]] = set()
    excluded: set[UUID] = set()
    names: dict[UUID, str] = {}
    for role, partnership_id, review_id, agency_id, name in rows:
        if role is None:
            excluded.add(review_id)
            continue
        if role == ReviewRole.AGENCY_APPROVER and agency_id is not None:
            approves_for.add((agency_id, review_id))
        if review_id is not None:
            review_roles[review_id].add(role)
        else:
            partnership_roles[partnership_id].add(role)
            names[partnership_id] = name
    return Actor(
        user_id, _frozen(partnership_roles), _frozen(review_roles), frozenset(approves_for), frozenset(excluded), names
    )


def _frozen(roles: Mapping[UUID, set[str]]) -> Roles:
    return {place: frozenset(held) for place, held in roles.items()}
