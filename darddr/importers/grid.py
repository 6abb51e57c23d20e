"""What every format is turned into before it is understood: tables of cells, loose paragraphs, and words elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from darddr.importers.plan import Place, Problem, Unplaced

Area = tuple[int, int, int, int]
"""First row, first column, last row and last column, from 1."""


class Cell:
    """One printed cell: its text (paragraphs as lines), its own fill as RRGGBB, and where it starts (from 1).

    A merged cell is the same object in every position it covers.
    """

    __slots__ = ("column", "fill", "row", "text")

    def __init__(self, text: str, row: int, column: int, fill: str | None = None) -> None:
        self.text = text
        self.row = row
        self.column = column
        self.fill = fill


@dataclass(slots=True)
class Table:
    """A grid of cells. `where` names its story, `index` counts tables or sheets from 1, `inside` is the cell around
    it.
    """

    where: str
    index: int
    rows: list[list[Cell]]
    inside: Cell | None = None

    def place(self, row: int) -> Place:
        """Give the place of a row, counted from 1."""
        return Place(self.where, self.index, row)

    def unplaced(self, cell: Cell) -> Unplaced:
        """Say that a cell's words belong to no field: "sheet Plan!C7" in a workbook, the story's name elsewhere."""
        where = f"{self.where}!{letters(cell.column)}{cell.row}" if self.where.startswith("sheet ") else self.where
        return Unplaced(where, cell.text, self.index, cell.row, cell.column)

    def cells(self) -> Iterator[Cell]:
        """Yield every cell that has words once, in reading order."""
        for number, row in enumerate(self.rows, 1):
            yield from (cell for cell in cells_once(row) if cell.row == number)


def cells_once(row: list[Cell]) -> list[Cell]:
    """Give the cells of a row that have words, a cell over several columns once."""
    return [cell for column, cell in enumerate(row) if cell.text and (not column or row[column - 1] is not cell)]


@dataclass(slots=True)
class Contents:
    """A whole file: tables and paragraphs in reading order, words found elsewhere, and what could not be read."""

    blocks: list[Table | str] = field(default_factory=list)
    loose: list[Unplaced] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def tables(self) -> list[Table]:
        """The tables, in reading order."""
        return [block for block in self.blocks if isinstance(block, Table)]

    def tell_formula(self, table: Table, formula: str, row: int, column: int) -> None:
        """Keep a formula whose result the file does not hold, and say what to do about it."""
        self.loose.append(table.unplaced(Cell(formula, row, column)))
        why = "a formula without its result; open the file, let it calculate, save it and choose it again"
        self.problems.append(Problem(why, formula, table.index, row, letters(column)))

    def tell_rule(self, table: Table, areas: Sequence[Area], told: str) -> None:
        """Tell of cells without words whose colour a rule decides: a status shown by nothing else cannot be read."""
        if not any(_has_wordless_cells(area, table) for area in areas):
            return
        ends = (f"{letters(left)}{top}:{letters(right)}{bottom}" for top, left, bottom, right in areas)
        self.loose.append(Unplaced(f"{table.where}!{','.join(ends)}", told, table.index))
        why = "colours by a rule (conditional formatting) are not read; where one shows a status, set it by hand"
        top, left = min(areas)[:2]
        self.problems.append(Problem(why, told, table.index, top, letters(left)))

    def tell_hidden(self, table: Table, rows: int, columns: int) -> None:
        """Say that rows or columns nobody sees on the screen are read like the others."""
        hidden = [f"{count} {noun}{'' if count == 1 else 's'}" for count, noun in ((rows, "row"), (columns, "column"))]
        told = " and ".join(words for words, count in zip(hidden, (rows, columns), strict=True) if count)
        if told:
            self.problems.append(Problem(f"{told} hidden in {table.where}, read like the others", "", table.index))

    def tell_too_large(self, table: Table) -> None:
        """Say that a sheet is not read because of its size."""
        self.problems.append(Problem(f"{table.where} is too large to be a plan and is not read", "", table.index))


def _has_wordless_cells(area: Area, table: Table) -> bool:
    """Say whether an area covers a cell without words in a row that has some."""
    top, left, bottom, right = area
    return any(
        any(cell.text for cell in row) and sum(1 for cell in row[left - 1 : right] if cell.text) <= right - left
        for row in table.rows[top - 1 : bottom]
    )


def letters(column: int) -> str:
    """Turn a column number from 1 into spreadsheet letters."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_number(name: str) -> int:
    """Turn spreadsheet letters into a column number from 1."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number
