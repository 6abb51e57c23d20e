"""What waits for one person, soonest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from darddr.deadlines.editions import Deadline, deadlines
from darddr.models.action import Action
from darddr.models.finding import Finding
from darddr.models.review import Publication, Review, ReviewMilestone
from darddr.policies import Actor
from darddr.policies.visible import followed_reviews, readable_reviews
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.roles import PartnershipRole as R
from darddr.workflow.states import PENDING, WORKING, ActionState, ReviewState


@dataclass(frozen=True)
class ReviewDue:
    """A review with its next deadline, if one runs."""

    id: UUID
    reference: str
    state: ReviewState
    deadline: Deadline | None
    late: int


@dataclass(frozen=True)
class OwnAction:
    """An open action of one's own."""

    id: UUID
    number: str
    text: str
    state: ActionState
    due_on: date | None
    late: int


@dataclass(frozen=True)
class Work:
    """Everything that waits for one person."""

    reviews: tuple[ReviewDue, ...]
    decisions: tuple[ReviewDue, ...]
    publications: tuple[ReviewDue, ...]
    actions: tuple[OwnAction, ...]
    awaiting_sign_off: int
    unagreed_findings: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        return not (self.reviews or self.decisions or self.publications or self.actions or self.awaiting_sign_off or self.unagreed_findings)


def work_of(session: Session, actor: Actor, day: date) -> Work:
    """What waits for the actor, in a fixed number of statements."""
    chairs = actor.partnerships_as(R.EXECUTIVE_CHAIR)
    readable = _due(session, readable_reviews(actor), (*PENDING, *WORKING), day)
    followed = followed_reviews(actor) & Review.partnership_id.in_(chairs)
    decisions = _due(session, followed, (ReviewState.DECIDING, ReviewState.SIGN_OFF), day) if chairs else ()
    unapproved = followed & Review.id.in_(select(Publication.review_id).where(Publication.approved_by_id.is_(None)))
    publications = _due(session, unapproved, (ReviewState.CLEARED,), day) if chairs else ()
    signs = actor.partnerships_as(R.COORDINATOR, R.EXECUTIVE, R.EXECUTIVE_CHAIR)
    awaiting = session.scalar(
        select(func.count())
        .select_from(Action)
        .where(Action.partnership_id.in_(signs), Action.state == ActionState.OWNER_COMPLETE)
    )
    unagreed = session.scalar(
        select(func.count())
        .select_from(Finding)
        .join(Review, Review.id == Finding.review_id)
        .where(Finding.agreed_on.is_(None), readable_reviews(actor))
    )
    return Work(readable, decisions, publications, _own_actions(session, actor, day), awaiting or 0, unagreed or 0)


def _due(
    session: Session, clause: ColumnElement[bool], states: tuple[ReviewState, ...], day: date
) -> tuple[ReviewDue, ...]:
    """Reviews in some states with their next deadline, most pressing first; two statements."""
    rows = session.execute(
        select(Review.id, Review.reference, Review.state, Review.guidance_edition).where(
            clause, Review.state.in_(states)
        )
    ).all()
    dates: dict[UUID, dict[Milestone, date]] = {row.id: {} for row in rows}
    events = select(ReviewMilestone.review_id, ReviewMilestone.kind, ReviewMilestone.happened_on)
    for event in session.execute(
        events.where(ReviewMilestone.review_id.in_(dates), ReviewMilestone.replaced.is_(False))
    ):
        dates[event.review_id][event.kind] = event.happened_on
    found = [_review_due(row, dates[row.id], day) for row in rows]
    return tuple(sorted(found, key=lambda due: (due.deadline.due_on if due.deadline else date.max, due.reference)))


def _review_due(row: Any, dates: dict[Milestone, date], day: date) -> ReviewDue:
    running = [each for each in deadlines(row.guidance_edition, dates) if each.done_on is None]
    following = running[-1] if running else None
    return ReviewDue(row.id, row.reference, row.state, following, following.days_late(day) if following else 0)


def _own_actions(session: Session, actor: Actor, day: date) -> tuple[OwnAction, ...]:
    rows = session.scalars(
        select(Action)
        .where(
            Action.owner_id == actor.user_id,
            Action.is_open,
            Action.review_id.is_(None) | Action.review_id.not_in(actor.excluded_from),
        )
        .order_by(Action.due_on.is_(None), Action.due_on, Action.id)
    )
    return tuple(
        OwnAction(
            row.id,
            row.number,
            row.text or "",
            row.state,
            row.due_on,
            (day - row.due_on).days if row.is_overdue(day) and row.due_on else 0,
        )
        for row in rows
    )
