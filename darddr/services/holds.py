"""Holds on a review: begun, corrected, ended, told of; and those that nobody has looked at again in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.models.finding import Change
from darddr.models.hold import Hold
from darddr.models.review import Review
from darddr.models.user import User
from darddr.policies import Actor, require
from darddr.policies.visible import readable_reviews
from darddr.services.errors import NotNow, Unfit
from darddr.services.versions import changed, check_version, keep_narrative
from darddr.vocabulary.clocks import HoldRequester
from darddr.vocabulary.days import day_in_words
from darddr.vocabulary.permissions import Permission
from darddr.vocabulary.roles import PartnershipRole as R

COLUMNS = ("requester", "began_on", "review_on", "ended_on")
TEXTS = ("reason", "may_continue", "told")
FIELDS = (*COLUMNS, *TEXTS)
NAMED = {
    "requester": "asked for by",
    "began_on": "began",
    "review_on": "to be looked at",
    "ended_on": "work resumed",
    "reason": "why",
    "may_continue": "may go on",
    "told": "told",
}
"""What each field is called among earlier wordings."""


@dataclass(frozen=True)
class Told:
    """What is said of a hold."""

    requester: HoldRequester
    began_on: date
    review_on: date
    reason: str
    may_continue: str = ""
    told: str = ""
    ended_on: date | None = None

    @property
    def values(self) -> dict[str, Any]:
        """Every field as it is kept."""
        texts = {name: str(getattr(self, name)).strip() for name in TEXTS}
        return {**{name: getattr(self, name) for name in COLUMNS}, **texts}


@dataclass(frozen=True)
class Earlier:
    """What was said of a hold before a correction: by the name of each field that changed."""

    recorded_at: datetime
    changed_by: str
    before: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Listed:
    """A hold as its page shows it: the row, who recorded it, and what was said before each correction, latest first."""

    hold: Hold
    recorded_by: str
    earlier: tuple[Earlier, ...]
    overdue: bool

    def days(self, day: date) -> int:
        """Days on hold up to a day."""
        return max(0, ((self.hold.ended_on or day) - self.hold.began_on).days)


@dataclass(frozen=True)
class HoldDue:
    """A hold that lasts past the day on which somebody was to look at it again."""

    hold_id: UUID
    review_id: UUID
    reference: str
    requester: HoldRequester
    review_on: date
    late: int


def begin(session: Session, actor: Actor, review: Review, told: Told) -> Hold:
    """Put a review on hold. Raises NotNow where its end state needs none, Unfit for days that cannot be or without a reason."""
    require(actor, Permission.REVIEW_LEAD, review)
    require_open(review)
    _check(told)
    place = {"partnership_id": review.partnership_id, "review_id": review.id, "recorded_by_id": actor.user_id}
    hold = Hold(**place, **told.values)
    session.add(hold)
    session.flush()
    audit.record(
        session,
        actor.user_id,
        audit.Tag.HOLD_BEGUN,
        review,
        hold=hold.id,
        requester=hold.requester,
        began_on=hold.began_on,
        review_on=hold.review_on,
    )
    return hold


def require_open(review: Review) -> None:
    """Raises NotNow for a review that has ended."""
    if review.state.is_end:
        raise NotNow("This review has ended, so nothing of it can be put on hold.")


def change(session: Session, actor: Actor, hold: Hold, version: int, told: Told) -> None:
    """Correct a hold; what was said before is kept. Raises Unfit, or Stale with what is now kept."""
    require(actor, Permission.REVIEW_LEAD, hold)
    review = session.get_one(Review, hold.review_id)
    check_version(hold, version, FIELDS)
    _check(told)
    before = changed(hold, told.values)
    if not before:
        return
    keep_narrative(session, actor.user_id, hold, before)
    _write(hold, told.values)
    audit.record(session, actor.user_id, audit.Tag.HOLD_CHANGED, review, hold=hold.id, fields=sorted(before))


def end(session: Session, actor: Actor, hold: Hold, ended_on: date) -> None:
    """Say on which day work resumed. Raises NotNow where that was said before, Unfit for a day that cannot be."""
    require(actor, Permission.REVIEW_LEAD, hold)
    review = session.get_one(Review, hold.review_id)
    require_lasting(hold)
    _check_end(hold.began_on, ended_on)
    keep_narrative(session, actor.user_id, hold, {"ended_on": ""})
    hold.ended_on = ended_on
    audit.record(session, actor.user_id, audit.Tag.HOLD_ENDED, review, hold=hold.id, ended_on=ended_on)


def require_lasting(hold: Hold) -> None:
    """Raises NotNow for a hold that has ended."""
    if hold.ended_on is not None:
        raise NotNow("This hold has ended already. Correct it instead.")


def _write(hold: Hold, values: dict[str, Any]) -> None:
    for name in COLUMNS:
        setattr(hold, name, values[name])
    hold.fill(**{name: values[name] for name in TEXTS})


def _check(told: Told) -> None:
    if told.began_on > clock.today():
        raise Unfit("A hold cannot have begun after today.", "began_on")
    if told.review_on < told.began_on:
        raise Unfit("The day to look at it again cannot come before the hold began.", "review_on")
    if not told.reason.strip():
        raise Unfit("Give the reason for the hold.", "reason")
    if told.ended_on is not None:
        _check_end(told.began_on, told.ended_on)


def _check_end(began_on: date, ended_on: date) -> None:
    if ended_on < began_on:
        raise Unfit("Work cannot have resumed before the hold began.", "ended_on")
    if ended_on > clock.today():
        raise Unfit("Work cannot have resumed after today.", "ended_on")


def rows_of(session: Session, review: Review) -> list[Hold]:
    """The holds of a review, latest first; their texts are opened only where they are read."""
    return list(session.scalars(select(Hold).filter_by(review_id=review.id).order_by(Hold.began_on.desc(), Hold.id)))


def listed(session: Session, review: Review, day: date) -> list[Listed]:
    """The holds of a review with who recorded them and their earlier wordings, in two statements."""
    rows = (
        select(Hold, User)
        .outerjoin(User, User.id == Hold.recorded_by_id)
        .where(Hold.review_id == review.id)
        .order_by(Hold.began_on.desc(), Hold.id)
    )
    earlier: dict[UUID, list[Earlier]] = {}
    changes = (
        select(Change, User)
        .outerjoin(User, User.id == Change.recorded_by_id)
        .where(Change.review_id == review.id, Change.subject_table == Hold.__tablename__)
        .order_by(Change.recorded_at.desc())
    )
    for one, user in session.execute(changes):
        before = tuple((NAMED[name], _worded(name, text)) for name, text in (one.narrative_before or {}).items())
        earlier.setdefault(one.subject_id, []).append(Earlier(one.recorded_at, _name(user), before))
    return [
        Listed(hold, _name(user), tuple(earlier.get(hold.id, ())), hold.is_overdue(day))
        for hold, user in session.execute(rows)
    ]


def _worded(name: str, text: str) -> str:
    """An earlier value as it is read."""
    if name == "requester":
        return HoldRequester.choices().get(text, text)
    return day_in_words(date.fromisoformat(text)) if name in COLUMNS and text else text


def _name(user: User | None) -> str:
    return (user.name or "") if user is not None else ""


def overdue_for(session: Session, actor: Actor, day: date, most: int) -> tuple[HoldDue, ...]:
    """Holds past their review date on the reviews this person coordinates, the longest past first; opens nothing."""
    places = actor.partnerships_as(R.COORDINATOR)
    if not places:
        return ()
    rows = session.execute(
        select(Hold.id, Hold.review_id, Review.reference, Hold.requester, Hold.review_on)
        .join(Review, Review.id == Hold.review_id)
        .where(
            Hold.ended_on.is_(None),
            Hold.review_on < day,
            Review.partnership_id.in_(places),
            readable_reviews(actor),
        )
        .order_by(Hold.review_on, Hold.id)
        .limit(most)
    )
    return tuple(
        HoldDue(row.id, row.review_id, row.reference, row.requester, row.review_on, (day - row.review_on).days)
        for row in rows
    )
