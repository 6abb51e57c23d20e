"""Plain text, tables with commas and other text a person could read as it stands."""

from __future__ import annotations

import html
import re
from bisect import bisect_left

from darddr.leaks.reading import LONGEST_TEXT, Block, Reading
from darddr.leaks.scanner import Found

_TAG = re.compile(r"<[^<>]*>")


def read_plain(part: str, data: bytes, reading: Reading) -> None:
    """Search a text as it stands and, where it holds tags, as a browser shows it."""
    if len(data) > LONGEST_TEXT:
        reading.doubt("it is longer than can be searched")
    text = decoded(data[:LONGEST_TEXT])

    ends = [match.start() for match in re.finditer("\n", text)]

    def line(hit: Found) -> str:
        return f"line {bisect_left(ends, hit.start) + 1}"

    reading.add(Block(part, [text], line))
    if "<" in text or "&" in text:
        shown = html.unescape(_TAG.sub("", text))
        reading.add(Block(part, [shown], lambda _: "text of the page"))


def decoded(data: bytes) -> str:
    """Text in UTF-16 with its mark, in UTF-8, else in Western European."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def is_plain(data: bytes) -> bool:
    """Whether bytes are text: no control characters but tabs, line ends and page breaks."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return len(data) % 2 == 0
    return bool(data.strip()) and not re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", data)
