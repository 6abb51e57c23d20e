"""What became of actions in the last eight quarters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, false, func, select
from sqlalchemy.orm import Session

from darddr import clock
from darddr.models.action import Action, ActionMove
from darddr.services.figure_views import Clause, Cut, View, actions_of, end_of
from darddr.services.figures import FIGURES, clause_of
from darddr.workflow.states import OPEN_ACTIONS, ActionState

CAVEAT = (
    "Overdue at the end of an earlier quarter is told by the target dates that are kept today: an action whose date was moved since "
    "is not counted as overdue before its new date."
)
"""What the quarters cannot know without opening every earlier wording."""


@dataclass(frozen=True)
class Quarter:
    """A quarter of a calendar year as far as the day, and what became of actions in it."""

    first: date
    last: date
    opened: int = 0
    ended: int = 0
    overdue: int = 0

    @property
    def label(self) -> str:
        """Its months, as people write them."""
        return f"{self.first:%b} to {self.first + timedelta(days=62):%b %Y}"


QUARTERS = 8


def quarters_to(day: date) -> list[Quarter]:
    """The last eight quarters, oldest first; the last ends on the day."""
    first, found = date(day.year, (day.month - 1) // 3 * 3 + 1, 1), [day]
    starts = [first]
    while len(starts) < QUARTERS:
        found.append(starts[-1] - timedelta(days=1))
        starts.append(date(found[-1].year, found[-1].month - 2, 1))
    return [Quarter(*each) for each in zip(reversed(starts), reversed(found), strict=True)]


def trend(session: Session, view: View) -> list[Quarter]:
    """Actions opened and ended in each quarter and overdue at its end, in two statements."""
    quarters, whole = quarters_to(view.day), replace(view, day=clock.today(), then=None)
    late = [_overdue_at(replace(view, day=each.last, then=None)) for each in quarters]
    new = [_between(Action.recorded_at, end_of(q.first - timedelta(days=1)), end_of(q.last)) for q in quarters]
    numbers = [func.count().filter(clause) for clause in (*late, *new)]
    row = session.execute(select(*numbers).select_from(Action).where(actions_of(whole))).one()
    ends = [
        func.count().filter(ActionMove.happened_on >= each.first, ActionMove.happened_on <= each.last)
        for each in quarters
    ]
    ended = session.execute(
        select(*ends)
        .select_from(ActionMove)
        .join(Action, Action.id == ActionMove.action_id)
        .where(ActionMove.dest.in_(_ENDS), ActionMove.source.in_(OPEN_ACTIONS), actions_of(whole))
    ).one()
    return [
        replace(each, overdue=row[at], opened=row[len(quarters) + at], ended=ended[at])
        for at, each in enumerate(quarters)
    ]


_ENDS: Sequence[ActionState] = tuple(state for state in ActionState if state.is_end)


def _overdue_at(view: View) -> Clause:
    """Cheap tests first: only actions due by then have their moves looked up."""
    uncut = replace(view, cut=Cut())
    late = Action.due_on < view.day
    return case((late, and_(actions_of(uncut), clause_of(FIGURES["overdue"], view))), else_=false())


def _between(column: Any, first: datetime, last: datetime) -> Clause:
    return and_(column >= first, column < last)
