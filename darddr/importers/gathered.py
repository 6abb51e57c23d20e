"""What is gathered while a plan is read: the rows of a recommendation, and everything understood so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from darddr.importers.grid import Cell, Table
from darddr.importers.headers import Layout
from darddr.importers.plan import Ignored, Problem, Recommendation, Unplaced
from darddr.importers.statuses import Key


@dataclass(slots=True)
class Findings:
    """Everything understood so far, in reading order."""

    recommendations: list[Recommendation] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    key: Key = ()


@dataclass(slots=True)
class Row:
    """One row of a plan, as wide as its layout; `shared` is what its number column says."""

    table: Table
    layout: Layout
    cells: list[Cell]
    number: int
    shared: str = ""


@dataclass(slots=True)
class Group:
    """One recommendation as printed, with the rows that belong to it."""

    text: str = ""
    issue: str = ""
    theme: str | None = None
    scope: str = ""
    addressees: str = ""
    rows: list[Row] = field(default_factory=list)

    def counts_actions(self) -> bool:
        """Say whether the number column counts actions: several numbers stand here, or no recommendations do."""
        if len(self.rows) == 1:
            return not self.rows[0].layout.recommends
        numbers = {row.shared for row in self.rows if row.shared}
        return len(numbers) > 1 or not any(row.layout.recommends for row in self.rows)
