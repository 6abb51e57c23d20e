"""Meetings of the executive: what changed since the last, what waits for a decision, what was decided in between.

Everything here is told by reference, dates and states from clear columns; nothing of any story is opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.models.action import Action, ActionMove, ActionUpdate, UpdateKind
from darddr.models.meeting import Meeting, Ratification
from darddr.models.plan import Plan
from darddr.models.review import Publication, Review, ReviewMove
from darddr.models.subject import Place
from darddr.policies import Actor, require
from darddr.policies.visible import followed_reviews, readable_actions
from darddr.services.errors import NotNow, Unfit
from darddr.vocabulary.permissions import Permission
from darddr.workflow.reviews import REVIEW_TABLE
from darddr.workflow.states import ActionState, ReviewState

SHOWN = 14
"""Lines a list of a meeting's page shows at most; its count is always of all."""

DECISIONS = tuple(
    {
        move.trigger
        for move in REVIEW_TABLE.moves
        if move.permission in (Permission.REVIEW_DECIDE, Permission.REVIEW_SIGN_OFF)
    }
)
"""Moves that are the executive's own to make."""

WAITING = (ReviewState.DECIDING, ReviewState.SIGN_OFF)


@dataclass(frozen=True)
class Listed:
    """How many there are, and the first of them."""

    count: int
    lines: tuple[Any, ...]


@dataclass(frozen=True)
class Changes:
    """What happened after one day and up to another: moves of reviews and actions, slips, publications."""

    reviews: Listed
    actions: Listed
    slips: Listed
    published: Listed


@dataclass(frozen=True)
class Waiting:
    """What needs the executive's decision."""

    reviews: Listed
    actions: Listed
    publications: Listed


def meetings_of(session: Session, partnership_id: UUID) -> list[Meeting]:
    """The latest meetings, newest first."""
    found = select(Meeting).filter_by(partnership_id=partnership_id).order_by(Meeting.held_on.desc()).limit(SHOWN)
    return list(session.scalars(found))


def record_meeting(
    session: Session, actor: Actor, place: Place, held_on: date, next_on: date | None, note: str
) -> Meeting:
    """Keep that a meeting was held. Raises Unfit for days that cannot be, or a meeting kept already."""
    require(actor, Permission.PARTNERSHIP_DUTIES, place)
    if held_on > clock.today():
        raise Unfit("A meeting cannot have been held after today.", "held_on")
    if next_on is not None and next_on <= held_on:
        raise Unfit("The next meeting must be after this one.", "next_on")
    if session.scalar(select(Meeting.id).filter_by(partnership_id=place.partnership_id, held_on=held_on)) is not None:
        raise Unfit("A meeting of this day is kept already.", "held_on")
    meeting = Meeting(
        partnership_id=place.partnership_id,
        held_on=held_on,
        next_on=next_on,
        recorded_by_id=actor.user_id,
        note=note.strip(),
    )
    session.add(meeting)
    session.flush()
    audit.record(session, actor.user_id, audit.Tag.MEETING_RECORDED, place, meeting=meeting.id, held_on=held_on)
    return meeting


def changes(
    session: Session, actor: Actor, partnership_id: UUID, since: date, until: date, most: int = SHOWN
) -> Changes:
    """What happened after `since` and on or before `until`, of what the actor may follow."""
    moved = (
        select(Review.reference, ReviewMove.source, ReviewMove.dest, ReviewMove.happened_on)
        .join(Review, Review.id == ReviewMove.review_id)
        .where(_between(ReviewMove.happened_on, since, until), *_reviews(actor, partnership_id))
    )
    published = moved.where(ReviewMove.dest == ReviewState.MONITORING, ReviewMove.source == ReviewState.CLEARED)
    return Changes(
        reviews=_listed(session, most, moved, ReviewMove.happened_on, Review.reference, ReviewMove.step),
        actions=_action_moves(session, actor, partnership_id, since, until, most),
        slips=_slips(session, actor, partnership_id, since, until, most),
        published=_listed(session, most, published, ReviewMove.happened_on, Review.reference),
    )


def _action_moves(session: Session, actor: Actor, partnership_id: UUID, since: date, until: date, most: int) -> Listed:
    moved = (
        select(Plan.reference, Action.number, Action.id, ActionMove.source, ActionMove.dest, ActionMove.happened_on)
        .join(Action, Action.id == ActionMove.action_id)
        .join(Plan, Plan.id == Action.plan_id)
        .where(_between(ActionMove.happened_on, since, until), readable_actions(actor, partnership_id))
    )
    return _listed(session, most, moved, ActionMove.happened_on, Plan.reference, Action.number, ActionMove.step)


def _slips(session: Session, actor: Actor, partnership_id: UUID, since: date, until: date, most: int) -> Listed:
    slipped = (
        select(Plan.reference, Action.number, Action.id, Action.due_on, Action.slips, ActionUpdate.happened_on)
        .join(Action, Action.id == ActionUpdate.action_id)
        .join(Plan, Plan.id == Action.plan_id)
        .where(
            ActionUpdate.kind == UpdateKind.DATE_MOVED,
            _between(ActionUpdate.happened_on, since, until),
            readable_actions(actor, partnership_id),
        )
    )
    return _listed(session, most, slipped, ActionUpdate.happened_on, Plan.reference, Action.number, ActionUpdate.id)


def waiting(session: Session, actor: Actor, partnership_id: UUID, most: int = SHOWN) -> Waiting:
    """What waits for the executive today: reviews to decide or sign off, actions to sign off, publications to approve."""
    followed = select(Review.id, Review.reference, Review.state).where(*_reviews(actor, partnership_id))
    unapproved = Review.id.in_(select(Publication.review_id).where(Publication.approved_by_id.is_(None)))
    complete = (
        select(Plan.reference, Action.number, Action.id)
        .join(Plan, Plan.id == Action.plan_id)
        .where(Action.state == ActionState.OWNER_COMPLETE, readable_actions(actor, partnership_id))
    )
    cleared = followed.where(Review.state == ReviewState.CLEARED, unapproved)
    return Waiting(
        reviews=_listed(session, most, followed.where(Review.state.in_(WAITING)), Review.reference),
        actions=_listed(session, most, complete, Plan.reference, Action.number, Action.id),
        publications=_listed(session, most, cleared, Review.reference),
    )


def to_ratify(session: Session, actor: Actor, partnership_id: UUID, most: int = SHOWN) -> Listed:
    """Decisions made on a day on which no meeting was held, since the first meeting kept, and not yet ratified."""
    days = select(Meeting.held_on).filter_by(partnership_id=partnership_id)
    first = select(func.min(Meeting.held_on)).filter_by(partnership_id=partnership_id).scalar_subquery()
    decided = (
        select(ReviewMove.id, Review.reference, ReviewMove.source, ReviewMove.dest, ReviewMove.happened_on)
        .join(Review, Review.id == ReviewMove.review_id)
        .where(
            ReviewMove.trigger.in_(DECISIONS),
            ReviewMove.happened_on > first,
            ReviewMove.happened_on.not_in(days),
            ReviewMove.id.not_in(select(Ratification.move_id).filter_by(partnership_id=partnership_id)),
            *_reviews(actor, partnership_id),
        )
    )
    return _listed(session, most, decided, ReviewMove.happened_on, Review.reference, ReviewMove.step)


def ratify(session: Session, actor: Actor, move: ReviewMove) -> Ratification:
    """Keep that the first meeting held after a decision ratified it.

    Raises NotNow for a move that is no decision or ratified already, or while no meeting has been held since.
    """
    require(actor, Permission.REVIEW_DECIDE, move)
    if move.trigger not in DECISIONS:
        raise NotNow("Only decisions of the executive are ratified.")
    if session.scalar(select(Ratification.id).filter_by(move_id=move.id)) is not None:
        raise NotNow("This decision has been ratified already.")
    meeting = session.scalar(
        select(Meeting)
        .where(Meeting.partnership_id == move.partnership_id, Meeting.held_on > move.happened_on)
        .order_by(Meeting.held_on)
        .limit(1)
    )
    if meeting is None:
        raise NotNow("No meeting has been held since this decision. Record the meeting that ratified it first.")
    made = Ratification(
        partnership_id=move.partnership_id,
        review_id=move.review_id,
        move_id=move.id,
        meeting_id=meeting.id,
        recorded_by_id=actor.user_id,
    )
    session.add(made)
    audit.record(session, actor.user_id, audit.Tag.DECISION_RATIFIED, move, move=move.id, meeting=meeting.id)
    return made


def _between(column: Any, since: date, until: date) -> Any:
    return (column > since) & (column <= until)


def _reviews(actor: Actor, partnership_id: UUID) -> tuple[Any, ...]:
    return (Review.partnership_id == partnership_id, followed_reviews(actor))


def _listed(session: Session, most: int, wanted: Select[*tuple[Any, ...]], *order: Any) -> Listed:
    count = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    return Listed(count, tuple(session.execute(wanted.order_by(*order).limit(most))))
