"""What a time limit is made of: what starts it, what ends it, how long it is, how it is counted, and where it was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.word import Word

FROM_MEMORY = "from memory"
"""The mark of what practitioners recall and nobody has yet checked against the published text."""


class Unit(Word):
    """What a length is counted in."""

    MONTHS = ("months", "calendar months")
    DAYS = ("days", "calendar days")
    WORKING_DAYS = ("working_days", "working days")

    def counted(self, number: int) -> str:
        """So many of it, in words: 1 month, 14 days."""
        one = {Unit.MONTHS: "month", Unit.DAYS: "day", Unit.WORKING_DAYS: "working day"}[self]
        return f"{number} {one}{'' if number == 1 else 's'}"


SINCE: Mapping[Milestone, str] = {
    Milestone.NOTICE_RECEIVED: "the notice was received",
    Milestone.DECISION_REOPENED: "the decision was opened again",
    Milestone.REVIEW_REOPENED: "the review was opened again",
    Milestone.DIRECTION_RECEIVED: "the direction was received",
    Milestone.DECIDED: "the decision to hold a review",
    Milestone.SCOPING_SENT: "scoping letters were sent",
    Milestone.CHAIR_APPOINTED: "the chair was appointed",
}
"""How a sentence names each event that starts a clock."""

OPENINGS = (Milestone.DECISION_REOPENED, Milestone.REVIEW_REOPENED)
"""Events that start a clock anew: what was done before them does not end it, and the clock before them is still shown."""


@dataclass(frozen=True)
class Rule:
    """One limit. `done` is due so long after the first of `starts` that has a date; both are dated events of a review.

    The last six fields are readings that the guidance does not spell out, so each is a setting and none is law:

    `pausable` whether a hold moves it. `may_be_agreed` whether another day may be formally agreed instead.
    `resumes_on_end` whether work is counted again on the day a hold ends, rather than on the day after.
    `on_due_day` whether a hold that begins on the due day itself still moves it. `after_due_day` whether one begun later does.
    `rolls` whether a due day on which nobody works becomes the next working day. `hold_moves_agreed` whether a hold begun
    after another day was agreed moves that day too.
    """

    name: str
    words: str
    starts: tuple[Milestone, ...]
    done: Milestone
    length: int
    unit: Unit
    source: str
    mark: str = FROM_MEMORY
    is_local: bool = False
    may_be_agreed: bool = False
    pausable: bool = False
    resumes_on_end: bool = True
    on_due_day: bool = True
    after_due_day: bool = False
    rolls: bool = False
    hold_moves_agreed: bool = False

    def start(self, dates: Mapping[Milestone, date]) -> tuple[Milestone, date] | None:
        """The event that started the clock and its day; None where it has not started."""
        for kind in self.starts:
            if kind in dates:
                return kind, dates[kind]
        return None

    def done_on(self, dates: Mapping[Milestone, date], began_by: Milestone, began_on: date) -> date | None:
        """The day it was done; what was done before a clock started anew does not count for the new one."""
        day = dates.get(self.done)
        return None if day is not None and began_by in OPENINGS and day <= began_on else day

    @property
    def length_in_words(self) -> str:
        """How long it is."""
        return self.unit.counted(self.length)
