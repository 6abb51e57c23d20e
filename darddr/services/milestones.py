"""Dated events of a review: record one, correct one, read them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.deadlines.checklists import checklist_for
from darddr.deadlines.rules import OPENINGS
from darddr.models.review import Review, ReviewMilestone
from darddr.policies import Actor, require
from darddr.services.errors import NotNow, Unfit
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.permissions import Permission
from darddr.vocabulary.records import Answer

AFTER = {
    Milestone.ACKNOWLEDGED: Milestone.NOTICE_RECEIVED,
    Milestone.DECIDED: Milestone.NOTICE_RECEIVED,
    Milestone.SUBMITTED: Milestone.DECIDED,
    Milestone.LETTER_RECEIVED: Milestone.SUBMITTED,
}
"""Events that cannot have happened before another."""

LEFT_BEHIND = {Milestone.DECISION_REOPENED: Milestone.DECIDED, Milestone.REVIEW_REOPENED: Milestone.SUBMITTED}
"""What was done when a review was opened again, by the event that says it was."""


def record_milestone(
    session: Session,
    actor: Actor,
    review: Review,
    kind: Milestone,
    happened_on: date,
    note: str = "",
    answers: Mapping[str, Answer] | None = None,
) -> ReviewMilestone:
    """Record the day an event happened, keeping any earlier date. Raises Unfit for a day that cannot be.

    `answers` are those of the scope checklist of the review's legal basis, by question; kept sealed with the event.
    """
    require(actor, Permission.REVIEW_LEAD, review)
    require_by_hand(session, review, kind)
    event = note_milestone(session, actor, review, kind, happened_on, note)
    if answers:
        checklist = checklist_for(review.legal_basis)
        given = {key: answers[key].value for key in checklist.questions if key in answers}
        event.answers = {"checklist": checklist.key, **given}
    return event


def require_by_hand(session: Session, review: Review, kind: Milestone) -> None:
    """Raises NotNow for an event that starts a clock anew, which only a move records; its day may be corrected afterwards."""
    if kind in OPENINGS and kind not in milestones_of(session, review):
        raise NotNow("This date is recorded by the move that takes a review back or opens it again.")


def note_milestone(
    session: Session,
    actor: Actor,
    review: Review,
    kind: Milestone,
    happened_on: date,
    note: str = "",
    *,
    brought_in: bool = False,
    again: bool = False,
) -> ReviewMilestone:
    """Write an event that follows from something already permitted, such as a move. Raises Unfit for a day that cannot be.

    With `again` a report is sent once more, whatever the dates say: another letter is waited for.
    """
    known, kinds = milestones_of(session, review), [kind]
    if again or _sends_again(known, kind, happened_on):
        known.pop(Milestone.LETTER_RECEIVED, None)
        kinds.append(Milestone.LETTER_RECEIVED)
    _check_day(known, kind, happened_on)
    present = select(ReviewMilestone).filter_by(review_id=review.id, replaced=False)
    for earlier in session.scalars(present.where(ReviewMilestone.kind.in_(kinds))):
        earlier.replaced = True
    session.flush()
    event = ReviewMilestone(
        partnership_id=review.partnership_id,
        review_id=review.id,
        kind=kind,
        happened_on=happened_on,
        brought_in=brought_in,
        recorded_by_id=actor.user_id,
        note=note,
    )
    session.add(event)
    audit.record(session, actor.user_id, audit.Tag.MILESTONE_RECORDED, review, kind=kind, happened_on=happened_on)
    return event


def _sends_again(known: Mapping[Milestone, date], kind: Milestone, happened_on: date) -> bool:
    """Whether a report goes to the Home Office once more, approved again since the last letter came: that letter answered the
    earlier version, so it stays in the history and a new one is waited for.
    """
    letter, approved = known.get(Milestone.LETTER_RECEIVED), known.get(Milestone.EXECUTIVE_APPROVED)
    return (
        kind is Milestone.SUBMITTED
        and letter is not None
        and approved is not None
        and letter <= approved <= happened_on
        and letter < happened_on
    )


def _check_day(known: Mapping[Milestone, date], kind: Milestone, happened_on: date) -> None:
    if happened_on > clock.today():
        raise Unfit(f"“{kind.label}” cannot have happened after today.", "happened_on")
    earlier = AFTER.get(kind)
    if earlier is not None and earlier in known and happened_on < known[earlier]:
        raise Unfit(f"“{kind.label}” cannot have happened before “{earlier.label}”.", "happened_on")
    left = known.get(LEFT_BEHIND[kind]) if kind in LEFT_BEHIND else None
    if left is not None and happened_on < left and not left > known.get(kind, left):
        raise Unfit(f"“{kind.label}” cannot have happened before “{LEFT_BEHIND[kind].label}”.", "happened_on")
    for later, first in AFTER.items():
        if first is kind and later in known and known[later] < happened_on:
            raise Unfit(f"“{kind.label}” cannot have happened after “{later.label}”.", "happened_on")


def milestones_of(session: Session, review: Review) -> dict[Milestone, date]:
    """The present date of every event recorded on a review."""
    rows = session.execute(
        select(ReviewMilestone.kind, ReviewMilestone.happened_on).filter_by(review_id=review.id, replaced=False)
    )
    return {row.kind: row.happened_on for row in rows}


def events_of(session: Session, review: Review) -> list[ReviewMilestone]:
    """The dated events recorded on a review as they stand now, in the order in which they happened."""
    present = select(ReviewMilestone).filter_by(review_id=review.id, replaced=False)
    return list(session.scalars(present.order_by(ReviewMilestone.happened_on, ReviewMilestone.recorded_at)))
