"""The shape of a move and of a condition, shared by every table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.permissions import Permission


@dataclass(frozen=True)
class Inputs:
    """What somebody says with a move.

    `happened_on` is the day the event happened (None: no day given); `own_decision` is true where the actor holds the deciding office,
    otherwise `on_behalf_of` names who decided. `part` is what of an action is accepted. `undoing` marks a move taken back at once
    by whoever made it, which needs no second person.
    """

    actor_id: UUID | None = None
    happened_on: date | None = None
    reason: str = ""
    on_behalf_of: str = ""
    own_decision: bool = False
    part: str = ""
    undoing: bool = False


@dataclass(frozen=True)
class Condition:
    """One thing a move needs. `sentence` is what a reader is told where it is missing.

    A waivable condition may be set aside with a reason by whoever holds the waiving permission; a hard one (law, safety) may not.
    `milestone` names the dated event that fulfils it, `asks` the input that does.
    """

    name: str
    sentence: str
    holds: Callable[[Any, Inputs], bool]
    waivable: bool = False
    milestone: Milestone | None = None
    asks: str = ""


@dataclass(frozen=True)
class Move:
    """One row of a table of moves: from `source` to `dest` by `trigger`, for whoever holds `permission`."""

    trigger: str
    source: Any
    dest: Any
    permission: Permission
    label: str
    conditions: tuple[Condition, ...] = ()
    records: Milestone | None = None

    @property
    def key(self) -> str:
        """A name unique in its table."""
        return f"{self.trigger}:{self.source.value}:{self.dest.value}"


@dataclass(frozen=True)
class Table:
    """A machine as data: its states, its moves, and where it starts."""

    name: str
    states: type
    initial: Any
    moves: tuple[Move, ...] = field(repr=False)

    def from_state(self, state: Any) -> tuple[Move, ...]:
        """The rows that lead out of a state, in table order."""
        return tuple(move for move in self.moves if move.source == state)


def condition(function: Callable[[Any, Inputs], bool], *, waivable: bool = False, asks: str = "") -> Condition:
    """A condition whose name and sentence are its function's own."""
    return Condition(function.__name__, " ".join((function.__doc__ or "").split()), function, waivable, None, asks)


def happened(milestone: Milestone, *, waivable: bool = False) -> Condition:
    """A condition that a dated event has been recorded."""

    def holds(facts: Any, inputs: Inputs) -> bool:
        return milestone in facts.milestones

    return Condition(milestone.value, f"Record the date of: {milestone.label}.", holds, waivable, milestone)
