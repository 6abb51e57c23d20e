"""A review opened again by a wrong click: once that move is corrected, no new clock started."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr.deadlines.rules import OPENINGS
from darddr.models.review import Extension, Review, ReviewMilestone, ReviewMove
from darddr.vocabulary.milestones import Milestone
from darddr.workflow.reviews import REVIEW_TABLE

OPENED_BY = {
    (move.trigger, move.source, move.dest): move.records for move in REVIEW_TABLE.moves if move.records in OPENINGS
}
"""The event that each move records which opens a review again."""


def leave_agreements(session: Session, review: Review) -> None:
    """What was agreed for the clock that a review opened again leaves behind does not stand for the new one."""
    for extension in session.scalars(select(Extension).filter_by(review_id=review.id, replaced=False)):
        extension.replaced = True
    session.flush()


def withdraw_opening(session: Session, review: Review) -> None:
    """Where the last move, which is about to be taken back, had opened a review again, that did not happen."""
    last = session.scalar(select(ReviewMove).filter_by(review_id=review.id).order_by(ReviewMove.step.desc()).limit(1))
    kind = OPENED_BY.get((last.trigger, last.source, last.dest)) if last is not None else None
    if kind is not None and last is not None:
        _withdraw(session, review, kind, last.recorded_at)


def _withdraw(session: Session, review: Review, kind: Milestone, moved_at: datetime) -> None:
    """The event stays in the history, and the one of its kind from before the move stands again."""
    rows = list(
        session.scalars(
            select(ReviewMilestone)
            .filter_by(review_id=review.id, kind=kind)
            .order_by(ReviewMilestone.replaced, ReviewMilestone.recorded_at.desc())
        )
    )
    if rows and not rows[0].replaced:
        rows[0].replaced = True
        _agreed_again(session, review, rows[0])
        session.flush()
        for earlier in [row for row in rows[1:] if row.recorded_at < moved_at][:1]:
            earlier.replaced = False


def _agreed_again(session: Session, review: Review, opening: ReviewMilestone) -> None:
    """The day last agreed before a review was opened stands again, unless another was agreed since."""
    if opening.kind is not Milestone.REVIEW_REOPENED:
        return
    last = session.scalar(
        select(Extension)
        .filter_by(review_id=review.id)
        .order_by(Extension.replaced, Extension.recorded_at.desc())
        .limit(1)
    )
    if last is not None:
        last.replaced = False
