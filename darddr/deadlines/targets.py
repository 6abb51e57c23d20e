"""Targets a partnership may set itself. All are suggestions, inferred from practice: no guidance asks for them, and each is off at first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from darddr.deadlines.rules import Rule, Unit
from darddr.vocabulary.milestones import Milestone

INFERRED = "inferred"
OWN = "Local target of the partnership; no guidance asks for it"
LONGEST = {Unit.MONTHS: 24, Unit.DAYS: 730, Unit.WORKING_DAYS: 500}
"""Longer than this is a slip of the hand."""


def _suggested(
    name: str, words: str, starts: tuple[Milestone, ...], done: Milestone, length: int, unit: Unit, *, pausable: bool
) -> Rule:
    return Rule(name, words, starts, done, length, unit, OWN, INFERRED, is_local=True, pausable=pausable)


SUGGESTED = {
    rule.name: rule
    for rule in (
        _suggested(
            "acknowledgement",
            "the acknowledgement of the notice",
            (Milestone.NOTICE_RECEIVED,),
            Milestone.ACKNOWLEDGED,
            2,
            Unit.WORKING_DAYS,
            pausable=False,
        ),
        _suggested(
            "scoping_returns",
            "the agencies’ scoping returns",
            (Milestone.SCOPING_SENT,),
            Milestone.SCOPING_RETURNED,
            14,
            Unit.DAYS,
            pausable=False,
        ),
        _suggested(
            "chair",
            "the appointment of a chair",
            (Milestone.DIRECTION_RECEIVED, Milestone.DECIDED),
            Milestone.CHAIR_APPOINTED,
            56,
            Unit.DAYS,
            pausable=True,
        ),
        _suggested(
            "first_panel",
            "the first panel meeting",
            (Milestone.CHAIR_APPOINTED,),
            Milestone.FIRST_PANEL,
            42,
            Unit.DAYS,
            pausable=True,
        ),
    )
}
"""Acknowledged in two working days, returns in 14 days, a chair in eight weeks, a first panel in six more."""


@dataclass(frozen=True)
class Target:
    """One target as a partnership has it."""

    suggested: Rule
    is_on: bool = False
    length: int = 0
    unit: Unit = Unit.DAYS

    @cached_property
    def rule(self) -> Rule:
        """The rule it makes; made once, since lists ask for it once a review."""
        return replace(self.suggested, length=self.length, unit=self.unit)
