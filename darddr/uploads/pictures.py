"""PNG and JPEG pictures: whole, of bounded size, and nothing else besides."""

from __future__ import annotations

from darddr.uploads.verdict import Fault

MOST_PIXELS = 100_000_000
_OTHER_KINDS = (b"PK", b"MZ", b"%PDF", b"<", b"\x7fELF", b"Rar!")


def check_png(data: bytes) -> None:
    """Every chunk up to the last, and nothing after it. Raises Fault."""
    if data[12:16] != b"IHDR":
        raise Fault("damaged", "it has no header")
    _check_size(int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big"))
    position = 8
    while position + 12 <= len(data):
        kind = data[position + 4 : position + 8]
        position += 12 + int.from_bytes(data[position : position + 4], "big")
        if kind == b"IEND" and position <= len(data):
            if data[position:].strip(b"\0\r\n"):
                raise Fault("polyglot")
            return
    raise Fault("damaged", "its end is missing")


def check_jpeg(data: bytes) -> None:
    """Its frame and its end; cameras append more pictures, so only other kinds after the end are refused. Raises Fault."""
    position, framed = 2, False
    while position + 9 < len(data) and data[position] == 0xFF and data[position + 1] != 0xDA:
        marker = data[position + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            _check_size(
                int.from_bytes(data[position + 7 : position + 9], "big"),
                int.from_bytes(data[position + 5 : position + 7], "big"),
            )
            framed = True
        position += 2 + int.from_bytes(data[position + 2 : position + 4], "big")
    end = data.rfind(b"\xff\xd9")
    if not framed or end < position:
        raise Fault("damaged", "its end is missing")
    first_end = data.find(b"\xff\xd9", position)
    if data[first_end + 2 :].lstrip(b"\0\r\n ").startswith(_OTHER_KINDS) or data[end + 2 :].lstrip(
        b"\0\r\n "
    ).startswith(_OTHER_KINDS):
        raise Fault("polyglot")


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise Fault("picture-too-large")
