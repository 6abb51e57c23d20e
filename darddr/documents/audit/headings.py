"""Headings in sequence and real, and a table of contents built from them."""

import re
from collections.abc import Iterator

from darddr.documents.audit.faults import Fault
from darddr.documents.audit.marking import marking_in
from darddr.documents.audit.opened import Element, Line, Opened, W, is_on, text_of, value

_LONGEST_FAKE = 100
_LONG_DOCUMENT = 1500
_MANY_HEADINGS = 3
_STANDS_APART = {"title", "subtitle", "caption", "marking", "toc heading", "header", "footer"}
_ENTRY = re.compile(r"toc [1-9]")
_TOC = re.compile(r"\bTOC\b", re.IGNORECASE)
_FROM_STYLES = re.compile(r"\\[out]\b", re.IGNORECASE)


def headings(file: Opened) -> Iterator[Fault]:
    """Headings start at level 1, skip no level on the way down, and are not empty (WCAG 2.2, 1.3.1)."""
    before = 0
    for line in file.lines:
        if line.level and not line.text:
            yield Fault("headings", "empty heading", "A heading holds no words; delete it or give it some.")
        elif line.level:
            if line.level > before + 1:
                after = f"after level {before}" if before else "as the first heading"
                message = f"A heading of level {line.level} stands {after}; levels must not be skipped."
                yield Fault("headings", f"heading “{_short(line.text)}”", message)
            before = line.level


def fake_headings(file: Opened) -> Iterator[Fault]:
    """No short bold or underlined paragraph poses as a heading; a marking may be bold."""
    for line in file.lines:
        if _is_fake(file, line) and not marking_in(line.text):
            message = "A short paragraph is made bold or underlined to look like a heading; use a heading style."
            yield Fault("fake-heading", f"paragraph “{_short(line.text)}”", message)


def contents(file: Opened) -> Iterator[Fault]:
    """More than three headings in over 1,500 words ask for a table of contents, built from styles and filled in."""
    codes = [node.text or "" for node in file.body.iter(f"{W}instrText")]
    codes += [node.get(f"{W}instr", "") for node in file.body.iter(f"{W}fldSimple")]
    tables = [code for code in codes if _TOC.search(code)]
    if not tables:
        count = sum(1 for line in file.lines if line.level)
        if count > _MANY_HEADINGS and sum(len(line.text.split()) for line in file.lines) > _LONG_DOCUMENT:
            yield Fault("contents", "document", f"A long document with {count} headings has no table of contents.")
    elif not any(_FROM_STYLES.search(code) for code in tables):
        yield Fault("contents", "table of contents", "The table of contents is not built from heading styles.")
    elif not any(_ENTRY.fullmatch(line.style) and line.text for line in file.lines):
        yield Fault("contents", "table of contents", "The table of contents is empty; update it in Word.")


def _is_fake(file: Opened, line: Line) -> bool:
    """Short, all bold or underlined, no closing point, outside tables and not in a style meant to stand apart."""
    text = line.text
    if not text or len(text) > _LONGEST_FAKE or text[-1] in ".,;:?!”\"'" or line.in_table:
        return False
    if line.style in _STANDS_APART or _ENTRY.fullmatch(line.style) or line.level or line.listed:
        return False
    runs = [run for run in line.element.iter(f"{W}r") if text_of(run)]
    return bool(runs) and all(_stands_out(file, run) for run in runs)


def _stands_out(file: Opened, run: Element) -> bool:
    properties = run.find(f"{W}rPr")
    if properties is None:
        return False
    underline = value(properties.find(f"{W}u"))
    styles = file.lineage(value(properties.find(f"{W}rStyle")))
    bold = is_on(properties.find(f"{W}b")) or any(is_on(style.find(f"{W}rPr/{W}b")) for style in styles)
    return bold or underline not in {"", "none"}


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
