"""How the workflow says no."""

from __future__ import annotations

from darddr.workflow.moves import Condition


class MoveRefused(Exception):
    """A move that may not be made now; `reasons` are whole sentences for the reader."""

    def __init__(self, *reasons: str) -> None:
        super().__init__("A move was refused.")
        self.reasons = reasons


class MoveUnknown(MoveRefused):
    """A trigger that the present state does not offer."""


class ConditionsUnmet(MoveRefused):
    """A listed move some of whose conditions do not hold."""

    def __init__(self, unmet: tuple[Condition, ...]) -> None:
        super().__init__(*(condition.sentence for condition in unmet))
        self.unmet = unmet
