"""What waits for one person, soonest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from darddr.deadlines.holds import Held
from darddr.deadlines.reckoning import Deadline
from darddr.models.action import Action
from darddr.models.finding import Finding
from darddr.models.review import Publication, Review, ReviewMilestone
from darddr.policies import Actor
from darddr.policies.visible import followed_reviews, led_reviews, readable_actions, readable_reviews
from darddr.services.clocks import due, moved_by_review, next_due
from darddr.services.findings import OPEN_STATES
from darddr.services.holds import HoldDue, overdue_for
from darddr.services.impact import followed_look_backs, own_look_backs
from darddr.services.letter_points import OwnPoint, own_points
from darddr.services.releases import Withheld, withheld_reviews
from darddr.services.standing import Standing, standing_of
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.roles import PartnershipRole as R
from darddr.workflow.states import PENDING, WORKING, ActionState, ReviewState

NEEDING = (*PENDING, ReviewState.NO_REVIEW, *WORKING)
"""States in which a review waits for somebody: before the decision, while the Home Office looks at a “no”, and under way."""

SHOWN = 50
"""As many of a kind as a page shows; one more says that there are more."""

DECIDING = (ReviewState.DECIDING, ReviewState.SIGN_OFF)


@dataclass(frozen=True)
class ReviewDue:
    """A review with its next deadline, if one runs. `to_agree` counts the findings that this person may agree."""

    id: UUID
    partnership_id: UUID
    reference: str
    state: ReviewState
    deadline: Deadline | None
    late: int
    to_agree: int = 0

    @property
    def takes_findings(self) -> bool:
        """Whether findings may be added to it now, which all who work on a review may do."""
        return self.state in OPEN_STATES


@dataclass(frozen=True)
class OwnAction:
    """An action of one's own that is open, or whose impact is to be looked at."""

    id: UUID
    number: str
    text: str
    standing: Standing
    due_on: date | None
    late: int


@dataclass(frozen=True)
class Work:
    """What waits for one person, the most pressing of each kind and one more than is shown where there are more.

    `points` are open points of Home Office letters that they answer; `withheld` what comes back to be looked at.
    `coordinates` and `follows` are the partnerships they do so for.
    """

    reviews: tuple[ReviewDue, ...]
    holds: tuple[HoldDue, ...]
    decisions: tuple[ReviewDue, ...]
    publications: tuple[ReviewDue, ...]
    actions: tuple[OwnAction, ...]
    look_backs: tuple[OwnAction, ...]
    points: tuple[OwnPoint, ...]
    withheld: tuple[Withheld, ...]
    awaiting_sign_off: int
    to_look_back: int
    decides: frozenset[UUID]
    coordinates: frozenset[UUID]
    follows: frozenset[UUID]

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        lists = (self.reviews, self.holds, self.decisions, self.publications, self.actions, self.look_backs)
        more = (self.points, self.withheld)
        return not (any(lists) or any(more) or self.awaiting_sign_off or self.to_look_back)


def work_of(session: Session, actor: Actor, day: date) -> Work:
    """What waits for the actor, in a fixed number of statements. Whoever only follows progress is told references, nothing more."""
    chairs = actor.partnerships_as(R.EXECUTIVE_CHAIR)
    follows = actor.partnerships_as(R.EXECUTIVE, R.EXECUTIVE_CHAIR)
    followed = followed_reviews(actor) & Review.partnership_id.in_(follows)
    chaired = followed_reviews(actor) & Review.partnership_id.in_(chairs)
    unapproved = Review.id.in_(select(Publication.review_id).where(Publication.approved_by_id.is_(None)))
    return Work(
        reviews=_due(session, readable_reviews(actor), NEEDING, day, _to_agree(session, actor)),
        holds=overdue_for(session, actor, day, SHOWN + 1),
        decisions=_due(session, followed, DECIDING, day) if follows else (),
        publications=_due(session, chaired & unapproved, (ReviewState.CLEARED,), day) if chairs else (),
        actions=_own_actions(session, actor, day),
        look_backs=tuple(_own(row, row.look_back_on, day) for row in own_look_backs(session, actor, day, SHOWN + 1)),
        points=own_points(session, actor, SHOWN + 1),
        withheld=_come_back(session, actor, day),
        awaiting_sign_off=_awaiting(session, actor),
        to_look_back=followed_look_backs(session, actor, day),
        decides=chairs,
        coordinates=actor.partnerships_as(R.COORDINATOR),
        follows=follows,
    )


def _come_back(session: Session, actor: Actor, day: date) -> tuple[Withheld, ...]:
    """Withheld reports that this person looks at again, their day come."""
    partnerships = actor.partnerships_as(R.COORDINATOR, R.EXECUTIVE_CHAIR)
    if not partnerships:
        return ()
    return tuple(each for each in withheld_reviews(session, actor, partnerships, day) if each.is_due)[: SHOWN + 1]


def _awaiting(session: Session, actor: Actor) -> int:
    """How many actions this person may sign off, or return."""
    signs = actor.partnerships_as(R.COORDINATOR, R.EXECUTIVE, R.EXECUTIVE_CHAIR)
    if not signs:
        return 0
    complete = (Action.state == ActionState.OWNER_COMPLETE) & Action.partnership_id.in_(signs)
    return session.scalar(select(func.count()).select_from(Action).where(complete, readable_actions(actor))) or 0


def _to_agree(session: Session, actor: Actor) -> dict[UUID, int]:
    """How many findings this person may agree and nobody has, by review."""
    counted = (
        select(Finding.review_id, func.count().label("found"))
        .join(Review, Review.id == Finding.review_id)
        .where(Finding.agreed_on.is_(None), led_reviews(actor))
        .group_by(Finding.review_id)
    )
    return {row.review_id: row.found for row in session.execute(counted)}


def _due(
    session: Session,
    clause: ColumnElement[bool],
    states: tuple[ReviewState, ...],
    day: date,
    to_agree: Mapping[UUID, int] = MappingProxyType({}),
) -> tuple[ReviewDue, ...]:
    """Reviews in some states with their next deadline, most pressing first; three statements."""
    wanted = clause & Review.state.in_(states)
    rows = session.execute(
        select(Review.id, Review.partnership_id, Review.reference, Review.state, Review.guidance_edition).where(wanted)
    ).all()
    dates: dict[UUID, dict[Milestone, date]] = defaultdict(dict)
    events = select(ReviewMilestone.review_id, ReviewMilestone.kind, ReviewMilestone.happened_on)
    for event in session.execute(
        events.join(Review, Review.id == ReviewMilestone.review_id).where(wanted, ReviewMilestone.replaced.is_(False))
    ):
        dates[event.review_id][event.kind] = event.happened_on
    agreed, held = moved_by_review(session, wanted)
    found = [
        _review_due(row, dates[row.id], agreed[row.id], held[row.id], day, to_agree.get(row.id, 0)) for row in rows
    ]
    found.sort(key=lambda each: (each.deadline.due_on if each.deadline else date.max, each.reference))
    return tuple(found[: SHOWN + 1])


def _review_due(
    row: Any, dates: Mapping[Milestone, date], agreed: Mapping[str, date], held: list[Held], day: date, to_agree: int
) -> ReviewDue:
    pressing = next_due(due(row.state, row.guidance_edition, dates, agreed, held, day))
    late = pressing.days_late(day) if pressing is not None else 0
    return ReviewDue(row.id, row.partnership_id, row.reference, row.state, pressing, late, to_agree)


def _own_actions(session: Session, actor: Actor, day: date) -> tuple[OwnAction, ...]:
    rows = session.scalars(
        select(Action)
        .where(
            Action.owner_id == actor.user_id,
            Action.is_open,
            Action.review_id.is_(None) | Action.review_id.not_in(actor.excluded_from),
        )
        .order_by(Action.due_on.is_(None), Action.due_on, Action.id)
        .limit(SHOWN + 1)
    )
    return tuple(_own(row, row.due_on, day) for row in rows)


def _own(row: Action, due_on: date | None, day: date) -> OwnAction:
    late = (day - due_on).days if due_on is not None and due_on < day else 0
    return OwnAction(row.id, row.number, row.text or "", standing_of(row, day), due_on, late)
