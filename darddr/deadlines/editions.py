"""Editions of the statutory guidance: what must happen how long after what. Limits are data, never constants of a rule.

The 2016 edition's two limits are as practitioners recall them (one month from the death coming to the partnership's attention to the
decision; six months from the decision to the report, unless another date is formally agreed) and stand here as settings to be checked
against the published text. The 2024 draft is not in force and names no limits here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from darddr.deadlines.months import add_months
from darddr.vocabulary.milestones import Milestone


@dataclass(frozen=True)
class TimeLimit:
    """`done` is due so many calendar months after `starts`; both are dated events of a review."""

    name: str
    starts: Milestone
    done: Milestone
    months: int
    words: str


@dataclass(frozen=True)
class GuidanceEdition:
    """A named edition and its limits."""

    key: str
    title: str
    limits: tuple[TimeLimit, ...]


EDITIONS = {
    "2016": GuidanceEdition(
        "2016",
        "Statutory guidance of December 2016",
        (
            TimeLimit("decision", Milestone.NOTICE_RECEIVED, Milestone.DECIDED, 1, "the decision on a review"),
            TimeLimit("report", Milestone.DECIDED, Milestone.SUBMITTED, 6, "the report"),
        ),
    )
}


@dataclass(frozen=True)
class Deadline:
    """When something is due, whether it has been done, and a sentence that says how that was worked out."""

    name: str
    due_on: date
    done_on: date | None
    sentence: str

    def days_late(self, day: date) -> int:
        """Days between the due day and the day it was done, or `day` where it has not been; none is 0."""
        return max(0, ((self.done_on or day) - self.due_on).days)


def deadlines(edition: str, dates: Mapping[Milestone, date]) -> tuple[Deadline, ...]:
    """The deadlines whose clocks have started, in the order of the edition."""
    found = EDITIONS.get(edition)
    limits = found.limits if found is not None else ()
    return tuple(_deadline(limit, dates) for limit in limits if limit.starts in dates)


def _deadline(limit: TimeLimit, dates: Mapping[Milestone, date]) -> Deadline:
    start = dates[limit.starts]
    due = add_months(start, limit.months)
    unit = "month" if limit.months == 1 else "months"
    sentence = f"{limit.words.capitalize()} is due by {_text(due)}: {limit.months} {unit} after {_text(start)}."
    return Deadline(limit.name, due, dates.get(limit.done), sentence)


def _text(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
