"""Rows copied from a spreadsheet and pasted: tab-separated, the first line its headings, in any of the words councils use."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass

from darddr.importers.errors import Damaged, NoTable, TooLarge
from darddr.importers.headings import Role, role_of
from darddr.vocabulary.printable import printable

MOST_ROWS = 200

FIELDS = {
    Role.ACTION_NUMBER: "ref",
    Role.ACTION: "text",
    Role.RECOMMENDATION: "recommendation",
    Role.AGENCY: "agency",
    Role.LEAD: "agency",
    Role.OWNER: "owner",
    Role.PROGRESS: "progress",
    Role.EVIDENCE: "evidence",
    Role.STATUS: "status",
    Role.TARGET: "target",
    Role.MILESTONES: "milestones",
}
"""What a column holds, by the role of its heading; NUMBER is a recommendation's or an action's, as its words say."""

_OF_RECOMMENDATION = re.compile(r"^rec", re.IGNORECASE)
_FORM_STATUS = re.compile(r"^present status$", re.IGNORECASE)


@dataclass(frozen=True)
class PastedRow:
    """One row; `at` counts lines of the table from 1, headings included."""

    at: int
    ref: str = ""
    text: str = ""
    recommendation: str = ""
    agency: str = ""
    owner: str = ""
    progress: str = ""
    evidence: str = ""
    status: str = ""
    target: str = ""
    milestones: str = ""


@dataclass(frozen=True)
class Pasted:
    """A pasted table: its rows, the columns that were understood, and those that were not."""

    rows: tuple[PastedRow, ...]
    columns: tuple[tuple[str, str], ...]
    left_out: tuple[str, ...]


def read_pasted(text: str) -> Pasted:
    """Read pasted rows. Raises PlanUnreadable, one sentence, where there is no table, no known heading, or too many rows."""
    try:
        lines = list(csv.reader(io.StringIO(printable(text).strip("\n"), newline=""), delimiter="\t"))
    except csv.Error as error:
        raise Damaged("The pasted rows cannot be told apart. Copy them in Excel and paste them again.") from error
    table = [
        (at, [cell.strip() for cell in cells]) for at, cells in enumerate(lines, start=1) if any(map(str.strip, cells))
    ]
    if not table:
        raise NoTable("Paste at least two lines: the headings and one row.")
    headings = table[0][1]
    columns = _columns(headings)
    if not {"ref", "text"} & set(columns.values()) or len(table) < 2:
        raise NoTable(
            "The first line must be the headings, one of them Ref (the action’s number) or Action, and rows must follow. "
            "Copy the cells in Excel, headings included, and paste them."
        )
    if len(table) - 1 > MOST_ROWS:
        raise TooLarge(f"{len(table) - 1:,} rows were pasted. Paste at most {MOST_ROWS} at a time, or import the file.")
    rows = tuple(PastedRow(at, **_said(cells, columns)) for at, cells in table[1:])
    left_out = tuple(heading for at, heading in enumerate(headings) if heading and at not in columns)
    return Pasted(rows, tuple((headings[at], name) for at, name in columns.items()), left_out)


def _columns(headings: list[str]) -> dict[int, str]:
    """What each column holds; of two with one meaning the first counts."""
    found: dict[int, str] = {}
    for at, heading in enumerate(headings):
        role = role_of(heading) if heading and not _FORM_STATUS.match(heading) else Role.OTHER
        name = FIELDS.get(role, "")
        if role is Role.NUMBER:
            name = "recommendation" if _OF_RECOMMENDATION.match(heading) else "ref"
        if name and name not in found.values():
            found[at] = name
    return found


def _said(cells: list[str], columns: dict[int, str]) -> dict[str, str]:
    return {name: cells[at] for at, name in columns.items() if at < len(cells)}
