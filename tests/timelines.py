"""The timelines of tests/data/timelines.json: reviews whose due days were worked out by hand."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from darddr.vocabulary.milestones import Milestone

FILE = Path(__file__).parent / "data" / "timelines.json"


@dataclass(frozen=True)
class Timeline:
    """One of them."""

    kept: dict[str, Any]

    @property
    def dates(self) -> dict[Milestone, date]:
        """Its events."""
        return {Milestone(kind): date.fromisoformat(day) for kind, day in self.kept["events"].items()}

    @property
    def as_at(self) -> date:
        """The day it is reckoned on: that given, or the day of its last event."""
        return date.fromisoformat(self.kept["as_at"]) if "as_at" in self.kept else max(self.dates.values())

    def __str__(self) -> str:
        return str(self.kept["name"])


TIMELINES = [Timeline(kept) for kept in json.loads(FILE.read_text("utf-8"))["timelines"]]


def called(name: str) -> Timeline:
    """The timeline of a name."""
    return next(one for one in TIMELINES if str(one) == name)


def day(text: str | None) -> date | None:
    """A day of the file."""
    return date.fromisoformat(text) if text else None


def differs(expected: dict[str, Any], found: Any, as_at: date) -> dict[str, tuple[Any, Any]]:
    """What a deadline says otherwise than a timeline expects."""
    if expected.get("absent"):
        return {} if found is None else {"absent": (True, found)}
    told = {
        "due_on": found.due_on.isoformat(),
        "first_on": found.first_on.isoformat(),
        "paused_days": found.paused_days,
        "slip_days": found.slip_days,
        "elapsed_days": found.elapsed_days,
        "late": found.days_late(as_at),
        "done": found.done_on is not None,
    }
    return {name: (value, told[name]) for name, value in expected.items() if name in told and told[name] != value}
