"""What reads as one across the cells of a row: a day in three columns, an NHS number in ten boxes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from lxml import etree

from darddr.leaks.paragraphs import Paragraph
from darddr.leaks.reading import Block, Reading
from darddr.leaks.scanner import Found

_LONGEST_CELL = 40
_LONGEST_MIXED = 1_000_000
_BOX = 2
_FEWEST_BOXES = 4


def read_rows(part: str, rows: Sequence[Sequence[str]], where: Callable[[int], str], reading: Reading) -> None:
    """Search short neighbouring cells as one text; only what goes across them counts, each cell is searched elsewhere."""
    texts: list[str] = []
    numbers: list[int] = []
    for number, cells in enumerate(rows):
        for text in _lines(cells):
            texts.append(text)
            numbers.append(number)

    def locate(hit: Found) -> str | None:
        across = "\t" in hit.text and hit.kind != "name"
        return where(numbers[hit.index]) if across or "\t" not in texts[hit.index] else None

    if texts:
        reading.add(Block(part, texts, locate, is_label=True))


def _lines(cells: Sequence[str]) -> Iterator[str]:
    """Neighbours joined, and boxes of one or two letters closed up."""
    run: list[str] = []
    for cell in [*cells, None]:
        if cell is not None and len(cell) <= _LONGEST_CELL:
            if cell:
                run.append(cell)
            continue
        if len(run) > 1:
            yield "\t".join(run)
            if len(run) >= _FEWEST_BOXES and all(len(each) <= _BOX for each in run):
                yield "".join(run)
        run = []


def read_table_rows(part: str, root: etree._Element, found: Sequence[Paragraph], reading: Reading) -> None:
    """The rows of a text's tables."""
    if next(root.iter("{*}tr", "{*}table-row"), None) is None:
        return
    texts = {paragraph.element: "".join(paragraph.runs).strip() for paragraph in found}
    rows = []
    for row in root.iter("{*}tr", "{*}table-row"):
        cells = list(row.iter("{*}tc", "{*}table-cell"))
        rows.append([" ".join(texts[p] for p in cell.iter("{*}p") if texts.get(p)) for cell in cells])
    read_rows(part, rows, lambda number: f"row {number + 1} of the tables", reading)


def read_mixed(part: str, root: etree._Element, reading: Reading) -> None:
    """A part without paragraphs as one text, since its tags may stand within a word."""
    text = "".join(str(piece) for piece in root.itertext())[:_LONGEST_MIXED]
    pieces = [str(piece) for piece in root.itertext()]

    def locate(hit: Found) -> str | None:
        return None if any(hit.text in piece for piece in pieces) else "text across tags"

    if len(pieces) > 1:
        reading.add(Block(part, [text], locate))
