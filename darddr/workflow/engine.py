"""The one door into the machines: find a move, say what it lacks, make it. Alone in knowing the transitions library."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from transitions import Machine

from darddr.workflow.actions import ACTION_TABLE
from darddr.workflow.errors import ConditionsUnmet, MoveUnknown
from darddr.workflow.moves import Condition, Inputs, Move, Table
from darddr.workflow.reviews import REVIEW_TABLE

TABLES = (REVIEW_TABLE, ACTION_TABLE)


class Subject(Protocol):
    """Anything that stands in a state."""

    state: Any


class Facts(Protocol):
    """What conditions are asked about; `waived` holds the names of conditions set aside with a reason."""

    @property
    def waived(self) -> frozenset[str]:
        """The conditions set aside."""

    @property
    def came_from(self) -> Any:
        """The state that the last move led from, where it may be undone."""


@dataclass(frozen=True)
class Offer:
    """A move out of the present state, and the conditions that still block it."""

    move: Move
    unmet: tuple[Condition, ...]

    @property
    def is_open(self) -> bool:
        """Whether nothing but the inputs of the move itself is missing."""
        return all(condition.asks for condition in self.unmet)


def _machine(table: Table) -> Machine:
    """One shared machine per table: never bound to a model, no automatic moves around the table, no callbacks.

    Each row is an event of its own (its key), so that rows of one trigger with several destinations stay apart.
    """
    rows = [{"trigger": move.key, "source": move.source, "dest": move.dest} for move in table.moves]
    return Machine(
        model=None,
        states=table.states,
        initial=table.initial,
        transitions=rows,
        auto_transitions=False,
        send_event=True,
    )


_machines = {table.name: _machine(table) for table in TABLES}


def find(table: Table, state: Any, trigger: str, facts: Facts | None = None) -> Move:
    """The row for a trigger out of a state; a correction leads only back where the last move came from.

    Raises MoveUnknown where the state does not offer the trigger.
    """
    rows = [move for move in table.from_state(state) if move.trigger == trigger]
    if facts is not None:
        rows = _fitting(rows, facts)
    if not rows:
        raise MoveUnknown(f"There is no move “{trigger}” from “{state.label}”.")
    return rows[0]


def unmet(move: Move, facts: Facts, inputs: Inputs) -> tuple[Condition, ...]:
    """The conditions of a move that neither hold nor have been waived."""
    return tuple(
        need
        for need in move.conditions
        if not need.holds(facts, inputs) and not (need.waivable and need.name in facts.waived)
    )


def offers(table: Table, state: Any, facts: Facts, inputs: Inputs) -> tuple[Offer, ...]:
    """Every move out of a state with what still blocks it; a correction is offered only back where it came from."""
    return tuple(Offer(move, unmet(move, facts, inputs)) for move in _fitting(table.from_state(state), facts))


def _fitting(moves: Iterable[Move], facts: Facts) -> list[Move]:
    return [move for move in moves if move.trigger != "correct" or move.dest == facts.came_from]


def fire(table: Table, subject: Subject, move: Move, facts: Facts, inputs: Inputs) -> None:
    """Make a move. Raises ConditionsUnmet, and leaves the subject as it was, where anything is missing."""
    if missing := unmet(move, facts, inputs):
        raise ConditionsUnmet(missing)
    _machines[table.name].events[move.key].trigger(subject)
