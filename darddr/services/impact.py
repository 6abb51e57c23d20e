"""Whether an action changed anything, looked at months after it was signed off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.deadlines.months import add_months
from darddr.models.action import Action
from darddr.models.impact import ImpactCheck
from darddr.policies import Actor, require
from darddr.policies.visible import readable_actions
from darddr.services.errors import NotNow, Unfit
from darddr.services.plans import refuse_names_of_plan
from darddr.services.standing import SOON_DAYS
from darddr.vocabulary.permissions import Permission
from darddr.vocabulary.roles import PartnershipRole as R
from darddr.vocabulary.standing import LOOK_BACK_MONTHS, Impact
from darddr.workflow.states import ActionState


@dataclass(frozen=True)
class Looked:
    """What somebody found. `measure` is what it was measured by, `again_months` when to look once more (None: no more)."""

    result: Impact
    text: str
    happened_on: date
    measure: str = ""
    on_behalf_of: str = ""
    again_months: int | None = None
    name_reason: str = ""


def require_signed_off(action: Action) -> None:
    """Raises NotNow where an action has not come so far that it could have changed anything."""
    if action.state is not ActionState.SIGNED_OFF:
        raise NotNow("Impact is looked at once the action has been signed off.")


def record_impact(session: Session, actor: Actor, action: Action, looked: Looked) -> ImpactCheck:
    """Keep what was found. Raises NotNow before sign-off, Unfit, RealNameTyped."""
    require(actor, Permission.ACTION_LOOK_BACK, action)
    require_signed_off(action)
    _check(session, actor, action, looked)
    row = ImpactCheck(
        partnership_id=action.partnership_id,
        review_id=action.review_id,
        action_id=action.id,
        due_on=action.look_back_on,
        happened_on=looked.happened_on,
        result=looked.result,
        recorded_by_id=actor.user_id,
        measure=looked.measure.strip(),
        text=looked.text.strip(),
        on_behalf_of=looked.on_behalf_of.strip(),
        name_reason=looked.name_reason.strip(),
    )
    session.add(row)
    again = looked.again_months
    action.look_back_on = add_months(looked.happened_on, again) if again is not None else None
    audit.record(session, actor.user_id, audit.Tag.IMPACT_RECORDED, action, action=action.id, result=looked.result)
    return row


def _check(session: Session, actor: Actor, action: Action, looked: Looked) -> None:
    if not looked.text.strip():
        raise Unfit("Say what you found.", "text")
    if not looked.measure.strip():
        raise Unfit("Say what it was measured by.", "measure")
    if looked.happened_on > clock.today():
        raise Unfit("This cannot have been looked at after today.", "happened_on")
    if looked.again_months not in (None, *LOOK_BACK_MONTHS):
        raise Unfit("Choose 6 or 12 months.", "again")
    words = (looked.text, looked.measure, looked.on_behalf_of)
    refuse_names_of_plan(session, actor, action, *words, reason=looked.name_reason)


def checks_of(session: Session, action: Action) -> list[ImpactCheck]:
    """What was found so far, latest first."""
    wanted = select(ImpactCheck).filter_by(action_id=action.id)
    return list(session.scalars(wanted.order_by(ImpactCheck.happened_on.desc(), ImpactCheck.recorded_at.desc())))


def horizon(day: date) -> date:
    """The first day that is not yet soon: what is to be looked at before it is shown as due."""
    return day + timedelta(days=SOON_DAYS)


def own_look_backs(session: Session, actor: Actor, day: date, most: int) -> list[Action]:
    """Actions of one's own whose impact is due, or soon, to be looked at; at most so many, soonest first."""
    wanted = select(Action).where(
        Action.owner_id == actor.user_id, Action.look_back_on < horizon(day), readable_actions(actor)
    )
    return list(session.scalars(wanted.order_by(Action.look_back_on, Action.id).limit(most)))


def followed_look_backs(session: Session, actor: Actor, day: date) -> int:
    """How many actions of the partnerships somebody coordinates or follows are due, or soon, to be looked at."""
    places = actor.partnerships_as(R.COORDINATOR, R.EXECUTIVE, R.EXECUTIVE_CHAIR)
    return look_backs_in(session, actor, day, *places) if places else 0


def look_backs_in(session: Session, actor: Actor, day: date, *partnerships: object) -> int:
    """How many actions of some partnerships are due, or soon, to be looked at, as far as the actor may read them."""
    due = (Action.look_back_on < horizon(day)) & Action.partnership_id.in_(partnerships)
    return session.scalar(select(func.count()).select_from(Action).where(due, readable_actions(actor))) or 0
