"""What every report of a pack shares: its frame, its day, and the tables of colours that several of them print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from darddr.documents.tabled import PartFacts, TabledFacts, TableFacts
from darddr.documents.workbook import Cell
from darddr.models.partnership import Partnership
from darddr.services.figure_tables import Group
from darddr.services.figure_views import View
from darddr.services.report_facts import MARKING
from darddr.vocabulary.standing import Brag

COLOURS = {
    Brag.RED: "Red: overdue or blocked",
    Brag.AMBER: "Amber: at risk",
    Brag.GREEN: "Green: on track",
    Brag.BLUE: "Blue: signed off",
    Brag.GREY: "Grey: not started, or ended otherwise",
}
"""Colours of actions as the reports show them, the worst first; `services.standing` derives them."""

RULE = "A colour is worked out from an action’s state, dates and last update; nobody sets one by hand."


@dataclass(frozen=True)
class Frame:
    """What every report of a pack shares; `within` is how many days a department has to answer."""

    view: View
    partnership: Partnership
    within: int

    def report(self, title: str, headline: str, *parts: PartFacts, marking: str = MARKING) -> TabledFacts:
        """A report under the frame's day and partnership."""
        day, name = self.view.day, self.partnership
        reference = f"{name.code}-{day.isoformat()}"
        return TabledFacts(f"{title}: {name.name}", name.name, reference, marking, day, headline, parts)


def coloured(caption: str, title: str, rows: Iterable[tuple[str, Group]], empty: str) -> TableFacts:
    """Actions by colour, a row for each body, and how many of them in all."""
    told: list[tuple[Cell, ...]] = [(label, *(row.brags[colour] for colour in COLOURS), row.all) for label, row in rows]
    heads = tuple(colour.label for colour in COLOURS)
    return TableFacts(caption, (title, *heads, "All"), tuple(told), empty)


def colours_of(counts: Mapping[Brag, int]) -> TableFacts:
    """Actions by colour, with what each colour means."""
    rows = tuple((words, counts[colour]) for colour, words in COLOURS.items())
    return TableFacts("Actions by colour", ("Colour", "Actions"), (*rows, ("All", sum(counts.values()))))


def named(rows: Iterable[Group], names: Mapping[Any, str], nothing: str) -> list[tuple[str, Group]]:
    """Rows of a table of figures under the names of what they share."""
    return [(names.get(row.key, nothing) if row.key is not None else nothing, row) for row in rows]


def caveat_of(view: View) -> tuple[str, ...]:
    """What the figures of a past day cannot know, to stand beside them; nothing for today."""
    return (view.caveat,) if view.caveat else ()
