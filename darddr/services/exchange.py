"""Actions on their way to other programs: the filter of the list, row after row, and a note in the log of how many left.

Recommendations that nobody has yet given an action go too, in rows whose action columns are empty, wherever the filter asks nothing of
actions beyond being open: a plan without them would look carried out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from darddr import audit
from darddr.documents.action_export import COLUMNS, Row
from darddr.models.action import Action
from darddr.models.opened import opened
from darddr.models.partnership import Agency, Group
from darddr.models.plan import Plan, Recommendation
from darddr.models.subject import Place
from darddr.policies import Actor
from darddr.policies.visible import readable_actions, readable_plans
from darddr.services.action_wanted import Show, Wanted, clauses_of
from darddr.services.themes import labels

KINDS = {"xlsx": "Excel", "csv": "CSV", "json": "JSON"}
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}

AT_ONCE = 500
"""Rows asked of the database at a time."""

_actions, _recommendations = Action.__table__.c, Recommendation.__table__.c
_ROWS = (
    select(
        *(
            _actions[name]
            for name in ("id", "partnership_id", "review_id", "number", "state", "is_open", "learning_record")
        ),
        *(_actions[name] for name in ("due_on", "first_target_on", "slips", "completed_on")),
        _recommendations.id.label("recommendation_id"),
        _recommendations.number.label("recommendation_number"),
        _recommendations.scope_tier,
        _recommendations.theme,
        _recommendations.learning_record.label("recommendation_record"),
        Plan.__table__.c.reference.label("plan"),
        Agency.__table__.c.name.label("agency"),
        Group.__table__.c.name.label("group_name"),
    )
    .join_from(Action.__table__, Plan.__table__, Plan.__table__.c.id == _actions.plan_id)
    .join(Recommendation.__table__, _recommendations.id == _actions.recommendation_id)
    .outerjoin(Agency.__table__, Agency.__table__.c.id == _actions.lead_agency_id)
    .outerjoin(Group.__table__, Group.__table__.c.id == _actions.group_id)
    .order_by(_actions.due_on.is_(None), _actions.due_on, _actions.id)
)


_BARE = (
    select(
        _recommendations.id,
        _recommendations.partnership_id,
        _recommendations.review_id,
        _recommendations.number.label("recommendation_number"),
        _recommendations.scope_tier,
        _recommendations.theme,
        _recommendations.learning_record.label("recommendation_record"),
        Plan.__table__.c.reference.label("plan"),
    )
    .join_from(Recommendation.__table__, Plan.__table__, Plan.__table__.c.id == _recommendations.plan_id)
    .where(~exists().where(_actions.recommendation_id == _recommendations.id))
    .order_by(Plan.__table__.c.reference, _recommendations.position, _recommendations.id)
)
"""Recommendations without any action."""

EMPTY = (None,) * (len(COLUMNS) - 5)
"""What stands in the columns of an action where there is none."""


def rows(session: Session, actor: Actor, wanted: Wanted, day: date) -> Iterator[Row]:
    """Every action of a filter that the actor may read, soonest due first, then the recommendations without one.

    As `action_export.COLUMNS` asks. Holds few at a time.
    """
    themes = _Themes(session)
    clauses = (readable_actions(actor, wanted.partnership_id), *clauses_of(actor, wanted, day))
    found = session.connection().execute(_ROWS.where(*clauses).execution_options(yield_per=AT_ONCE))
    recommended: dict[UUID, Mapping[str, Any]] = {}
    for row in found:
        if row.recommendation_id not in recommended:
            recommended[row.recommendation_id] = _opened_recommendation(row, row.recommendation_id)
        yield (*_of_recommendation(row, recommended[row.recommendation_id], themes), *_of_action(row, day))
    if _takes_bare(wanted):
        left = _BARE.where(*_bare_clauses(actor, wanted)).execution_options(yield_per=AT_ONCE)
        for bare in session.connection().execute(left):
            yield (*_of_recommendation(bare, _opened_recommendation(bare, bare.id), themes), *EMPTY)


class _Themes(dict[tuple[UUID, str], str]):
    """What a partnership calls a theme, asked for once each."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def __missing__(self, key: tuple[UUID, str]) -> str:
        self[key] = labels(self.session, key[0]).get(key[1], key[1])
        return self[key]


def _takes_bare(wanted: Wanted) -> bool:
    """Whether a filter asks nothing that only an action could answer."""
    asked = replace(wanted, show=Show.OPEN, partnership_id=None, plan_id=None)
    return wanted.show in (Show.OPEN, Show.ALL) and asked == Wanted()


def _bare_clauses(actor: Actor, wanted: Wanted) -> list[ColumnElement[bool]]:
    clauses = [readable_plans(actor)]
    if wanted.partnership_id is not None:
        clauses.append(_recommendations.partnership_id == wanted.partnership_id)
    if wanted.plan_id is not None:
        clauses.append(_recommendations.plan_id == wanted.plan_id)
    return clauses


def _opened_recommendation(row: Any, recommendation_id: UUID) -> Mapping[str, Any]:
    place = recommendation_id, row.partnership_id, row.review_id
    return opened(Recommendation, "learning_record", row.recommendation_record, *place)


def _of_recommendation(row: Any, recommendation: Mapping[str, Any], themes: _Themes) -> Row:
    theme = themes[row.partnership_id, row.theme] if row.theme else recommendation.get("theme_text")
    return (
        row.plan.removesuffix("-PLAN"),
        row.recommendation_number,
        recommendation.get("text"),
        row.scope_tier.label if row.scope_tier else None,
        theme,
    )


def _of_action(row: Any, day: date) -> Row:
    words = opened(Action, "learning_record", row.learning_record, row.id, row.partnership_id, row.review_id)
    return (
        row.number,
        words.get("text"),
        "; ".join(filter(None, [row.agency, *(words.get("lead_agencies") or [])])),
        row.group_name,
        words.get("owner_post"),
        words.get("target_text"),
        row.due_on,
        row.first_target_on,
        row.slips,
        row.state.label,
        bool(row.is_open and row.due_on is not None and row.due_on < day),
        row.completed_on,
        words.get("milestones"),
        words.get("outcome"),
    )


def counts(session: Session, actor: Actor, wanted: Wanted, day: date) -> dict[UUID, int]:
    """How many rows an export holds, by partnership."""
    clauses = (readable_actions(actor, wanted.partnership_id), *clauses_of(actor, wanted, day))
    counted = select(_actions.partnership_id, func.count()).where(*clauses).group_by(_actions.partnership_id)
    found = Counter({row[0]: row[1] for row in session.connection().execute(counted)})
    if _takes_bare(wanted):
        bare = _BARE.where(*_bare_clauses(actor, wanted)).order_by(None).subquery()
        per_place = select(bare.c.partnership_id, func.count()).group_by(bare.c.partnership_id)
        found.update({row[0]: row[1] for row in session.connection().execute(per_place)})
    return dict(found)


def record(session: Session, actor_id: UUID, kind: str, counted: Mapping[UUID, int]) -> None:
    """Write to the log of each partnership how many of its actions left, and as what."""
    for partnership_id, count in sorted(counted.items()):
        audit.record(session, actor_id, audit.Tag.ACTIONS_EXPORTED, Place(partnership_id), format=kind, count=count)
