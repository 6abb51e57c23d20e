"""Actions on their way to other programs: the filter of the list, row after row, and a note in the log of how many left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from darddr import audit
from darddr.documents.action_export import Row
from darddr.models.action import Action
from darddr.models.opened import opened
from darddr.models.partnership import Agency, Group
from darddr.models.plan import Plan, Recommendation
from darddr.models.subject import Place
from darddr.policies import Actor
from darddr.policies.visible import readable_actions
from darddr.services.action_wanted import Wanted, clauses_of

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


def rows(session: Session, actor: Actor, wanted: Wanted, day: date) -> Iterator[Row]:
    """Every action of a filter that the actor may read, soonest due first, as `action_export.COLUMNS` asks. Holds few at a time."""
    clauses = (readable_actions(actor, wanted.partnership_id), *clauses_of(actor, wanted, day))
    found = session.connection().execute(_ROWS.where(*clauses).execution_options(yield_per=AT_ONCE))
    recommended: dict[UUID, Mapping[str, Any]] = {}
    for row in found:
        if row.recommendation_id not in recommended:
            recommended[row.recommendation_id] = _opened_recommendation(row)
        yield _row(row, recommended[row.recommendation_id], day)


def _opened_recommendation(row: Any) -> Mapping[str, Any]:
    place = row.recommendation_id, row.partnership_id, row.review_id
    return opened(Recommendation, "learning_record", row.recommendation_record, *place)


def _row(row: Any, recommendation: Mapping[str, Any], day: date) -> Row:
    words = opened(Action, "learning_record", row.learning_record, row.id, row.partnership_id, row.review_id)
    return (
        row.plan.removesuffix("-PLAN"),
        row.recommendation_number,
        recommendation.get("text"),
        row.scope_tier.label if row.scope_tier else None,
        row.theme or recommendation.get("theme_text"),
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
    """How many actions an export holds, by partnership."""
    clauses = (readable_actions(actor, wanted.partnership_id), *clauses_of(actor, wanted, day))
    counted = select(_actions.partnership_id, func.count()).where(*clauses).group_by(_actions.partnership_id)
    return {row[0]: row[1] for row in session.connection().execute(counted)}


def record(session: Session, actor_id: UUID, kind: str, counted: Mapping[UUID, int]) -> None:
    """Write to the log of each partnership how many of its actions left, and as what."""
    for partnership_id, count in sorted(counted.items()):
        audit.record(session, actor_id, audit.Tag.ACTIONS_EXPORTED, Place(partnership_id), format=kind, count=count)
