"""A wrong click taken back at once by whoever made it; after that a second person corrects it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import clock
from darddr.models.action import Action, ActionMove
from darddr.policies import Actor, allows
from darddr.services import action_moves, action_pasts
from darddr.services.errors import NotNow
from darddr.workflow import engine
from darddr.workflow.actions import ACTION_TABLE
from darddr.workflow.states import ActionState


@dataclass(frozen=True)
class Undoable:
    """The last move, while whoever made it may take it back: where that leads, and until when."""

    move: ActionMove
    back_to: ActionState
    until: datetime


def undoable(session: Session, actor: Actor, action: Action, within: timedelta) -> Undoable | None:
    """What this person may take back now: their own last move, within so long, with the right to make it still theirs."""
    wanted = select(ActionMove).filter_by(action_id=action.id).order_by(ActionMove.step.desc()).limit(1)
    last = session.scalar(wanted)
    if last is None or last.recorded_by_id != actor.user_id or last.trigger in action_pasts.NOT_UNDONE:
        return None
    until = last.recorded_at + within
    made = engine.find(ACTION_TABLE, last.source, last.trigger)
    if not last.recorded_at <= clock.now() < until or not allows(actor, made.permission, action):
        return None
    return Undoable(last, last.source, until)


def undo(session: Session, actor: Actor, action: Action, within: timedelta) -> ActionMove:
    """Take back one's own last move, without a second person. Raises NotNow once it is too late, or was not theirs."""
    if undoable(session, actor, action, within) is None:
        raise NotNow("This can no longer be undone here. Ask somebody else to correct the last move.")
    return action_moves.take_back(session, actor, action)
