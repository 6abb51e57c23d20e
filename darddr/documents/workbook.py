"""A workbook of plain sheets: text as text, days as days, and nothing that a spreadsheet would work out or follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from darddr.vocabulary.printable import printable

Cell = str | int | date | None

LONGEST = 32_767
"""Characters of one cell, as Excel holds them; a longer text is cut and says so."""

CUT = " … (cut: the whole text is in the record)"
WIDTH = 34


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name (at most 31 characters), its column headings, and its rows."""

    name: str
    headings: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]


def workbook(title: str, marking: str, sheets: Sequence[Sheet]) -> bytes:
    """An .xlsx file, made in memory. Each sheet carries title and marking in its first rows and prints them on every page."""
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": title, "author": "", "comments": marking})
    looks = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "heading": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "day": book.add_format({"num_format": "d mmmm yyyy", "align": "left", "valign": "top"}),
    }
    for sheet in sheets:
        _write(book.add_worksheet(sheet.name), sheet, title, marking, looks)
    book.close()
    return out.getvalue()


def _write(page: Any, sheet: Sheet, title: str, marking: str, looks: dict[str, Any]) -> None:
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_header(f"&C{marking}")
    page.set_column(0, len(sheet.headings) - 1, WIDTH)
    page.write_string(0, 0, f"{title}: {sheet.name}", looks["title"])
    page.write_string(1, 0, marking)
    for column, heading in enumerate(sheet.headings):
        page.write_string(2, column, heading, looks["heading"])
    for number, row in enumerate(sheet.rows, 3):
        for column, cell in enumerate(row):
            _put(page, number, column, cell, looks)
    page.freeze_panes(3, 1)
    page.repeat_rows(2)
    if sheet.rows:
        page.autofilter(2, 0, 2 + len(sheet.rows), len(sheet.headings) - 1)


def _put(page: Any, row: int, column: int, cell: Cell, looks: dict[str, Any]) -> None:
    if isinstance(cell, date):
        page.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), looks["day"])
    elif isinstance(cell, int):
        page.write_number(row, column, cell, looks["text"])
    elif cell:
        text = printable(cell)
        whole = text if len(text) <= LONGEST else text[: LONGEST - len(CUT)] + CUT
        page.write_string(row, column, whole, looks["text"])
