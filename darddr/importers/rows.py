"""Go down a table's rows: which are headings again, bands, instructions; which begin a recommendation, which carry it
on.
"""

from __future__ import annotations

import re

from darddr.importers.actions import understand
from darddr.importers.gathered import Findings, Group, Row
from darddr.importers.grid import Cell, Table, cells_once
from darddr.importers.headers import Layout, headings_of
from darddr.importers.headings import PRINTED_NUMBER, Role, is_instruction, role_of
from darddr.importers.plan import Ignored
from darddr.vocabulary.plan_lines import IS_CONTINUED

NAMED_RECOMMENDATION = re.compile(r"\W*rec(?:ommendation)?s?\.?\s*(?:no\.?|number)?\s*#?\d", re.IGNORECASE)
DITTO = re.compile(r"\W*(?:as above|ditto|same as above|see above|\"|”|〃)\W*", re.IGNORECASE)
DESCRIBING = {Role.SCOPE: "scope", Role.ADDRESSEE: "addressees", Role.ISSUE: "issue"}
BAND_WORDS = 12
"""Most words of a section heading; longer lone texts are recommendations."""


def _refers_back(text: str) -> bool:
    """Whether a cell only says that the recommendation above goes on, as others or our own plans say it."""
    return bool(DITTO.fullmatch(text) or IS_CONTINUED.fullmatch(text))


class Rows:
    """Reads table after table, carrying the recommendation under way from one to the next."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.group: Group | None = None
        self.theme: str | None = None
        self._cell: Cell | None = None
        self._words: str | None = None

    def close(self) -> None:
        """Understand the recommendation under way, if any."""
        group, self.group = self.group, None
        if group is not None:
            understand(group, self.findings)

    def read(self, table: Table, layout: Layout, heading: str | None = None) -> None:
        """Read a table's body. `heading` is the recommendation printed above a table that has no column for it."""
        self.theme = None
        if heading is not None:
            self._begin(Group(text=heading), None)
        names = {name.lower() for name in layout.names if name}
        for index in range(layout.body, len(table.rows)):
            cells = table.rows[index]
            texts = _texts(cells, index + 1)
            if not texts:
                continue
            layout = self._heading_again(table, layout, index, texts, names) or layout
            if layout.body == index + 1:
                continue
            may_be_aside = len(texts) == 1 or index < layout.body + 3
            if may_be_aside and self._set_aside(table, layout, cells, index, texts):
                continue
            missing = len(layout.roles) - len(cells)
            if missing > 0:
                cells = [*cells, *(Cell("", index + 1, len(cells) + 1) for _ in range(missing))]
            self._data(table, layout, cells, index + 1)

    def _heading_again(
        self, table: Table, layout: Layout, index: int, texts: list[str], names: set[str]
    ) -> Layout | None:
        """Notice headings printed again, or other headings taking over, inside one table."""
        first = texts[0]
        if len(texts) < 2 or len(first) > 60:
            return None
        known = [text for text in texts if _plain(text) in names] if _plain(first) in names else []
        if len(known) * 2 > len(texts):
            self._ignore(table, index, texts, "column headings repeated")
            layout.body = index + 1
            return layout
        if not first[:1].isalpha() or any(len(text) > 120 for text in texts) or role_of(first) is Role.OTHER:
            return None
        if is_instruction(texts):
            return None
        other = headings_of(table, index)
        if other is not None:
            self._ignore(table, index, texts, "column headings")
        return other

    def _set_aside(self, table: Table, layout: Layout, cells: list[Cell], index: int, texts: list[str]) -> bool:
        """Deal with instructions and section bands; True when the row is done with.

        A lone cell beside one merged from above is a row of the plan: a band would have ended the merge.
        """
        if len(texts) == 1 and any(cell.text and cell.row <= index for cell in cells):
            return False
        if is_instruction(texts):
            self._ignore(table, index, texts, "instruction row")
            return True
        if len(texts) > 1:
            return False
        text, cell = texts[0], next(cell for cell in cells if cell.text == texts[0])
        across = len(cells) > 1 and sum(1 for each in cells if each is cell) >= max(2, len(cells) - 1)
        column = cells.index(cell)
        if not across and (column or PRINTED_NUMBER.fullmatch(text)):
            return False
        if NAMED_RECOMMENDATION.match(text) or (across and not layout.recommends):
            if across:
                self._begin(Group(text=text, theme=self.theme), cell)
            return across
        if (
            len(text.split()) > BAND_WORDS
            or text.endswith((".", ";"))
            or (not across and not self._is_band(layout, text))
        ):
            if across:
                self._ignore(table, index, texts, "note across the table")
            return across
        self.close()
        self.theme = text
        self._ignore(table, index, texts, "section heading, kept as the theme")
        return True

    def _is_band(self, layout: Layout, text: str) -> bool:
        """Say whether a lone first cell is a section heading and not a short recommendation that awaits its action."""
        if layout.recommends and layout.roles[0] is Role.ACTION:
            return False
        return bool(layout.columns(Role.ACTION)) and len(text.split()) <= 8 and not re.match(r"\W*(?:\d|[a-z]\))", text)

    def _data(self, table: Table, layout: Layout, cells: list[Cell], row: int) -> None:
        """Place one row of the plan: a new recommendation, or more of the one under way."""
        main = layout.first(cells, Role.RECOMMENDATION) or layout.first(cells, Role.ISSUE)
        if main is not None and main is not self._cell:
            if self.group is not None and (main.text == self._words or _refers_back(main.text)):
                self._ignore(table, row - 1, [main.text], "recommendation repeated")
                self._cell = main
            else:
                self._begin(Group(text=main.text, theme=self.theme), main)
                if layout.describes:
                    self._describe(layout, cells)
        if self.group is None:
            self._begin(Group(theme=self.theme), None)
            self._describe(layout, cells)
        group = self.group
        assert group is not None
        first = not group.rows
        number = layout.first(cells, Role.NUMBER)
        shared = number.text if number is not None and (first or number.row == row) else ""
        group.rows.append(Row(table, layout, cells, row, shared))
        for column in layout.others:
            cell = cells[column]
            if cell.text and cell.row == row and cell is not main:
                self._keep(table, layout.roles[column], cell, first)
        if len(cells) > len(layout.roles):
            beyond = [cell for cell in cells_once(cells[len(layout.roles) :]) if cell.row == row]
            known = cells[: len(layout.roles)]
            self.findings.unplaced.extend(table.unplaced(cell) for cell in beyond if cell not in known)

    def _begin(self, group: Group, main: Cell | None) -> None:
        """Close the recommendation under way and begin another."""
        self.close()
        self.group, self._cell = group, main
        self._words = main.text if main is not None else None

    def _describe(self, layout: Layout, cells: list[Cell]) -> None:
        """Take what describes a new recommendation as a whole, from merged cells begun above too."""
        group = self.group
        assert group is not None
        theme = layout.first(cells, Role.THEME)
        group.theme = theme.text if theme else group.theme
        for role, name in DESCRIBING.items():
            cell = layout.first(cells, role)
            if cell is not None and cell is not self._cell:
                setattr(group, name, cell.text)

    def _keep(self, table: Table, role: Role, cell: Cell, first: bool) -> None:
        """Account for a cell that is no action's: already taken, more of the same, or a column this reader does not
        know.
        """
        group = self.group
        assert group is not None
        if role is Role.OTHER or (role is Role.RECOMMENDATION and first):
            self.findings.unplaced.append(table.unplaced(cell))
        elif first or role in {Role.RECOMMENDATION, Role.NUMBER}:
            return
        elif role is Role.THEME or getattr(group, DESCRIBING[role]) == cell.text:
            self._ignore(table, cell.row - 1, [cell.text], "repeated from the row above")
        else:
            before = getattr(group, DESCRIBING[role])
            setattr(group, DESCRIBING[role], f"{before}\n{cell.text}".strip())

    def _ignore(self, table: Table, index: int, texts: list[str], why: str) -> None:
        self.findings.ignored.append(Ignored(table.place(index + 1), " | ".join(texts), why))


def _plain(text: str) -> str:
    """Fold a heading for comparing."""
    return " ".join(text.split()).lower()


def _texts(cells: list[Cell], row: int) -> list[str]:
    """Give the words that begin in this row, each merged cell once."""
    texts = []
    before = None
    for cell in cells:
        if cell is not before and cell.text and cell.row == row:
            texts.append(cell.text)
        before = cell
    return texts
