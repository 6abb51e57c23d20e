"""Tracked changes of words, and of the rows and cells of tables (ECMA-376 Part 1, 17.13.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from darddr.documents.aligned import aligned
from darddr.documents.package import PORTRAIT
from darddr.documents.tables import opening
from darddr.documents.template import Template
from darddr.documents.xml import paragraph, words

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_NARROWEST, _WIDEST = 8, 40
"""Letters between which the share of a column lies."""

Cells = tuple[str, ...]
RowPair = tuple[Cells | None, Cells | None]
"""A row as it was and as it is; None where there was or is none."""


@dataclass
class Changes:
    """Makes tracked changes, each with a number of its own."""

    author: str
    moment: str
    number: int = 0

    def mark(self, kind: str, inside: str = "") -> str:
        """A change of a kind (`ins`, `del`) around runs, or of a paragraph's own end."""
        self.number += 1
        tag = f'<w:{kind} w:id="{self.number}" w:author="{self.author}" w:date="{self.moment}"'
        return f"{tag}>{inside}</w:{kind}>" if inside else f"{tag}/>"


def reworded(changes: Changes, old: str, new: str) -> Iterator[str]:
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


def _changed(changes: Changes, gone: list[str], come: list[str]) -> Iterator[str]:
    """What went before what came; a space that stayed between two changed words goes and comes with them."""
    if text := "".join(gone):
        yield changes.mark("del", gone_words(text))
    if text := "".join(come):
        yield changes.mark("ins", words(text))


def gone_words(text: str) -> str:
    return words(text).replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")


def table_of(template: Template, changes: Changes, pairs: Sequence[RowPair]) -> str:
    """A table of rows that stayed, changed, went or came, its first row the header. All have as many cells."""
    shares = [min(max(_NARROWEST, *lengths), _WIDEST) for lengths in zip(*map(_lengths, pairs), strict=True)]
    widths = [PORTRAIT.text_width * share // sum(shares) for share in shares]
    rows = (_row(template, changes, pair, widths, is_header=not place) for place, pair in enumerate(pairs))
    return f"{opening(template, widths)}{''.join(rows)}</w:tbl>"


def _lengths(pair: RowPair) -> list[int]:
    old, new = pair
    return [len(cell) for cell in new or old or ()]


def _row(template: Template, changes: Changes, pair: RowPair, widths: list[int], *, is_header: bool) -> str:
    old, new = pair
    kept = "<w:cantSplit/>" + ("<w:tblHeader/>" if is_header else "")
    if old is None:
        kept += changes.mark("ins")
    elif new is None:
        kept += changes.mark("del")
    style = template.ids["Table Heading" if is_header else "Table Text"]
    cells = (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{_cell(style, changes, old, new, place)}</w:tc>'
        for place, width in enumerate(widths)
    )
    return f"<w:tr><w:trPr>{kept}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(style: str, changes: Changes, old: Cells | None, new: Cells | None, place: int) -> str:
    if old is None and new is not None:
        end = f"<w:rPr>{changes.mark('ins')}</w:rPr>"
        return paragraph(style, changes.mark("ins", words(new[place])), properties=end)
    if new is None and old is not None:
        end = f"<w:rPr>{changes.mark('del')}</w:rPr>"
        return paragraph(style, changes.mark("del", gone_words(old[place])), properties=end)
    assert old is not None
    assert new is not None
    if old[place] == new[place]:
        return paragraph(style, words(new[place]))
    return paragraph(style, *reworded(changes, old[place], new[place]))
