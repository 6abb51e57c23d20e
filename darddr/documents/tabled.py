"""A report made of tables: a headline, chapters of plain sentences, and tables, in the house template; the same tables as a workbook."""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

import xlsxwriter

from darddr.documents.package import day
from darddr.documents.paper import Block, Heading, PaperFacts, Table, Text, paper
from darddr.documents.xml import clean

Cell = str | int | date | None
LONGEST_SHEET_NAME = 31
"""Characters that Excel takes for the name of a sheet."""


@dataclass(frozen=True)
class TableFacts:
    """A table: what it is called, its columns, its rows; the first column names a row. `empty` is said where there are no rows."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = "There is nothing to list."


@dataclass(frozen=True)
class PartFacts:
    """A chapter: sentences, then tables."""

    title: str
    sentences: tuple[str, ...] = ()
    tables: tuple[TableFacts, ...] = ()


@dataclass(frozen=True)
class TabledFacts:
    """A whole report as at a day."""

    title: str
    partnership: str
    reference: str
    marking: str
    as_at: date
    headline: str
    parts: tuple[PartFacts, ...]


def tabled(facts: TabledFacts) -> bytes:
    """A report as .docx bytes, its marking in the header and in the first line."""
    return paper(
        PaperFacts(
            title=facts.title,
            kind=facts.title,
            reference=facts.reference,
            partnership=facts.partnership,
            marking=facts.marking,
            as_at=facts.as_at,
            opening=(("Partnership", facts.partnership), ("Position at", day(facts.as_at))),
            blocks=(Text(facts.headline), *chain.from_iterable(map(_blocks, facts.parts))),
            closing="End of the report.",
        )
    )


def _blocks(part: PartFacts) -> Iterator[Block]:
    yield Heading(part.title)
    yield from map(Text, part.sentences)
    for table in part.tables:
        columns = tuple((title, _share(table, at)) for at, title in enumerate(table.columns))
        rows = tuple(tuple(_text(cell) for cell in row) for row in table.rows)
        yield Table(table.caption, columns, rows, table.empty)


def _share(table: TableFacts, at: int) -> float:
    """A column of words is wide, one of numbers or dates narrow."""
    cells = [row[at] for row in table.rows]
    return 2 if at == 0 or any(isinstance(cell, str) and len(cell) > 12 for cell in cells) else 1


def _text(cell: Cell) -> str:
    if isinstance(cell, date):
        return day(cell)
    return f"{cell:,}" if isinstance(cell, int) else cell or ""


def workbook(marking: str, partnership: str, as_at: date, tables: Iterable[TableFacts]) -> bytes:
    """The tables as .xlsx bytes, a sheet each: dates are dates, numbers numbers, and no text is ever read as a formula."""
    kept = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(kept, options) as book:
        book.set_properties({"title": f"Tables: {partnership}", "author": partnership, "comments": marking})
        bold, dated = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "d mmmm yyyy"})
        for number, table in enumerate(tables, 1):
            sheet = book.add_worksheet(_sheet_name(number, table.caption))
            sheet.set_header(f"&L{marking}")
            sheet.write_string(0, 0, marking, bold)
            sheet.write_string(1, 0, f"{table.caption}. {partnership}, position at {day(as_at)}.")
            sheet.set_column(0, 0, 36)
            sheet.set_column(1, len(table.columns), 16)
            _write(sheet, table, bold, dated)
    return kept.getvalue()


def _write(sheet: xlsxwriter.worksheet.Worksheet, table: TableFacts, bold: object, dated: object) -> None:
    for at, title in enumerate(table.columns):
        sheet.write_string(3, at, title, bold)
    for line, row in enumerate(table.rows, 4):
        for at, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(line, at, cell, dated)
            elif isinstance(cell, int):
                sheet.write_number(line, at, cell)
            else:
                sheet.write_string(line, at, clean(cell or ""))


def _sheet_name(number: int, caption: str) -> str:
    plain = "".join(letter for letter in caption if letter.isalnum() or letter == " ")
    return f"{number} {plain}"[:LONGEST_SHEET_NAME].strip()


def tables_of(reports: Sequence[TabledFacts]) -> list[TableFacts]:
    """Every table of several reports, in order."""
    return [table for facts in reports for part in facts.parts for table in part.tables]
