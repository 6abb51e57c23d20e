"""Update forms that come back: which form a file is, and what each of its rows says. It judges nothing.

Bookmarks and hidden cells carry ids; where an office program lost those, the printed reference is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from darddr.importers.docx_text import TBL, W, read_words
from darddr.importers.errors import PlanUnreadable, WrongType
from darddr.importers.flat import read_csv
from darddr.importers.grid import Contents
from darddr.importers.ods import read_ods
from darddr.importers.package import Package
from darddr.importers.sheets import read_xlsx
from darddr.vocabulary.printable import printable
from darddr.vocabulary.update_forms import CHOOSE, FORM_MARK, ROW_MARK, Heading

ANSWERS = {
    Heading.REF: "ref",
    Heading.PROGRESS: "progress",
    Heading.STATUS_NOW: "status",
    Heading.DATE_AND_WHY: "asked",
    Heading.NEW_DATE: "asked",
    Heading.WHY: "why",
    Heading.EVIDENCE: "evidence",
}
"""What each heading's cells become."""

FORM_ID = re.compile(FORM_MARK + r"([0-9a-f]{32})\b")
FORM_REFERENCE = re.compile(r"\bUF-([0-9A-F]{8})\b")
ROW_ID = re.compile(ROW_MARK + r"\w*")
_HEADINGS = {" ".join(heading.casefold().split()): heading for heading in Heading}

Grid = list[tuple[str, list[str]]]
"""A table: of each row what carries its id, and the words of its cells."""


@dataclass(frozen=True)
class ReturnedRow:
    """One row of a form: where it stands, its id and reference as found, and the words of its answers."""

    at: int
    mark: str
    ref: str
    progress: str = ""
    status: str = ""
    asked: str = ""
    why: str = ""
    evidence: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing was answered."""
        return not (self.progress or self.status or self.asked or self.why or self.evidence)


@dataclass(frozen=True)
class ReturnedForm:
    """A form that came back. `form_id` is 32 hexadecimal digits, `reference` its first eight as printed; either may be lost."""

    form_id: str = ""
    reference: str = ""
    name: str = ""
    date: str = ""
    rows: tuple[ReturnedRow, ...] = ()
    problems: tuple[str, ...] = field(default=())

    @property
    def is_form(self) -> bool:
        """Whether anything in the file says that it is one of our forms."""
        return bool(self.form_id or (self.reference and self.rows))


def read_form(name: str, data: bytes) -> ReturnedForm:
    """Read a file that may be a form. Raises PlanUnreadable, one sentence, for one that cannot be opened or is of another kind."""
    lower = name.lower()
    if lower.endswith(".docx"):
        return _from_word(Package(name, data))
    if lower.endswith(".xlsx"):
        return _from_sheets(read_xlsx(Package(name, data), data))
    if lower.endswith(".ods"):
        return _from_sheets(read_ods(Package(name, data)))
    if lower.endswith(".csv"):
        return _from_sheets(read_csv(name, data))
    raise WrongType(_other_kind(name, lower))


def _other_kind(name: str, lower: str) -> str:
    if lower.endswith((".pdf", ".png", ".jpg", ".jpeg")):
        return (
            f"{name} is a print or a scan, out of which no row can be taken safely. Ask the agency for the Word or Excel "
            "form, or type its answers in on each action."
        )
    return f"{name} is no kind of file a form comes back as. Save it as .docx or .xlsx and choose that."


def _from_word(package: Package) -> ReturnedForm:
    root = package.xml(package.main_part("word/document.xml"))
    marks = [str(mark.get(W + "name")) for mark in root.iter(W + "bookmarkStart")]
    grids: list[Grid] = []
    for table in root.iter(TBL):
        grid: Grid = []
        for row in table.iter(W + "tr"):
            found = [str(mark.get(W + "name")) for mark in row.iter(W + "bookmarkStart")]
            cells = [read_words(cell).text for cell in row.iter(W + "tc")]
            grid.append((" ".join(each for each in found if each.startswith(ROW_MARK)), cells))
        grids.append(grid)
    return _form(" ".join(marks), read_words(root).text, grids)


def _from_sheets(contents: Contents) -> ReturnedForm:
    grids: list[Grid] = []
    for table in contents.tables:
        texts = [[cell.text for cell in row] for row in table.rows]
        grids.append([(" ".join(text for text in row if text.startswith(ROW_MARK)), row) for row in texts])
    everything = "\n".join(text for grid in grids for _, row in grid for text in row)
    problems = tuple(
        f"Row {one.row}, column {one.column}: “{one.text}”: {one.why}"
        for one in contents.problems
        if one.text and one.row
    )
    return _form(everything, everything, grids, problems)


def _form(marks: str, words: str, grids: list[Grid], problems: tuple[str, ...] = ()) -> ReturnedForm:
    form_id, reference = FORM_ID.search(marks), FORM_REFERENCE.search(words)
    rows = tuple(_rows(grids))
    labels = dict(_labels(grids))
    return ReturnedForm(
        form_id.group(1) if form_id else "",
        reference.group(1) if reference else "",
        labels.get(Heading.NAME, ""),
        labels.get(Heading.DATE, ""),
        rows,
        tuple(map(printable, problems)),
    )


def _labels(grids: list[Grid]) -> Iterator[tuple[Heading, str]]:
    """Who answered and when: the words beside a label."""
    for grid in grids:
        for _, cells in grid:
            for label, value in pairwise(cells):
                heading = _heading(label)
                if heading in (Heading.NAME, Heading.DATE):
                    yield heading, printable(value).strip()


def _rows(grids: list[Grid]) -> Iterator[ReturnedRow]:
    """The rows below a line of headings, as far as they carry an id or a reference; a table cut in two goes on counting."""
    columns: dict[int, str] = {}
    before = 0
    for grid in grids:
        for at, (mark, cells) in enumerate(grid, start=before + 1):
            headed = {column: _heading(text) for column, text in enumerate(cells)}
            if Heading.REF in headed.values() and Heading.PROGRESS in headed.values():
                columns = {column: ANSWERS[heading] for column, heading in headed.items() if heading in ANSWERS}
            elif columns:
                said = {name: _answer(cells[column]) for column, name in columns.items() if column < len(cells)}
                found = ROW_ID.search(mark)
                if found or said.get("ref"):
                    yield ReturnedRow(at, found.group() if found else "", said.pop("ref", ""), **said)
        before += len(grid) if columns else 0


def _heading(text: str) -> Heading | None:
    return _HEADINGS.get(" ".join(text.casefold().split()))


def _answer(text: str) -> str:
    words = printable(text).strip()
    return "" if words == CHOOSE else words


__all__ = ["PlanUnreadable", "ReturnedForm", "ReturnedRow", "read_form"]
