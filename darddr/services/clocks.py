"""Which time limits run for a review in its present state, and another day formally agreed for one of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.deadlines.editions import Deadline, deadline, limits_of
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
    state: ReviewState, edition: str, dates: Mapping[Milestone, date], agreed: Mapping[str, date]
) -> tuple[Deadline, ...]:
    """The deadlines that run in a state or have been met, in the order of the edition. `agreed` holds days by name of limit."""
    found = (deadline(limit, dates, agreed.get(limit.name)) for limit in limits_of(edition))
    return tuple(
        each for each in found if each is not None and (each.done_on or state in RUNS[each.name]) and _held(each, state)
    )


def _held(each: Deadline, state: ReviewState) -> bool:
    """Whether what is due will be done at all: a report only of a review that is held."""
    return each.name != "report" or state not in (*PENDING, ReviewState.NO_REVIEW, ReviewState.NO_REVIEW_CLOSED)


def next_due(found: tuple[Deadline, ...]) -> Deadline | None:
    """The deadline that presses most; None where none runs."""
    return min((each for each in found if each.done_on is None), key=lambda each: each.due_on, default=None)


def deadlines_of(session: Session, review: Review) -> tuple[Deadline, ...]:
    """The deadlines of one review."""
    agreed = session.execute(select(Extension.limit, Extension.due_on).filter_by(review_id=review.id, replaced=False))
    return due(
        review.state,
        review.guidance_edition,
        milestones_of(session, review),
        {row.limit: row.due_on for row in agreed},
    )


def extendable(session: Session, review: Review, limit: str) -> Deadline:
    """A running deadline for which another day may be agreed. Raises NotNow where there is none."""
    for each in deadlines_of(session, review):
        if each.name == limit and each.may_be_agreed and each.done_on is None:
            return each
    raise NotNow("No other date can be agreed for this now.")


def agree_date(
    session: Session, actor: Actor, review: Review, limit: str, *, due_on: date, agreed_on: date, reason: str
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
    )
    session.add(extension)
    audit.record(
        session, actor.user_id, audit.Tag.DEADLINE_AGREED, review, limit=limit, due_on=due_on, agreed_on=agreed_on
    )
    return extension
