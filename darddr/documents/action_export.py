"""A list of actions as files for other programs: a workbook, comma separated text, or JSON; the same columns in each."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from darddr.documents.workbook import FORMULA_STARTS, book, on_paper

COLUMNS = (
    ("plan", "Plan", 16),
    ("recommendation_number", "Recommendation no.", 12),
    ("recommendation", "Recommendation", 40),
    ("scope", "Scope", 10),
    ("theme", "Theme", 20),
    ("number", "Action no.", 10),
    ("action", "Action", 44),
    ("lead_agency", "Lead agency", 24),
    ("group", "Accountable group", 20),
    ("owner_post", "Owner’s post", 20),
    ("target", "Target date as written", 18),
    ("due_on", "Due on", 14),
    ("first_target_on", "First target date", 14),
    ("slips", "Times moved back", 10),
    ("state", "State", 18),
    ("is_overdue", "Overdue", 10),
    ("completed_on", "Completed on", 14),
    ("milestones", "Milestones", 30),
    ("outcome", "Outcome", 30),
)
"""Of each column its name in JSON, its heading, and its width in characters."""

NAMES = tuple(name for name, _, _ in COLUMNS)
Row = Sequence[Any]
"""One value for each column: text, a number, a date, yes or no, or None."""


def as_workbook(rows: Iterable[Row], partnership: str, marking: str, as_at: date) -> bytes:
    """An .xlsx whose dates are dates and whose words are never formulas."""
    with book("Actions", partnership, as_at, marking) as (made, data):
        sheet = made.file.add_worksheet("Actions")
        for column, (_, heading, width) in enumerate(COLUMNS):
            sheet.set_column(column, column, width)
            made.put(sheet, 0, column, heading, "heading")
        last = 0
        for last, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                made.put(sheet, last, column, _worded(value))
        sheet.autofilter(0, 0, max(last, 1), len(COLUMNS) - 1)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        on_paper(sheet, marking, f"Actions as at {as_at:%d/%m/%Y}")
    return data.getvalue()


def as_csv(rows: Iterable[Row]) -> Iterator[bytes]:
    """UTF-8 with a byte order mark, so that Excel reads accents; text that begins like a formula gets an apostrophe before it."""
    yield b"\xef\xbb\xbf" + _line([heading for _, heading, _ in COLUMNS])
    for row in rows:
        yield _line([_plain(value) for value in row])


def as_json(rows: Iterable[Row], as_at: date) -> Iterator[bytes]:
    """One object: the day, and the actions as objects of the column names."""
    yield f'{{"as_at": "{as_at.isoformat()}", "actions": ['.encode()
    for number, row in enumerate(rows):
        told = json.dumps(dict(zip(NAMES, row, strict=True)), ensure_ascii=False, default=str)
        yield (",\n" if number else "\n").encode() + told.encode()
    yield b"\n]}\n"


def _worded(value: Any) -> Any:
    return ("Yes" if value else "No") if isinstance(value, bool) else value


def _plain(value: Any) -> str:
    text = "" if value is None else str(_worded(value))
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _line(cells: Sequence[str]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue().encode()
