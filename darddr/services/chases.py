"""Chasing: whom, when, how, and what they said. It goes on after a review is published or closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.models.action import Action
from darddr.models.chasing import Chase
from darddr.models.partnership import Agency
from darddr.models.plan import Recommendation
from darddr.models.user import User
from darddr.policies import Actor, require
from darddr.policies.visible import readable_actions
from darddr.services.errors import Unfit
from darddr.services.plans import refuse_names_of_plan
from darddr.services.register import refuse_names_known_to
from darddr.vocabulary.national import ChasedBy, ChaseKind
from darddr.vocabulary.permissions import Permission

Chased = Action | Agency | Recommendation

SHOWN = 20
"""How many chases a page shows, newest first."""


@dataclass(frozen=True)
class Chasing:
    """One time that somebody was chased, as somebody tells it."""

    chased_on: date
    how: ChasedBy
    said: str = ""
    name_reason: str = ""


@dataclass(frozen=True)
class ChaseLine:
    """One chase as a page shows it."""

    chased_on: date
    how: ChasedBy
    by: str
    said: str
    about: str = ""


def kind_of(row: Chased) -> ChaseKind:
    """What is chased with a row."""
    if isinstance(row, Action):
        return ChaseKind.ACTION
    return ChaseKind.AGENCY if isinstance(row, Agency) else ChaseKind.NATIONAL


def chase(session: Session, actor: Actor, row: Chased, told: Chasing) -> Chase:
    """Record that an action, an agency or a national answer was chased. Raises Unfit, RealNameTyped."""
    require(actor, Permission.CHASE, row)
    if told.chased_on > clock.today():
        raise Unfit("This cannot have happened after today.", "chased_on")
    if told.how is ChasedBy.AUTOMATIC:
        raise Unfit("Automatic reminders record themselves.", "how")
    if isinstance(row, Agency):
        said, reason = told.said, told.name_reason
        refuse_names_known_to(session, actor, row.partnership_id, said, reason=reason, led_by=row.id)
    else:
        refuse_names_of_plan(session, actor, row, told.said, reason=told.name_reason)
    return keep(session, actor.user_id, row, told)


def keep(session: Session, actor_id: UUID | None, row: Chased, told: Chasing) -> Chase:
    """Keep a chase that has been checked. The action's own version stays, so that a form open meanwhile is not refused."""
    kind = kind_of(row)
    made = Chase(
        partnership_id=row.partnership_id,
        review_id=row.review_id,
        kind=kind,
        action_id=row.id if kind is ChaseKind.ACTION else None,
        agency_id=row.id if kind is ChaseKind.AGENCY else None,
        recommendation_id=row.id if kind is ChaseKind.NATIONAL else None,
        chased_on=told.chased_on,
        how=told.how,
        recorded_by_id=actor_id,
        said=told.said.strip(),
        name_reason=told.name_reason.strip(),
    )
    session.add(made)
    session.flush()
    if kind is ChaseKind.ACTION:
        later = or_(Action.last_chased_on.is_(None), Action.last_chased_on < told.chased_on)
        session.execute(update(Action).where(Action.id == row.id, later).values(last_chased_on=told.chased_on))
    facts: dict[str, Any] = {"chase": made.id, "kind": kind, "how": told.how, "happened_on": told.chased_on}
    audit.record(session, actor_id, audit.Tag.CHASED, made, **facts)
    return made


def chases_of(session: Session, row: Chased) -> list[ChaseLine]:
    """The latest chases of a row itself, newest first, in one statement."""
    column = {
        ChaseKind.ACTION: Chase.action_id,
        ChaseKind.AGENCY: Chase.agency_id,
        ChaseKind.NATIONAL: Chase.recommendation_id,
    }[kind_of(row)]
    rows = session.execute(
        select(Chase, User)
        .outerjoin(User, User.id == Chase.recorded_by_id)
        .where(column == row.id)
        .order_by(Chase.chased_on.desc(), Chase.recorded_at.desc())
        .limit(SHOWN)
    )
    return [ChaseLine(one.chased_on, one.how, (by.name or "") if by else "", one.said or "") for one, by in rows]


def agency_last_chased(session: Session, actor: Actor, agency: Agency) -> date | None:
    """When an agency was last chased, for itself or for an action it leads that the actor may read."""
    own = session.scalar(select(func.max(Chase.chased_on)).where(Chase.agency_id == agency.id))
    led = session.scalar(
        select(func.max(Action.last_chased_on)).where(Action.lead_agency_id == agency.id, readable_actions(actor))
    )
    return max((day for day in (own, led) if day is not None), default=None)
