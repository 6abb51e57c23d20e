"""What a reader of the list of actions filters by, and what that asks of the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, select

from darddr.models.action import Action
from darddr.models.plan import Recommendation
from darddr.policies import Actor
from darddr.services.progress import SOON_DAYS, Age, age_of
from darddr.services.standing import brag_of
from darddr.vocabulary.records import RecommendationScope
from darddr.vocabulary.standing import Brag
from darddr.vocabulary.word import Word
from darddr.workflow.states import ActionState

_actions, _recommendations = Action.__table__.c, Recommendation.__table__.c

FILTERS = {
    "partnership_id": _actions.partnership_id,
    "agency_id": _actions.lead_agency_id,
    "group_id": _actions.group_id,
    "plan_id": _actions.plan_id,
    "owner_id": _actions.owner_id,
    "priority_id": _actions.priority_id,
    "review_id": _actions.review_id,
}
"""Columns filtered by an id, by what `Wanted` calls it."""


class Show(Word):
    """Which actions a list shows, by how they stand against their dates."""

    OPEN = ("open", "Open")
    OVERDUE = ("overdue", "Overdue")
    SOON = ("soon", f"Due within {SOON_DAYS} days")
    UNDATED = ("undated", "Open without a date")
    AWAITING = ("awaiting", "Waiting for sign-off")
    SIGNED_OFF = ("signed_off", "Signed off")
    LOOK_BACK = ("look_back", "Impact to be looked at")
    NOT_IMPLEMENTED = ("not_implemented", "Ended, not implemented")
    ALL = ("all", "All, ended ones included")


@dataclass(frozen=True)
class Wanted:
    """What a reader filters by.

    `missing` names what an action shall have none of: see MISSING.
    """

    show: Show = Show.OPEN
    state: ActionState | None = None
    age: Age | None = None
    brag: Brag | None = None
    owner_id: UUID | None = None
    partnership_id: UUID | None = None
    agency_id: UUID | None = None
    group_id: UUID | None = None
    plan_id: UUID | None = None
    priority_id: UUID | None = None
    review_id: UUID | None = None
    theme: str | None = None
    scope: RecommendationScope | None = None
    missing: tuple[str, ...] = ()
    mine: bool = False


def clauses_of(actor: Actor, wanted: Wanted, day: date) -> list[ColumnElement[bool]]:
    """What a filter asks for, as conditions; who may read what is another matter."""
    equal = [column == value for name, column in FILTERS.items() if (value := getattr(wanted, name)) is not None]
    mine = [_actions.owner_id == actor.user_id] if wanted.mine else []
    return [*equal, *mine, *form_clauses(replace(wanted, mine=False), day)]


def form_clauses(form: Wanted, day: date) -> list[ColumnElement[bool]]:
    """What is filtered by beside the ids."""
    clauses: list[ColumnElement[bool]] = []
    if form.state is not None:
        clauses.append(_actions.state == form.state)
    if form.mine:
        clauses.append(_actions.owner_id == bindparam("owner", type_=_actions.id.type))
    clauses += [MISSING[name] for name in form.missing]
    if form.theme is not None:
        clauses.append(_under(_recommendations.theme == form.theme))
    if form.scope is not None:
        clauses.append(_under(_recommendations.scope_tier == form.scope))
    if form.age is not None:
        clauses.append(age_of(day) == form.age.value)
    if form.brag is not None:
        clauses.append(brag_of(day) == form.brag.value)
    return [*clauses, *STANDING[form.show](day)]


_IS_OPEN: Any = _actions.is_open
"""Bare, as the partial index has it."""

STANDING: dict[Show, Callable[[date], list[ColumnElement[bool]]]] = {
    Show.OPEN: lambda day: [_IS_OPEN],
    Show.OVERDUE: lambda day: [_IS_OPEN, _actions.due_on < day],
    Show.SOON: lambda day: [_IS_OPEN, _actions.due_on >= day, _actions.due_on < day + timedelta(days=SOON_DAYS)],
    Show.UNDATED: lambda day: [_IS_OPEN, _actions.due_on.is_(None)],
    Show.AWAITING: lambda day: [_IS_OPEN, _actions.state == ActionState.OWNER_COMPLETE],
    Show.SIGNED_OFF: lambda day: [_actions.state == ActionState.SIGNED_OFF],
    Show.LOOK_BACK: lambda day: [_actions.look_back_on < day + timedelta(days=SOON_DAYS)],
    Show.NOT_IMPLEMENTED: lambda day: [_actions.state == ActionState.NOT_IMPLEMENTED],
    Show.ALL: lambda day: [],
}
"""The same bounds as the figures of progress, so that a number and the list it opens agree."""


def _under(clause: ColumnElement[bool]) -> ColumnElement[bool]:
    """The actions whose recommendation is so."""
    return _actions.recommendation_id.in_(select(_recommendations.id).where(clause))


MISSING: dict[str, ColumnElement[bool]] = {
    "agency": _actions.lead_agency_id.is_(None),
    "group": _actions.group_id.is_(None),
    "review": _actions.review_id.is_(None),
    "priority": _actions.priority_id.is_(None),
    "theme": _under(_recommendations.theme.is_(None)),
    "scope": _under(_recommendations.scope_tier.is_(None)),
}
"""What an action may name none of."""
