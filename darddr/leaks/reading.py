"""A file being read: blocks of its text go in, hits come out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import process_time
from urllib.parse import unquote

from darddr.leaks.report import Hit, Match
from darddr.leaks.scanner import Found, Scanner

UNREADABLE = "some of it is damaged, or of a kind that holds no readable text"
LARGEST = 300 * 1024 * 1024
"""Bytes a file may unpack to, everything inside it counted, before it counts as one that cannot be checked."""
LONGEST_TEXT = 32 * 1024 * 1024
"""Bytes of one part that are searched as text."""
LONGEST_TIME = 240.0
"""Seconds of processor time for one file."""

ENOUGH = 20
"""Letters without which a file counts as one without readable text."""
_TURNED = re.compile("\u202e([^\u202c\u2069\n]*)")
_ADDED = re.compile(r'"\s*[&,]\s*"')

_BROKEN = re.compile(r"(?<=\w)[-\u00ad\u2010]\s*\n\s*(?=\w)")

# ECMA-376 part 1, 18.3.1.46: position, typeface and size within the header of a sheet.
_HEADER_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|[0-9]+|[A-Za-z])')


@dataclass(frozen=True)
class Block:
    """Texts of one part of a file, searched together.

    `locate` says where a find stands, in a reader's words, or None where it is no find (a typeface);
    `pieces`: the separately stored runs a text was joined from; `is_label`: properties and names, not prose.
    """

    part: str
    texts: Sequence[str]
    locate: Callable[[Found], str | None]
    is_label: bool = False
    pieces: Sequence[Sequence[str]] = ()


@dataclass
class Reading:
    """One file's finds so far, and whether all of it could be read."""

    scanner: Scanner
    checked: bool = True
    reason: str = ""
    hits: dict[Hit, None] = field(default_factory=dict)
    left: int = field(default_factory=lambda: LARGEST)
    letters: int = 0
    pictures: int = 0
    until: float = field(default_factory=lambda: process_time() + LONGEST_TIME)

    def add(self, block: Block) -> None:
        """Search a block; broken words, percent signs of links and codes of sheet headers are read both ways."""
        if not block.is_label:
            for text in block.texts:
                if self.letters >= ENOUGH:
                    break
                self.saw(text)
        owners = list(range(len(block.texts)))
        texts = list(block.texts)
        for index, text in enumerate(block.texts):
            for again in _other_readings(text):
                texts.append(again)
                owners.append(index)
        for found in self.scanner.search(texts, block.is_label):
            owner = owners[found.index]
            where = block.locate(Found(owner, found.start, found.identifier, found.kind, found.match, found.text))
            if where is not None:
                match = _match(found, block.pieces[owner] if block.pieces else ())
                where = self._discreet(where)
                self.hits[Hit(found.identifier, found.kind, match, found.text, block.part, where)] = None

    def label(self, part: str, where: str, *texts: str) -> None:
        """Search properties, names and the like that stand in one place."""
        self.add(Block(part, texts, lambda _: where, is_label=True))

    def doubt(self, reason: str = UNREADABLE) -> None:
        """Some of the file could not be read: it must never be called clean. The first reason is told."""
        self.checked = False
        self.reason = self.reason or reason

    def takes(self, size: int) -> bool:
        """Whether so many more bytes may be unpacked; if not, the file is in doubt."""
        self.left -= size
        if self.left >= 0 and process_time() < self.until:
            return True
        self.doubt("it unpacks to more than can be searched")
        return False

    def saw(self, text: str) -> None:
        """Count letters a reader of the file sees."""
        self.letters += sum(map(str.isalnum, text))

    def _discreet(self, where: str) -> str:
        """A place called after somebody is not repeated."""
        sheet, comma, cell = where.rpartition(", cell ")
        if comma and next(self.scanner.search([sheet], label=True), None):
            return f"a sheet named after somebody, cell {cell}"
        return where


def _other_readings(text: str) -> list[str]:
    readings = []
    if "\n" in text and _BROKEN.search(text):
        readings.append(_BROKEN.sub("", text))
    if "&" in text:
        if (spoken := _HEADER_CODE.sub(" ", text)) != text:
            readings.append(spoken)
        if _ADDED.search(text):
            readings.append(_ADDED.sub("", text))
    if "\u202e" in text:
        readings.append(_TURNED.sub(lambda turned: turned[1][::-1], text))
        readings.append(text[::-1])
    if "%" in text and (decoded := unquote(text)) != text:
        readings.append(decoded)
    return readings


def _match(found: Found, pieces: Sequence[str]) -> Match:
    """Stored in several pieces is "split", however it was spelled."""
    if len(pieces) > 1 and found.match != "near" and not any(found.text in piece for piece in pieces):
        return "split"
    return found.match
