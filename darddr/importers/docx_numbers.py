"""Numbers Word prints by itself: "1.", "a)", bullets. They are no text in the file, yet the reader sees them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from darddr.importers.docx_text import P, W
from darddr.importers.package import Package

VAL, BASED = W + "val", W + "basedOn"
NUMBERED, STYLED = W + "numPr", W + "pStyle"
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
    if part not in package.parts:
        return {}
    numbering = package.xml(part)
    by_style = _numbered_styles(package, folder, numbering)
    numbered = list(_numbered(root, by_style))
    if not numbered:
        return {}
    levels = _levels(numbering)
    counters: dict[tuple[str, int], int] = defaultdict(int)
    labels = {}
    for paragraph, (key, level) in numbered:
        if (key, level) in levels and _has_words(paragraph):
            counters[key, level] += 1
            for deeper in range(level + 1, 9):
                counters[key, deeper] = 0
            labels[paragraph] = _label(levels, counters, key, level)
    return labels


def _numbered(
    root: etree._Element, by_style: dict[str, tuple[str, int]]
) -> Iterator[tuple[etree._Element, tuple[str, int]]]:
    """Yield each numbered paragraph with its list and depth: its own, or else its style's."""
    for element in root.iter(NUMBERED, STYLED) if by_style else root.iter(NUMBERED):
        paragraph = _paragraph(element)
        if paragraph is None:
            continue
        if element.tag == NUMBERED:
            yield paragraph, _list_of(element, by_style.get(_style_of(paragraph)))
        elif str(element.get(VAL)) in by_style and paragraph.find(f"{W}pPr/{NUMBERED}") is None:
            yield paragraph, by_style[str(element.get(VAL))]


def _style_of(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{W}pPr/{STYLED}")
    return "" if style is None else str(style.get(VAL))


def _list_of(properties: etree._Element, style: tuple[str, int] | None = None) -> tuple[str, int]:
    """Read which list a numbering names and how deep; what it leaves out is the style's."""
    number, depth = properties.find(W + "numId"), properties.find(W + "ilvl")
    key, level = style or ("", 0)
    if number is not None:
        key = str(number.get(VAL))
    if depth is not None and str(depth.get(VAL)).isdigit():
        level = int(str(depth.get(VAL)))
    return key, level


def _numbered_styles(package: Package, folder: str, numbering: etree._Element) -> dict[str, tuple[str, int]]:
    """Give the list and depth of every paragraph style that numbers its paragraphs, by itself or by what it is based
    on.
    """
    part = f"{folder}styles.xml"
    if part not in package.parts:
        return {}
    linked = {
        str(link.get(VAL)): int(str(level.get(W + "ilvl")))
        for level in numbering.iter(W + "lvl")
        if (link := level.find(W + "pStyle")) is not None and str(level.get(W + "ilvl")).isdigit()
    }
    own: dict[str, tuple[str, int]] = {}
    based: dict[str, str] = {}
    for style in package.xml(part).iter(W + "style"):
        name, properties, base = str(style.get(W + "styleId")), style.find(f"{W}pPr/{NUMBERED}"), style.find(BASED)
        if properties is not None:
            own[name] = _list_of(properties, ("", linked.get(name, 0)))
        if base is not None:
            based[name] = str(base.get(VAL))
    found = {}
    for name in {*own, *based}:
        origin = next((each for each in _line(name, based) if each in own), "")
        if origin and own[origin][0] not in {"", "0"}:
            found[name] = own[origin]
    return found


def _line(name: str, based: dict[str, str]) -> Iterator[str]:
    """Yield a style and those it is based on, ten at most."""
    for _ in range(10):
        yield name
        if name not in based:
            return
        name = based[name]


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
