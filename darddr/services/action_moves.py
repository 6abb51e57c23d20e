"""The moves of an action: what each still needs, making one, and what was said and done so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.deadlines.months import add_months
from darddr.models.action import Action, ActionMove, ActionUpdate
from darddr.models.user import User
from darddr.policies import Actor, allows, require
from darddr.services.action_pasts import BROUGHT_IN, COMPLETING, UNDONE, Past, past_of
from darddr.services.agreement import NO_TERMS, Terms, answers_for_agency, check_terms, settle
from darddr.services.errors import Unfit
from darddr.services.plan_names import PlanNames
from darddr.workflow import engine
from darddr.workflow.actions import ACTION_TABLE
from darddr.workflow.errors import ConditionsUnmet
from darddr.workflow.facts import ActionFacts
from darddr.workflow.moves import Inputs, Move
from darddr.workflow.states import ActionState

COMPLETED = (ActionState.OWNER_COMPLETE, ActionState.SIGNED_OFF)


@dataclass(frozen=True)
class Event:
    """One entry in the story of an action: a note, or a move and its reason."""

    title: str
    happened_on: date
    recorded_at: datetime
    by: str
    on_behalf_of: str
    text: str


def action_facts(session: Session, action: Action) -> ActionFacts:
    """What an action's moves are judged by."""
    return past_of(session, action).facts


def offers_for(session: Session, actor: Actor, action: Action) -> tuple[engine.Offer, ...]:
    """Every move out of the present state that this person may make, with what still blocks each."""
    inputs = Inputs(actor.user_id, own_decision=answers_for_agency(actor, action))
    listed = engine.offers(ACTION_TABLE, action.state, action_facts(session, action), inputs)
    return tuple(offer for offer in listed if allows(actor, offer.move.permission, action))


def move_called(session: Session, actor: Actor, action: Action, trigger: str) -> Move:
    """The move of a trigger out of the present state, once nothing but what its page asks for is missing.

    Raises NotAllowed, MoveUnknown where the state does not offer it, ConditionsUnmet.
    """
    facts = action_facts(session, action)
    move = engine.find(ACTION_TABLE, action.state, trigger, facts)
    require(actor, move.permission, action)
    missing = engine.unmet(move, facts, Inputs(actor.user_id))
    if unasked := tuple(need for need in missing if not need.asks):
        raise ConditionsUnmet(unasked)
    return move


def advance(
    session: Session,
    actor: Actor,
    action: Action,
    trigger: str,
    *,
    happened_on: date | None = None,
    reason: str = "",
    on_behalf_of: str = "",
    name_reason: str = "",
    terms: Terms = NO_TERMS,
    past: Past | None = None,
    names: PlanNames | None = None,
) -> ActionMove:
    """Move an action one step, also when its review has closed, and write it to the log. `past` and `names` serve a whole file.

    Raises MoveUnknown or ConditionsUnmet (nothing is changed), Unfit for a day that cannot be, RealNameTyped,
    NotAllowed.
    """
    facts, steps = past or past_of(session, action)
    move = engine.find(ACTION_TABLE, action.state, trigger, facts)
    require(actor, move.permission, action)
    day = happened_on or clock.today()
    if day > clock.today():
        raise Unfit("A move cannot have happened after today.", "happened_on")
    check_terms(terms)
    words = (reason, on_behalf_of, terms.part, terms.measure)
    (names or PlanNames(session, actor)).refuse(action, *words, reason=name_reason)
    own = answers_for_agency(actor, action)
    inputs = Inputs(actor.user_id, day, reason, on_behalf_of, own, terms.part)
    engine.fire(ACTION_TABLE, action, move, facts, inputs)
    settle(action, trigger, terms)
    return _moved(session, actor, action, move, steps, trigger, day, reason, on_behalf_of)


def take_back(session: Session, actor: Actor, action: Action) -> ActionMove:
    """Lead an action back where its last move came from, without a second person: for services/undo.py, which asks whether."""
    (facts, steps), day = past_of(session, action), clock.today()
    move = engine.find(ACTION_TABLE, action.state, "correct", facts)
    words = "Undone by whoever made it."
    engine.fire(ACTION_TABLE, action, move, facts, Inputs(actor.user_id, day, words, undoing=True))
    settle(action, UNDONE, NO_TERMS)
    return _moved(session, actor, action, move, steps, UNDONE, day, words)


def _moved(
    session: Session,
    actor: Actor,
    action: Action,
    move: Move,
    steps: int,
    trigger: str,
    day: date,
    reason: str,
    on_behalf_of: str = "",
) -> ActionMove:
    """What a move that was made leaves: the dates that follow from it, a row, and an entry in the log."""
    action.completed_on = _completed_on(session, action, move, day)
    action.look_back_on = _look_back_on(session, action, move, day)
    if action.state in COMPLETED or action.state.is_end:
        action.concern = None
    made = make_move(session, actor, action, steps + 1, trigger, move.source, day, reason, on_behalf_of)
    audit.record(
        session,
        actor.user_id,
        audit.Tag.ACTION_MOVED,
        action,
        action=action.id,
        trigger=trigger,
        source=move.source,
        dest=move.dest,
        happened_on=day,
    )
    return made


def make_move(
    session: Session,
    actor: Actor,
    action: Action,
    step: int,
    trigger: str,
    source: ActionState,
    day: date,
    reason: str = "",
    on_behalf_of: str = "",
) -> ActionMove:
    """A step of an action, to the state it now stands in."""
    made = ActionMove(
        partnership_id=action.partnership_id,
        review_id=action.review_id,
        action_id=action.id,
        step=step,
        trigger=trigger,
        source=source,
        dest=action.state,
        happened_on=day,
        recorded_by_id=actor.user_id,
        is_on_behalf=bool(on_behalf_of.strip()),
        reason=reason.strip(),
        on_behalf_of=on_behalf_of.strip(),
    )
    session.add(made)
    return made


def _completed_on(session: Session, action: Action, move: Move, day: date) -> date | None:
    """The day an action was completed, for as long as it counts as complete; a wrong click undone puts it back."""
    if action.state not in COMPLETED:
        return None
    if move.trigger == "complete":
        return day
    if action.completed_on is not None:
        return action.completed_on
    return _last_day(session, action, COMPLETING)


def _look_back_on(session: Session, action: Action, move: Move, day: date) -> date | None:
    """The day to look at what an action changed: so many months after its sign-off, where that was agreed."""
    if action.state is not ActionState.SIGNED_OFF or action.look_back_months is None:
        return None
    signed = day if move.trigger == "sign_off" else _last_day(session, action, ("sign_off",))
    return add_months(signed or day, action.look_back_months)


def _last_day(session: Session, action: Action, triggers: tuple[str, ...]) -> date | None:
    return session.scalar(
        select(ActionMove.happened_on)
        .where(ActionMove.action_id == action.id, ActionMove.trigger.in_(triggers))
        .order_by(ActionMove.step.desc())
        .limit(1)
    )


def story(session: Session, action: Action) -> list[Event]:
    """What was said and done of an action, newest first, in two statements."""
    updates = session.execute(
        select(ActionUpdate, User)
        .outerjoin(User, User.id == ActionUpdate.recorded_by_id)
        .where(ActionUpdate.action_id == action.id)
    )
    moves = session.execute(
        select(ActionMove, User)
        .outerjoin(User, User.id == ActionMove.recorded_by_id)
        .where(ActionMove.action_id == action.id)
    )
    told = [_event(update, user, update.kind.label, _said(update)) for update, user in updates]
    moved = [_event(move, user, _title(move), move.reason) for move, user in moves]
    return sorted([*told, *moved], key=lambda event: event.recorded_at, reverse=True)


def _said(update: ActionUpdate) -> str:
    return f"{update.text or ''} Agreed by {update.agreed_by}." if update.agreed_by else update.text or ""


def _event(row: ActionUpdate | ActionMove, user: User | None, title: str, text: str | None) -> Event:
    by = (user.name or "") if user else ""
    return Event(title, row.happened_on, row.recorded_at, by, row.on_behalf_of or "", text or "")


def _title(move: ActionMove) -> str:
    if move.trigger == UNDONE:
        return f"Undone: {move.dest.label} again (was: {move.source.label})"
    if move.trigger == BROUGHT_IN:
        return f"Brought in from a file as: {move.dest.label}"
    return f"{move.dest.label} (was: {move.source.label})"
