"""Excel workbooks: built in memory, cells that are what they say they are. Text is text, also where it begins like a formula."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What spreadsheet programs take for the beginning of a formula (OWASP, CSV injection)."""

LONGEST = 32_767
"""Characters one cell can hold."""

FONT = {"font_name": "Arial", "font_size": 10, "valign": "top"}
WRAPPED = {**FONT, "text_wrap": True, "border": 1, "border_color": "#9AA9B1"}
DEEP, TINT = "#17404E", "#E3ECEF"


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
            sheet.write_number(row, column, value, self.looks[look])
        else:
            text = str(value)[:LONGEST]
            quoted = look == "text" and text.startswith(FORMULA_STARTS)
            sheet.write_string(row, column, text, self.looks["quoted" if quoted else look])


@contextmanager
def workbook(title: str, author: str, made_on: date) -> Iterator[tuple[Book, io.BytesIO]]:
    """A new workbook and where its bytes stand once it is left; nothing touches the disk."""
    data = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    file = xlsxwriter.Workbook(data, options)
    made = datetime(made_on.year, made_on.month, made_on.day)
    file.set_properties({"title": title, "author": author, "company": author, "created": made})
    looks = {
        "text": WRAPPED,
        "quoted": {**WRAPPED, "quote_prefix": True},
        "date": {**WRAPPED, "num_format": "d mmm yyyy", "align": "left"},
        "heading": {**WRAPPED, "bold": True, "bg_color": TINT, "font_color": DEEP},
        "answer": {**WRAPPED, "bg_color": "#FFFBE6"},
        "answer date": {**WRAPPED, "bg_color": "#FFFBE6", "num_format": "d mmm yyyy", "align": "left"},
        "marking": {**FONT, "bold": True, "font_color": DEEP},
        "plain": FONT,
    }
    yield Book(file, {name: file.add_format(look) for name, look in looks.items()}), data
    file.close()
