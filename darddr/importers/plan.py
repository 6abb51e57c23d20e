"""What a plan was understood to say: frozen facts, and the JSON of `darddr plan read --json`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from darddr.importers.dates import NO_DATE, DateReading
from darddr.workflow.states import ActionState

JSON = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands: story of the file ("body", "sheet Plan"), table and row, both from 1 as printed."""

    where: str
    table: int | None
    row: int | None

    def as_json(self) -> JSON:
        """Give the place as the command prints it."""
        return {"where": self.where, "table": self.table, "row": self.row}


@dataclass(frozen=True, slots=True)
class Action:
    """One action; texts as printed, dates with their words, `status` None where none is stated."""

    text: str
    source: Place
    number: str | None = None
    lead_agencies: tuple[str, ...] = ()
    owner: str | None = None
    milestones: str = ""
    target_date: DateReading = NO_DATE
    status: ActionState | None = None
    status_text: str = ""
    progress: str = ""
    completed_date: DateReading | None = None
    outcome: str = ""

    def as_json(self) -> JSON:
        """Give the action as the command prints it."""
        return {
            "number": self.number,
            "text": self.text,
            "lead_agencies": list(self.lead_agencies),
            "owner": self.owner,
            "milestones": self.milestones,
            "target_date": self.target_date.as_json(),
            "status": self.status.value if self.status else None,
            "status_text": self.status_text,
            "progress": self.progress,
            "completed_date": self.completed_date.as_json() if self.completed_date else None,
            "outcome": self.outcome,
            "source": self.source.as_json(),
        }


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One recommendation with its actions; `text` is empty where actions stand under none."""

    text: str
    number: str | None = None
    scope: str | None = None
    theme: str | None = None
    addressees: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()

    def as_json(self) -> JSON:
        """Give the recommendation and its actions as the command prints them."""
        return {
            "number": self.number,
            "text": self.text,
            "scope": self.scope,
            "theme": self.theme,
            "addressees": list(self.addressees),
            "actions": [action.as_json() for action in self.actions],
        }


@dataclass(frozen=True, slots=True)
class Ignored:
    """Words left out on purpose, and why."""

    place: Place
    text: str
    why: str

    def as_json(self) -> JSON:
        """Give the entry as the command prints it."""
        return {**self.place.as_json(), "text": self.text, "why": self.why}


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Words that belong to no field of the plan, and where they stand."""

    where: str
    text: str
    table: int | None = None
    row: int | None = None
    column: int | None = None

    def as_json(self) -> JSON:
        """Give the entry as the command prints it."""
        return {"where": self.where, "table": self.table, "row": self.row, "column": self.column, "text": self.text}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person must decide; `column` is the heading as printed."""

    why: str
    text: str = ""
    table: int | None = None
    row: int | None = None
    column: str | None = None

    def as_json(self) -> JSON:
        """Give the problem as the command prints it."""
        return {"table": self.table, "row": self.row, "column": self.column, "text": self.text, "why": self.why}


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole file, understood: every word of it is in one of these four lists."""

    source: str
    recommendations: tuple[Recommendation, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    problems: tuple[Problem, ...] = field(default=())

    def as_json(self) -> JSON:
        """Give the plan in the shape `darddr plan read --json` promises."""
        return {
            "source": self.source,
            "recommendations": [each.as_json() for each in self.recommendations],
            "ignored": [each.as_json() for each in self.ignored],
            "unplaced": [each.as_json() for each in self.unplaced],
            "problems": [each.as_json() for each in self.problems],
        }
