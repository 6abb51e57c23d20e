"""Where the actions somebody may read can lie, as ids apart from the condition they stand in.

Making a statement often takes longer than running it, and nearly everybody's is the same but for the ids in it. So the
rule is made from ids or from parameters named after them alike: a list keeps one statement for all who reach alike.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam

from darddr.models.action import Action
from darddr.policies.actor import Actor
from darddr.vocabulary.roles import PartnershipRole as R
from darddr.vocabulary.roles import ReviewRole

WORKING_ROLES = (ReviewRole.CHAIR, ReviewRole.AUTHOR, ReviewRole.PANEL)
FOLLOWING_ROLES = (R.COORDINATOR, R.EXECUTIVE, R.EXECUTIVE_CHAIR)

_ID = Action.__table__.c.id.type


class Reach(NamedTuple):
    """The ids of a reader, or what stands for them: the name of a parameter, or the parameter itself.

    Read whole are the partnerships `followed`, less the reviews `excluded`. `rest` tells whether actions elsewhere count
    too, in `place` where one partnership is asked for: those of `reviews`, of their `owner`, and those `approved`, as
    pairs of an agency and a review or None.
    """

    followed: tuple[Any, ...]
    excluded: tuple[Any, ...]
    rest: bool
    place: Any
    reviews: tuple[Any, ...]
    owner: Any
    approved: tuple[tuple[Any, Any], ...]

    def replaced(self, by: Callable[[str, Any], Any]) -> Reach:
        """The same reach with everything that is not None replaced, by its name and what stood there."""

        def one(name: str, value: Any) -> Any:
            return None if value is None else by(name, value)

        def each(name: str, values: tuple[Any, ...]) -> tuple[Any, ...]:
            return tuple([one(f"{name}_{place}", value) for place, value in enumerate(values)])

        return Reach(
            each("followed", self.followed),
            each("excluded", self.excluded),
            self.rest,
            one("place", self.place),
            each("review", self.reviews),
            one("owner", self.owner),
            tuple([each(f"approved_{place}", pair) for place, pair in enumerate(self.approved)]),
        )


def reach_of(actor: Actor, partnership_id: UUID | None = None) -> Reach:
    """Where the actions lie that the actor may read, of one partnership where one is named."""
    followed = actor.partnerships_as(*FOLLOWING_ROLES)
    if partnership_id is not None:
        followed &= {partnership_id}
    return Reach(
        followed=tuple(sorted(followed)),
        excluded=tuple(actor.excluded_from),
        rest=partnership_id is None or not followed,
        place=partnership_id,
        reviews=tuple(actor.reviews_as(*WORKING_ROLES)),
        owner=actor.user_id,
        approved=tuple(actor.approves_for),
    )


def named(reach: Reach) -> tuple[Reach, dict[str, UUID]]:
    """Names in place of the ids, the same for all who reach alike, and the ids by those names."""
    ids: dict[str, UUID] = {}

    def name(called: str, value: UUID) -> str:
        ids[called] = value
        return called

    return reach.replaced(name), ids


def parameters(names: Reach) -> Reach:
    """Parameters of a statement in place of their names."""
    return names.replaced(lambda name, _: bindparam(name, type_=_ID))
