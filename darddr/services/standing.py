"""The colour of an action, derived from its state and dates: the one place that says how.

Blue, red, amber, green and grey are a convention of partnerships, not statute. Nobody sets a colour: what an owner says of an action can
make it worse (at risk, blocked) and never better than its date allows. From clear columns alone, so that lists open nothing; `brag_of`
says the same in SQL.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple, Protocol

from sqlalchemy import ColumnElement, and_, case, or_

from darddr.models.action import Action, UpdateKind
from darddr.vocabulary.standing import Brag
from darddr.workflow.states import ActionState as S

SOON_DAYS = 28
NOT_STARTED = (S.PROPOSED, S.AGREED)
ENDED_WORDS = {
    S.REJECTED: "not accepted",
    S.NOT_IMPLEMENTED: "ended, not implemented",
    S.SUPERSEDED: "superseded",
}


class Standing(NamedTuple):
    """A colour and the words that say why."""

    brag: Brag
    why: str

    @property
    def words(self) -> str:
        """Colour and reason, so that nobody depends on seeing the colour."""
        return f"{self.brag.label}: {self.why}"


class Dated(Protocol):
    """What a colour is derived from: an action, or a row of its clear columns."""

    state: Any
    due_on: Any
    slips: Any
    concern: Any
    milestone_due_on: Any


def standing_of(action: Dated, day: date) -> Standing:
    """How an action stands on a day. The first that holds, from the top."""
    if action.state is S.SIGNED_OFF:
        return Standing(Brag.BLUE, "signed off")
    if action.state.is_end:
        return Standing(Brag.GREY, ENDED_WORDS[action.state])
    if action.due_on is not None and action.due_on < day:
        return Standing(Brag.RED, "overdue")
    if action.state is S.OWNER_COMPLETE:
        return Standing(Brag.GREEN, "complete, waiting for sign-off")
    if action.concern is UpdateKind.BLOCKED:
        return Standing(Brag.RED, "blocked")
    return _amber(action, day) or _on_its_way(action.state)


def _amber(action: Dated, day: date) -> Standing | None:
    why = ""
    if action.concern is UpdateKind.AT_RISK:
        why = "at risk"
    elif action.state is S.RETURNED:
        why = "returned to its owner"
    elif action.milestone_due_on is not None and action.milestone_due_on < day:
        why = "a milestone is late"
    elif action.state in NOT_STARTED and action.due_on is not None and action.due_on < day + timedelta(days=SOON_DAYS):
        why = f"due within {SOON_DAYS} days and not started"
    elif action.slips:
        why = "its date has slipped"
    return Standing(Brag.AMBER, why) if why else None


def _on_its_way(state: S) -> Standing:
    if state is S.PROPOSED:
        return Standing(Brag.GREY, "not accepted yet")
    return Standing(Brag.GREY, "not started") if state is S.AGREED else Standing(Brag.GREEN, "on track")


class Facts(NamedTuple):
    """What a colour is derived from, as columns or expressions."""

    state: Any
    due_on: Any
    slips: Any
    concern: Any
    milestone_due_on: Any


_KEPT = Facts(*(Action.__table__.c[name] for name in Facts._fields))


def brag_of(day: date, told: Facts = _KEPT) -> ColumnElement[str]:
    """The colour of an action as an SQL expression, to filter and count by; a test holds it against `standing_of`.

    `told` is given where an action is counted as it was on a past day.
    """
    at_risk = or_(
        told.concern == UpdateKind.AT_RISK,
        told.state == S.RETURNED,
        told.milestone_due_on < day,
        and_(told.state.in_(NOT_STARTED), told.due_on < day + timedelta(days=SOON_DAYS)),
        told.slips > 0,
    )
    return case(
        (told.state == S.SIGNED_OFF, Brag.BLUE.value),
        (told.state.in_(tuple(ENDED_WORDS)), Brag.GREY.value),
        (told.due_on < day, Brag.RED.value),
        (told.state == S.OWNER_COMPLETE, Brag.GREEN.value),
        (told.concern == UpdateKind.BLOCKED, Brag.RED.value),
        (at_risk, Brag.AMBER.value),
        (told.state.in_(NOT_STARTED), Brag.GREY.value),
        else_=Brag.GREEN.value,
    )
