"""What the executive's next meeting must look at: actions long overdue, and late national recommendations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from darddr.models.action import Action
from darddr.models.partnership import Agency
from darddr.models.plan import Plan
from darddr.models.subject import Place
from darddr.policies import Actor, require
from darddr.policies.visible import readable_actions
from darddr.services.national import NationalLine, national_of
from darddr.services.reminders import CHAIR_AFTER
from darddr.vocabulary.permissions import Permission

SHOWN = 50


@dataclass(frozen=True)
class LongOverdue:
    """One action that its owner and its agency were reminded of in vain; nothing of it is opened."""

    id: UUID
    number: str
    plan: str
    agency: str
    due_on: date
    days: int
    slips: int
    last_chased_on: date | None


@dataclass(frozen=True)
class Agenda:
    """The items: the longest overdue first, how many there are in all, and the late national recommendations."""

    overdue: tuple[LongOverdue, ...]
    total: int
    nationals: tuple[NationalLine, ...]


def agenda_of(session: Session, actor: Actor, place: Place, day: date, within: int) -> Agenda:
    """What a partnership's executive must look at on a day, as far as the actor may read it; a fixed number of statements."""
    require(actor, Permission.PARTNERSHIP_PROGRESS, place)
    clauses = (
        Action.partnership_id == place.partnership_id,
        Action.is_open,
        Action.due_on <= day - timedelta(days=CHAIR_AFTER),
        readable_actions(actor, place.partnership_id),
    )
    rows = session.execute(
        select(
            Action.id,
            Action.number,
            Action.position,
            Plan.reference,
            Agency.name,
            Action.due_on,
            Action.slips,
            Action.last_chased_on,
        )
        .join(Plan, Plan.id == Action.plan_id)
        .outerjoin(Agency, Agency.id == Action.lead_agency_id)
        .where(*clauses)
        .order_by(Action.due_on, Action.id)
        .limit(SHOWN)
    )
    overdue = tuple(
        LongOverdue(
            row.id,
            row.number or str(row.position),
            row.reference,
            row.name or "",
            row.due_on,
            (day - row.due_on).days,
            *row[-2:],
        )
        for row in rows
    )
    total = session.scalar(select(func.count()).select_from(Action).where(*clauses)) or 0
    nationals = national_of(session, actor, place.partnership_id, day, within).lines
    return Agenda(overdue, total, tuple(line for line in nationals if line.standing.days_late))
