"""Every change of an action: who, when, from what to what, and why, read from the earlier wordings that each change kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from darddr.models.action import Action, ActionMove
from darddr.models.action_milestone import ActionMilestone
from darddr.models.finding import Change
from darddr.models.partnership import Agency, Group
from darddr.models.user import User
from darddr.services.action_milestones import REMOVED
from darddr.services.actions import AGREED_BY, WHY
from darddr.services.versions import text_of
from darddr.services.wording import sentence

LABELS = {
    "number": "Number",
    "text": "Action",
    "lead_agency_id": "Lead agency",
    "lead_agencies": "Other lead agencies",
    "group_id": "Accountable group",
    "owner_id": "Owner",
    "owner_post": "Owner’s post",
    "target_text": "Target date",
    "milestones": "Milestones as printed",
    "outcome": "Outcome",
    "measure": "How we shall know it worked",
    "status_text": "Status in the plan as read",
    REMOVED: "Milestone removed",
    "due_on": "due",
    "done_on": "done",
}
NOT_SHOWN = (WHY, AGREED_BY, "has_owner", "name_reason")
NAMED: dict[str, Any] = {"lead_agency_id": Agency, "group_id": Group, "owner_id": User}


@dataclass(frozen=True)
class Entry:
    """One field changed once."""

    what: str
    before: str
    after: str
    by: str
    recorded_at: datetime
    reason: str = ""


def history_of(session: Session, action: Action) -> list[Entry]:
    """Every change of an action, its milestones and its state, latest first."""
    steps = {row.id: row for row in session.scalars(select(ActionMilestone).filter_by(action_id=action.id)).all()}
    changes = _changes(session, action, steps)
    own = [(change, user) for change, user in changes if change.subject_id == action.id]
    found = _fields(session, action, own, lambda name: LABELS.get(name, name))
    for key, row in steps.items():
        found += _fields(session, row, [each for each in changes if each[0].subject_id == key], _of_step(row))
    found += _moves(session, action)
    return sorted(found, key=lambda entry: entry.recorded_at, reverse=True)


def _of_step(row: ActionMilestone) -> Callable[[str], str]:
    return lambda name: f"Milestone {row.position}" + ("" if name == "text" else f", {LABELS[name]}")


def _changes(session: Session, action: Action, steps: Iterable[UUID]) -> list[tuple[Change, User | None]]:
    """The kept wordings of an action and of its milestones, latest first."""
    own = and_(Change.subject_table == "actions", Change.subject_id == action.id)
    of_steps = and_(Change.subject_table == "action_milestones", Change.subject_id.in_(list(steps)))
    wanted = select(Change, User).outerjoin(User, User.id == Change.recorded_by_id).where(or_(own, of_steps))
    return [(change, user) for change, user in session.execute(wanted.order_by(Change.recorded_at.desc(), Change.id))]


def _fields(
    session: Session, row: Any, changes: list[tuple[Change, User | None]], label: Callable[[str], str]
) -> list[Entry]:
    """Backwards from what a row now says: what a field was before one change is what the change before that made of it."""
    now: dict[str, str] = {}
    found = []
    for change, user in changes:
        told = change.learning_before or {}
        agreed = f" Agreed by {told[AGREED_BY]}." if told.get(AGREED_BY) else ""
        for name, before in told.items():
            if name in NOT_SHOWN:
                continue
            after = now[name] if name in now and name != REMOVED else text_of(getattr(row, name, None))
            now[name] = before
            why = (sentence(told.get(WHY, "")) + agreed).strip() if name == "target_text" else ""
            said = (_in_words(session, name, before), _in_words(session, name, after))
            found.append(Entry(label(name), *said, (user.name or "") if user else "", change.recorded_at, why))
    return found


def _in_words(session: Session, name: str, value: str) -> str:
    """An id by the name it stands for, a day as people write it."""
    if name in NAMED and value:
        try:
            row = session.get(NAMED[name], UUID(value))
        except ValueError:
            return value
        return (row.name or "") if row is not None else ""
    if name in ("due_on", "done_on") and value:
        day = date.fromisoformat(value)
        return f"{day.day} {day:%B %Y}"
    return value


def _moves(session: Session, action: Action) -> list[Entry]:
    wanted = select(ActionMove, User).outerjoin(User, User.id == ActionMove.recorded_by_id)
    return [
        Entry(
            "State",
            move.source.label,
            move.dest.label,
            (user.name or "") if user else "",
            move.recorded_at,
            " ".join(
                filter(
                    None,
                    [sentence(move.reason or ""), f"On behalf of {move.on_behalf_of}." if move.on_behalf_of else ""],
                )
            ),
        )
        for move, user in session.execute(wanted.where(ActionMove.action_id == action.id))
    ]
