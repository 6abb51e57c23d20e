"""Real lists rather than typed ones."""

import re
from collections.abc import Iterator

from darddr.documents.audit.faults import Fault
from darddr.documents.audit.opened import Opened

_BULLET = re.compile(r"[•●▪■‣◦·∙➢✓]\s*[^•●▪■‣◦·∙➢✓\s]")
_DASH = re.compile(r"[-–—*]\s+\S")
_NUMBER = re.compile(r"\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]\s+\S")


def lists(file: Opened) -> Iterator[Fault]:
    """Bullets and numbers come from list styles (WCAG 2.2, 1.3.1).

    A typed bullet is a fault by itself. A dash or a number opens ordinary sentences too, so those need a neighbour of
    the same kind before they count.
    """
    before, last, told = "", None, False
    for line in file.lines:
        kind = "" if line.listed or line.style.startswith("toc ") else _kind(line.text)
        follows = kind == before and last is line.element.getprevious()
        if kind and (follows or (kind == "bullet" and not line.in_table)):
            if not (told and follows):
                message = "A list is typed by hand; use a list style so that it is read out as a list."
                yield Fault("typed-list", f"paragraph “{line.text[:40]}”", message)
            told = True
        else:
            told = False
        before, last = kind, line.element


def _kind(text: str) -> str:
    for name, pattern in (("bullet", _BULLET), ("dash", _DASH), ("number", _NUMBER)):
        if pattern.match(text):
            return name
    return ""
