"""Read a workbook (.xlsx) with openpyxl: values as shown, merged cells, fills, comments, headers, text boxes, hidden
sheets.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl
from lxml import etree
from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from darddr.importers.docx_text import read_words
from darddr.importers.errors import Damaged
from darddr.importers.grid import Cell, Contents, Table
from darddr.importers.number_formats import shown
from darddr.importers.package import Package
from darddr.importers.plan import Unplaced

THEME = ("FFFFFF", "000000", "E7E6E6", "44546A", "4472C4", "ED7D31", "A5A5A5", "FFC000", "5B9BD5", "70AD47")
"""The colours of the usual Office theme, in the order cells point at them."""
MAX_CELLS = 2_000_000


def read_xlsx(package: Package, data: bytes) -> Contents:
    """Read every sheet; a visible sheet is a table, a hidden one's cells are kept as loose words."""
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    except (
        InvalidFileException,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        zipfile.BadZipFile,
    ) as error:
        raise Damaged(f"{package.name} is damaged and cannot be opened.") from error
    except etree.XMLSyntaxError as error:
        raise Damaged(f"{package.name} is damaged and cannot be opened.") from error
    contents = Contents()
    for index, sheet in enumerate(book.worksheets, 1):
        table = _read_sheet(sheet, index, contents)
        if sheet.sheet_state == "visible":
            contents.blocks.append(table)
        else:
            contents.loose.extend(table.unplaced(cell) for cell in table.cells())
        _keep_margins(sheet, contents)
    for part in package.named("xl/", "drawings/drawing", "charts/chart", "diagrams/data"):
        words = read_words(package.xml(part))
        contents.loose.extend(Unplaced("text box", text.strip()) for text in _box_texts(words.paragraphs, words.asides))
    book.close()
    return contents


def _box_texts(paragraphs: list[str], asides: list[tuple[str, str]]) -> list[str]:
    return [text for text in (*paragraphs, *(text for _, text in asides)) if text.strip()]


def _read_sheet(sheet: Worksheet, index: int, contents: Contents) -> Table:
    """Turn a sheet into a grid that begins at A1, so rows and columns keep their printed numbers."""
    table = Table(f"sheet {sheet.title}", index, [])
    if sheet.max_row * sheet.max_column > MAX_CELLS:
        contents.unread.append(f"sheet {sheet.title} is too large to be a plan and is not read")
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
    return table


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


def _keep_margins(sheet: Worksheet, contents: Contents) -> None:
    """Keep the words printed above and below each page of a sheet."""
    for where, margin in (("header", sheet.oddHeader), ("footer", sheet.oddFooter)):
        for part in (margin.left, margin.center, margin.right):
            if part is not None and part.text and part.text.strip():
                contents.loose.append(Unplaced(where, part.text.strip()))
