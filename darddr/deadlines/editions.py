"""Editions of the statutory guidance: named rules, and whether each edition is in force. Limits are data, never constants of code.

SOURCE: Multi-agency Statutory Guidance for the Conduct of Domestic Homicide Reviews (Home Office, December 2016), as practitioners
recall its two limits; every rule carries that mark until somebody has checked it against the published text. The draft of May 2024
could not be read for its time scales, and no guidance under section 8A is known: both stand here without a limit, because a limit
made up here would be taken for law. A partnership's own targets are its settings (darddr/deadlines/targets.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from darddr.deadlines.rules import Rule, Unit
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.word import Word


class EditionStatus(Word):
    """Whether reviews may be held under an edition."""

    IN_FORCE = ("in_force", "In force")
    DRAFT = ("draft", "Draft, switched off")
    PROSPECTIVE = ("prospective", "Not in force, switched off until an administrator says from when it applies")


@dataclass(frozen=True)
class GuidanceEdition:
    """A named edition, its status and its rules. `note` says what is not known of it."""

    key: str
    title: str
    status: EditionStatus
    limits: tuple[Rule, ...] = ()
    note: str = ""

    @property
    def may_be_chosen(self) -> bool:
        """Whether an administrator may name it for new reviews: a draft binds nobody."""
        return self.status is not EditionStatus.DRAFT


DECISION = Rule(
    name="decision",
    words="the decision on a review",
    starts=(Milestone.DECISION_REOPENED, Milestone.NOTICE_RECEIVED),
    done=Milestone.DECIDED,
    length=1,
    unit=Unit.MONTHS,
    source="2016 guidance: within one month of the death coming to the partnership’s attention",
)
"""Counted from the first notice in any form; a hold does not pause it."""

REPORT = Rule(
    name="report",
    words="the report",
    starts=(Milestone.REVIEW_REOPENED, Milestone.DIRECTION_RECEIVED, Milestone.DECIDED),
    done=Milestone.SUBMITTED,
    length=6,
    unit=Unit.MONTHS,
    source="2016 guidance: within six months of the decision to proceed, unless another date is formally agreed",
    may_be_agreed=True,
    pausable=True,
)
"""A direction counts from the day it was received, whatever was decided before it."""

EDITIONS = {
    edition.key: edition
    for edition in (
        GuidanceEdition("2016", "Statutory guidance of December 2016", EditionStatus.IN_FORCE, (DECISION, REPORT)),
        GuidanceEdition(
            "2024-draft",
            "Draft statutory guidance of May 2024",
            EditionStatus.DRAFT,
            note="A consultation draft that binds nobody. Its time scales could not be read, so it has none here.",
        ),
        GuidanceEdition(
            "s8a",
            "Guidance under section 8A",
            EditionStatus.PROSPECTIVE,
            note="Section 8A was not found to be in force and no final guidance under it is known, so it has no limits here.",
        ),
    )
}


def limits_of(edition: str) -> tuple[Rule, ...]:
    """The limits of an edition; none for one that is not known."""
    found = EDITIONS.get(edition)
    return found.limits if found is not None else ()
