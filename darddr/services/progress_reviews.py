"""Where each review stands, for those who follow its progress and must not need its story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Subquery, and_, case, func, select, tuple_
from sqlalchemy.orm import Session

from darddr.models.action import Action
from darddr.models.review import Review, ReviewMilestone
from darddr.policies import Actor
from darddr.policies.visible import followed_reviews
from darddr.services.paging import PAGE, Paged, paged
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.printable import printable
from darddr.workflow.states import ReviewState

UNDATED = date.max
"""Stands for a missing notice date, so that undated reviews come last on both databases."""


@dataclass(frozen=True)
class ReviewProgress:
    """One review without its story: where it stands, since when it is known, and how its actions do."""

    review_id: UUID
    reference: str
    state: ReviewState
    received_on: date | None
    decided_on: date | None
    published_on: date | None
    open_actions: int
    overdue_actions: int

    def months_since(self, day: date) -> int | None:
        """Whole months since the notice was received."""
        if self.received_on is None:
            return None
        whole = (day.year - self.received_on.year) * 12 + day.month - self.received_on.month
        return whole - (1 if day.day < self.received_on.day else 0)


def standings(
    session: Session, actor: Actor, partnership_id: UUID, states: Sequence[ReviewState], day: date, after: str = ""
) -> Paged[ReviewProgress]:
    """A page of the reviews of a partnership in the given states, longest known first, undated ones last; two statements."""
    dates, actions = _dates(partnership_id), _open_actions(partnership_id, day)
    chosen = and_(Review.partnership_id == partnership_id, Review.state.in_(states), followed_reviews(actor))
    received = func.coalesce(dates.c.notice_received, UNDATED)
    wanted = (
        select(
            Review.id,
            Review.reference,
            Review.state,
            dates.c.notice_received,
            dates.c.decided,
            dates.c.published,
            func.coalesce(actions.c.open, 0),
            func.coalesce(actions.c.overdue, 0),
        )
        .outerjoin(dates, dates.c.review_id == Review.id)
        .outerjoin(actions, actions.c.review_id == Review.id)
        .where(chosen)
    )
    if edge := _edge(after):
        wanted = wanted.where(tuple_(received, Review.reference) > edge)
    rows = session.execute(wanted.order_by(received, Review.reference).limit(PAGE + 1))
    total = session.scalar(select(func.count()).select_from(Review).where(chosen)) or 0
    return paged(
        [ReviewProgress(*row) for row in rows], total, lambda line: f"{line.received_on or UNDATED}_{line.reference}"
    )


def _edge(after: str) -> tuple[date, str] | None:
    """The row a cursor names; None for anything else, which is the first page."""
    received, _, reference = after.partition("_")
    try:
        return date.fromisoformat(received), printable(reference)
    except ValueError:
        return None


def _dates(partnership_id: UUID) -> Subquery:
    return (
        select(
            ReviewMilestone.review_id,
            *(
                func.max(case((ReviewMilestone.kind == kind, ReviewMilestone.happened_on))).label(kind.value)
                for kind in (Milestone.NOTICE_RECEIVED, Milestone.DECIDED, Milestone.PUBLISHED)
            ),
        )
        .where(ReviewMilestone.replaced.is_(False), ReviewMilestone.partnership_id == partnership_id)
        .group_by(ReviewMilestone.review_id)
        .subquery()
    )


def _open_actions(partnership_id: UUID, day: date) -> Subquery:
    return (
        select(
            Action.review_id,
            func.count().label("open"),
            func.sum(case((Action.due_on < day, 1), else_=0)).label("overdue"),
        )
        .where(Action.partnership_id == partnership_id, Action.is_open)
        .group_by(Action.review_id)
        .subquery()
    )
