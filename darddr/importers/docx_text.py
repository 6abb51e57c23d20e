"""Walk any stretch of Word XML: words that stand, words deleted or hidden, text boxes, tables inside cells."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P, T, TBL, R = W + "p", W + "t", W + "tbl", W + "r"
SKIPPED = frozenset(
    {W + "instrText", W + "delInstrText", W + "rPr", W + "sectPr", W + "tcPr", W + "tblPr", W + "trPr"}
    | {W + "tblGrid", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)
BREAKS = {W + "br": "\n", W + "cr": "\n", W + "tab": "\t", W + "noBreakHyphen": "-", W + "ptab": "\t"}
SYMBOLS = {"F0FC": "✓", "F0FE": "☑", "F0FB": "✗", "F0FD": "☒", "F0A8": "☐", "F06F": "☐", "F0B7": "•", "F0A7": "▪"}
"""Wingdings and Symbol characters of ticks, boxes and bullets, as the characters they look like."""
HEX = re.compile(r"(?!D[89A-F]|0[01])[0-9A-F]{4}")
DRAWN = frozenset({W + "sym", W + "ddList", W + "checkBox"})
"""Words that stand in attributes: symbols of a font, and the old form fields."""
ASIDES = {
    W + "del": "deleted text",
    W + "moveFrom": "deleted text",
    W + "txbxContent": "text box",
    A + "txBody": "text box",
}


TABLE_HERE = "\ufdd0"
"""Stands where a table stood inside a cell; no text holds this character."""


@dataclass(slots=True)
class Words:
    """What a stretch says: paragraphs in order, asides as (where, text), tables found inside."""

    paragraphs: list[str] = field(default_factory=list)
    asides: list[tuple[str, str]] = field(default_factory=list)
    tables: list[etree._Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The standing paragraphs as lines, without blank ends."""
        return "\n".join(self.paragraphs).strip()


def read_words(element: etree._Element, labels: dict[etree._Element, str] | None = None) -> Words:
    """Read a cell, paragraph or whole part. `labels` gives the printed number of automatically numbered paragraphs."""
    words = Words()
    _walk(element, words, labels or {})
    return words


def _walk(  # noqa: C901 - one branch for each kind of element
    element: etree._Element, words: Words, labels: dict[etree._Element, str]
) -> None:
    tag = element.tag
    if tag == T or tag == A + "t":
        _add(words, element.text or "")
    elif tag in BREAKS:
        _add(words, BREAKS[tag])
    elif tag in DRAWN:
        _add(words, _drawn(element))
    elif tag == W + "delText":
        words.asides.append(("deleted text", element.text or ""))
    elif tag == TBL:
        words.tables.append(element)
        words.paragraphs.append(TABLE_HERE)
    elif tag in ASIDES:
        aside = Words()
        for child in element:
            _walk(child, aside, labels)
        _set_aside(words, aside, ASIDES[tag])
    elif tag == R and _is_hidden(element):
        aside = Words()
        for child in element:
            _walk(child, aside, labels)
        _set_aside(words, aside, "hidden text")
    elif tag == P or tag == A + "p":
        words.paragraphs.append(labels.get(element, ""))
        for child in element:
            if child.tag != W + "pPr":
                _walk(child, words, labels)
    elif tag not in SKIPPED:
        for child in element:
            _walk(child, words, labels)


def _drawn(element: etree._Element) -> str:
    """Write what a symbol or an old form field shows: a tick, a box, the entry chosen from a list."""
    if element.tag == W + "sym":
        code = str(element.get(W + "char")).upper()
        return SYMBOLS.get(code) or (chr(int(code, 16)) if HEX.fullmatch(code) else "")
    chosen = element.find(W + "result" if element.tag == W + "ddList" else W + "checked")
    if chosen is None:
        chosen = element.find(W + "default")
    value = "0" if chosen is None else str(chosen.get(W + "val") or "1")
    if element.tag == W + "checkBox":
        return "☐" if value in {"0", "false", "off"} else "☒"
    entries = [str(entry.get(W + "val") or "") for entry in element.iter(W + "listEntry")]
    return entries[int(value)] if value.isdecimal() and int(value) < len(entries) else ""


def _add(words: Words, text: str) -> None:
    """Add to the paragraph under way, or begin one."""
    if words.paragraphs:
        words.paragraphs[-1] += text
    else:
        words.paragraphs.append(text)


def _set_aside(words: Words, aside: Words, where: str) -> None:
    """Keep words that do not stand in the text, with the place they were found."""
    for table in aside.tables:
        inner = read_words_of_table(table)
        aside.paragraphs.extend(inner.paragraphs)
        aside.asides.extend(inner.asides)
    if aside.text:
        words.asides.append((where, aside.text))
    words.asides.extend(aside.asides)


def read_words_of_table(table: etree._Element) -> Words:
    """Read a table as plain paragraphs, tables inside it too."""
    words = Words()
    for child in table:
        _walk(child, words, {})
    for inner in list(words.tables):
        deeper = read_words_of_table(inner)
        words.paragraphs.extend(deeper.paragraphs)
        words.asides.extend(deeper.asides)
    words.tables.clear()
    words.paragraphs = [text for text in words.paragraphs if text != TABLE_HERE]
    return words


def _is_hidden(run: etree._Element) -> bool:
    """Say whether a run is set as hidden text."""
    hidden = run.find(f"{W}rPr/{W}vanish")
    return hidden is not None and hidden.get(W + "val") not in {"0", "false", "off"}
