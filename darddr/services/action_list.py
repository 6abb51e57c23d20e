"""The list of actions somebody may read: filtered, soonest due first, a page at a time, from clear columns.

Only the words of the rows shown are opened, once each. Pages follow a cursor, never an offset, so that the last is as
quick as the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import add
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, func, select, tuple_, union_all
from sqlalchemy.orm import Session

from darddr.models.action import Action
from darddr.models.opened import opened
from darddr.models.partnership import Agency, Group
from darddr.models.plan import Plan
from darddr.policies import Actor
from darddr.policies.visible import action_branches
from darddr.services.progress import SOON_DAYS, Age, age_of
from darddr.vocabulary.word import Word
from darddr.workflow.states import ActionState

PAGE = 50

_actions, _plans, _agencies, _groups = (model.__table__.c for model in (Action, Plan, Agency, Group))

SHOWN = (
    _actions.id,
    _actions.partnership_id,
    _actions.review_id,
    _actions.number,
    _actions.state,
    _actions.is_open,
    _actions.due_on,
    _actions.slips,
    _actions.last_chased_on,
    _actions.learning_record,
)
"""What a line is made of, beside the names of plan, agency and group."""


class Show(Word):
    """Which actions a list shows, by how they stand against their dates."""

    OPEN = ("open", "Open")
    OVERDUE = ("overdue", "Overdue")
    SOON = ("soon", f"Due within {SOON_DAYS} days")
    UNDATED = ("undated", "Open without a date")
    AWAITING = ("awaiting", "Waiting for sign-off")
    SIGNED_OFF = ("signed_off", "Signed off")
    NOT_IMPLEMENTED = ("not_implemented", "Ended, not implemented")
    ALL = ("all", "All, ended ones included")


@dataclass(frozen=True)
class Wanted:
    """What a reader filters by.

    An agency or group that is given but has no id (`no_agency`, `no_group`) means: names none.
    """

    show: Show = Show.OPEN
    state: ActionState | None = None
    age: Age | None = None
    partnership_id: UUID | None = None
    agency_id: UUID | None = None
    group_id: UUID | None = None
    plan_id: UUID | None = None
    no_agency: bool = False
    no_group: bool = False
    mine: bool = False


@dataclass(frozen=True)
class Cursor:
    """The last row of the page before: its due date (None among the undated) and its id."""

    due_on: date | None
    id: UUID

    def __str__(self) -> str:
        return f"{self.due_on or 'undated'}_{self.id}"

    @classmethod
    def read(cls, text: str) -> Cursor | None:
        """The cursor that `str` wrote; None for anything else, which is the first page."""
        due, _, row_id = text.partition("_")
        try:
            return cls(None if due == "undated" else date.fromisoformat(due), UUID(row_id))
        except ValueError:
            return None


@dataclass(frozen=True)
class Line:
    """One action of a list."""

    id: UUID
    number: str
    text: str
    plan: str
    led_by: str
    group: str
    target_text: str
    due_on: date | None
    state: ActionState
    is_overdue: bool
    slips: int
    last_chased_on: date | None


@dataclass(frozen=True)
class Page:
    """A page of a list, how many there are in all, and where the next page begins, if there is one."""

    lines: tuple[Line, ...]
    total: int
    next: Cursor | None


def actions_page(session: Session, actor: Actor, wanted: Wanted, day: date, after: Cursor | None = None) -> Page:
    """One page of the actions the actor may read, dated ones first, in two statements."""
    session.flush()
    clauses = _clauses(actor, wanted, day)
    branches = [and_(branch, *clauses) for branch in action_branches(actor, wanted.partnership_id)]
    connection = session.connection()
    total = connection.scalar(select(reduce(add, map(_counted, branches)))) or 0
    rows = connection.execute(_page(branches, wanted.show, after)).all()
    shown = rows[:PAGE]
    more = Cursor(shown[-1].due_on, shown[-1].id) if len(rows) > PAGE else None
    return Page(tuple(_line(row, day) for row in shown), total, more)


def _counted(branch: ColumnElement[bool]) -> Any:
    return select(func.count()).select_from(Action.__table__).where(branch).scalar_subquery()


def _page(branches: Sequence[ColumnElement[bool]], show: Show, after: Cursor | None) -> Any:
    """The rows of one page: found in indexes, each branch and half already in order, then given all that is shown of them."""
    found = union_all(*(half for branch in branches for half in _halves(branch, show, after))).subquery()
    due_on, row_id = found.c.due_on, found.c.id
    order = (due_on.is_(None), due_on, row_id)
    first = select(due_on, row_id).order_by(*order).limit(PAGE + 1).subquery()
    return _DRESSED.where(_actions.id == first.c.id).order_by(first.c.due_on.is_(None), first.c.due_on, first.c.id)


_DRESSED = (
    select(*SHOWN, _plans.reference.label("plan"), _agencies.name.label("agency"), _groups.name.label("group_name"))
    .join_from(Action.__table__, Plan.__table__, _plans.id == _actions.plan_id)
    .outerjoin(Agency.__table__, _agencies.id == _actions.lead_agency_id)
    .outerjoin(Group.__table__, _groups.id == _actions.group_id)
)
"""Every action with all that a line shows of it."""


def _halves(branch: ColumnElement[bool], show: Show, after: Cursor | None) -> Iterator[Any]:
    """The dated and the undated actions of a branch from a cursor on, as far as a page may need them."""
    found = select(_actions.due_on, _actions.id).where(branch).limit(PAGE + 1)
    if show is not Show.UNDATED and (after is None or after.due_on is not None):
        dated = found.where(_actions.due_on.is_not(None)).order_by(_actions.due_on, _actions.id)
        if after is not None:
            dated = dated.where(tuple_(_actions.due_on, _actions.id) > (after.due_on, after.id))
        yield select(dated.subquery())
    if show not in (Show.OVERDUE, Show.SOON):
        undated = found.where(_actions.due_on.is_(None)).order_by(_actions.id)
        if after is not None and after.due_on is None:
            undated = undated.where(_actions.id > after.id)
        yield select(undated.subquery())


def _clauses(actor: Actor, wanted: Wanted, day: date) -> list[ColumnElement[bool]]:
    equal: Sequence[tuple[Any, Any]] = (
        (_actions.state, wanted.state),
        (_actions.partnership_id, wanted.partnership_id),
        (_actions.lead_agency_id, wanted.agency_id),
        (_actions.group_id, wanted.group_id),
        (_actions.plan_id, wanted.plan_id),
        (_actions.owner_id, actor.user_id if wanted.mine else None),
    )
    clauses = [column == value for column, value in equal if value is not None]
    if wanted.no_agency:
        clauses.append(_actions.lead_agency_id.is_(None))
    if wanted.no_group:
        clauses.append(_actions.group_id.is_(None))
    if wanted.age is not None:
        clauses.append(age_of(day) == wanted.age.value)
    return [*clauses, *STANDING[wanted.show](day)]


_IS_OPEN: Any = _actions.is_open
"""Bare, as the partial index has it."""

STANDING: dict[Show, Callable[[date], list[ColumnElement[bool]]]] = {
    Show.OPEN: lambda day: [_IS_OPEN],
    Show.OVERDUE: lambda day: [_IS_OPEN, _actions.due_on < day],
    Show.SOON: lambda day: [_IS_OPEN, _actions.due_on >= day, _actions.due_on < day + timedelta(days=SOON_DAYS)],
    Show.UNDATED: lambda day: [_IS_OPEN, _actions.due_on.is_(None)],
    Show.AWAITING: lambda day: [_IS_OPEN, _actions.state == ActionState.OWNER_COMPLETE],
    Show.SIGNED_OFF: lambda day: [_actions.state == ActionState.SIGNED_OFF],
    Show.NOT_IMPLEMENTED: lambda day: [_actions.state == ActionState.NOT_IMPLEMENTED],
    Show.ALL: lambda day: [],
}
"""The same bounds as the figures of progress, so that a number and the list it opens agree."""


def _line(row: Row[Any], day: date) -> Line:
    words = opened(Action, "learning_record", row.learning_record, row.id, row.partnership_id, row.review_id)
    return Line(
        id=row.id,
        number=row.number,
        text=words.get("text", ""),
        plan=row.plan,
        led_by="; ".join(filter(None, [row.agency, *words.get("lead_agencies", [])])),
        group=row.group_name or "",
        target_text=words.get("target_text", ""),
        due_on=row.due_on,
        state=row.state,
        is_overdue=row.is_open and row.due_on is not None and row.due_on < day,
        slips=row.slips,
        last_chased_on=row.last_chased_on,
    )
