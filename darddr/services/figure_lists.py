"""The list that a figure opens: the same clause, a page at a time, from clear columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, cast, func, select, tuple_
from sqlalchemy.orm import Session

from darddr.models.action import Action
from darddr.models.partnership import Agency, Group
from darddr.models.plan import Plan
from darddr.models.review import Review
from darddr.services.figure_views import (
    View,
    action_state,
    actions_of,
    brag_at,
    held,
    of_actions,
    review_state,
    reviews_of,
)
from darddr.services.figures import Figure, clause_of
from darddr.services.paging import PAGE, Paged, paged
from darddr.vocabulary.standing import Brag

UNDATED = date.max
"""Stands for a missing target date, so that undated actions come last on both databases."""


@dataclass(frozen=True)
class ActionLine:
    """One action of a figure's list, without its words."""

    id: UUID
    number: str
    plan: str
    agency: str | None
    group: str | None
    due_on: date | None
    slips: int
    state: Any
    brag: str

    @property
    def colour(self) -> Brag:
        """Its colour on the day."""
        return Brag(self.brag)


@dataclass(frozen=True)
class ReviewLine:
    """One review of a figure's list, without its story."""

    id: UUID
    reference: str
    state: Any


def actions(session: Session, view: View, figure: Figure, after: str = "") -> Paged[ActionLine]:
    """A page of the actions a figure counts, soonest due first."""
    chosen = actions_of(view) & clause_of(figure, view)
    due_on = held(view, "due_on")
    due = func.coalesce(due_on, UNDATED)
    shown = select(
        Action.id,
        Action.number,
        Plan.reference,
        Agency.name,
        Group.name,
        due_on,
        held(view, "slips"),
        action_state(view),
        brag_at(view),
    )
    wanted = (
        of_actions(view, shown)
        .join(Plan, Plan.id == Action.plan_id)
        .outerjoin(Agency, Agency.id == held(view, "agency"))
        .outerjoin(Group, Group.id == held(view, "group"))
        .where(chosen)
    )
    if edge := _edge(after):
        wanted = wanted.where(tuple_(due, Action.id) > tuple_(edge[0], cast(edge[1], Uuid())))
    rows = session.execute(wanted.order_by(due, Action.id).limit(PAGE + 1))
    total = session.scalar(of_actions(view, select(func.count())).where(chosen)) or 0
    return paged(
        [ActionLine(*row) for row in rows],
        total,
        lambda line: f"{line.due_on or UNDATED}_{line.id}",
    )


def references(session: Session, review_ids: Sequence[UUID]) -> dict[UUID, str]:
    """What reviews are called; which of them may be named was settled when they were counted."""
    found = select(Review.id, Review.reference).where(Review.id.in_(review_ids))
    return {row.id: row.reference for row in session.execute(found)}


def _edge(after: str) -> tuple[date, UUID] | None:
    """The row a cursor names; None for anything else, which is the first page."""
    due, _, row_id = after.partition("_")
    try:
        return date.fromisoformat(due), UUID(row_id)
    except ValueError:
        return None


def reviews(session: Session, view: View, figure: Figure, after: str = "") -> Paged[ReviewLine]:
    """A page of the reviews a figure counts, by reference."""
    chosen = reviews_of(view) & clause_of(figure, view)
    wanted = select(Review.id, Review.reference, review_state(view)).where(chosen)
    if after:
        wanted = wanted.where(Review.reference > after)
    rows = session.execute(wanted.order_by(Review.reference).limit(PAGE + 1))
    total = session.scalar(select(func.count()).select_from(Review).where(chosen)) or 0
    return paged([ReviewLine(*row) for row in rows], total, lambda line: line.reference)
