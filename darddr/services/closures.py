"""How a review ends: its closing minute, legal holds, how long its partnership keeps it, and what is due for disposal.

Nothing is disposed of here: the list says what is due, and keys are destroyed by a command of their own.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple, cast
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.deadlines.months import add_months
from darddr.models.closure import ClosureMinute, LegalHold
from darddr.models.partnership import Partnership
from darddr.models.review import Review, ReviewMilestone, ReviewMove
from darddr.models.subject import Place
from darddr.policies import Actor, require
from darddr.policies.visible import readable_reviews
from darddr.services.errors import NotNow, Unfit
from darddr.services.register import refuse_real_names
from darddr.services.reviews import require_state
from darddr.services.versions import check_version, keep_narrative
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.permissions import Permission
from darddr.workflow.states import ReviewState

MINUTED = (ReviewState.MONITORING, ReviewState.CLOSED)
ENDED = tuple(state for state in ReviewState if state.is_end)
MOST_YEARS = 150


class Kept(NamedTuple):
    """An ended review and until when it is kept; `is_held` where a legal hold stops its disposal."""

    review_id: UUID
    reference: str
    ended_on: date
    keep_until: date
    is_held: bool


def minute_of(session: Session, review: Review) -> ClosureMinute | None:
    """The closing minute, where one has been written."""
    return session.scalar(select(ClosureMinute).filter_by(review_id=review.id))


def write_minute(
    session: Session, actor: Actor, review: Review, version: int, text: str, name_reason: str = ""
) -> None:
    """Write the closing minute, or change it; earlier words are kept. Raises NotNow, Stale, Unfit, RealNameTyped."""
    require(actor, Permission.REVIEW_MANAGE, review)
    require_state(review, MINUTED, "The closing minute is written once the report has been released.")
    row = minute_of(session, review)
    if row is not None:
        check_version(row, version, ("text",))
    if not text.strip():
        raise Unfit("Write what was decided.", "text")
    refuse_real_names(session, review, text, reason=name_reason, fields=("text",))
    if row is None:
        place = {"partnership_id": review.partnership_id, "review_id": review.id, "recorded_by_id": actor.user_id}
        session.add(ClosureMinute(**place, text=text.strip(), name_reason=name_reason.strip()))
    elif row.text == text.strip():
        return
    else:
        keep_narrative(session, actor.user_id, row, {"text": row.text or ""})
        row.fill(text=text.strip(), name_reason=name_reason.strip())
    audit.record(session, actor.user_id, audit.Tag.CLOSURE_MINUTED, review)


def holds_of(session: Session, review: Review) -> list[LegalHold]:
    """The legal holds of a review, the latest first."""
    found = select(LegalHold).filter_by(review_id=review.id).order_by(LegalHold.began_on.desc(), LegalHold.id)
    return list(session.scalars(found))


def begin_hold(session: Session, actor: Actor, review: Review, began_on: date, reason: str) -> LegalHold:
    """Stop the disposal of a review, whatever state it is in. Raises Unfit without a reason, or for a day to come."""
    require(actor, Permission.REVIEW_MANAGE, review)
    if began_on > clock.today():
        raise Unfit("A hold cannot have begun after today.", "began_on")
    if not reason.strip():
        raise Unfit("Give the reason for the hold.", "reason")
    hold = LegalHold(
        partnership_id=review.partnership_id,
        review_id=review.id,
        began_on=began_on,
        recorded_by_id=actor.user_id,
        reason=reason.strip(),
    )
    session.add(hold)
    session.flush()
    audit.record(session, actor.user_id, audit.Tag.LEGAL_HOLD_BEGUN, review, hold=hold.id, began_on=began_on)
    return hold


def end_hold(session: Session, actor: Actor, review: Review, hold: LegalHold, ended_on: date, reason: str) -> None:
    """End a hold. Raises NotNow where it has ended, Unfit without a reason, or for a day that cannot be."""
    require(actor, Permission.REVIEW_MANAGE, hold)
    require_running(hold)
    if not hold.began_on <= ended_on <= clock.today():
        raise Unfit("A hold cannot have ended before it began or after today.", "ended_on")
    if not reason.strip():
        raise Unfit("Give the reason for ending the hold.", "reason")
    hold.ended_on, hold.ended_by_id = ended_on, actor.user_id
    hold.end_reason = reason.strip()
    audit.record(session, actor.user_id, audit.Tag.LEGAL_HOLD_ENDED, review, hold=hold.id, ended_on=ended_on)


def require_running(hold: LegalHold) -> None:
    """Raises NotNow where a hold has ended."""
    if hold.ended_on is not None:
        raise NotNow("This hold has ended already.")


def set_retention(session: Session, actor: Actor, place: Place, version: int, years: int | None) -> None:
    """How many years the partnership keeps an ended review; None for not decided. Raises Stale, Unfit."""
    require(actor, Permission.PARTNERSHIP_DUTIES, place)
    partnership = session.get_one(Partnership, place.partnership_id)
    check_version(cast(Any, partnership), version, ("retention_years",))
    if years is not None and not 1 <= years <= MOST_YEARS:
        raise Unfit(f"Enter a number of years from 1 to {MOST_YEARS}, or leave it empty.", "retention_years")
    if partnership.retention_years == years:
        return
    partnership.retention_years = years
    audit.record(session, actor.user_id, audit.Tag.RETENTION_SET, place, years=years)


def keep_until(ended_on: date, years: int | None) -> date | None:
    """The day after which an ended review is due for disposal; None where the partnership has set no period."""
    return add_months(ended_on, years * 12) if years is not None else None


def ended_on(session: Session, review: Review) -> date | None:
    """The day a review ended; None while it goes on."""
    if not review.state.is_end:
        return None
    return _ends(session, select(Review.id).filter_by(id=review.id)).get(review.id)


def _ends(session: Session, ids: Select[UUID]) -> dict[UUID, date]:
    """The day each review came to its end: of its last move, else, where it was brought in, that on which it is said to have closed."""
    closed = select(ReviewMilestone.review_id, ReviewMilestone.happened_on).where(
        ReviewMilestone.review_id.in_(ids),
        ReviewMilestone.kind == Milestone.CLOSED,
        ReviewMilestone.replaced.is_(False),
    )
    steps = select(ReviewMove.review_id, func.max(ReviewMove.step).label("step")).where(ReviewMove.review_id.in_(ids))
    last = steps.group_by(ReviewMove.review_id).subquery()
    moved = select(ReviewMove.review_id, ReviewMove.happened_on).join(
        last, (last.c.review_id == ReviewMove.review_id) & (last.c.step == ReviewMove.step)
    )
    found = {row.review_id: row.happened_on for row in session.execute(closed)}
    return found | {row.review_id: row.happened_on for row in session.execute(moved)}


def due_for_disposal(session: Session, actor: Actor, partnership_id: UUID, day: date) -> tuple[Kept, ...]:
    """Ended reviews kept for as long as the partnership decided, longest due first; those under a hold are marked.

    Nothing without a setting.
    """
    years = session.scalar(select(Partnership.retention_years).filter_by(id=partnership_id))
    if years is None:
        return ()
    ended = (Review.partnership_id == partnership_id) & Review.state.in_(ENDED) & readable_reviews(actor)
    ends = _ends(session, select(Review.id).where(ended))
    running = select(LegalHold.review_id).where(
        LegalHold.partnership_id == partnership_id, LegalHold.ended_on.is_(None)
    )
    held = set(session.scalars(running))
    found = [
        Kept(row.id, row.reference, ends[row.id], until, row.id in held)
        for row in session.execute(select(Review.id, Review.reference).where(ended))
        if row.id in ends and (until := keep_until(ends[row.id], years)) is not None and until < day
    ]
    return tuple(sorted(found, key=lambda each: (each.keep_until, each.reference)))
