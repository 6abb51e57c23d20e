"""What actions were on a past day: their dates, agencies, groups, priorities and owners before they were changed since.

Changes keep earlier wordings sealed in the class of learning, so a past day opens those of its later changes; today opens none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr.crypto.errors import CannotOpen, DataKeyMissing
from darddr.importers.dates import read_date
from darddr.models.action import Action
from darddr.models.finding import Change
from darddr.models.opened import opened
from darddr.policies.visible import readable_actions
from darddr.services.figure_views import Held, Then, View, end_of
from darddr.services.targets import target_from

MOST = 4_000
"""Changes that are opened for a past day at most; beyond them the view says that it does not know."""


def as_of(session: Session, view: View) -> View:
    """The view with what is known of its day; the same view where that is today."""
    if not view.is_past:
        return view
    changes: dict[UUID, list[dict[str, str]]] = defaultdict(list)
    rows = session.execute(_changes(view)).all()
    if len(rows) > MOST:
        return replace(view, then=Then((), is_whole=False))
    now, is_whole = {}, True
    for row in rows:
        told = _told(row)
        is_whole = is_whole and told is not None
        changes[row.subject_id].append(told or {})
        now[row.subject_id] = row
    return replace(view, then=Then([_held(now[key], told) for key, told in changes.items()], is_whole))


def _changes(view: View) -> Any:
    """Every change of an action since the day, of those the actor may read, earliest first."""
    columns = (
        Action.due_on,
        Action.lead_agency_id,
        Action.group_id,
        Action.priority_id,
        Action.has_owner,
        Action.slips,
    )
    return (
        select(Change.subject_id, Change.id, Change.partnership_id, Change.review_id, Change.learning_record, *columns)
        .join(Action, Action.id == Change.subject_id)
        .where(
            Change.subject_table == Action.__tablename__,
            Change.recorded_at >= end_of(view.day),
            readable_actions(view.actor, view.partnership_id),
        )
        .order_by(Change.recorded_at, Change.id)
        .limit(MOST + 1)
    )


def _told(row: Any) -> dict[str, str] | None:
    """The wordings a change kept; None where their key has been destroyed."""
    try:
        record = opened(Change, "learning_record", row.learning_record, row.id, row.partnership_id, row.review_id)
    except (CannotOpen, DataKeyMissing):
        return None
    return record.get("learning_before") or {}


def _held(now: Any, changes: Sequence[dict[str, str]]) -> Held:
    """An action before its first change of each field; what no change names is as it is now."""
    before: dict[str, str] = {}
    for told in reversed(changes):
        before |= told
    dates = [*(_due_on(told["target_text"]) for told in changes if "target_text" in told), now.due_on]
    return Held(
        id=now.subject_id,
        due_on=dates[0],
        agency=_id(before, "lead_agency_id", now.lead_agency_id),
        group=_id(before, "group_id", now.group_id),
        priority=_id(before, "priority_id", now.priority_id),
        has_owner=before["has_owner"] == "True" if "has_owner" in before else now.has_owner,
        slips=max(0, now.slips - _slips(dates)),
    )


def _due_on(words: str) -> date | None:
    return target_from(read_date(words)).due_on


def _slips(dates: Sequence[date | None]) -> int:
    """How often a date was put back, or given up, from one to the next."""
    return sum(earlier is not None and (later is None or later > earlier) for earlier, later in pairwise(dates))


def _id(before: dict[str, str], name: str, now: UUID | None) -> UUID | None:
    if name not in before:
        return now
    return UUID(before[name]) if before[name] else None
