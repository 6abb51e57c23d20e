"""A zipped office file, searched part by part: the parts, their names, and whatever is embedded."""

from __future__ import annotations

import io
import zipfile
import zlib
from functools import partial

from darddr.leaks.markup import read_markup
from darddr.leaks.pdfs import read_pdf
from darddr.leaks.pictures import SIGNATURES, read_picture, readable
from darddr.leaks.plain import read_plain
from darddr.leaks.reading import Reading
from darddr.leaks.sheets import Book

DEEPEST = 4
LARGEST = 300 * 1024 * 1024
"""Bytes a file may unpack to before it counts as one that cannot be checked."""
_MARKUP = (".xml", ".rels", ".vml", ".rdf")
_FONTS = (".odttf", ".ttf", ".otf", ".fntdata")
_TEXTS = (".txt", ".html", ".htm", ".csv", ".md", ".json", ".js", ".css")
_COMPOUND = b"\xd0\xcf\x11\xe0"


def read_package(part: str, data: bytes, reading: Reading, depth: int = 0) -> None:
    """Search a package and the packages inside it; damaged, locked or boundless ones stay in doubt."""
    prefix = f"{part} > " if part else ""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            items = [item for item in package.infolist() if not item.is_dir()]
            if depth > DEEPEST or sum(item.file_size for item in items) > LARGEST:
                reading.doubt()
                return
            contents = [(item.filename, package.read(item)) for item in items]
            remarks = [item.comment.decode("utf-8", "replace") for item in items if item.comment]
            reading.label(
                part or "archive", "remark of the archive", package.comment.decode("utf-8", "replace"), *remarks
            )
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, zlib.error, ValueError):
        reading.doubt()
        return
    book = Book(dict(contents))
    for name, content in contents:
        reading.label(prefix + name, "name of a part", name)
        place = partial(book.place, name) if name.startswith("xl/") else None
        if name.lower().endswith(_MARKUP) or content.lstrip(b"\xef\xbb\xbf\r\n ")[:5] == b"<?xml":
            if content.strip():
                read_markup(prefix + name, content, reading, place)
        else:
            read_other(prefix + name, content, reading, depth)
    book.read_days(reading)


def read_other(part: str, content: bytes, reading: Reading, depth: int = 0) -> None:
    """Search a part that is not markup, by what it is."""
    lower = part.lower()
    if content.startswith(b"PK\x03\x04"):
        read_package(part, content, reading, depth + 1)
    elif content.startswith(b"%PDF"):
        if depth > DEEPEST:
            reading.doubt()
            return
        read_pdf(part, content, reading, lambda name, held, into: read_other(name, held, into, depth + 1))
    elif content.startswith(SIGNATURES):
        read_picture(part, content, reading)
    elif lower.endswith(_TEXTS) or lower.endswith("mimetype"):
        read_plain(part, content, reading)
    elif not lower.endswith(_FONTS):
        reading.label(part, "embedded object", *dict.fromkeys(readable(content)))
        if content.startswith(_COMPOUND):
            reading.doubt()
