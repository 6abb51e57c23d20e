"""Meetings of the executive: what changed since the last, what waits for a decision, what was decided in between.

Everything here is told by reference, dates and states from clear columns; nothing of any story is opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.models.action import Action, ActionMove, ActionUpdate, UpdateKind
from darddr.models.finding import Change
from darddr.models.meeting import Meeting, Ratification
from darddr.models.partnership import Agency
from darddr.models.plan import Plan
from darddr.models.review import Publication, Review, ReviewMove
from darddr.models.subject import Place
from darddr.models.user import User
from darddr.policies import Actor, require
from darddr.policies.visible import followed_reviews, readable_actions
from darddr.services import attendance
from darddr.services.errors import NotNow, Unfit
from darddr.services.versions import changed, keep_learning, stale, text_of
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


@dataclass(frozen=True)
class Sitting:
    """A meeting as somebody tells it; `came` are ids of the agencies that sent somebody, empty where nobody noted it."""

    held_on: date
    next_on: date | None = None
    note: str = ""
    came: tuple[UUID, ...] = ()


def record_meeting(session: Session, actor: Actor, place: Place, told: Sitting) -> Meeting:
    """Keep that a meeting was held. Raises Unfit for days that cannot be, or a meeting kept already."""
    require(actor, Permission.PARTNERSHIP_DUTIES, place)
    _check(session, place.partnership_id, told)
    meeting = Meeting(
        partnership_id=place.partnership_id,
        held_on=told.held_on,
        next_on=told.next_on,
        recorded_by_id=actor.user_id,
        note=told.note.strip(),
    )
    session.add(meeting)
    session.flush()
    attendance.keep(session, actor.user_id, meeting, told.came)
    audit.record(session, actor.user_id, audit.Tag.MEETING_RECORDED, place, meeting=meeting.id, held_on=told.held_on)
    return meeting


def edit_meeting(session: Session, actor: Actor, meeting: Meeting, version: int, told: Sitting) -> None:
    """Change a meeting; what it said before is kept. Raises Unfit, or Stale with what is now kept."""
    require(actor, Permission.PARTNERSHIP_DUTIES, meeting)
    came = [agency_id for agency_id, was_there in attendance.of_meeting(session, meeting).items() if was_there]
    now = {"held_on": meeting.held_on, "next_on": meeting.next_on, "note": meeting.note or ""}
    if meeting.version_id != version:
        theirs = {name: text_of(value) for name, value in now.items()}
        raise stale(meeting, {**theirs, "came": text_of(_by_name(session, came, "id"))})
    _check(session, meeting.partnership_id, told, meeting)
    before = changed(meeting, {"held_on": told.held_on, "next_on": told.next_on, "note": told.note.strip()})
    if set(came) != set(told.came):
        before["came"] = text_of(_by_name(session, came, "name"))
    if not before:
        return
    keep_learning(session, actor.user_id, meeting, before)
    meeting.held_on, meeting.next_on = told.held_on, told.next_on
    meeting.fill(note=told.note.strip())
    attendance.keep(session, actor.user_id, meeting, told.came)
    facts = {"meeting": meeting.id, "fields": sorted(before)}
    audit.record(session, actor.user_id, audit.Tag.MEETING_CHANGED, Place(meeting.partnership_id), **facts)


def _by_name(session: Session, agency_ids: list[UUID], column: str) -> list[str]:
    wanted = select(getattr(Agency, column)).where(Agency.id.in_(agency_ids)).order_by(Agency.name)
    return [str(value) for value in session.scalars(wanted)]


def _check(session: Session, partnership_id: UUID, told: Sitting, own: Meeting | None = None) -> None:
    if told.held_on > clock.today():
        raise Unfit("A meeting cannot have been held after today.", "held_on")
    if told.next_on is not None and told.next_on <= told.held_on:
        raise Unfit("The next meeting must be after this one.", "next_on")
    kept = session.scalar(select(Meeting).filter_by(partnership_id=partnership_id, held_on=told.held_on))
    if kept is not None and kept is not own:
        raise Unfit("A meeting of this day is kept already.", "held_on")
    known = set(session.scalars(select(Agency.id).filter_by(partnership_id=partnership_id)))
    if not known.issuperset(told.came):
        raise Unfit("Choose agencies of this partnership.", "came")
    if own is not None and _ratified_since(session, own, told.held_on):
        raise Unfit("This meeting ratified a decision made on or after that day.", "held_on")


def _ratified_since(session: Session, meeting: Meeting, day: date) -> bool:
    """Whether the meeting ratified what was decided on a day or after it."""
    wanted = select(Ratification.id).join(ReviewMove, ReviewMove.id == Ratification.move_id)
    of_it = wanted.where(Ratification.meeting_id == meeting.id, ReviewMove.happened_on >= day)
    return session.scalar(of_it.limit(1)) is not None


def earlier_of(session: Session, meeting: Meeting) -> list[tuple[datetime, str, dict[str, str]]]:
    """What a meeting said before it was changed, with when and by whom, newest first."""
    rows = session.execute(
        select(Change, User)
        .outerjoin(User, User.id == Change.recorded_by_id)
        .where(Change.subject_table == Meeting.__tablename__, Change.subject_id == meeting.id)
        .order_by(Change.recorded_at.desc())
        .limit(SHOWN)
    )
    return [(row.recorded_at, (user.name or "") if user else "", row.learning_before or {}) for row, user in rows]


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
