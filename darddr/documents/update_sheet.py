"""The same form as an Excel workbook: true dates, a list to choose the status from, ids in a hidden column."""

from __future__ import annotations

from typing import Any

from darddr.documents.package import day
from darddr.documents.update_form import UpdateFormFacts
from darddr.documents.workbook import Book, book, on_paper
from darddr.vocabulary.update_forms import STATUSES, Heading

HEADINGS = (
    (Heading.REF, 18),
    (Heading.ACTION, 44),
    (Heading.TARGET, 15),
    (Heading.STATUS, 16),
    (Heading.PROGRESS, 44),
    (Heading.STATUS_NOW, 16),
    (Heading.NEW_DATE, 16),
    (Heading.WHY, 30),
    (Heading.EVIDENCE, 36),
)
"""Each column with its width in characters; before them is the hidden one."""

_NAME_ROW, _DATE_ROW, _HEADING_ROW = 2, 3, 4
_STATUS_NOW = 6
_LINE, _TO_A_LINE = 14, 40
"""Points of a line, and the characters that fit one in the column of the action."""


def update_sheet(facts: UpdateFormFacts) -> bytes:
    """A form as .xlsx bytes."""
    with book(f"Update form {facts.reference}", facts.partnership, facts.issued_on) as (made, data):
        sheet = made.file.add_worksheet("Update form")
        _top(made, sheet, facts)
        for column, (heading, width) in enumerate(HEADINGS, start=1):
            sheet.set_column(column, column, width)
            made.put(sheet, _HEADING_ROW, column, str(heading), "heading")
        for at, row in enumerate(facts.rows, start=_HEADING_ROW + 1):
            sheet.set_row(at, _height(row.text))
            made.put(sheet, at, 0, row.mark, "plain")
            given = (row.ref, row.text, row.target_on or row.target_text or "No date set", row.status)
            for column, value in enumerate(given, start=1):
                made.put(sheet, at, column, value)
            for column in range(len(given) + 1, len(HEADINGS) + 1):
                made.put(sheet, at, column, None, "answer date" if column == _STATUS_NOW + 1 else "answer")
        _choices(sheet, _HEADING_ROW + 1, _HEADING_ROW + len(facts.rows))
        _page(sheet, facts)
        _guide(made, facts)
    return data.getvalue()


def _height(text: str) -> int:
    """Points for a row: room for its action, and for three lines of an answer."""
    return _LINE * max(3, sum(len(line) // _TO_A_LINE + 1 for line in text.split("\n")))


def _top(made: Book, sheet: Any, facts: UpdateFormFacts) -> None:
    """The marking in the first line, what the form is, and who answers."""
    made.put(sheet, 0, 0, facts.mark, "plain")
    made.put(sheet, 0, 1, facts.marking, "marking")
    told = f"Update on actions: {facts.agency}. Form reference: {facts.reference}. Send back by {day(facts.due_on)}."
    made.put(sheet, 1, 1, told, "marking")
    for row, label in ((_NAME_ROW, Heading.NAME), (_DATE_ROW, Heading.DATE)):
        made.put(sheet, row, 1, str(label), "heading")
        made.put(sheet, row, 2, None, "answer" if row == _NAME_ROW else "answer date")


def _choices(sheet: Any, first: int, last: int) -> None:
    listed = {
        "validate": "list",
        "source": list(STATUSES),
        "error_title": "Status now",
        "error_message": f"Choose one of: {', '.join(STATUSES)}.",
    }
    sheet.data_validation(first, _STATUS_NOW, max(first, last), _STATUS_NOW, listed)


def _page(sheet: Any, facts: UpdateFormFacts) -> None:
    """The header that stays and repeats, the hidden column, the paper."""
    for name, given in (
        ("set_column", (0, 0, 2, None, {"hidden": True})),
        ("freeze_panes", (_HEADING_ROW + 1, 2)),
        ("repeat_rows", (_HEADING_ROW,)),
    ):
        getattr(sheet, name)(*given)
    on_paper(sheet, facts.marking, facts.reference)


def _guide(made: Book, facts: UpdateFormFacts) -> None:
    sheet = made.file.add_worksheet("How to fill this in")
    sheet.set_column(0, 0, 110)
    sheet.set_header(f"&L&B{facts.marking}")
    told = (
        (facts.marking, "marking"),
        (f"About: {facts.about}. From: {facts.partnership}. Issued: {day(facts.issued_on)}.", "text"),
        (
            "Fill in the yellow cells, as far as there is something to say. Leave a row empty where nothing changed.",
            "text",
        ),
        ("Do not change, add, move or delete rows. Save the file as an Excel workbook (.xlsx).", "text"),
        (f"Status now is one of: {', '.join(STATUSES)}. “Complete” needs evidence and where it is kept.", "text"),
        ("A new date is a request: give the date and why. Use roles, never the names of people of a case.", "text"),
    )
    for row, (text, look) in enumerate(told):
        made.put(sheet, row, 0, text, look)
