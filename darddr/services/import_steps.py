"""What a file would do to a plan, worked out without changing anything.

Each row keeps fingerprints of what its file last said, so a second reading touches only what the file itself changed
and never
undoes what somebody has changed here meanwhile.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr.importers import plan as read
from darddr.models.action import Action
from darddr.models.partnership import Agency
from darddr.models.plan import Plan, Recommendation
from darddr.services.import_keys import folded
from darddr.services.import_matching import match


@dataclass(frozen=True)
class Step:
    """One row of a file:

    the row it is (None: a new one, to be made as `row_id`), its words by field, which of them are anew.
    """

    printed: Any
    key: bytes
    row: Any
    row_id: UUID
    said: Mapping[str, str]
    anew: frozenset[str]
    under: tuple[Step, ...] = field(default=())

    @property
    def outcome(self) -> str:
        """What becomes of the row: added, changed or unchanged."""
        if self.row is None:
            return "added"
        return "changed" if self.anew else "unchanged"


def steps_for(session: Session, plan: Plan, parsed: read.Plan) -> tuple[Step, ...]:
    """What a file would do to a plan, row by row;

    three statements, and one opening for each row that is here already.
    """
    kept = session.scalars(select(Recommendation).filter_by(plan_id=plan.id)).all()
    actions: dict[UUID, list[Action]] = defaultdict(list)
    for action in session.scalars(select(Action).filter_by(plan_id=plan.id)):
        actions[action.recommendation_id].append(action)
    names = {agency.id: agency.name for agency in agencies_by_words(session, plan).values()}
    steps = []
    for printed, (key, row) in zip(parsed.recommendations, match(plan.id, parsed.recommendations, kept), strict=True):
        row_id = row.id if row is not None else uuid4()
        said = recommendation_said(printed)
        anew = _anew(row, said, _recommendation_shows(row)) if row is not None else frozenset(said)
        under = _under(printed, row_id, actions.get(row_id, []), names)
        steps.append(Step(printed, key, row, row_id, said, anew, under))
    return tuple(steps)


def prints(said: Mapping[str, str]) -> dict[str, str]:
    """Short fingerprints of what a file says; kept sealed, so that they tell nobody the words."""
    return {name: hashlib.sha256(folded(text).encode()).hexdigest()[:16] for name, text in said.items()}


def recommendation_said(printed: read.Recommendation) -> dict[str, str]:
    """A recommendation of a file as words by field."""
    return {
        "number": printed.number or "",
        "text": printed.text,
        "scope": printed.scope or "",
        "theme": printed.theme or "",
        "addressees": "\n".join(printed.addressees),
    }


def action_said(printed: read.Action) -> dict[str, str]:
    """An action of a file as words by field."""
    return {
        "number": printed.number or "",
        "text": printed.text,
        "lead_agencies": "\n".join(printed.lead_agencies),
        "owner_post": printed.owner or "",
        "milestones": printed.milestones,
        "target_text": printed.target_date.text,
        "status_text": printed.status_text or (printed.status.label if printed.status else ""),
        "completed": printed.completed_date.text if printed.completed_date else "",
        "progress": printed.progress,
        "outcome": printed.outcome,
    }


def _under(
    printed: read.Recommendation, within: UUID, kept: list[Action], names: Mapping[UUID, str]
) -> tuple[Step, ...]:
    steps = []
    for action, (key, row) in zip(printed.actions, match(within, printed.actions, kept), strict=True):
        said = action_said(action)
        anew = _anew(row, said, _action_shows(row, names)) if row is not None else frozenset(said)
        steps.append(Step(action, key, row, row.id if row is not None else uuid4(), said, anew))
    return tuple(steps)


def _anew(row: Recommendation | Action, said: Mapping[str, str], shows: Mapping[str, str]) -> frozenset[str]:
    """What a file says that it did not say before; of a row made by hand, what it says and the row does not."""
    now = prints(said)
    if before := row.imported:
        return frozenset(name for name in said if now[name] != before.get(name))
    shown = prints(shows)
    return frozenset(name for name in said if said[name] and now[name] != shown.get(name))


def _recommendation_shows(row: Recommendation) -> dict[str, str]:
    return {
        "number": row.number,
        "text": row.text or "",
        "scope": row.scope_tier.value if row.scope_tier else "",
        "theme": row.theme or row.theme_text or "",
        "addressees": "\n".join(row.addressees or []),
    }


def _action_shows(row: Action, names: Mapping[UUID, str]) -> dict[str, str]:
    lead = [names[row.lead_agency_id]] if row.lead_agency_id is not None else []
    return {
        "number": row.number,
        "text": row.text or "",
        "lead_agencies": "\n".join([*lead, *(row.lead_agencies or [])]),
        "owner_post": row.owner_post or "",
        "milestones": row.milestones or "",
        "target_text": row.target_text or "",
        "status_text": row.status_text or "",
        "outcome": row.outcome or "",
    }


def agencies_by_words(session: Session, plan: Plan) -> dict[str, Agency]:
    """The agencies of a plan's partnership by their folded names."""
    rows = session.scalars(select(Agency).filter_by(partnership_id=plan.partnership_id))
    return {folded(agency.name): agency for agency in rows}
