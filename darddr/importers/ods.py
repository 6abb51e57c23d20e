"""Read an OpenDocument sheet (.ods) from its XML: values as shown, merged cells, fills, comments, text boxes, hidden
sheets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from lxml import etree

from darddr.importers.grid import Cell, Contents, Table, column_number
from darddr.importers.number_formats import shown
from darddr.importers.ods_styles import DRAW, OFFICE, STYLE, TABLE, TEXT, Styles
from darddr.importers.package import Package
from darddr.importers.plan import Unplaced

MAX_CELLS = 2_000_000
WIDEST = 1024
"""Most columns a repeated empty cell may colour: whole coloured rows run to 16,384."""
ROWS, COLUMNS = TABLE + "table-row", TABLE + "table-column"
CELLS = (TABLE + "table-cell", TABLE + "covered-table-cell")
GROUPS = frozenset(
    TABLE + each
    for each in (
        "table-row-group", "table-rows", "table-header-rows", "table-column-group", "table-columns",
        "table-header-columns",
    )
)  # fmt: skip
AREA = re.compile(r"(?<![\w$])[^\s:]*\.\$?([A-Z]{1,3})\$?(\d{1,7})(?::[^\s:]*\.\$?([A-Z]{1,3})\$?(\d{1,7}))?")
"""One range of cells, as "Plan.D2:Plan.D40"."""
SPACES = {TEXT + "tab": "\t", TEXT + "line-break": "\n"}
FIELDS = frozenset(TEXT + each for each in ("page-number", "page-count", "sheet-name", "date", "time", "title"))


def read_ods(package: Package) -> Contents:
    """Read every sheet; a visible sheet is a table, a hidden one's cells are kept as loose words."""
    contents = Contents()
    root = package.xml("content.xml")
    common = package.xml("styles.xml") if "styles.xml" in package.parts else None
    styles = Styles(root, common)
    book = root.find(f"{OFFICE}body/{OFFICE}spreadsheet")
    for change in () if book is None else book.iter(TABLE + "tracked-changes"):
        contents.loose.extend(Unplaced("deleted text", text) for text in _paragraphs(change, everything=True) if text)
    sheets = [] if book is None else book.findall(TABLE + "table")
    for index, element in enumerate(sheets, 1):
        sheet = _Sheet(element, index, styles, contents)
        if styles.shows(element):
            contents.blocks.append(sheet.table)
        else:
            contents.loose.extend(sheet.table.unplaced(cell) for cell in sheet.table.cells())
    used = {styles.page_of(sheet) for sheet in sheets}
    if common is not None:
        contents.loose.extend(_margins(common, used))
    return contents


class _Sheet:
    """One sheet on its way to a grid that begins at A1, so rows and columns keep their printed numbers."""

    def __init__(self, element: etree._Element, index: int, styles: Styles, contents: Contents) -> None:
        self.table = Table(f"sheet {element.get(TABLE + 'name') or index}", index, [])
        self.styles, self.contents = styles, contents
        self.columns = _column_styles(element)
        self.hidden_rows = self.room = 0
        self.merges: list[tuple[int, int, int, int]] = []
        self._read(element)
        hidden_columns = sum(_times(each, "columns") for each in _inside(element, COLUMNS) if _is_hidden(each))
        width = max((len(row) for row in self.table.rows), default=0)
        contents.tell_hidden(self.table, self.hidden_rows, min(hidden_columns, width))
        for rule in element.iter("{*}conditional-format"):
            self._tell_rule(rule)
        for shapes in element.findall(TABLE + "shapes"):
            self._keep_boxes(shapes, None, None)

    def _read(self, element: etree._Element) -> None:
        """Read the rows; empty ones count only where words follow."""
        at = 0
        for row in _inside(element, ROWS):
            times = _times(row, "rows")
            cells = self._row(row, at + 1)
            if any(cell.text for cell in cells):
                self.room += times * len(cells) + at - len(self.table.rows)
                if self.room > MAX_CELLS:
                    self.contents.tell_too_large(self.table)
                    return
                self.table.rows.extend([] for _ in range(at - len(self.table.rows)))
                self.table.rows.append(cells)
                for again in range(2, times + 1):
                    self.table.rows.append([Cell(each.text, at + again, each.column, each.fill) for each in cells])
                self.hidden_rows += times if _is_hidden(row) else 0
            at += times
        for top, left, rows, columns in self.merges:
            self._merge(top, left, rows, columns)

    def _row(self, row: etree._Element, number: int) -> list[Cell]:
        """Read one row as wide as its last word or colour."""
        cells: list[Cell] = []
        width = 0
        for element in row.iterchildren(*CELLS):
            times = _times(element, "columns")
            column = len(cells) + 1
            style = element.get(TABLE + "style-name") or self.columns.get(column) or ""
            fill = self.styles.fill(style)
            text = self._text(element, style, number, column)
            if element.tag == CELLS[1]:
                if text:
                    self.contents.loose.append(Unplaced("hidden text", text, self.table.index, number, column))
                text = ""
            if text or (fill and times <= WIDEST):
                width = column + times - 1
            elif times > WIDEST:
                break
            cells.extend(Cell(text, number, column + each, fill) for each in range(min(times, 2 * WIDEST)))
            self._note_merge(element, number, column)
        return cells[:width]

    def _text(self, element: etree._Element, style: str, number: int, column: int) -> str:
        """Give a cell's words as shown, a date in British order; its comments and boxes are kept beside it."""
        if len(element):
            self._keep_asides(element, number, column)
        text = "\n".join(_paragraphs(element)).strip()
        kind = element.get(OFFICE + "value-type")
        if kind == "date":
            return _date(element.get(OFFICE + "date-value"), self.styles.date_format(style)) or text
        formula = element.get(TABLE + "formula")
        if formula and kind is None and not text:
            self.contents.tell_formula(self.table, formula, number, column)
        value = element.get(OFFICE + "value") or element.get(OFFICE + "string-value")
        return text or value or ""

    def _keep_asides(self, element: etree._Element, row: int, column: int) -> None:
        for note in element.iter(OFFICE + "annotation"):
            text = "\n".join(_paragraphs(note, everything=True)).strip()
            if text:
                self.contents.loose.append(Unplaced("comment", text, self.table.index, row, column))
        self._keep_boxes(element, row, column)

    def _keep_boxes(self, parent: etree._Element, row: int | None, column: int | None) -> None:
        """Keep the words of shapes drawn on the sheet."""
        for shape in parent:
            if isinstance(shape.tag, str) and shape.tag.startswith(DRAW):
                text = "\n".join(_paragraphs(shape, everything=True)).strip()
                if text:
                    self.contents.loose.append(Unplaced("text box", text, self.table.index, row, column))

    def _tell_rule(self, rule: etree._Element) -> None:
        """Tell of a rule that colours cells; its conditions are said in the file's own words."""
        areas = [
            (int(top), column_number(left), int(bottom or top), column_number(right or left))
            for left, top, right, bottom in AREA.findall(_attribute(rule, "target-range-address"))
        ]
        told = " ".join(
            filter(None, (_attribute(each, "value") or _attribute(each, "type") for each in rule.iter("{*}condition")))
        )
        if areas:
            self.contents.tell_rule(self.table, areas, told or "conditional format")

    def _note_merge(self, element: etree._Element, row: int, column: int) -> None:
        rows, columns = _number(element, "number-rows-spanned"), _number(element, "number-columns-spanned")
        if rows > 1 or columns > 1:
            self.merges.append((row, column, rows, columns))

    def _merge(self, top: int, left: int, rows: int, columns: int) -> None:
        """Put the first cell of a merged range in every place it covers that the sheet really has."""
        if top > len(self.table.rows) or left > len(self.table.rows[top - 1]):
            return
        first = self.table.rows[top - 1][left - 1]
        columns = min(max(columns, 1), WIDEST)
        for number, row in enumerate(self.table.rows[top - 1 : top - 1 + max(rows, 1)], top):
            row.extend(Cell("", number, len(row) + 1 + each) for each in range(left - 1 + columns - len(row)))
            row[left - 1 : left - 1 + columns] = [first] * columns


def _attribute(element: etree._Element, name: str) -> str:
    """Read an attribute whatever its namespace, which differs between programs."""
    return next((str(value) for key, value in element.items() if etree.QName(key).localname == name), "")


def _inside(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield rows or columns, those in groups too."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in GROUPS:
            yield from _inside(child, tag)


def _column_styles(element: etree._Element) -> dict[int, str]:
    """Give the cell style of each column that sets one, as far as a plan is wide."""
    found: dict[int, str] = {}
    at = 0
    for column in _inside(element, COLUMNS):
        times, style = _times(column, "columns"), column.get(TABLE + "default-cell-style-name")
        for each in range(at + 1, min(at + times, WIDEST) + 1 if style else 0):
            found[each] = str(style)
        at += times
    return found


def _paragraphs(element: etree._Element, *, everything: bool = False) -> list[str]:
    """Give the paragraphs of an element; without `everything` not those of comments and shapes."""
    found: list[str] = []
    for child in element:
        if child.tag in {TEXT + "p", TEXT + "h"}:
            found.append(_words(child))
        elif everything or not (child.tag == OFFICE + "annotation" or str(child.tag).startswith(DRAW)):
            found.extend(_paragraphs(child, everything=everything))
    return found


def _words(element: etree._Element) -> str:
    """Give the words of a paragraph, spaces and breaks as they are printed."""
    pieces = [element.text or ""]
    for child in element:
        if child.tag == TEXT + "s":
            pieces.append(" " * (_number(child, "c", TEXT) or 1))
        elif child.tag in SPACES:
            pieces.append(SPACES[str(child.tag)])
        elif child.tag not in FIELDS and child.tag != OFFICE + "annotation":
            pieces.append(_words(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _margins(common: etree._Element, used: set[str]) -> Iterator[Unplaced]:
    """Yield the words printed above and below the pages of these sheets."""
    for page in common.iter(STYLE + "master-page"):
        if page.get(STYLE + "name") not in used:
            continue
        for part in page:
            where = "header" if part.tag.startswith(STYLE + "header") else "footer"
            if part.get(STYLE + "display") != "false":
                texts = (text.strip() for text in _paragraphs(part, everything=True))
                yield from (Unplaced(where, text) for text in texts if text)


def _date(value: str | None, number_format: str) -> str:
    """Write a date with the parts its format shows; nothing where the file's value is no date."""
    try:
        return shown(datetime.fromisoformat(value or ""), number_format)
    except ValueError:
        return ""


def _is_hidden(element: etree._Element) -> bool:
    return element.get(TABLE + "visibility") in {"collapse", "filter"}


def _times(element: etree._Element, what: str) -> int:
    return _number(element, f"number-{what}-repeated") or 1


def _number(element: etree._Element, name: str, space: str = TABLE) -> int:
    """Read a whole number attribute, 0 where there is none."""
    value = element.get(space + name) or ""
    return min(int(value), 2**20) if value.isascii() and value.isdigit() and len(value) < 12 else 0
