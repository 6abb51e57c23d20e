"""What happened on a review: its moves, dated events, agreed deadlines, holds and waivers, newest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr.deadlines.editions import limits_of
from darddr.models.hold import Hold
from darddr.models.review import Extension, Review, ReviewMilestone, ReviewMove, Waiver
from darddr.models.user import User
from darddr.workflow.reviews import REVIEW_TABLE


@dataclass(frozen=True)
class Entry:
    """One thing that happened; `happened_on` beside `recorded_at`, by whom and in which words."""

    title: str
    happened_on: date | None
    recorded_at: datetime
    who: str
    text: str


CONDITIONS = {need.name: need.sentence for move in REVIEW_TABLE.moves for need in move.conditions}
LABELS = {(move.trigger, move.dest): move.label for move in REVIEW_TABLE.moves}


def history_of(session: Session, review: Review) -> list[Entry]:
    """Every move, dated event (earlier dates included), agreed deadline, hold and waiver of a review, in five statements."""
    entries = [_move(move, user) for move, user in _rows(session, ReviewMove, review)]
    entries += [_event(event, user) for event, user in _rows(session, ReviewMilestone, review)]
    entries += [_hold(hold, user) for hold, user in _rows(session, Hold, review)]
    entries += [_waiver(waiver, user) for waiver, user in _rows(session, Waiver, review)]
    words = {limit.name: limit.words for limit in limits_of(review.guidance_edition)}
    entries += [_extension(extension, user, words) for extension, user in _rows(session, Extension, review)]
    return sorted(entries, key=lambda entry: entry.recorded_at, reverse=True)


def _rows(session: Session, model: Any, review: Review) -> list[tuple[Any, User | None]]:
    joined: Any = select(model, User).outerjoin(User, User.id == model.recorded_by_id)
    return [(row, user) for row, user in session.execute(joined.where(model.review_id == review.id))]


def _who(user: User | None) -> str:
    return (user.name or "") if user is not None else "The program"


def _move(move: ReviewMove, user: User | None) -> Entry:
    if move.trigger == "brought_in":
        title = f"Brought in: {move.dest.label}"
    else:
        title = f"{LABELS.get((move.trigger, move.dest), move.trigger)}: {move.source.label} to {move.dest.label}"
    behalf = f"Decided by {move.on_behalf_of}. " if move.on_behalf_of else ""
    return Entry(title, move.happened_on, move.recorded_at, _who(user), behalf + (move.reason or ""))


def _event(event: ReviewMilestone, user: User | None) -> Entry:
    earlier = " (date since corrected)" if event.replaced else ""
    return Entry(event.kind.label + earlier, event.happened_on, event.recorded_at, _who(user), event.note or "")


def _extension(extension: Extension, user: User | None, words: Mapping[str, str]) -> Entry:
    due_on = extension.due_on
    title = f"Another date agreed for {words.get(extension.limit, extension.limit)}: {due_on.day} {due_on:%B %Y}"
    by = f"Agreed by {extension.agreed_by}. " if extension.agreed_by else ""
    return Entry(title, extension.agreed_on, extension.recorded_at, _who(user), by + (extension.reason or ""))


def _hold(hold: Hold, user: User | None) -> Entry:
    ended = f", until work resumed on {hold.ended_on.day} {hold.ended_on:%B %Y}" if hold.ended_on else ""
    title = f"On hold, asked for by: {hold.requester.label}{ended}"
    return Entry(title, hold.began_on, hold.recorded_at, _who(user), hold.reason or "")


def _waiver(waiver: Waiver, user: User | None) -> Entry:
    title = f"Set aside: {CONDITIONS.get(waiver.condition, waiver.condition)}"
    return Entry(title, None, waiver.recorded_at, _who(user), waiver.reason or "")


def waived_on(session: Session, review: Review) -> tuple[str, ...]:
    """The sentences of the conditions set aside on a review."""
    names = session.scalars(select(Waiver.condition).filter_by(review_id=review.id).order_by(Waiver.recorded_at))
    return tuple(CONDITIONS.get(name, name) for name in names)
