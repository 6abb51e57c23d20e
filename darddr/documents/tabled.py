"""A report made of tables: a headline, chapters of plain sentences, and tables, in the house template; the same tables as a workbook."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from darddr.documents.package import day
from darddr.documents.paper import Block, Heading, PaperFacts, Table, Text, paper
from darddr.documents.workbook import Cell, Sheet, workbook


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
    """A share after what stands in a column: room for its longest word, a whole date, and about half of its longest text."""
    cells = [table.columns[at], *(_text(row[at]) for row in table.rows)]
    word = max(len(part) for cell in cells for part in cell.split() or [""])
    dated = 12 if any(isinstance(row[at], date) for row in table.rows) else 0
    return min(max(6, word + 2, dated, max(map(len, cells)) / 2), 26)


def _text(cell: Cell) -> str:
    if isinstance(cell, date):
        return day(cell)
    return f"{cell:,}" if isinstance(cell, int) else cell or ""


def tables_book(marking: str, partnership: str, as_at: date, tables: Iterable[TableFacts]) -> bytes:
    """The tables as .xlsx bytes, a sheet each."""
    sheets = [
        Sheet(
            _sheet_name(number, table.caption),
            table.columns,
            table.rows,
            f"{table.caption}. {partnership}, position at {day(as_at)}." + ("" if table.rows else f" {table.empty}"),
        )
        for number, table in enumerate(tables, 1)
    ]
    return workbook(f"Tables: {partnership}", partnership, as_at, marking, sheets)


def _sheet_name(number: int, caption: str) -> str:
    """A name that Excel takes, and that is different for every table."""
    return f"{number} " + "".join(letter for letter in caption if letter.isalnum() or letter == " ")


def tables_of(reports: Sequence[TabledFacts]) -> list[TableFacts]:
    """Every table of several reports, in order."""
    return [table for facts in reports for part in facts.parts for table in part.tables]
