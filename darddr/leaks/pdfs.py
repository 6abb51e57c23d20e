"""A PDF searched whole: its pages, what lies beside them, and the earlier versions it still holds."""

from __future__ import annotations

import contextlib
import io
import logging
import re

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from darddr.leaks.pdfobjects import Attached, read_objects, strings
from darddr.leaks.pdftext import LARGEST_PAGE, Shown, content_of, shown, unreadable_fonts
from darddr.leaks.reading import Block, Reading

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings repeat the file's text

_FEWEST, _FEW = 20, 250
_MANY_CURVES = 200
_SCANNED = 900
_MOST_VERSIONS = 8
_SCAN = "a page of it is a picture, such as a scan, whose words cannot be read"
_UNMAPPED = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1d]")
_END = re.compile(rb"startxref\s+([1-9]\d*)\s+%%EOF")
_DAMAGES = (
    PyPdfError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
    RecursionError,
    NotImplementedError,
    AssertionError,
    OverflowError,
    ZeroDivisionError,
)


def read_pdf(part: str, data: bytes, reading: Reading, attached: Attached) -> None:
    """Search a PDF; one that is locked, damaged, or has a page without readable text stays in doubt."""
    prefix = f"{part} > " if part else ""
    try:
        _read_version(prefix, data, reading, attached)
    except _DAMAGES:
        reading.doubt("it is damaged and cannot be opened")
        return
    ends = [match.end() for match in _END.finditer(data)][:-1]
    if len(ends) > _MOST_VERSIONS:
        reading.doubt("it holds more earlier versions than can be searched; print it to a new PDF")
    for end in ends[:_MOST_VERSIONS]:
        checked, reason = reading.checked, reading.reason
        with contextlib.suppress(*_DAMAGES):
            _read_version(f"{prefix}earlier version, ", data[:end], reading, attached)
        reading.checked, reading.reason = checked, reason  # a version that nobody sees need not be readable


def _read_version(prefix: str, data: bytes, reading: Reading, attached: Attached) -> None:
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        reading.doubt("it is locked by a password; save it without one")
        return
    used: set[int] = set()
    for number, page in enumerate(reader.pages, 1):
        if not reading.takes(0):
            return
        _read_page(f"{prefix}page {number}", f"page {number}", page, reading)
        used |= _numbers_of(page)
    read_objects(f"{prefix}metadata", reader, used, reading, attached)
    for name in reader.attachments:
        reading.label(f"{prefix}metadata", "name of an attachment", name)


def _read_page(part: str, where: str, page: PageObject, reading: Reading) -> None:
    content = page.get_contents()
    if content is not None and len(content.get_data()) > LARGEST_PAGE:
        reading.doubt("a page of it is larger than can be searched")
        return
    text = page.extract_text()
    stored = shown(page, content, Shown())
    reading.add(Block(part, [text, stored.text, _as_laid_out(page), *dict.fromkeys(stored.instead)], lambda _: where))
    letters = sum(map(str.isalnum, text))
    if len(_UNMAPPED.findall(text)) * 10 > len(text) or (letters and unreadable_fonts(page)):
        reading.doubt(
            "its letters are stored as shapes without their meaning; save it again as PDF from the program it came from"
        )
    if (letters < _FEWEST and (_has_picture(page) or stored.curves > _MANY_CURVES)) or (
        letters < _FEW and _is_scan(page)
    ):
        reading.doubt(_SCAN)
    for note in page.get("/Annots") or ():
        held = note.get_object()
        if isinstance(held, DictionaryObject):
            texts = [*strings(held, set()), *_appearances(held)]
            reading.add(Block(part, texts, lambda _: f"note or link on {where}"))


def _appearances(note: DictionaryObject) -> list[str]:
    """What a note, stamp or form field shows, which may differ from what it says of itself."""
    look = note.get("/AP")
    look = look.get_object() if look is not None else None
    found: list[str] = []
    for each in look.values() if isinstance(look, DictionaryObject) else ():
        held = each.get_object()
        states = [held] if isinstance(held, StreamObject) else [state.get_object() for state in held.values()]
        found += [shown(state, content_of(state), Shown()).text for state in states if isinstance(state, StreamObject)]
    return found


def _numbers_of(page: PageObject) -> set[int]:
    """The objects a page's own text is stored in."""
    raw = page.raw_get("/Contents") if "/Contents" in page else None
    held = raw.get_object() if raw is not None else None
    listed = [raw, *held] if isinstance(held, ArrayObject) else [raw]
    return {each.idnum for each in listed if isinstance(each, IndirectObject)}


def _as_laid_out(page: PageObject) -> str:
    """The page from left to right and top to bottom, in whatever order it is stored."""
    try:
        return page.extract_text(extraction_mode="layout", layout_mode_space_vertically=False)
    except _DAMAGES:
        return ""


def _has_picture(page: PageObject) -> bool:
    resources = page.get("/Resources")
    held = resources.get_object() if resources is not None else {}
    return bool(held.get("/XObject")) or b"BI" in (page.get_contents() or StreamObject()).get_data()


def _is_scan(page: PageObject) -> bool:
    """Whether a page holds a picture with as many dots as a scan, in the proportions of the page."""
    resources = page.get("/Resources")
    pictures = resources.get_object().get("/XObject") if resources is not None else None
    width, height = float(page.mediabox.width), float(page.mediabox.height)
    for reference in (pictures.get_object() if pictures is not None else {}).values():
        held = reference.get_object()
        across, down = held.get("/Width"), held.get("/Height")
        if held.get("/Subtype") == "/Image" and isinstance(across, int) and isinstance(down, int):
            alike = 0.85 < (across / max(down, 1)) / (width / max(height, 1)) < 1.18
            if min(across, down) >= _SCANNED and alike:
                return True
    return False
