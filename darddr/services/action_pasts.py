"""What an action has been through, as far as its next move follows from it; of one action, or of all those of a file together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from darddr.models.action import Action, ActionMove, ActionUpdate, UpdateKind
from darddr.services.agreement import AGREEING
from darddr.workflow.facts import ActionFacts

BROUGHT_IN = "brought_in"
"""Trigger of the one move that is in no table: an action read from a file begins in the state the file stated."""

COMPLETING = ("complete", BROUGHT_IN)
UNDONE = "undo"
"""Trigger of a move taken back at once by whoever made it (services/undo.py): the correction of the table, without a second person."""

NOT_UNDONE = ("correct", UNDONE, BROUGHT_IN)


class Past(NamedTuple):
    """What an action's next move follows from: the facts it is judged by, and how many moves there were."""

    facts: ActionFacts
    steps: int


class Pasts:
    """The pasts of some actions, read together in two statements when the first is asked for."""

    def __init__(self, session: Session, actions: Iterable[Action]) -> None:
        self._session, self._actions = session, tuple(actions)
        self._read: dict[UUID, Past] = {}

    def of(self, action: Action) -> Past:
        """The past of one of them, as it was when the first was asked for."""
        if not self._read:
            self._read = _pasts(self._session, self._actions)
        return self._read[action.id]


def past_of(session: Session, action: Action) -> Past:
    """What its next move follows from."""
    return Pasts(session, [action]).of(action)


def _pasts(session: Session, actions: Sequence[Action]) -> dict[UUID, Past]:
    moves: dict[UUID, list[Any]] = defaultdict(list)
    for move in session.execute(
        select(
            ActionMove.action_id,
            ActionMove.trigger,
            ActionMove.source,
            ActionMove.recorded_by_id,
            ActionMove.is_on_behalf,
            ActionMove.step,
        )
        .where(_about(ActionMove.action_id, actions))
        .order_by(ActionMove.step)
    ):
        moves[move.action_id].append(move)
    evidence: dict[UUID, list[UUID | None]] = defaultdict(list)
    for action_id, by in session.execute(
        select(ActionUpdate.action_id, ActionUpdate.recorded_by_id)
        .where(_about(ActionUpdate.action_id, actions), ActionUpdate.kind == UpdateKind.EVIDENCE)
        .distinct()
    ):
        evidence[action_id].append(by)
    return {action.id: _past(action, moves[action.id], evidence[action.id]) for action in actions}


def _about(column: Any, actions: Sequence[Action]) -> ColumnElement[bool]:
    ids = [action.id for action in actions]
    clause: ColumnElement[bool] = column == ids[0] if len(ids) == 1 else column.in_(ids)
    return clause


def _past(action: Action, moves: Sequence[Any], evidence: Sequence[UUID | None]) -> Past:
    """Whoever entered its evidence or its completion, or its agreement on behalf of the agency, counts as having entered it."""
    last = moves[-1] if moves else None
    correctable = last is not None and last.trigger not in NOT_UNDONE
    said = (move for move in moves if move.trigger in COMPLETING or (move.trigger in AGREEING and move.is_on_behalf))
    entered = {*evidence, *(move.recorded_by_id for move in said)}
    facts = ActionFacts(
        has_owner=action.has_owner,
        has_target_date=action.target_on is not None,
        has_evidence=bool(evidence),
        has_group=action.review_id is not None or action.group_id is not None,
        owner_id=action.owner_id,
        entered_by=frozenset(user_id for user_id in entered if user_id is not None),
        came_from=last.source if last is not None and correctable else None,
        last_moved_by=last.recorded_by_id if last is not None else None,
    )
    return Past(facts, last.step if last is not None else 0)
