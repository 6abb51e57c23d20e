"""Two Word files of one kind as a third, in which everything that differs is a tracked change.

Accepting all of them gives the words of the newer file, rejecting all of them those of the older. A row of a table is one line here,
its cells parted by bars. The list of contents is left out, headers and footers are not compared.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from lxml import etree

from darddr.documents.aligned import aligned
from darddr.documents.package import PORTRAIT, Particulars, section, write
from darddr.documents.template import Template, house
from darddr.documents.xml import escape, paragraph, words

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_LIKE = 0.4
"""Share of words two paragraphs have in common from which they count as one that was changed."""
_PAIRS = 2_500
"""Pairs of paragraphs of one changed stretch that are weighed; a larger stretch is shown as gone and come."""
_BARS = " | "


class NotComparable(Exception):
    """A file is no Word file that can be read."""


class Line(NamedTuple):
    """One paragraph, or row of a table, as it reads; `style` is the id of its style."""

    style: str
    text: str


@dataclass
class _Changes:
    """Makes tracked changes, each with a number of its own."""

    author: str
    moment: str
    number: int = 0

    def mark(self, kind: str, inside: str = "") -> str:
        """A change of a kind (`ins`, `del`) around runs, or of a paragraph's own end."""
        self.number += 1
        tag = f'<w:{kind} w:id="{self.number}" w:author="{self.author}" w:date="{self.moment}"'
        return f"{tag}>{inside}</w:{kind}>" if inside else f"{tag}/>"


def compared(older: bytes, newer: bytes, about: Particulars, intro: str) -> bytes:
    """The changes from one file to another as a Word file by the partnership `about` names; nobody else is named in it."""
    template = house()
    moment = datetime(about.as_at.year, about.as_at.month, about.as_at.day, tzinfo=UTC)
    changes = _Changes(escape(about.partnership), f"{moment:%Y-%m-%dT%H:%M:%SZ}")
    return write(template, about, (PORTRAIT,), _body(template, changes, lines_of(older), lines_of(newer), about, intro))


def lines_of(data: bytes) -> list[Line]:
    """What the body of a Word file says, line by line, its list of contents left out. Raises NotComparable."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            root = etree.fromstring(package.read("word/document.xml"), parser)
    except (zipfile.BadZipFile, KeyError, OSError, etree.XMLSyntaxError):
        raise NotComparable from None
    return [line for line in _lines(root.find(f"{_W}body")) if line.text.strip()]


def _lines(body: etree._Element | None) -> Iterator[Line]:
    for element in body if body is not None else ():
        if element.tag == f"{_W}p":
            style = element.find(f"{_W}pPr/{_W}pStyle")
            name = style.get(f"{_W}val") if style is not None else ""
            if not name.startswith("TOC"):
                yield Line(name, _text(element))
        elif element.tag == f"{_W}tbl":
            for row in element.iter(f"{_W}tr"):
                cells = (" / ".join(filter(None, map(_text, cell.iter(f"{_W}p")))) for cell in row.iter(f"{_W}tc"))
                yield Line("", _BARS.join(cells))


def _text(element: etree._Element) -> str:
    said = []
    for each in element.iter(f"{_W}t", f"{_W}tab", f"{_W}br"):
        if each.tag == f"{_W}t":
            said.append(each.text or "")
        elif each.getparent().tag == f"{_W}r":
            said.append("\t" if each.tag == f"{_W}tab" else "\n")
    return "".join(said)


def _body(
    template: Template, changes: _Changes, old: Sequence[Line], new: Sequence[Line], about: Particulars, intro: str
) -> Iterator[str]:
    known = set(template.ids.values())
    normal = template.ids["Normal"]

    def style(line: Line) -> str:
        return line.style if line.style in known else normal

    if about.marking:
        yield paragraph(template.ids["Marking"], words(about.marking))
    yield paragraph(template.ids["Title"], words(about.title))
    yield paragraph(normal, words(intro))
    for stretch in aligned(old, new):
        if stretch.same:
            for line in new[stretch.c : stretch.d]:
                yield paragraph(style(line), words(line.text))
            continue
        for gone, come in _paired(old[stretch.a : stretch.b], new[stretch.c : stretch.d]):
            if gone is not None and come is not None:
                yield paragraph(style(come), *_reworded(changes, gone.text, come.text))
            elif come is not None:
                end = f"<w:rPr>{changes.mark('ins')}</w:rPr>"
                yield paragraph(style(come), changes.mark("ins", words(come.text)), properties=end)
            elif gone is not None:
                end = f"<w:rPr>{changes.mark('del')}</w:rPr>"
                yield paragraph(style(gone), changes.mark("del", _gone(gone.text)), properties=end)
    yield paragraph(normal, words("End of the comparison."))
    yield section(PORTRAIT)


def _reworded(changes: _Changes, old: str, new: str) -> Iterator[str]:
    """The runs of a changed paragraph, word by word."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    gone: list[str] = []
    come: list[str] = []
    for stretch in aligned(before, after):
        taken, put = "".join(before[stretch.a : stretch.b]), "".join(after[stretch.c : stretch.d])
        if stretch.same and not (put.isspace() and (gone or come)):
            yield from _changed(changes, gone, come)
            gone, come = [], []
            yield words(put)
        else:
            gone.append(taken)
            come.append(put)
    yield from _changed(changes, gone, come)


def _changed(changes: _Changes, gone: list[str], come: list[str]) -> Iterator[str]:
    """What went before what came; a space that stayed between two changed words goes and comes with them."""
    if text := "".join(gone):
        yield changes.mark("del", _gone(text))
    if text := "".join(come):
        yield changes.mark("ins", words(text))


def _gone(text: str) -> str:
    return words(text).replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")


def _paired(old: Sequence[Line], new: Sequence[Line]) -> Iterator[tuple[Line | None, Line | None]]:
    """Paragraphs of a changed stretch: those that are much alike together, in the order of both; the rest alone."""
    if len(old) * len(new) > _PAIRS:
        yield from ((line, None) for line in old)
        yield from ((None, line) for line in new)
        return
    i = j = 0
    for m, n in _alike(old, new):
        yield from ((line, None) for line in old[i:m])
        yield from ((None, line) for line in new[j:n])
        yield old[m], new[n]
        i, j = m + 1, n + 1
    yield from ((line, None) for line in old[i:])
    yield from ((None, line) for line in new[j:])


def _alike(old: Sequence[Line], new: Sequence[Line]) -> list[tuple[int, int]]:
    """The pairs in order whose likeness adds up to most."""
    befores, afters = ([frozenset(re.findall(r"\w+", line.text.lower())) for line in lines] for lines in (old, new))
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    like: dict[tuple[int, int], float] = {}
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            share = 2 * len(befores[i] & afters[j]) / ((len(befores[i]) + len(afters[j])) or 1)
            like[i, j] = share if share >= _LIKE else 0.0
            paired = like[i, j] + best[i + 1][j + 1] if like[i, j] else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
    pairs, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if like[i, j] and best[i][j] == like[i, j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs
