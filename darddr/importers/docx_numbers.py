"""Numbers Word prints by itself: "1.", "a)", bullets. They are no text in the file, yet the reader sees them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from lxml import etree

from darddr.importers.docx_text import P, W
from darddr.importers.package import Package

VAL = W + "val"
ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how it counts, its printed pattern ("%1.%2"), and where it starts."""

    form: str
    pattern: str
    start: int


def paragraph_labels(package: Package, folder: str, root: etree._Element) -> dict[etree._Element, str]:
    """Give the printed mark of each automatically numbered paragraph; empty when the file numbers nothing itself."""
    part = f"{folder}numbering.xml"
    numbered = list(root.iter(W + "numPr")) if part in package.parts else []
    if not numbered:
        return {}
    levels = _levels(package.xml(part))
    counters: dict[tuple[str, int], int] = defaultdict(int)
    labels = {}
    for properties in numbered:
        paragraph = _paragraph(properties)
        number, depth = properties.find(W + "numId"), properties.find(W + "ilvl")
        key = "" if number is None else str(number.get(VAL))
        level = int(str(depth.get(VAL))) if depth is not None and str(depth.get(VAL)).isdigit() else 0
        if paragraph is not None and (key, level) in levels and _has_words(paragraph):
            counters[key, level] += 1
            for deeper in range(level + 1, 9):
                counters[key, deeper] = 0
            labels[paragraph] = _label(levels, counters, key, level)
    return labels


def _paragraph(properties: etree._Element) -> etree._Element | None:
    """Find the paragraph numbering stands in, if it is a paragraph's own and not a tracked old one."""
    holder = properties.getparent()
    paragraph = None if holder is None else holder.getparent()
    return paragraph if paragraph is not None and paragraph.tag == P else None


def _has_words(paragraph: etree._Element) -> bool:
    return any(text.text and text.text.strip() for text in paragraph.iter(W + "t"))


def _levels(root: etree._Element) -> dict[tuple[str, int], Level]:
    """Read every list of the file by its id and depth."""
    abstract = {str(each.get(W + "abstractNumId")): each for each in root.iter(W + "abstractNum")}
    levels = {}
    for number in root.iter(W + "num"):
        link = number.find(W + "abstractNumId")
        base = abstract.get(str(link.get(VAL))) if link is not None else None
        for level in base.iter(W + "lvl") if base is not None else ():
            depth = str(level.get(W + "ilvl"))
            if depth.isdigit():
                levels[str(number.get(W + "numId")), int(depth)] = Level(
                    _value(level, "numFmt", "decimal"),
                    _value(level, "lvlText", ""),
                    int(_value(level, "start", "1") or 1),
                )
    return levels


def _value(level: etree._Element, tag: str, otherwise: str) -> str:
    found = level.find(W + tag)
    return otherwise if found is None else str(found.get(VAL) or "")


def _label(levels: dict[tuple[str, int], Level], counters: dict[tuple[str, int], int], key: str, depth: int) -> str:
    """Write the mark as printed, with a space after it."""
    level = levels[key, depth]
    if level.form == "none":
        return ""
    if level.form == "bullet":
        return "• "

    def written(match: re.Match[str]) -> str:
        wanted = int(match.group(1)) - 1
        other = levels.get((key, wanted), level)
        return _counted(other.form, max(counters[key, wanted], 1) + other.start - 1)

    return re.sub(r"%(\d)", written, level.pattern) + " "


def _counted(form: str, count: int) -> str:
    """Write a count as the list's form has it; forms beyond letters and Roman are written as figures."""
    if form in {"lowerLetter", "upperLetter"} and count <= 26:
        return chr((96 if form == "lowerLetter" else 64) + count)
    if form in {"lowerRoman", "upperRoman"}:
        written = ""
        for worth, figures in ROMAN:
            while count >= worth:
                written, count = written + figures, count - worth
        return written if form == "lowerRoman" else written.upper()
    return str(count)
