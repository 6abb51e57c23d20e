"""A PDF searched whole: pages, notes, form fields, outline, properties, alternative texts and attachments."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable, Iterator

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    StreamObject,
    TextStringObject,
)

from darddr.leaks.pictures import read_picture
from darddr.leaks.reading import Block, Reading

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings repeat the file's text

_FEWEST = 20
_UNMAPPED = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1d]")
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
)
Attached = Callable[[str, bytes, Reading], None]


def read_pdf(part: str, data: bytes, reading: Reading, read_attached: Attached) -> None:
    """Search a PDF; one that is locked, damaged, or has a page without readable text stays in doubt."""
    prefix = f"{part} > " if part else ""
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            reading.doubt()
            return
        for number, page in enumerate(reader.pages, 1):
            _read_page(f"{prefix}page {number}", f"page {number}", page, reading)
        _read_objects(f"{prefix}metadata", reader, reading)
        for name, contents in reader.attachments.items():
            reading.label(f"{prefix}metadata", "name of an attachment", name)
            for content in contents:
                read_attached(f"{prefix}attachment", content, reading)
    except _DAMAGES:
        reading.doubt()


def _read_page(part: str, where: str, page: PageObject, reading: Reading) -> None:
    text = page.extract_text()
    reading.add(Block(part, [text], lambda _: where))
    if len(_UNMAPPED.findall(text)) * 10 > len(text) or (len(text.strip()) < _FEWEST and _has_picture(page)):
        reading.doubt()
    for note in page.get("/Annots") or ():
        held = note.get_object()
        if isinstance(held, DictionaryObject):
            reading.add(Block(part, list(_strings(held, set())), lambda _: f"note or link on {where}"))


def _has_picture(page: PageObject) -> bool:
    resources = page.get("/Resources")
    held = resources.get_object() if resources is not None else {}
    return bool(held.get("/XObject")) or b"BI" in (page.get_contents() or StreamObject()).get_data()


def _read_objects(part: str, reader: PdfReader, reading: Reading) -> None:
    """Every string outside the pages' own text, and what is written inside pictures and XMP."""
    numbers = {number for table in reader.xref.values() for number in table} | set(reader.xref_objStm)
    texts: dict[str, None] = {}
    for number in sorted(numbers):
        held = reader.get_object(IndirectObject(number, 0, reader))
        if isinstance(held, DictionaryObject):
            if held.get("/Subtype") == "/Image" and "DCT" in str(held.get("/Filter")):
                read_picture(part, getattr(held, "_data", b""), reading)
            if held.get("/Type") == "/Metadata" and isinstance(held, StreamObject):
                texts[re.sub(r"<[^>]*>", " ", held.get_data().decode("utf-8", "replace"))] = None
            texts |= dict.fromkeys(_strings(held, set()))
    for key, value in (reader.metadata or {}).items():
        reading.label(part, "document properties", str(value), str(key))
    others = [text for text in texts if text.strip()]
    reading.add(Block(part, others, lambda _: "properties, outline, form fields or alternative texts"))


def _strings(held: object, seen: set[int]) -> Iterator[str]:
    """The strings of an object and of what is written inside it; other numbered objects are read in their turn."""
    if id(held) in seen:
        return
    seen.add(id(held))
    if isinstance(held, TextStringObject):
        yield str(held)
    elif isinstance(held, ByteStringObject):
        yield held.decode("utf-8", "replace")
    elif isinstance(held, DictionaryObject):
        for value in held.values():
            yield from _strings(value if not isinstance(value, IndirectObject) else None, seen)
    elif isinstance(held, ArrayObject):
        for value in held:
            yield from _strings(value if not isinstance(value, IndirectObject) else None, seen)
