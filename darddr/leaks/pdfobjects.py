"""Everything a PDF keeps outside the text of its pages: properties, forms, outline, scripts, files, pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    StreamObject,
    TextStringObject,
)

from darddr.leaks.markup import read_markup
from darddr.leaks.pictures import read_picture, readable
from darddr.leaks.reading import LONGEST_TEXT, Block, Reading

Attached = Callable[[str, bytes, Reading], None]
_OTHERS = "properties, outline, form fields or alternative texts"
_FONTS = frozenset({"/Font", "/FontDescriptor"})
_SILENT = frozenset({"/FontFamily", "/BaseFont", "/FontName", "/ID"})
_PLUMBING = frozenset({"/XRef", "/ObjStm"})
_FONT_FILES = frozenset({"/Type1C", "/CIDFontType0C", "/OpenType"})
_LITERAL = re.compile(rb"\(((?:\\.|[^()\\])*)\)")


def read_objects(part: str, reader: PdfReader, shown: set[int], reading: Reading, attached: Attached) -> None:
    """Every string, and every stream that no page has shown."""
    numbers = {number for table in reader.xref.values() for number in table} | set(reader.xref_objStm)
    texts: dict[str, None] = {}
    for number in sorted(numbers):
        if not reading.takes(0):
            return
        held = reader.get_object(IndirectObject(number, 0, reader))
        if isinstance(held, StreamObject):
            _read_stream(part, held, number in shown, reading, attached)
        texts |= dict.fromkeys(strings(held, set()))
    for key, value in (reader.metadata or {}).items():
        reading.label(part, "document properties", str(value), str(key))
    for key in _destinations(reader):
        reading.label(part, "name of a place in the document", key)
    others = [text for text in texts if text.strip()]
    reading.add(Block(part, others, lambda _: _OTHERS, is_label=True))


def _read_stream(part: str, held: StreamObject, is_shown: bool, reading: Reading, attached: Attached) -> None:
    kind, subtype = held.get("/Type"), held.get("/Subtype")
    if subtype == "/Image":
        stored = getattr(held, "_data", b"")
        if "DCT" in str(held.get("/Filter")) or "JPX" in str(held.get("/Filter")):
            read_picture(part, stored, reading)
        return
    if kind in _PLUMBING or subtype in _FONT_FILES or is_shown or "/Length1" in held or "/FunctionType" in held:
        return
    content = held.get_data()
    if not reading.takes(len(content)):
        return
    if kind == "/EmbeddedFile":
        attached(f"{part} > attachment", content, reading)
    elif content.lstrip()[:1] == b"<" and b">" in content:
        read_markup(part, content[:LONGEST_TEXT], reading)
    elif b"begincmap" not in content:
        joined = b"".join(_LITERAL.findall(content[:LONGEST_TEXT])).decode("cp1252", "replace")
        reading.label(part, "hidden stream", joined, *dict.fromkeys(readable(content[:LONGEST_TEXT])))


def _destinations(reader: PdfReader) -> list[str]:
    """Names of places kept as the keys of a dictionary (PDF 1.1)."""
    root = reader.trailer["/Root"]
    named = root.get("/Dests") if isinstance(root, DictionaryObject) else None
    held = named.get_object() if named is not None else None
    return [str(key)[1:] for key in held] if isinstance(held, DictionaryObject) else []


def strings(held: object, seen: set[int]) -> Iterator[str]:
    """The strings of an object and of what is written inside it; other numbered objects are read in their turn."""
    if id(held) in seen:
        return
    seen.add(id(held))
    if isinstance(held, TextStringObject):
        yield str(held)
    elif isinstance(held, ByteStringObject):
        yield held.decode("utf-8", "replace")
        yield held.decode("cp1252", "replace")
    else:
        for value in _written_inside(held):
            yield from strings(value, seen)


def _written_inside(held: object) -> list[object]:
    """What an object holds itself; a font's own words say nothing of the document."""
    if isinstance(held, DictionaryObject):
        silent = held.get("/Type") in _FONTS
        values = [] if silent else [value for key, value in held.items() if key not in _SILENT]
    else:
        values = list(held) if isinstance(held, ArrayObject) else []
    return [value for value in values if not isinstance(value, IndirectObject)]
