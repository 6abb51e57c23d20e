"""Read the plainer formats: .xls with calamine, .csv with the standard library."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from darddr.importers.errors import Damaged, Encrypted, WrongType
from darddr.importers.grid import Cell, Contents, Table
from darddr.importers.number_formats import shown

ENCODINGS = ("utf-8-sig", "windows-1252")
UTF16 = (b"\xff\xfe", b"\xfe\xff")
DELIMITERS = (",", ";", "\t")
csv.field_size_limit(50 * 1024 * 1024)


def read_xls(name: str, data: bytes) -> Contents:
    """Read an old workbook. calamine gives no fills or number formats: dates show their day."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [(meta, book.get_sheet_by_name(meta.name)) for meta in book.sheets_metadata]
    except PasswordError as error:
        raise Encrypted(f"{name} is protected by a password; save a copy without one and choose that.") from error
    except CalamineError as error:
        raise Damaged(f"{name} is damaged or protected and cannot be opened.") from error
    contents = Contents()
    for index, (meta, sheet) in enumerate(sheets, 1):
        table = _table(
            f"sheet {meta.name}",
            index,
            [[_text(each) for each in row] for row in sheet.to_python(skip_empty_area=False)],
        )
        for top_left, bottom_right in sheet.merged_cell_ranges or []:
            _merge(table, top_left, bottom_right)
        if meta.visible == SheetVisibleEnum.Visible:
            contents.blocks.append(table)
        else:
            contents.loose.extend(table.unplaced(cell) for cell in table.cells())
    return contents


def read_csv(name: str, data: bytes) -> Contents:
    """Read comma, semicolon or tab separated text in UTF-8 or Windows-1252."""
    if b"\0" in data and not data.startswith(UTF16):
        raise WrongType(f"{name} is not a text file; save the plan as .docx, .xlsx, .ods or .csv.")
    text = _decoded(data)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error as error:
        raise Damaged(f"{name} cannot be read as comma separated text.") from error
    contents = Contents()
    if max((len(row) for row in rows), default=0) > 1:
        contents.blocks.append(_table("body", 1, rows))
    return contents


def _table(where: str, index: int, rows: list[list[str]]) -> Table:
    cells = [
        [
            Cell(text.replace("\r\n", "\n").replace("\r", "\n").strip(), number, column)
            for column, text in enumerate(row, 1)
        ]
        for number, row in enumerate(rows, 1)
    ]
    return Table(where, index, cells)


def _merge(table: Table, top_left: tuple[int, int], bottom_right: tuple[int, int]) -> None:
    """Put the first cell of a merged range in every place it covers."""
    (top, left), (bottom, right) = top_left, bottom_right
    if top < len(table.rows) and left < len(table.rows[top]):
        first = table.rows[top][left]
        for row in table.rows[top : bottom + 1]:
            stop = min(right + 1, len(row))
            row[left:stop] = [first] * (stop - left)


def _text(value: object) -> str:
    """Write one value; a date at midnight loses its time."""
    return shown(value, "dd/mm/yyyy" if isinstance(value, date | datetime) else "General")


def _decoded(data: bytes) -> str:
    """Decode text, the last encoding taking any byte."""
    if data.startswith(UTF16):
        return data.decode("utf-16", "replace")
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _delimiter(text: str) -> str:
    """Choose the separator that splits the first rows into most columns, most evenly."""

    def score(delimiter: str) -> tuple[int, int]:
        widths = [
            len(row)
            for row, _ in zip(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), range(20), strict=False)
            if row
        ]
        common = max(set(widths), key=lambda width: (widths.count(width) if width > 1 else 0, width), default=1)
        return (widths.count(common) if common > 1 else 0, common)

    return max(DELIMITERS, key=score)
