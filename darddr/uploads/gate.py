"""The gate: an allow-list by content, before any reader opens a file. It calls no address and writes nothing."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from pathlib import Path

from darddr.uploads import kinds
from darddr.uploads.archive import opened
from darddr.uploads.compound import refuse_compound
from darddr.uploads.markup import check_formula
from darddr.uploads.office import check_office
from darddr.uploads.opendocument import check_open_document
from darddr.uploads.pdfs import check_pdf
from darddr.uploads.pictures import check_jpeg, check_png
from darddr.uploads.verdict import Fault, Verdict

LARGEST_MB = 25
MEGABYTE = 1024 * 1024
_FORMULA_CELL = re.compile(r"(?:^|[,;\t])[ \"]*([=+@-][^,;\t\n]*)", re.MULTILINE)


def check(name: str, data: bytes | Path, largest_mb: int = LARGEST_MB) -> Verdict:
    """The verdict on one file; a path to one that is too large is not read. Raises OSError for no such file."""
    size = data.stat().st_size if isinstance(data, Path) else len(data)
    if size > largest_mb * MEGABYTE:
        return too_large(name, largest_mb)
    try:
        flags = _looked(name, data.read_bytes() if isinstance(data, Path) else data)
    except Fault as fault:
        return Verdict.on(name, fault)
    return Verdict.on(name, flags[0] if flags else None)


def too_large(name: str, largest_mb: int = LARGEST_MB) -> Verdict:
    """The verdict on a file that is not even read."""
    return Verdict.on(name, Fault("too-large", str(largest_mb)))


def _looked(name: str, data: bytes) -> list[Fault]:
    """What the file is flagged for. Raises Fault with the reason to refuse it."""
    if not data:
        raise Fault("empty")
    if any(unicodedata.category(char) in ("Cc", "Cf") for char in name):
        raise Fault("name")
    if kinds.ending(name) in kinds.PROGRAM_ENDINGS:
        raise Fault("program")
    kind = kinds.by_content(data)
    if kind in kinds.BY_KIND:
        raise Fault(*kinds.BY_KIND[kind])
    if kind == "compound":
        refuse_compound(data)
    if kind == "zip":
        kind, flags = _check_zip(data)
    else:
        flags = _check_other(kind, data)
    _check_ending(name, kind, flags)
    return flags


def _check_zip(data: bytes) -> tuple[str, list[Fault]]:
    archive = opened(data)
    if "mimetype" in archive.names:
        return check_open_document(archive)
    if "[Content_Types].xml" in archive.names:
        return check_office(archive)
    if any(name.startswith(("word/", "xl/", "docProps/", "_rels/")) for name in archive.names):
        raise Fault("no-main-part")
    raise Fault("archive")


def _check_other(kind: str, data: bytes) -> list[Fault]:
    if b"PK\x03\x04" in data and zipfile.is_zipfile(io.BytesIO(data)):
        raise Fault("polyglot")
    if kind == "pdf":
        return check_pdf(data)
    if kind == "png":
        check_png(data)
    elif kind == "jpeg":
        check_jpeg(data)
    else:
        return _check_text(data)
    return []


def _check_text(data: bytes) -> list[Fault]:
    """A table with commas may hold what a spreadsheet program would run."""
    text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")
    flags: list[Fault] = []
    for formula in _FORMULA_CELL.findall(text):
        check_formula(formula, flags)
    return flags


def _check_ending(name: str, kind: str, flags: list[Fault]) -> None:
    """The name must say what the content is; a picture under another picture's name is only flagged."""
    ending = kinds.ending(name)
    if ending in kinds.ENDINGS[kind]:
        return
    if ending in kinds.WAYS_OUT:
        raise Fault(*kinds.WAYS_OUT[ending])
    if kind in kinds.PICTURES and any(ending in kinds.ENDINGS[other] for other in kinds.PICTURES):
        flags.append(Fault("picture-ending", kinds.CALLED[kind]))
        return
    raise Fault("wrong-ending", kinds.CALLED[kind])
