"""Read a workbook (.xlsx) with openpyxl: values as shown, merged cells, fills, comments, headers, text boxes, hidden
sheets.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from typing import Any

import openpyxl
from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from darddr.importers.errors import Damaged, TooLarge
from darddr.importers.grid import Cell, Contents, Table, cells_once
from darddr.importers.number_formats import shown
from darddr.importers.package import Package
from darddr.importers.plan import Unplaced
from darddr.importers.sheet_asides import keep_boxes, keep_margins, tell_formulas, tell_rules

THEME = ("FFFFFF", "000000", "E7E6E6", "44546A", "4472C4", "ED7D31", "A5A5A5", "FFC000", "5B9BD5", "70AD47")
"""The colours of the usual Office theme, in the order cells point at them."""
UNREADABLE = (
    InvalidFileException,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    zipfile.BadZipFile,
    SyntaxError,
    OverflowError,
    EOFError,
    zlib.error,
)
"""What openpyxl raises on a file that is not what it seems."""
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([^\"']{1,40})[\"']")
MAX_CELLS = 2_000_000


def read_xlsx(package: Package, data: bytes) -> Contents:
    """Read every sheet; a visible sheet is a table, a hidden one's cells are kept as loose words."""
    _refuse_wide_merges(package)
    book = _opened(package.name, data)
    contents, tables = Contents(), {}
    for index, sheet in enumerate(book.worksheets, 1):
        table = tables[sheet.title] = _read_sheet(sheet, index, contents)
        if sheet.sheet_state == "visible":
            contents.blocks.append(table)
        else:
            contents.loose.extend(table.unplaced(cell) for cell in table.cells())
        keep_margins(sheet, contents)
        tell_rules(sheet, table, contents)
    tell_formulas(package, tables, contents)
    keep_boxes(package, contents)
    book.close()
    return contents


def _refuse_wide_merges(package: Package) -> None:
    """Refuse merged ranges of more cells than any plan has, since openpyxl makes an object of every cell merged."""
    room = MAX_CELLS
    for part in package.named("xl/worksheets/", ""):
        for area in MERGED.findall(package.read(part)):
            try:
                left, top, right, bottom = range_boundaries(area.decode())
            except ValueError:
                continue
            room -= ((right or 0) - (left or 0) + 1) * ((bottom or 0) - (top or 0) + 1)
            if room < 0:
                raise TooLarge(f"{package.name} merges more cells than any plan has, and is not read.")


def _opened(name: str, data: bytes) -> openpyxl.Workbook:
    """Open a workbook; its formulas give what they gave when it was saved."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    except UNREADABLE as error:
        raise Damaged(f"{name} is damaged and cannot be opened.") from error


def _read_sheet(sheet: Worksheet, index: int, contents: Contents) -> Table:
    """Turn a sheet into a grid that begins at A1, so rows and columns keep their printed numbers."""
    table = Table(f"sheet {sheet.title}", index, [])
    if sheet.max_row * sheet.max_column > MAX_CELLS:
        contents.tell_too_large(table)
        return table
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = []
        for column, source in enumerate(row, 1):
            text = shown(source.value, source.number_format).strip() if source.value is not None else ""
            cells.append(Cell(text, number, column, _fill(source)))
            if source.comment is not None and source.comment.text.strip():
                contents.loose.append(Unplaced("comment", source.comment.text.strip(), index, number, column))
        table.rows.append(cells)
    for merged in sheet.merged_cells.ranges:
        _merge(table, merged.min_row, merged.max_row, merged.min_col, merged.max_col)
    _tell_hidden(sheet, table, contents)
    return table


def _tell_hidden(sheet: Worksheet, table: Table, contents: Contents) -> None:
    """Count the hidden rows and columns that have words."""
    rows = [at for at, row in enumerate(table.rows, 1) if sheet.row_dimensions[at].hidden and cells_once(row)]
    columns: set[int] = set()
    width = max((len(row) for row in table.rows), default=0)
    for each in sheet.column_dimensions.values():
        columns.update(range(each.min, min(each.max, width) + 1) if each.hidden and each.min and each.max else ())
    told = [at for at in columns if any(len(row) >= at and row[at - 1].text for row in table.rows)]
    contents.tell_hidden(table, len(rows), len(told))


def _merge(table: Table, top: int, bottom: int, left: int, right: int) -> None:
    """Put the first cell of a merged range in every place it covers that the sheet really has."""
    if top > len(table.rows) or left > len(table.rows[top - 1]):
        return
    first = table.rows[top - 1][left - 1]
    for row in table.rows[top - 1 : bottom]:
        stop = min(right, len(row))
        row[left - 1 : stop] = [first] * (stop - left + 1)


def _fill(cell: Any) -> str | None:
    """Give a solid fill as RRGGBB, theme and indexed colours looked up."""
    if not cell.has_style or cell.fill.fill_type != "solid":
        return None
    colour = cell.fill.fgColor
    if colour.type == "rgb" and isinstance(colour.rgb, str):
        return colour.rgb[-6:].upper()
    if colour.type == "theme" and 0 <= colour.theme < len(THEME):
        return THEME[colour.theme]
    if colour.type == "indexed" and 0 <= colour.indexed < len(COLOR_INDEX):
        return str(COLOR_INDEX[colour.indexed])[-6:]
    return None
