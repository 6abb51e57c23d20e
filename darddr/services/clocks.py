"""Which time limits run for a review in its present state, and another day formally agreed for one of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, null, select, type_coerce, union_all
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.deadlines.editions import limits_of
from darddr.deadlines.holds import Held
from darddr.deadlines.reckoning import NOBODY, Agreed, Deadline, reckon
from darddr.models.hold import Hold
from darddr.models.review import Extension, Review
from darddr.policies import Actor, require
from darddr.services.errors import NotNow, Unfit
from darddr.services.milestones import milestones_of
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.permissions import Permission
from darddr.workflow.states import PENDING, UNDER_WAY, ReviewState

RUNS: Mapping[str, tuple[ReviewState, ...]] = {"decision": PENDING, "report": UNDER_WAY}
"""The states in which a limit can still be missed: no report is due where no review is held, and none once it is cleared."""


def due(
    state: ReviewState,
    edition: str,
    dates: Mapping[Milestone, date],
    agreed: Mapping[str, date],
    holds: Iterable[Held] = NOBODY,
    day: date | None = None,
) -> tuple[Deadline, ...]:
    """The limits of an edition that run in a state or have been met, in its order, as at a day (today where none is said).

    `agreed` holds the days agreed instead, by name of limit.
    """
    day = day or clock.today()
    found = []
    for rule in limits_of(edition):
        other = agreed.get(rule.name)
        deadline = reckon(rule, dates, day, agreed=(Agreed(other),) if other is not None else (), holds=holds)
        if deadline is not None and stands(deadline, state):
            found.append(deadline)
    return tuple(found)


def stands(each: Deadline, state: ReviewState) -> bool:
    """Whether a limit is told of in a state: it runs or was met, and what is due will be done at all, a report only of a review held."""
    if each.done_on is None and state not in RUNS[each.name]:
        return False
    return each.name != "report" or state not in (*PENDING, ReviewState.NO_REVIEW, ReviewState.NO_REVIEW_CLOSED)


def next_due(found: tuple[Deadline, ...]) -> Deadline | None:
    """The deadline that presses most; None where none runs."""
    return min((each for each in found if each.done_on is None), key=lambda each: each.due_on, default=None)


def held_by_review(session: Session, wanted: ColumnElement[bool]) -> dict[UUID, list[Held]]:
    """The holds of the reviews that a condition on reviews chooses, in one statement that opens nothing."""
    rows = select(Hold.review_id, Hold.began_on, Hold.ended_on).join(Review, Review.id == Hold.review_id).where(wanted)
    held: dict[UUID, list[Held]] = defaultdict(list)
    for row in session.execute(rows):
        held[row.review_id].append(Held(row.began_on, row.ended_on))
    return held


def moved_by_review(
    session: Session, wanted: ColumnElement[bool]
) -> tuple[dict[UUID, dict[str, date]], dict[UUID, list[Held]]]:
    """The days agreed by name of limit, and the holds, of the reviews that a condition on reviews chooses; one statement."""
    agreed = select(Extension.review_id, Extension.limit, Extension.due_on, type_coerce(null(), Date))
    on_hold = select(Hold.review_id, null(), Hold.began_on, Hold.ended_on)
    rows: Any = union_all(
        agreed.join(Review, Review.id == Extension.review_id).where(wanted, Extension.replaced.is_(False)),
        on_hold.join(Review, Review.id == Hold.review_id).where(wanted),
    )
    days: dict[UUID, dict[str, date]] = defaultdict(dict)
    held: dict[UUID, list[Held]] = defaultdict(list)
    for review_id, limit, first, second in session.execute(rows):
        if limit is None:
            held[review_id].append(Held(first, second))
        else:
            days[review_id][limit] = first
    return days, held


def held_on(session: Session, review: Review) -> list[Held]:
    """The holds of one review."""
    rows = select(Hold.began_on, Hold.ended_on).filter_by(review_id=review.id)
    return [Held(row.began_on, row.ended_on) for row in session.execute(rows)]


def deadlines_of(session: Session, review: Review, day: date | None = None) -> tuple[Deadline, ...]:
    """The statutory deadlines of one review, each with every day agreed for it."""
    day = day or clock.today()
    dates, holds, agreed = milestones_of(session, review), held_on(session, review), agreed_for(session, review)
    found = (
        reckon(rule, dates, day, agreed=agreed.get(rule.name, ()), holds=holds)
        for rule in limits_of(review.guidance_edition)
    )
    return tuple(each for each in found if each is not None and stands(each, review.state))


def agreed_for(session: Session, review: Review) -> dict[str, list[Agreed]]:
    """The days agreed for each limit of a review, one after the other; the last stands."""
    rows = select(Extension.id, Extension.limit, Extension.due_on, Extension.agreed_on, Extension.replaced)
    listed: dict[str, list[Agreed]] = defaultdict(list)
    for row in session.execute(
        rows.filter_by(review_id=review.id).order_by(Extension.replaced.desc(), Extension.recorded_at, Extension.id)
    ):
        listed[row.limit].append(Agreed(row.due_on, row.agreed_on, row.id))
    return listed


def extendable(session: Session, review: Review, limit: str) -> Deadline:
    """A running deadline for which another day may be agreed. Raises NotNow where there is none."""
    for each in deadlines_of(session, review):
        if each.name == limit and each.may_be_agreed and each.done_on is None:
            return each
    raise NotNow("No other date can be agreed for this now.")


def agree_date(
    session: Session,
    actor: Actor,
    review: Review,
    limit: str,
    *,
    due_on: date,
    agreed_on: date,
    reason: str,
    agreed_by: str = "",
) -> Extension:
    """Keep another day formally agreed between panel and partnership; an earlier one stays in the history.

    Raises NotNow where the limit does not run or cannot be extended, Unfit for days that cannot be or without a reason.
    """
    require(actor, Permission.REVIEW_LEAD, review)
    extendable(session, review, limit)
    if agreed_on > clock.today():
        raise Unfit("It cannot have been agreed after today.", "agreed_on")
    if due_on <= agreed_on:
        raise Unfit("The new date must be after the day it was agreed.", "due_on")
    if not reason.strip():
        raise Unfit("Give the reason for the new date.", "reason")
    for earlier in session.scalars(select(Extension).filter_by(review_id=review.id, limit=limit, replaced=False)):
        earlier.replaced = True
    session.flush()
    extension = Extension(
        partnership_id=review.partnership_id,
        review_id=review.id,
        limit=limit,
        due_on=due_on,
        agreed_on=agreed_on,
        recorded_by_id=actor.user_id,
        reason=reason,
        agreed_by=agreed_by.strip(),
    )
    session.add(extension)
    audit.record(
        session, actor.user_id, audit.Tag.DEADLINE_AGREED, review, limit=limit, due_on=due_on, agreed_on=agreed_on
    )
    return extension
