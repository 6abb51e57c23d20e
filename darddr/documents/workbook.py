"""Excel workbooks: built in memory, cells that are what they say they are. Text is text, also where it begins like a formula."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter

from darddr.vocabulary.printable import printable

Cell = str | int | date | None

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What spreadsheet programs take for the beginning of a formula (OWASP, CSV injection)."""

LONGEST = 32_767
"""Characters of one cell, as Excel holds them; a longer text is cut and says so."""

CUT = " … (cut: the whole text is in the record)"
LONGEST_SHEET_NAME = 31
NARROWEST, WIDEST = 12, 44
"""Characters of a column whose width follows what stands in it."""

FONT = {"font_name": "Arial", "font_size": 10, "valign": "top"}
WRAPPED = {**FONT, "text_wrap": True, "border": 1, "border_color": "#9AA9B1"}
DEEP, TINT = "#17404E", "#E3ECEF"
LOOKS = {
    "text": WRAPPED,
    "quoted": {**WRAPPED, "quote_prefix": True},
    "number": {**WRAPPED, "num_format": "#,##0", "align": "right"},
    "date": {**WRAPPED, "num_format": "d mmm yyyy", "align": "left"},
    "heading": {**WRAPPED, "bold": True, "bg_color": TINT, "font_color": DEEP},
    "answer": {**WRAPPED, "bg_color": "#FFFBE6"},
    "answer date": {**WRAPPED, "bg_color": "#FFFBE6", "num_format": "d mmm yyyy", "align": "left"},
    "marking": {**FONT, "bold": True, "font_color": DEEP},
    "plain": FONT,
}


@dataclass
class Book:
    """A workbook under way and its looks by name."""

    file: Any
    looks: dict[str, Any]

    def put(self, sheet: Any, row: int, column: int, value: Any, look: str = "text") -> None:
        """One cell: a date is a date, a number a number, and every text stays text."""
        if value is None or value == "":
            sheet.write_blank(row, column, None, self.looks[look])
        elif isinstance(value, date):
            sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), self.looks["date"])
        elif isinstance(value, int):
            sheet.write_number(row, column, value, self.looks["number" if look == "text" else look])
        else:
            text = printable(str(value))
            whole = text if len(text) <= LONGEST else text[: LONGEST - len(CUT)] + CUT
            quoted = look == "text" and whole.startswith(FORMULA_STARTS)
            sheet.write_string(row, column, whole, self.looks["quoted" if quoted else look])


@contextmanager
def book(title: str, author: str, made_on: date, marking: str = "") -> Iterator[tuple[Book, io.BytesIO]]:
    """A new workbook and where its bytes stand once it is left; nothing touches the disk."""
    data = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    file = xlsxwriter.Workbook(data, options)
    made = datetime(made_on.year, made_on.month, made_on.day)
    about = {"title": title, "author": author, "company": author, "created": made, "comments": marking}
    file.set_properties(about)
    yield Book(file, {name: file.add_format(look) for name, look in LOOKS.items()}), data
    file.close()


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name (cut to 31 characters), what it is in words, its column headings, and its rows."""

    name: str
    headings: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]
    title: str = ""


def workbook(title: str, author: str, made_on: date, marking: str, sheets: Sequence[Sheet]) -> bytes:
    """Plain sheets as .xlsx bytes. Each carries marking and title in its first rows and prints them on every page."""
    with book(title, author, made_on, marking) as (made, data):
        for sheet in sheets:
            _write(made, sheet, marking, title)
    return data.getvalue()


_FIRST = 3
"""The row after the marking, the title and the headings."""


def _write(made: Book, sheet: Sheet, marking: str, title: str) -> None:
    page = made.file.add_worksheet(sheet.name[:LONGEST_SHEET_NAME].strip())
    made.put(page, 0, 0, marking, "marking")
    made.put(page, 1, 0, sheet.title or f"{title}: {sheet.name}", "plain")
    for column, heading in enumerate(sheet.headings):
        page.set_column(column, column, _width([heading, *(row[column] for row in sheet.rows)]))
        made.put(page, _FIRST - 1, column, heading, "heading")
    for number, row in enumerate(sheet.rows, _FIRST):
        for column, cell in enumerate(row):
            made.put(page, number, column, cell)
    page.freeze_panes(_FIRST, 1)
    page.repeat_rows(0, _FIRST - 1)
    on_paper(page, marking, title)
    if len(sheet.rows) > 1:
        page.autofilter(_FIRST - 1, 0, _FIRST - 1 + len(sheet.rows), len(sheet.headings) - 1)


def _width(cells: Sequence[Cell]) -> int:
    """Characters of a column: as wide as its longest cell, within bounds."""
    longest = max(NARROWEST if isinstance(cell, date) else len(str(cell or "")) for cell in cells)
    return min(max(longest + 2, NARROWEST), WIDEST)


def on_paper(page: Any, marking: str, right: str) -> None:
    """How every sheet prints: landscape A4, one page wide, the marking above, page numbers below."""
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_header(f"&L&B{_plain(marking)}&R{_plain(right)}")
    page.set_footer("&RPage &P of &N")


def _plain(text: str) -> str:
    """Text whose ampersands are no codes of a header."""
    return text.replace("&", "&&")
