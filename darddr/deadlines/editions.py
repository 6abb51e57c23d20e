"""Editions of the statutory guidance: what must happen how long after what. Limits are data, never constants of a rule.

SOURCE: Multi-agency Statutory Guidance for the Conduct of Domestic Homicide Reviews (Home Office, December 2016), as practitioners
recall its two limits: a decision within one month of the death coming to the partnership's attention; the report within six months of
the decision, unless another date is formally agreed with the partnership. They stand here as settings, to be checked against the
published text. The draft of 2024 is not in force and names no limits here; a partnership's own targets are its settings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from darddr.deadlines.months import add_months
from darddr.vocabulary.milestones import Milestone


@dataclass(frozen=True)
class TimeLimit:
    """`done` is due so many calendar months after the first of `starts` that has a date; both are dated events of a review.

    Another day may be agreed instead where `may_be_agreed`.
    """

    name: str
    starts: tuple[Milestone, ...]
    done: Milestone
    months: int
    words: str
    since: str
    may_be_agreed: bool = False

    def start(self, dates: Mapping[Milestone, date]) -> date | None:
        """The day the clock started; None where it has not."""
        return next((dates[kind] for kind in self.starts if kind in dates), None)


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
            TimeLimit(
                "decision",
                (Milestone.NOTICE_RECEIVED,),
                Milestone.DECIDED,
                1,
                "the decision on a review",
                "the notice was received",
            ),
            TimeLimit(
                "report",
                (Milestone.DIRECTION_RECEIVED, Milestone.DECIDED),
                Milestone.SUBMITTED,
                6,
                "the report",
                "the decision to hold a review",
                may_be_agreed=True,
            ),
        ),
    )
}


@dataclass(frozen=True)
class Deadline:
    """When something is due, whether it has been done, and a sentence that says how the day was worked out."""

    name: str
    due_on: date
    done_on: date | None
    sentence: str
    may_be_agreed: bool = False

    def days_late(self, day: date) -> int:
        """Days between the due day and the day it was done, or `day` where it has not been; none is 0."""
        return max(0, ((self.done_on or day) - self.due_on).days)


def limits_of(edition: str) -> tuple[TimeLimit, ...]:
    """The limits of an edition; none for one that is not known."""
    found = EDITIONS.get(edition)
    return found.limits if found is not None else ()


def deadline(limit: TimeLimit, dates: Mapping[Milestone, date], agreed: date | None = None) -> Deadline | None:
    """What a limit means for a review's dates; None where its clock has not started. An agreed day stands instead of the counted one."""
    start = limit.start(dates)
    if start is None:
        return None
    counted = add_months(start, limit.months)
    unit = "month" if limit.months == 1 else "months"
    worked_out = f"{limit.months} {unit} after {limit.since} ({_text(start)})"
    due = agreed if agreed is not None and limit.may_be_agreed else counted
    if due == counted:
        sentence = f"{limit.words.capitalize()} is due by {_text(due)}: {worked_out}."
    else:
        sentence = f"{limit.words.capitalize()} is due by {_text(due)}, the date formally agreed instead of {_text(counted)}, {worked_out}."
    return Deadline(limit.name, due, dates.get(limit.done), sentence, limit.may_be_agreed)


def _text(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
