"""Read a Word file into grids of cells, spans and vertical merges resolved, in one pass over the XML.

A plain row is read by one filtered pass; a row that holds anything unusual (tracked changes, hidden text, text boxes,
content controls, tables, automatic numbers) is walked element by element. Both give the same cells.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from darddr.importers.docx_numbers import paragraph_labels
from darddr.importers.docx_text import BREAKS, DRAWN, TABLE_HERE, TBL, P, T, W, Words, read_words, read_words_of_table
from darddr.importers.grid import Cell, Contents, Table
from darddr.importers.package import Package
from darddr.importers.plan import Problem, Unplaced
from darddr.vocabulary.plan_lines import without_own_lines

TR, TC, VAL = W + "tr", W + "tc", W + "val"
SPAN, MERGE, SHADE, BEFORE = W + "gridSpan", W + "vMerge", W + "shd", W + "gridBefore"
WRAPPERS = frozenset(W + tag for tag in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
UNUSUAL = (
    *(W + tag for tag in ("sdt", "del", "moveFrom", "delText", "txbxContent", "vanish", "drawing", "pict", "object")),
    *DRAWN,
)
TAGS = (TR, TC, P, T, SPAN, MERGE, SHADE, BEFORE, TBL, *BREAKS, *UNUSUAL)
CELL_PROPERTIES, TAB_STOPS = W + "tcPr", W + "tabs"
OTHER_STORIES = (
    ("header", "header"),
    ("footer", "footer"),
    ("footnotes", "footnote"),
    ("endnotes", "endnote"),
    ("comments", "comment"),
    ("diagrams/data", "text box"),
    ("charts/chart", "text box"),
)


def read_docx(package: Package) -> Contents:
    """Read every story of a Word file. Raises Damaged when a part cannot be parsed."""
    main = package.main_part("word/document.xml")
    folder = main.rpartition("/")[0] + "/"
    root = package.xml(main)
    reader = _Reader(paragraph_labels(package, folder, root))
    body = root.find(W + "body")
    reader.read_blocks(root if body is None else body)
    for start, where in OTHER_STORIES:
        for part in package.named(folder, start):
            if part != f"{folder}commentsExtended.xml":
                reader.read_story(package.xml(part), where)
    if any("afchunk" in part.lower() or "/embeddings/" in part for part in package.parts):
        reader.contents.problems.append(Problem("a file embedded in this one is not read"))
    return reader.contents


class _Reader:
    """Collects blocks in reading order and numbers the tables as they come."""

    def __init__(self, labels: dict[etree._Element, str]) -> None:
        self.contents = Contents()
        self.labels = labels
        self.tables = 0

    def read_blocks(self, parent: etree._Element) -> None:
        for child in parent:
            if child.tag == TBL:
                self.read_table(child, None)
            elif child.tag in WRAPPERS:
                self.read_blocks(child)
            else:
                words = read_words(child, self.labels)
                words.paragraphs = [text for text in words.paragraphs if text != TABLE_HERE]
                if words.text:
                    self.contents.blocks.append(words.text)
                self.keep_asides(words, None)
                for table in words.tables:
                    self.read_table(table, None)

    def read_story(self, root: etree._Element, where: str) -> None:
        """Read a header, a note or a comment; tables there are words like any others."""
        words = read_words(root, self.labels)
        words.paragraphs = [text for text in words.paragraphs if text != TABLE_HERE]
        for table in words.tables:
            inner = read_words_of_table(table)
            words.paragraphs.extend(inner.paragraphs)
            words.asides.extend(inner.asides)
        self.contents.loose.extend(Unplaced(where, text.strip()) for text in words.paragraphs if text.strip())
        self.keep_asides(words, None)

    def keep_asides(self, words: Words, cell: Cell | None, table: int | None = None) -> None:
        """Keep deleted, hidden and boxed words as unplaced, beside the cell they stand in."""
        row, column = (cell.row, cell.column) if cell else (None, None)
        self.contents.loose.extend(
            Unplaced(where, text, table, row, column) for where, text in words.asides if text.strip()
        )

    def read_table(self, element: etree._Element, inside: Cell | None) -> None:
        """Read a table, tables inside its cells after it."""
        self.tables += 1
        table = Table("body", self.tables, [], inside)
        self.contents.blocks.append(table)
        above: dict[int, Cell] = {}
        rows = ((row, None) for row in _unwrapped(element, TR)) if self.labels else _plain_rows(element, above)
        for row, cells in rows:
            number = len(table.rows) + 1
            table.rows.append(self.walk_row(row, number, above, table) if cells is None else cells)

    def walk_row(self, row: etree._Element, number: int, above: dict[int, Cell], table: Table) -> list[Cell]:
        """Read a row that holds something out of the ordinary."""
        before = row.find(f"{W}trPr/{BEFORE}")
        cells = [Cell("", number, column + 1) for column in range(_number(before))]
        for element in _unwrapped(row, TC):
            words = read_words(element, self.labels)
            properties = element.find(CELL_PROPERTIES)
            cell = Cell(
                words.text, number, len(cells) + 1, None if properties is None else _fill(properties.find(SHADE))
            )
            self.keep_asides(words, cell, table.index)
            span = None if properties is None else properties.find(SPAN)
            merge = None if properties is None else properties.find(MERGE)
            if merge is not None and merge.get(VAL) != "restart" and len(cells) in above:
                _append(above[len(cells)], cell.text)
                cell = above[len(cells)]
            elif merge is not None:
                above[len(cells)] = cell
            cells.extend([cell] * max(_number(span), 1))
            for inner in words.tables:
                self.read_table(inner, cell)
        return cells


def _plain_rows(  # noqa: C901 - see the docstring
    table: etree._Element, above: dict[int, Cell]
) -> Iterator[tuple[etree._Element, list[Cell] | None]]:
    """Yield each row with its cells, or with None when it holds anything that needs a closer look.

    One filtered pass over the whole table, kept in one piece with the most frequent tags first: it runs for every
    paragraph of every cell, and a call more for each is what the reading of a long plan is made of.
    """
    row, number, plain = None, 0, True
    cells: list[Cell] = []
    text, span, merge, fill, begun = "", 1, "", None, False
    for element in table.iter(TAGS):
        tag = element.tag
        if tag == T:
            more = element.text or ""
            text = text + more if text else more
        elif tag == P:
            text = text + "\n" if text else ""
        elif tag == TC:
            if begun:
                if span == 1 and not merge:
                    cells.append(Cell(without_own_lines(text.strip()), number, len(cells) + 1, fill))
                elif plain:
                    _close(cells, text, number, span, merge, fill, above)
                text, span, merge, fill = "", 1, "", None
            begun = True
        elif tag == TR:
            if not _is_row_of(element, table):
                continue
            if row is not None:
                if begun and plain:
                    _close(cells, text, number, span, merge, fill, above)
                yield row, cells if plain else None
            row, number, plain, cells, begun = element, number + 1, True, [], False
            text, span, merge, fill = "", 1, "", None
        elif tag == MERGE:
            merge = element.get(VAL) or "continue"
        elif tag == SPAN:
            span = _number(element)
        elif tag == SHADE:
            parent = element.getparent()
            fill = _fill(element) if parent is not None and parent.tag == CELL_PROPERTIES else fill
        elif tag == BEFORE:
            cells.extend(Cell("", number, column + 1) for column in range(_number(element)))
        elif tag in BREAKS:
            parent = element.getparent()
            text += BREAKS[tag] if parent is not None and parent.tag != TAB_STOPS else ""
        elif element is not table:
            plain = False
    if row is not None:
        if begun and plain:
            _close(cells, text, number, span, merge, fill, above)
        yield row, cells if plain else None


def _is_row_of(row: etree._Element, table: etree._Element) -> bool:
    """Say whether a row is a table's own, and not of a table inside it."""
    parent = row.getparent()
    while parent is not None and parent.tag in WRAPPERS:
        parent = parent.getparent()
    return parent is table


def _close(
    cells: list[Cell], text: str, number: int, span: int, merge: str, fill: str | None, above: dict[int, Cell]
) -> None:
    """End the cell under way; a continued merge is the cell above again."""
    column = len(cells)
    if merge and merge != "restart" and column in above:
        cell = above[column]
        _append(cell, text.strip())
    else:
        cell = Cell(without_own_lines(text.strip()), number, column + 1, fill)
        if merge:
            above[column] = cell
    if span <= 1:
        cells.append(cell)
    else:
        cells.extend([cell] * span)


def _append(cell: Cell, text: str) -> None:
    """Keep words that stand in a continued merge, though Word shows only the first cell's."""
    if text:
        cell.text = f"{cell.text}\n{text}".strip()


def _unwrapped(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in WRAPPERS:
            yield from _unwrapped(child, tag)


def _number(element: etree._Element | None) -> int:
    """Read a whole number attribute, 0 where there is none; no table has more than 63 columns."""
    value = "" if element is None else str(element.get(VAL) or "")
    return min(int(value), 63) if value.isdigit() else 0


def _fill(shade: etree._Element | None) -> str | None:
    """Give a cell's own fill as RRGGBB; automatic and patterned fills are none."""
    value = None if shade is None else shade.get(W + "fill")
    return None if value is None or value == "auto" else str(value).upper()
