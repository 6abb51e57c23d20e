"""What is kept inside a document in a wrapping of its own: compound objects, compressed pictures, web pages as messages."""

from __future__ import annotations

import email
import email.policy
import zlib
from collections.abc import Callable

from darddr.leaks.compound import LOCKED, Compound, Damaged, macros
from darddr.leaks.pictures import readable
from darddr.leaks.reading import LONGEST_TEXT, Reading

Inner = Callable[[str, bytes, Reading], None]

_STARTS = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x89PNG\r\n", b"\xff\xd8\xff")
_OLD = {"WordDocument": "Word", "Workbook": "Excel", "Book": "Excel", "PowerPoint Document": "PowerPoint"}
_WRAPPED = ("Package", "CONTENTS", "Contents", "Ole10Native")


def read_compound(part: str, data: bytes, reading: Reading, inner: Inner) -> None:
    """Search every stream; files within are read as what they are, and the old formats' own text stays in doubt."""
    try:
        found = Compound(data)
        streams = list(found.streams())
    except (Damaged, IndexError, MemoryError):
        reading.label(part, "embedded object", *dict.fromkeys(readable(data[:LONGEST_TEXT])))
        reading.doubt("it is damaged and cannot be opened")
        return
    names = found.names()
    reading.label(part, "name of an embedded object", *names)
    if LOCKED & set(names):
        reading.doubt("it is locked by a password; save it without one")
        return
    understood = False
    for name, content in streams:
        if not reading.takes(len(content)):
            return
        at = min((place for start in _STARTS if (place := content.find(start)) >= 0), default=-1)
        if name.strip("\x01") in _WRAPPED and at >= 0:
            understood = True
            inner(f"{part} > {name.strip(chr(1))}", content[at:], reading)
            content = content[:at]
        elif script := macros(content[:LONGEST_TEXT]) if "VBA" in names else b"":
            reading.label(part, "macro", script.decode("cp1252", "replace"))
        reading.label(part, "embedded object", *dict.fromkeys(readable(content[:LONGEST_TEXT])))
    old = next((kind for name, kind in _OLD.items() if name in names), None)
    if old:
        reading.doubt(f"it is in an old format of {old}; save it in today’s")
    elif not understood and "VBA" not in names:
        reading.doubt("it holds an object of a kind that cannot be read")


def read_gzip(part: str, data: bytes, reading: Reading, inner: Inner) -> None:
    """Search what is compressed (.emz, .wmz, .gz)."""
    try:
        content = zlib.decompressobj(wbits=31).decompress(data, LONGEST_TEXT)
    except zlib.error:
        reading.doubt()
        return
    if reading.takes(len(content)):
        inner(f"{part} > unpacked", content, reading)


def read_message(part: str, data: bytes, reading: Reading, inner: Inner) -> None:
    """Search a web page saved as one file, or an e-mail: its head and each of its parts."""
    message = email.message_from_bytes(data[:LONGEST_TEXT], policy=email.policy.compat32)
    for piece in message.walk():
        reading.label(part, "head of a message", *(str(value) for value in piece.values()))
        content = piece.get_payload(decode=True)
        if isinstance(content, bytes) and reading.takes(len(content)):
            kind = {"text/html": "page.html", "text/plain": "text.txt"}.get(
                piece.get_content_type(), piece.get_filename() or "piece"
            )
            inner(f"{part} > {kind}", content, reading)
