"""PDF files: names are read wherever they stand, compressed object streams included, without trusting the file's own index."""

from __future__ import annotations

import re
import zlib

from darddr.uploads.kinds import PROGRAM_ENDINGS
from darddr.uploads.verdict import Fault

LARGEST = 50 * 1024 * 1024
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_LONGEST_DICTIONARY = 2_000
_PROGRAM = re.compile(
    rb"/U?F\s*\([^)]{0,200}(?:" + b"|".join(re.escape(e.encode()) for e in sorted(PROGRAM_ENDINGS)) + rb")\)", re.I
)


def check_pdf(data: bytes) -> list[Fault]:
    """What a PDF is flagged for. Raises Fault with the reason to refuse it."""
    if not data.startswith(b"%PDF-"):
        raise Fault("polyglot")
    if b"%%EOF" not in data[-2048:] or b"startxref" not in data[-2048:]:
        raise Fault("damaged", "its end is missing")
    text = _unescaped(data) + b"\n" + _compressed_objects(data)
    if re.search(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)", text):
        raise Fault("encrypted")
    if re.search(rb"/Launch\b", text):
        raise Fault("launch")
    if _opens_with_script(text):
        raise Fault("script-on-opening")
    if re.search(rb"/EmbeddedFile", text) and _PROGRAM.search(text):
        raise Fault("embedded-program")
    flags = []
    if re.search(rb"/JavaScript\b|/SubmitForm\b|/ImportData\b|/RichMedia\b|/XFA\b", text):
        flags.append(Fault("script"))
    if re.search(rb"/EmbeddedFile", text):
        flags.append(Fault("embedded-file"))
    return flags


def _unescaped(data: bytes) -> bytes:
    """Names may write any letter as # and two digits (ISO 32000-1, 7.3.5)."""
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), data)


def _compressed_objects(data: bytes) -> bytes:
    """The unpacked object streams; one that cannot be unpacked cannot be looked into."""
    out = bytearray()
    for found in _STREAM.finditer(data):
        before = data[max(0, found.start() - _LONGEST_DICTIONARY) : found.start()]
        about = _unescaped(before.rpartition(b"obj")[2])
        if b"/ObjStm" not in about or b"/Filter" not in about:
            continue
        end = data.find(b"endstream", found.end())
        try:
            out += zlib.decompressobj().decompress(data[found.end() : end], LARGEST + 1 - len(out)) + b"\n"
        except zlib.error:
            raise Fault("damaged", "a packed part of it cannot be read") from None
        if len(out) > LARGEST:
            raise Fault("zip-bomb")
    return _unescaped(bytes(out))


def _opens_with_script(text: bytes) -> bool:
    """Whether the action on opening is a script, written in place or in an object of its own."""
    for action in re.finditer(rb"/OpenAction\s*(?:(\d+)\s+\d+\s+R|<<(.{0,500}))", text, re.DOTALL):
        body = action[2]
        if action[1]:
            found = re.search(rb"(?:^|[^0-9])" + action[1] + rb"\s+\d+\s+obj(.{0,500})", text, re.DOTALL)
            body = found[1] if found else b""
        if body and re.search(rb"/JavaScript\b", body.partition(b"endobj")[0]):
            return True
    return False
