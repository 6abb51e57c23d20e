"""The points of Home Office letters: listed, added, answered. A point is open until somebody says that it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.models.home_office import HomeOfficeRound, LetterPoint
from darddr.models.review import Review
from darddr.models.user import User
from darddr.policies import Actor, require
from darddr.policies.visible import readable_reviews
from darddr.services.errors import NotNow, Unfit
from darddr.services.memberships import coordinators_of, members_of
from darddr.services.register import refuse_real_names
from darddr.services.versions import changed, check_version, keep_narrative
from darddr.vocabulary.home_office import PointAnswer, PointCategory
from darddr.vocabulary.permissions import Permission
from darddr.vocabulary.roles import ReviewRole

WORKS_ON = frozenset({ReviewRole.CHAIR.value, ReviewRole.AUTHOR.value, ReviewRole.PANEL.value})
ANSWERED = ("response", "change_made", "where_made", "reason")
TEXTS = ("printed", "text", *ANSWERED)
COLUMNS = ("category", "answer", "owner_id", "done_on")


@dataclass(frozen=True)
class Told:
    """A point as somebody words and answers it."""

    text: str
    printed: str = ""
    category: PointCategory = PointCategory.OTHER
    answer: PointAnswer | None = None
    owner_id: UUID | None = None
    done_on: date | None = None
    response: str = ""
    change_made: str = ""
    where_made: str = ""
    reason: str = ""
    name_reason: str = ""


class Listed(NamedTuple):
    """A point with its round and the name of its owner."""

    point: LetterPoint
    round: HomeOfficeRound
    owner: str


class OwnPoint(NamedTuple):
    """An open point somebody has undertaken to answer."""

    id: UUID
    reference: str
    printed: str
    text: str


def points_of(session: Session, review: Review, *, only_open: bool = False) -> list[Listed]:
    """A review's points in the order of the letters, in one statement."""
    found = (
        select(LetterPoint, HomeOfficeRound, User)
        .join(HomeOfficeRound, HomeOfficeRound.id == LetterPoint.round_id)
        .outerjoin(User, User.id == LetterPoint.owner_id)
        .where(LetterPoint.review_id == review.id)
        .order_by(HomeOfficeRound.number, LetterPoint.position)
    )
    if only_open:
        found = found.where(LetterPoint.done_on.is_(None))
    return [Listed(point, row, user.name or "" if user else "") for point, row, user in session.execute(found)]


def owners_of(session: Session, review: Review) -> dict[UUID, str]:
    """Whoever may answer a point: those who work on the review today, by name."""
    today = clock.today()
    users = {user.id: user for user in coordinators_of(session, review)}
    for membership, user, _agency in members_of(session, review):
        if membership.role in WORKS_ON and membership.is_current(today):
            users[user.id] = user
    return {user.id: user.name or "" for user in sorted(users.values(), key=lambda user: (user.name or "").casefold())}


def add_point(session: Session, actor: Actor, review: Review, row: HomeOfficeRound, told: Told) -> LetterPoint:
    """One point more of a letter that is logged. Raises NotNow before that, Unfit, RealNameTyped."""
    require(actor, Permission.REVIEW_LEAD, row)
    if row.received_on is None:
        raise NotNow("Log the letter of this round first: its points are read with it.")
    _check(session, review, row, told)
    last = session.scalar(select(func.max(LetterPoint.position)).filter_by(round_id=row.id)) or 0
    point = LetterPoint(
        partnership_id=row.partnership_id,
        review_id=row.review_id,
        round_id=row.id,
        position=last + 1,
        recorded_by_id=actor.user_id,
        **_values(told),
        name_reason=told.name_reason.strip(),
    )
    session.add(point)
    session.flush()
    audit.record(session, actor.user_id, audit.Tag.POINT_ADDED, review, point=point.id)
    return point


def answer_point(session: Session, actor: Actor, review: Review, point: LetterPoint, version: int, told: Told) -> None:
    """Answer a point, or put right how it was read; earlier words are kept. Raises Stale with both texts, Unfit, RealNameTyped."""
    require(actor, Permission.POINT_ANSWER, point)
    check_version(point, version, (*TEXTS, *COLUMNS))
    row = session.get_one(HomeOfficeRound, point.round_id)
    _check(session, review, row, told, point)
    values = _values(told)
    before = changed(point, values)
    if not before:
        return
    keep_narrative(session, actor.user_id, point, before)
    for name in COLUMNS:
        setattr(point, name, values[name])
    point.fill(**{name: values[name] for name in TEXTS}, name_reason=told.name_reason.strip())
    facts = {"point": point.id, "fields": sorted(before)}
    audit.record(session, actor.user_id, audit.Tag.POINT_ANSWERED, review, **facts)


def _values(told: Told) -> dict[str, Any]:
    texts = {name: getattr(told, name).strip() for name in TEXTS}
    return {**texts, **{name: getattr(told, name) for name in COLUMNS}}


def _check(
    session: Session, review: Review, row: HomeOfficeRound, told: Told, point: LetterPoint | None = None
) -> None:
    """A done point says what was answered, and what was changed or why nothing was."""
    if not told.text.strip():
        raise Unfit("Write what the letter asks.", "text")
    kept = point.owner_id if point is not None else None
    if told.owner_id is not None and told.owner_id != kept and told.owner_id not in owners_of(session, review):
        raise Unfit("Choose somebody who works on this review.", "owner_id")
    if told.answer is PointAnswer.NOT_ACCEPTED and not told.reason.strip():
        raise Unfit("Give the reason for not accepting the point.", "reason")
    if told.done_on is not None:
        _check_done(row, told)
    own = tuple(getattr(told, name) for name in ANSWERED)
    refuse_real_names(session, review, *own, reason=told.name_reason, fields=ANSWERED)


def _check_done(row: HomeOfficeRound, told: Told) -> None:
    if told.done_on is not None and told.done_on > clock.today():
        raise Unfit("It cannot have been done after today.", "done_on")
    if told.done_on is not None and row.received_on is not None and told.done_on < row.received_on:
        raise Unfit("It cannot have been done before the letter came.", "done_on")
    if told.answer is None:
        raise Unfit("Say whether the point is accepted before it is done.", "answer")
    if not told.response.strip():
        raise Unfit("Write the response before the point is done.", "response")
    if told.answer is PointAnswer.ACCEPTED and not told.change_made.strip():
        raise Unfit("Say what was changed before the point is done.", "change_made")


def own_points(session: Session, actor: Actor, most: int) -> tuple[OwnPoint, ...]:
    """Open points the actor owns in reviews they may read, the oldest first."""
    found = (
        select(LetterPoint, Review.reference)
        .join(Review, Review.id == LetterPoint.review_id)
        .where(LetterPoint.owner_id == actor.user_id, LetterPoint.done_on.is_(None), readable_reviews(actor))
        .order_by(LetterPoint.recorded_at, LetterPoint.position, LetterPoint.id)
        .limit(most)
    )
    return tuple(
        OwnPoint(point.id, reference, point.printed or "", point.text or "")
        for point, reference in session.execute(found)
    )
