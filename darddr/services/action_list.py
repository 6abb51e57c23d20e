"""The list of actions somebody may read: filtered, soonest due first, a page at a time, from clear columns.

Only the words of the rows shown are opened, once each. Pages follow a cursor, never an offset, so that the last is as
quick as the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto
from functools import lru_cache, reduce
from operator import add
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, case, func, select, tuple_, union_all
from sqlalchemy.orm import Session

from darddr.models.action import Action, UpdateKind
from darddr.models.opened import opened
from darddr.models.partnership import Agency, Group
from darddr.models.plan import Plan
from darddr.policies import Actor
from darddr.policies.reach import Reach, named, parameters, reach_of
from darddr.policies.visible import action_branches
from darddr.services.action_wanted import FILTERS, Show, Wanted, clauses_of, form_clauses
from darddr.services.standing import Standing, standing_of
from darddr.workflow.states import ActionState

PAGE = 50

_actions, _plans, _agencies, _groups = (model.__table__.c for model in (Action, Plan, Agency, Group))

SHOWN = (
    _actions.id,
    case((_actions.review_id.is_(None), _actions.partnership_id)).label("partnership_id"),
    _actions.review_id,
    _actions.number,
    _actions.state,
    _actions.is_open,
    _actions.due_on,
    _actions.slips,
    _actions.concern,
    _actions.milestone_due_on,
    _actions.last_chased_on,
    _actions.learning_record,
)
"""What a line is made of, beside the names of plan, agency and group; its partnership only where that holds the key."""


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


class Line(NamedTuple):
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
    standing: Standing
    slips: int
    last_chased_on: date | None


@dataclass(frozen=True)
class Page:
    """A page of a list, how many there are in all, and where the next page begins, if there is one."""

    lines: tuple[Line, ...]
    total: int
    next: Cursor | None


def actions_page(session: Session, actor: Actor, wanted: Wanted, day: date, after: Cursor | None = None) -> Page:
    """One page of the actions the actor may read, dated ones first, in one statement: only an empty page asks for its total."""
    session.flush()
    reach, ids = named(reach_of(actor, wanted.partnership_id))
    filtered = {name: value for name in FILTERS if (value := getattr(wanted, name)) is not None}
    nothing: dict[str, Any] = dict.fromkeys(FILTERS)
    form = replace(wanted, **nothing)
    page, count = _statements(reach, form, tuple(filtered), day, _begins(after), PAGE)
    asked = {**ids, **filtered}
    if after is not None:
        asked |= {"after_due_on": after.due_on, "after_id": after.id}
    rows = session.connection().execute(page, asked).all()
    total = rows[0].total if rows else session.connection().scalar(count, asked)
    shown = rows[:PAGE]
    more = Cursor(shown[-1].due_on, shown[-1].id) if len(rows) > PAGE else None
    return Page(tuple([_line(*row, standing=standing_of(row, day)) for row in shown]), total, more)


class Begins(Enum):
    """Where a page begins."""

    AT_FIRST = auto()
    AMONG_DATED = auto()
    AMONG_UNDATED = auto()


def _begins(after: Cursor | None) -> Begins:
    if after is None:
        return Begins.AT_FIRST
    return Begins.AMONG_UNDATED if after.due_on is None else Begins.AMONG_DATED


@lru_cache(maxsize=512)
def _statements(
    reach: Reach, form: Wanted, filtered: tuple[str, ...], day: date, begins: Begins, limit: int
) -> tuple[Any, Any]:
    """The page of a list with its total, and the total alone, for every reader who reaches and filters alike on a day.

    `reach` holds names, `form` no id, `filtered` the names of those that are asked for: the ids come as parameters.
    """
    clauses = [FILTERS[name] == bindparam(name, type_=_actions.id.type) for name in filtered] + form_clauses(form, day)
    branches = [and_(branch, *clauses) for branch in action_branches(parameters(reach))]
    total = reduce(add, map(_counted, branches))
    return _page(branches, form.show, begins, limit).add_columns(total.label("total")), select(total)


def matching_ids(session: Session, actor: Actor, wanted: Wanted, day: date, most: int) -> list[UUID]:
    """The ids of the actions a filter finds, at most so many and one more, which says that there are more."""
    clauses = clauses_of(actor, wanted, day)
    branches = [and_(branch, *clauses) for branch in action_branches(reach_of(actor, wanted.partnership_id))]
    found = union_all(*(select(select(_actions.id).where(one).limit(most + 1).subquery()) for one in branches))
    return list(session.scalars(select(found.subquery()).limit(most + 1)))


def _counted(branch: ColumnElement[bool]) -> Any:
    return select(func.count()).select_from(Action.__table__).where(branch).scalar_subquery()


def _page(branches: Sequence[ColumnElement[bool]], show: Show, begins: Begins, limit: int) -> Any:
    """The rows of one page and one more: found in indexes, each branch and half already in order, then given all that is shown of them."""
    found = union_all(*(half for branch in branches for half in _halves(branch, show, begins, limit))).subquery()
    due_on, row_id = found.c.due_on, found.c.id
    order = (due_on.is_(None), due_on, row_id)
    first = select(due_on, row_id).order_by(*order).limit(limit + 1).subquery()
    return _DRESSED.where(_actions.id == first.c.id).order_by(first.c.due_on.is_(None), first.c.due_on, first.c.id)


_DRESSED = (
    select(*SHOWN, _plans.reference.label("plan"), _agencies.name.label("agency"), _groups.name.label("group_name"))
    .join_from(Action.__table__, Plan.__table__, _plans.id == _actions.plan_id)
    .outerjoin(Agency.__table__, _agencies.id == _actions.lead_agency_id)
    .outerjoin(Group.__table__, _groups.id == _actions.group_id)
)
"""Every action with all that a line shows of it."""


def _halves(branch: ColumnElement[bool], show: Show, begins: Begins, limit: int) -> Iterator[Any]:
    """The dated and the undated actions of a branch from where a page begins, as far as it may need them."""
    found = select(_actions.due_on, _actions.id).where(branch).limit(limit + 1)
    if show is not Show.UNDATED and begins is not Begins.AMONG_UNDATED:
        dated = found.where(_actions.due_on.is_not(None)).order_by(_actions.due_on, _actions.id)
        if begins is Begins.AMONG_DATED:
            dated = dated.where(tuple_(_actions.due_on, _actions.id) > tuple_(_AFTER_DUE_ON, _AFTER_ID))
        yield select(dated.subquery())
    if show not in (Show.OVERDUE, Show.SOON):
        undated = found.where(_actions.due_on.is_(None)).order_by(_actions.id)
        if begins is Begins.AMONG_UNDATED:
            undated = undated.where(_actions.id > _AFTER_ID)
        yield select(undated.subquery())


_AFTER_DUE_ON = bindparam("after_due_on", type_=_actions.due_on.type)
_AFTER_ID = bindparam("after_id", type_=_actions.id.type)


def _line(
    row_id: UUID,
    partnership_id: UUID,
    review_id: UUID | None,
    number: str,
    state: ActionState,
    _is_open: bool,
    due_on: date | None,
    slips: int,
    _concern: UpdateKind | None,
    _milestone_due_on: date | None,
    last_chased_on: date | None,
    record: bytes | None,
    plan: str,
    agency: str | None,
    group: str | None,
    _total: int,
    *,
    standing: Standing,
) -> Line:
    """What is shown of a row of a page, its columns given in their order."""
    words = opened(Action, "learning_record", record, row_id, partnership_id, review_id)
    return Line(
        row_id,
        number,
        words.get("text", ""),
        plan,
        "; ".join(filter(None, [agency, *words.get("lead_agencies", [])])),
        group or "",
        words.get("target_text", ""),
        due_on,
        state,
        standing,
        slips,
        last_chased_on,
    )
