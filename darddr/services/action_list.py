"""The list of actions somebody may read: filtered, soonest due first, a page at a time, from clear columns.

Only the words of the rows shown are opened, once each. Pages follow a cursor, never an offset, so that the last is as
quick as the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, func, select, tuple_, union_all
from sqlalchemy.orm import Session

from darddr.models.action import Action
from darddr.models.opened import opened
from darddr.models.partnership import Agency, Group
from darddr.models.plan import Plan
from darddr.policies import Actor
from darddr.policies.visible import readable_actions
from darddr.services.progress import SOON_DAYS, Age, age_of
from darddr.vocabulary.word import Word
from darddr.workflow.states import ActionState

PAGE = 50


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


@dataclass(frozen=True)
class Page:
    """A page of a list, how many there are in all, and where the next page begins, if there is one."""

    lines: tuple[Line, ...]
    total: int
    next: Cursor | None


def actions_page(session: Session, actor: Actor, wanted: Wanted, day: date, after: Cursor | None = None) -> Page:
    """One page of the actions the actor may read, dated ones first, in two statements."""
    chosen = and_(readable_actions(actor), *_clauses(actor, wanted, day))
    total = session.scalar(select(func.count()).select_from(Action).where(chosen)) or 0
    rows = session.execute(_page(chosen, after)).all()
    # SQLite and PostgreSQL leave the order of a union open; each half comes sorted and short.
    rows = sorted(rows, key=lambda row: (row.due_on is None, row.due_on or date.min, row.id))[: PAGE + 1]
    shown = rows[:PAGE]
    more = Cursor(shown[-1].due_on, shown[-1].id) if len(rows) > PAGE else None
    return Page(tuple(_line(row, day) for row in shown), total, more)


def _page(chosen: ColumnElement[bool], after: Cursor | None) -> Any:
    """The rows of one page: found first by clear columns and indexes, then given the names that go with them."""
    found = union_all(_dated(chosen, after), _undated(chosen, after)).subquery()
    return (
        select(found, Plan.reference.label("plan"), Agency.name.label("agency"), Group.name.label("group_name"))
        .join(Plan, Plan.id == found.c.plan_id)
        .outerjoin(Agency, Agency.id == found.c.lead_agency_id)
        .outerjoin(Group, Group.id == found.c.group_id)
    )


def _half(*order: Any) -> Any:
    return select(
        Action.id,
        Action.partnership_id,
        Action.review_id,
        Action.plan_id,
        Action.lead_agency_id,
        Action.group_id,
        Action.number,
        Action.state,
        Action.is_open,
        Action.due_on,
        Action.slips,
        Action.learning_record,
    ).order_by(*order)


def _dated(chosen: ColumnElement[bool], after: Cursor | None) -> Any:
    half = _half(Action.due_on, Action.id).where(chosen, Action.due_on.is_not(None))
    if after is not None:
        half = half.where(tuple_(Action.due_on, Action.id) > (after.due_on or date.max, after.id))
    return select(half.limit(PAGE + 1).subquery())


def _undated(chosen: ColumnElement[bool], after: Cursor | None) -> Any:
    half = _half(Action.id).where(chosen, Action.due_on.is_(None))
    if after is not None and after.due_on is None:
        half = half.where(Action.id > after.id)
    return select(half.limit(PAGE + 1).subquery())


def _clauses(actor: Actor, wanted: Wanted, day: date) -> list[ColumnElement[bool]]:
    equal: Sequence[tuple[Any, Any]] = (
        (Action.state, wanted.state),
        (Action.partnership_id, wanted.partnership_id),
        (Action.lead_agency_id, wanted.agency_id),
        (Action.group_id, wanted.group_id),
        (Action.plan_id, wanted.plan_id),
        (Action.owner_id, actor.user_id if wanted.mine else None),
    )
    clauses = [column == value for column, value in equal if value is not None]
    if wanted.no_agency:
        clauses.append(Action.lead_agency_id.is_(None))
    if wanted.no_group:
        clauses.append(Action.group_id.is_(None))
    if wanted.age is not None:
        clauses.append(age_of(day) == wanted.age.value)
    return [*clauses, *_standing(wanted.show, day)]


def _standing(show: Show, day: date) -> list[ColumnElement[bool]]:
    """The same bounds as the figures of progress, so that a number and the list it opens agree."""
    is_open: Any = Action.is_open  # bare, as the partial index has it
    listed: dict[Show, list[ColumnElement[bool]]] = {
        Show.OPEN: [is_open],
        Show.OVERDUE: [is_open, Action.due_on < day],
        Show.SOON: [is_open, Action.due_on >= day, Action.due_on < day + timedelta(days=SOON_DAYS)],
        Show.UNDATED: [is_open, Action.due_on.is_(None)],
        Show.AWAITING: [Action.state == ActionState.OWNER_COMPLETE],
        Show.SIGNED_OFF: [Action.state == ActionState.SIGNED_OFF],
        Show.NOT_IMPLEMENTED: [Action.state == ActionState.NOT_IMPLEMENTED],
        Show.ALL: [],
    }
    return listed[show]


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
    )
