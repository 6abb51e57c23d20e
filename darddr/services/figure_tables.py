"""The executive's tables: actions by whom or what they share and by colour, and overdue ones by age and whom they wait for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from darddr.models.action import Action
from darddr.models.plan import Recommendation
from darddr.services.figure_views import (
    LATE,
    OF_RECOMMENDATION,
    View,
    Waits,
    actions_of,
    age_at,
    brag_at,
    held,
    of_actions,
    waits_for,
)
from darddr.services.figures import FIGURES, clause_of
from darddr.services.progress import Age
from darddr.vocabulary.standing import Brag


@dataclass(frozen=True)
class Group:
    """One row of a table of figures: what its actions share (None: they name none), its counts by figure, and by colour."""

    key: Any
    counts: Mapping[str, int]
    brags: Mapping[Brag, int]

    @property
    def all(self) -> int:
        """Every action of the row, ended ones included."""
        return sum(self.brags.values())


MOST_GROUPS = 50
GROUPED = tuple(FIGURES[key] for key in ("overdue", "soon", "awaiting", "open", "signed_off", "not_implemented"))
NO_COUNTS = Group(None, {figure.key: 0 for figure in GROUPED}, dict.fromkeys(Brag, 0))


def grouped(session: Session, view: View, by: str) -> list[Group]:
    """Actions counted by agency, group, review, theme, priority or scope, the most overdue first; at most 50 and one more."""
    told = [clause_of(figure, view).label(figure.key) for figure in GROUPED]
    rows = of_actions(view, select(held(view, by).label("key"), brag_at(view).label("brag"), *told))
    if by in OF_RECOMMENDATION:
        rows = rows.join(Recommendation, Recommendation.id == Action.recommendation_id)
    each = rows.where(actions_of(view)).subquery().c
    numbers = [func.count().filter(each[figure.key]) for figure in GROUPED]
    colours = [func.count().filter(each.brag == brag.value) for brag in Brag]
    order = (numbers[0].desc(), numbers[3].desc(), each.key.is_(None), each.key)
    found = session.execute(
        select(each.key, *numbers, *colours).group_by(each.key).order_by(*order).limit(MOST_GROUPS + 1)
    )
    keys = [figure.key for figure in GROUPED]
    return [
        Group(key, dict(zip(keys, rest, strict=False)), dict(zip(Brag, rest[len(keys) :], strict=True)))
        for key, *rest in found
    ]


def by_colour(session: Session, view: View) -> dict[Brag, int]:
    """Every action of the view by its colour."""
    each = of_actions(view, select(brag_at(view).label("brag"))).where(actions_of(view)).subquery().c
    rows = session.execute(select(each.brag, func.count()).group_by(each.brag))
    found = {row.brag: row[1] for row in rows}
    return {brag: found.get(brag.value, 0) for brag in Brag}


def overdue_by_age(session: Session, view: View) -> dict[Waits, dict[Age, int]]:
    """Overdue actions by whom they wait for and how late they are."""
    waits, age = waits_for(view).label("waits"), age_at(view).label("age")
    late = of_actions(view, select(waits, age)).where(actions_of(view), clause_of(FIGURES["overdue"], view)).subquery()
    found: dict[Waits, dict[Age, int]] = {each: dict.fromkeys((*LATE, Age.LATE_LONG), 0) for each in Waits}
    counted = select(late.c.waits, late.c.age, func.count()).group_by(late.c.waits, late.c.age)
    for who, how, number in session.execute(counted):
        word = next(each for each in Waits if each.value == who)
        found[word][next(each for each in Age if each.value == how)] = number
    return found
