"""Who is reminded of which actions on a day: their owner, then the agency that leads, then the chair of the executive.

It goes on after a review is published or closed, for as long as the action is open. Nobody is reminded of what they may not read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import policies
from darddr.models.action import Action
from darddr.models.chasing import Chase
from darddr.models.plan import Plan
from darddr.models.user import Membership, User
from darddr.policies import allows
from darddr.services import chases
from darddr.services.chases import Chasing
from darddr.vocabulary.national import ChasedBy
from darddr.vocabulary.permissions import Permission
from darddr.vocabulary.roles import PartnershipRole, ReviewRole
from darddr.workflow.states import ActionState

BEFORE = (28, 7, 0)
"""Days before the due date on which the owner is reminded; after it, every week."""

WEEK = 7
LEAD_AFTER = 14
CHAIR_AFTER = 30
"""Days past the due date from which the lead agency, and the chair of the executive, hear of it: then and every week."""


@dataclass(frozen=True)
class Reminder:
    """One action somebody is reminded of: its plan and number, and the days until it is due (negative: overdue)."""

    action: Action
    plan: str
    days: int
    to_owner: bool


def _is_day(days: int, since: int) -> bool:
    return days >= since and (days - since) % WEEK == 0


def reminded_of(session: Session, user_id: UUID, day: date) -> list[Reminder]:
    """What one person is reminded of on a day, soonest due first; nothing for an account that is no longer active."""
    user = session.get(User, user_id)
    if user is None or not user.is_active:
        return []
    actor = policies.load_actor(session, user_id, day)
    found = []
    for action, plan in _timely(session, day):
        past = (day - _due(action)).days
        if user_id not in _asked(session, action, past, day) or not allows(actor, Permission.ACTION_READ, action):
            continue
        found.append(Reminder(action, plan, -past, action.owner_id == user_id))
    return found


def people_reminded(session: Session, day: date) -> set[UUID]:
    """Everybody who may have something to be reminded of on a day."""
    return {
        each for action, _ in _timely(session, day) for each in _asked(session, action, (day - _due(action)).days, day)
    }


def _timely(session: Session, day: date) -> list[tuple[Action, str]]:
    """The open actions whose date makes this a day on which somebody hears of them; what waits for sign-off waits for others."""
    rows = session.execute(
        select(Action, Plan.reference)
        .join(Plan, Plan.id == Action.plan_id)
        .where(
            Action.is_open,
            Action.state != ActionState.OWNER_COMPLETE,
            Action.due_on <= day + timedelta(days=max(BEFORE)),
        )
        .order_by(Action.due_on, Action.id)
    )
    return [(action, plan) for action, plan in rows if _says_anything((day - _due(action)).days)]


def _due(action: Action) -> date:
    assert action.due_on is not None
    return action.due_on


def _says_anything(past: int) -> bool:
    return -past in BEFORE or _is_day(past, WEEK) or _is_day(past, CHAIR_AFTER)


def _asked(session: Session, action: Action, past: int, day: date) -> set[UUID]:
    """Whom an action's date asks to be told on a day."""
    asked = set()
    if action.owner_id is not None and (-past in BEFORE or _is_day(past, WEEK)):
        asked.add(action.owner_id)
    if _is_day(past, LEAD_AFTER) and action.lead_agency_id is not None:
        approver = (Membership.role == ReviewRole.AGENCY_APPROVER.value, Membership.agency_id == action.lead_agency_id)
        here = Membership.review_id.is_(None) | (Membership.review_id == action.review_id)
        asked |= _members(session, day, *approver, here)
    if _is_day(past, CHAIR_AFTER):
        chair = Membership.role == PartnershipRole.EXECUTIVE_CHAIR.value
        asked |= _members(session, day, chair, Membership.partnership_id == action.partnership_id)
    return asked


def _members(session: Session, day: date, *wanted: object) -> set[UUID]:
    rows = session.scalars(select(Membership).where(*wanted))  # type: ignore[arg-type]
    return {row.user_id for row in rows if row.is_current(day)}


def note_chased(session: Session, reminders: Iterable[Reminder], day: date) -> None:
    """Record that the owners of overdue actions were chased by the system, once an action and day."""
    overdue = [each.action for each in reminders if each.to_owner and each.days < 0]
    known = set(
        session.scalars(
            select(Chase.action_id).where(
                Chase.action_id.in_([action.id for action in overdue]),
                Chase.chased_on == day,
                Chase.how == ChasedBy.AUTOMATIC,
            )
        )
    )
    for action in overdue:
        if action.id not in known:
            chases.keep(session, None, action, Chasing(day, ChasedBy.AUTOMATIC))


def by_plan(reminders: Iterable[Reminder]) -> dict[str, list[Reminder]]:
    """Reminders under the reference of their plan."""
    found: dict[str, list[Reminder]] = defaultdict(list)
    for each in reminders:
        found[each.plan].append(each)
    return found
