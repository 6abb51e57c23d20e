"""Two Word files of one kind as a third, in which everything that differs is a tracked change.

Accepting all of them gives the words of the newer file, rejecting all of them those of the older. Tables stay tables: rows that came or
went are tracked whole, of the others each cell. The list of contents is left out, headers and footers are not compared.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from lxml import etree

from darddr.documents.aligned import aligned
from darddr.documents.package import PORTRAIT, Particulars, section, write
from darddr.documents.template import Template, house
from darddr.documents.tracked import Changes, gone_words, reworded, table_of
from darddr.documents.xml import escape, paragraph, words

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LIKE = 0.4
"""Share of words two paragraphs have in common from which they count as one that was changed."""
_PAIRS = 2_500
"""Pairs of paragraphs of one changed stretch that are weighed; a larger stretch is shown as gone and come."""
_BARS = " | "


class NotComparable(Exception):
    """A file is no Word file that can be read."""


class Line(NamedTuple):
    """One paragraph, or row of a table, as it reads; `style` is the id of its style. A row has cells, the first of a table begins it."""

    style: str
    text: str
    cells: tuple[str, ...] = ()
    begins: bool = False


Pair = tuple[Line | None, Line | None]
"""A line as it was and as it is; None where there was or is none."""
_LOW = '<w:spacing w:before="0" w:after="0"/>'
"""For the paragraph that keeps two tables apart."""


def compared(older: bytes, newer: bytes, about: Particulars, intro: str) -> bytes:
    """The changes from one file to another as a Word file by the partnership `about` names; nobody else is named in it."""
    template = house()
    moment = datetime(about.as_at.year, about.as_at.month, about.as_at.day, tzinfo=UTC)
    changes = Changes(escape(about.partnership), f"{moment:%Y-%m-%dT%H:%M:%SZ}")
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
            for place, row in enumerate(element.iter(f"{_W}tr")):
                cells = ["\n".join(filter(None, map(_text, cell.iter(f"{_W}p")))) for cell in row.iter(f"{_W}tc")]
                yield Line("", _BARS.join(cells), tuple(cells), begins=not place)


def _text(element: etree._Element) -> str:
    said = []
    for each in element.iter(f"{_W}t", f"{_W}tab", f"{_W}br"):
        if each.tag == f"{_W}t":
            said.append(each.text or "")
        elif each.getparent().tag == f"{_W}r":
            said.append("\t" if each.tag == f"{_W}tab" else "\n")
    return "".join(said)


def _body(
    template: Template, changes: Changes, old: Sequence[Line], new: Sequence[Line], about: Particulars, intro: str
) -> Iterator[str]:
    normal = template.ids["Normal"]
    if about.marking:
        yield paragraph(template.ids["Marking"], words(about.marking))
    yield paragraph(template.ids["Title"], words(about.title))
    yield paragraph(normal, words(intro))
    known = set(template.ids.values())
    for pairs in _together(_pairs_of(old, new)):
        if _is_row(pairs[0]):
            yield table_of(template, changes, [(gone and gone.cells, come and come.cells) for gone, come in pairs])
            yield paragraph(normal, words(" "), properties=_LOW)
        else:
            yield _paragraph(changes, *pairs[0], known, normal)
    yield paragraph(normal, words("End of the comparison."))
    yield section(PORTRAIT)


def _paragraph(changes: Changes, gone: Line | None, come: Line | None, known: set[str], normal: str) -> str:
    line = come or gone
    assert line is not None
    style = line.style if line.style in known else normal
    if gone is not None and come is not None:
        same = gone.text == come.text
        return paragraph(style, *([words(come.text)] if same else reworded(changes, gone.text, come.text)))
    if come is not None:
        end = f"<w:rPr>{changes.mark('ins')}</w:rPr>"
        return paragraph(style, changes.mark("ins", words(come.text)), properties=end)
    end = f"<w:rPr>{changes.mark('del')}</w:rPr>"
    return paragraph(style, changes.mark("del", gone_words(line.text)), properties=end)


def _pairs_of(old: Sequence[Line], new: Sequence[Line]) -> Iterator[Pair]:
    """Every line of both, those that belong together as pairs; a table that lost or gained a column went and came."""
    for stretch in aligned(old, new):
        if stretch.same:
            yield from zip(old[stretch.a : stretch.b], new[stretch.c : stretch.d], strict=True)
            continue
        gone, come = old[stretch.a : stretch.b], new[stretch.c : stretch.d]
        pairs = list(_paired(gone, come))
        if all(one is None or other is None or len(one.cells) == len(other.cells) for one, other in pairs):
            yield from pairs
        else:
            yield from ((line, None) for line in gone)
            yield from ((None, line) for line in come)


def _together(pairs: Iterator[Pair]) -> Iterator[list[Pair]]:
    """Paragraphs one by one, the rows of a table at once."""
    rows: list[Pair] = []
    for pair in pairs:
        if rows and not (_is_row(pair) and _width(pair) == _width(rows[0]) and not _begins(pair)):
            yield rows
            rows = []
        if _is_row(pair):
            rows.append(pair)
        else:
            yield [pair]
    if rows:
        yield rows


def _is_row(pair: Pair) -> bool:
    return _width(pair) > 0


def _width(pair: Pair) -> int:
    line = pair[1] or pair[0]
    return len(line.cells) if line else 0


def _begins(pair: Pair) -> bool:
    """Whether a table begins with this row, in what it was or in what it is."""
    return any(line is not None and line.begins for line in pair)


def _paired(old: Sequence[Line], new: Sequence[Line]) -> Iterator[Pair]:
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
