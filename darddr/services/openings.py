"""A review opened again by a wrong click: once that move is corrected, no new clock started."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr.deadlines.rules import OPENINGS
from darddr.models.review import Review, ReviewMilestone, ReviewMove
from darddr.vocabulary.milestones import Milestone
from darddr.workflow.reviews import REVIEW_TABLE

OPENED_BY = {
    (move.trigger, move.source, move.dest): move.records for move in REVIEW_TABLE.moves if move.records in OPENINGS
}
"""The event that each move records which opens a review again."""


def withdraw_opening(session: Session, review: Review) -> None:
    """Where the last move, which is about to be taken back, had opened a review again, that did not happen."""
    last = session.scalar(select(ReviewMove).filter_by(review_id=review.id).order_by(ReviewMove.step.desc()).limit(1))
    kind = OPENED_BY.get((last.trigger, last.source, last.dest)) if last is not None else None
    if kind is not None:
        _withdraw(session, review, kind)


def _withdraw(session: Session, review: Review, kind: Milestone) -> None:
    """The event stays in the history, and the one of its kind before it stands again."""
    rows = list(
        session.scalars(
            select(ReviewMilestone)
            .filter_by(review_id=review.id, kind=kind)
            .order_by(ReviewMilestone.replaced, ReviewMilestone.recorded_at.desc())
        )
    )
    if rows and not rows[0].replaced:
        rows[0].replaced = True
        session.flush()
        for earlier in rows[1:2]:
            earlier.replaced = False
