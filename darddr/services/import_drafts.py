"""A file on its way into a plan: read once, kept as a sealed draft until its owner confirms it, for 24 hours."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from darddr import clock
from darddr.importers import plan as read
from darddr.importers.dates import NO_DATE, DateReading
from darddr.models.draft import Draft
from darddr.models.plan import Plan
from darddr.policies import Actor, require
from darddr.services import drafts
from darddr.vocabulary.permissions import Permission
from darddr.vocabulary.printable import printable
from darddr.workflow.states import ActionState

KIND = "plan import"
KEPT_FOR = timedelta(hours=24)


def keep_draft(session: Session, actor: Actor, plan: Plan, parsed: read.Plan) -> Draft:
    """What a file was understood to say, for its owner to look at; drafts of theirs that have expired go."""
    require(actor, Permission.PLAN_EDIT, plan)
    session.execute(delete(Draft).where(Draft.owner_id == actor.user_id, Draft.expires_at < clock.now()))
    draft = Draft(
        partnership_id=plan.partnership_id,
        review_id=plan.review_id,
        owner_id=actor.user_id,
        kind=KIND,
        subject_id=plan.id,
        expires_at=clock.now() + KEPT_FOR,
        recorded_by_id=actor.user_id,
        content=frozen(parsed),
    )
    session.add(draft)
    session.flush()
    return draft


def own_draft(session: Session, actor: Actor, draft_id: UUID) -> Draft | None:
    """The actor's own draft of an import; None for anybody else's, another kind, or one that has expired."""
    return drafts.own_draft(session, actor.user_id, draft_id, KIND)


def frozen(parsed: read.Plan) -> dict[str, Any]:
    """A plan as JSON, with nothing in it that a page could not show."""
    content: dict[str, Any] = _printable(parsed.as_json())
    return content


def thawed(content: dict[str, Any]) -> read.Plan:
    """The plan that `frozen` wrote. How a date was reached is not kept, only its words and its value."""
    return read.Plan(
        content["source"],
        tuple(_recommendation(one) for one in content["recommendations"]),
        tuple(read.Ignored(_place(one), one["text"], one["why"]) for one in content["ignored"]),
        tuple(read.Unplaced(**one) for one in content["unplaced"]),
        tuple(read.Problem(**one) for one in content["problems"]),
    )


def _recommendation(one: dict[str, Any]) -> read.Recommendation:
    return read.Recommendation(
        **{
            **one,
            "addressees": tuple(one["addressees"]),
            "actions": tuple(_action(action) for action in one["actions"]),
        }
    )


def _action(one: dict[str, Any]) -> read.Action:
    return read.Action(
        **{
            **one,
            "source": _place(one["source"]),
            "lead_agencies": tuple(one["lead_agencies"]),
            "target_date": _date(one["target_date"]) or NO_DATE,
            "completed_date": _date(one["completed_date"]),
            "status": next((state for state in ActionState if state.value == one["status"]), None),
        }
    )


def _place(one: dict[str, Any]) -> read.Place:
    return read.Place(one["where"], one["table"], one["row"])


def _date(one: dict[str, Any] | None) -> DateReading | None:
    if one is None:
        return None
    return DateReading(**{**one, "value": date.fromisoformat(one["value"]) if one["value"] else None})


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {name: _printable(inner) for name, inner in value.items()}
    return [_printable(inner) for inner in value] if isinstance(value, list) else value
