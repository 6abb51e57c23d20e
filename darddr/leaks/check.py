"""The leak check of finished files: everything a file says, searched for everybody on the register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from darddr.leaks import packages, pdfs, pictures
from darddr.leaks.passages import Passage, Unreadable
from darddr.leaks.register import Register
from darddr.leaks.report import FileReport, Hit, Match
from darddr.leaks.scanner import Found, Scanner

TEXT_FILES = (".txt", ".csv", ".md", ".eml", ".html", ".htm", ".json", ".xml")


def find_leaks(name: str, data: bytes, register: Register) -> FileReport:
    """What a file gives away, its own name included. Unreadable files are never clean."""
    return _report(name, data, Scanner(register))


def check_files(paths: Iterable[Path], register: Register) -> dict[str, Any]:
    """The answer of `leaks --json`. Raises OSError for a file that is not there."""
    scanner = Scanner(register)
    return {"files": [_report(path.name, path.read_bytes(), scanner).as_json() for path in paths]}


def _report(name: str, data: bytes, scanner: Scanner) -> FileReport:
    passages = [Passage(name, "file name", "file name", is_label=True)]
    checked = True
    try:
        for passage in _passages(name.lower(), data):
            passages.append(passage)
    except Unreadable:
        checked = False
    hits = dict.fromkeys(_hits(passages, scanner))
    return FileReport(name, checked, tuple(hits))


def _passages(name: str, data: bytes) -> Iterator[Passage]:
    if data.startswith(b"PK"):
        yield from packages.passages(data)
    elif data.startswith(b"%PDF"):
        yield from pdfs.passages(data)
    elif name.endswith(pictures.PICTURES):
        yield from pictures.passages(name, data)
        raise Unreadable("pixels are not read")
    elif name.endswith(TEXT_FILES) and data and b"\x00" not in data:
        yield Passage(_decoded(data), "text", "text")
    else:
        raise Unreadable("a kind of file that cannot be read")


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _hits(passages: list[Passage], scanner: Scanner) -> Iterator[Hit]:
    for is_label, group in groupby(passages, key=lambda passage: passage.is_label):
        batch = list(group)
        for found in scanner.search([passage.text for passage in batch], label=is_label):
            passage = batch[found.index]
            yield Hit(found.identifier, found.kind, _match(found, passage), found.text, passage.part, passage.where)


def _match(found: Found, passage: Passage) -> Match:
    """A name stored in several pieces was "split", however it was spelled."""
    if len(passage.pieces) > 1 and not any(found.text in piece for piece in passage.pieces):
        return "split"
    return found.match
