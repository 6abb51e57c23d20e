"""Passages of a zipped office file: every part as raw markup, the names of parts, what is embedded, and dates kept as numbers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime

import openpyxl

from darddr.leaks.markup import passages as markup_passages
from darddr.leaks.passages import Passage, Unreadable
from darddr.leaks.pictures import PICTURES
from darddr.leaks.pictures import passages as picture_passages

MARKUP = (".xml", ".rels", ".vml")
OFFICE = (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".docm", ".xlsm")
DEEPEST = 3
LARGEST = 300 * 1024 * 1024
"""Bytes a file may unpack to before it counts as one that cannot be checked."""


def passages(data: bytes, depth: int = 0) -> Iterator[Passage]:
    """Every passage of every part. Raises Unreadable for a damaged or boundless package."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        if depth > DEEPEST or sum(item.file_size for item in package.infolist()) > LARGEST:
            raise Unreadable("too deep or too large")
        for item in package.infolist():
            yield Passage(item.filename, item.filename, "name of a part", is_label=True)
            yield from _part(item.filename, package.read(item), depth)
        if depth == 0 and "xl/workbook.xml" in package.namelist():
            yield from _dates(data)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise Unreadable(type(error).__name__) from None


def _part(name: str, content: bytes, depth: int) -> Iterator[Passage]:
    lower = name.lower()
    if lower.endswith(MARKUP) and content.strip():
        yield from markup_passages(name, content)
    elif lower.endswith(OFFICE):
        for inner in passages(content, depth + 1):
            yield Passage(inner.text, f"{name}/{inner.part}", f"{name}, {inner.where}", inner.is_label, inner.pieces)
    elif lower.endswith(PICTURES):
        yield from picture_passages(name, content)
    elif lower.endswith(".txt"):
        yield Passage(content.decode("utf-8", "replace"), name, name)


def _dates(data: bytes) -> Iterator[Passage]:
    """Dates in cells are numbers in the markup; here they are as a person reads them."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, date | datetime):
                    where = f"sheet {sheet.title}, cell {cell.coordinate}"
                    yield Passage(f"{cell.value:%d %B %Y}", "xl/worksheets", where)
