"""A zipped office file, searched part by part: the parts, their names, and whatever is embedded."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from functools import partial

from darddr.leaks.markup import read_markup
from darddr.leaks.objects import read_compound, read_gzip, read_message
from darddr.leaks.pdfs import read_pdf
from darddr.leaks.pictures import SIGNATURES, read_picture, readable
from darddr.leaks.plain import read_plain
from darddr.leaks.reading import LONGEST_TEXT, Reading
from darddr.leaks.sheets import Book

DEEPEST = 6
_MOST_PARTS = 20_000
_MARKUP = (".xml", ".rels", ".vml", ".rdf", ".svg", ".xhtml", ".xsd", ".xsl", ".opf", ".ncx")
_FONTS = (".odttf", ".ttf", ".otf", ".fntdata")
_TEXTS = (
    ".txt",
    ".html",
    ".htm",
    ".csv",
    ".md",
    ".json",
    ".js",
    ".css",
    ".tsv",
    ".ics",
    ".vcf",
    ".yml",
    ".ini",
    ".log",
    "mimetype",
)
_MESSAGES = (".mht", ".mhtml", ".eml")
_PAINTED = (".emf", ".wmf", ".heic", ".jxr", ".wdp", ".ico")
_LOCKED = "it is locked by a password; save it without one"
_DEEP = "it holds files inside files, deeper than can be followed"
_DAMAGES = (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, zlib.error, ValueError, OverflowError)
# Settings of printers and the like, which hold no words of the document beyond what is searched in them.
_SETTINGS = re.compile(r"printersettings\d*\.bin$|attachedtoolbars\.bin$|\.(?:dat|thmx|odttf|fntdata)$", re.IGNORECASE)


def read_package(part: str, data: bytes, reading: Reading, depth: int = 0) -> None:
    """Search a package and the packages inside it; damaged, locked or boundless ones stay in doubt."""
    if depth > DEEPEST:
        reading.doubt(_DEEP)
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            items = [item for item in package.infolist() if not item.is_dir()]
            _read_remarks(part, package, items, reading)
            if any(item.flag_bits & 1 for item in items):
                reading.doubt(_LOCKED)
            if len(items) > _MOST_PARTS or not items:
                reading.doubt()
            _read_items(f"{part} > " if part else "", package, items[:_MOST_PARTS], reading, depth)
    except _DAMAGES:
        reading.doubt("it is damaged and cannot be opened")


def _read_remarks(part: str, package: zipfile.ZipFile, items: list[zipfile.ZipInfo], reading: Reading) -> None:
    remarks = [package.comment, *(item.comment for item in items), *(item.extra for item in items)]
    texts = [remark.decode("utf-8", "replace") for remark in remarks if remark]
    reading.label(part or "archive", "remark of the archive", *dict.fromkeys(texts))


def _read_items(
    prefix: str, package: zipfile.ZipFile, items: list[zipfile.ZipInfo], reading: Reading, depth: int
) -> None:
    sheets: dict[str, bytes] = {}
    for item in items:
        if (
            item.filename.startswith("xl/")
            and item.filename.endswith((".xml", ".rels"))
            and item.file_size <= LONGEST_TEXT
        ):
            content = _content(package, item, reading)
            if content is not None:
                sheets[item.filename] = content
    book = Book(sheets)
    for item in items:
        name = item.filename
        reading.label(prefix + name, "name of a part", name)
        content = sheets[name] if name in sheets else _content(package, item, reading)
        if content is None:
            continue
        if name.lower().endswith(_MARKUP) or content[:64].lstrip(b"\xef\xbb\xbf\r\n ")[:5] == b"<?xml":
            if content.strip():
                read_markup(prefix + name, content, reading, partial(book.place, name) if name in sheets else None)
        else:
            read_other(prefix + name, content, reading, depth)
    book.read_days(reading)
    book.read_rows(reading)


def _content(package: zipfile.ZipFile, item: zipfile.ZipInfo, reading: Reading) -> bytes | None:
    """A part unpacked, or None where it may not or cannot be."""
    if not reading.takes(item.file_size):
        return None
    if item.file_size > LONGEST_TEXT and item.filename.lower().endswith(_MARKUP):
        reading.doubt("one of its parts is longer than can be searched")
        return None
    try:
        return package.read(item)
    except RuntimeError:
        reading.doubt(_LOCKED)
    except _DAMAGES:
        reading.doubt()
    return None


def read_other(part: str, content: bytes, reading: Reading, depth: int = 0) -> None:
    """Search a part that is not markup, by what it is."""
    if depth > DEEPEST:
        reading.doubt(_DEEP)
    elif content.startswith(b"PK\x03\x04"):
        read_package(part, content, reading, depth + 1)
    elif wrapped := next((read for start, read in _WRAPPED.items() if content.startswith(start)), None):
        wrapped(part, content, reading, partial(read_other, depth=depth + 1))
    elif part.lower().endswith(_MESSAGES) or content[:13].lower() == b"mime-version:":
        read_message(part, content, reading, partial(read_other, depth=depth + 1))
    else:
        _read_leaf(part, content, reading)


_WRAPPED = {b"%PDF": read_pdf, b"\xd0\xcf\x11\xe0": read_compound, b"\x1f\x8b": read_gzip}


def _read_leaf(part: str, content: bytes, reading: Reading) -> None:
    """Search a picture, a text, or bytes of no known kind."""
    lower = part.lower()
    if content.startswith(SIGNATURES):
        reading.pictures += 0 if "thumbnail" in lower else 1
        read_picture(part, content, reading)
    elif lower.endswith(_TEXTS):
        read_plain(part, content, reading)
    elif content[:64].lstrip(b"\xef\xbb\xbf\r\n ").startswith((b"<?xml", b"<svg", b"<html")):
        read_markup(part, content, reading)
    elif not lower.endswith(_FONTS):
        reading.label(part, "embedded object", *dict.fromkeys(readable(content[:LONGEST_TEXT])))
        if lower.endswith(_PAINTED):
            reading.pictures += 1
        elif content and not _SETTINGS.search(part) and _is_unknown(lower):
            reading.doubt("it holds an object of a kind that cannot be read")


def _is_unknown(part: str) -> bool:
    """Whether a part of no known kind may hold more words than its readable bytes: binary sheets, objects, data models."""
    return any(
        mark in part for mark in ("/embeddings/", "xl/", "activex", "vbaproject", "attachment", ".rtf", "object")
    )
