"""Tables a screen reader can follow and a printer does not cut."""

from collections.abc import Iterator

from darddr.documents.audit.faults import Fault, numbered
from darddr.documents.audit.opened import Element, Opened, W, is_on, text_of, value


def tables(file: Opened) -> Iterator[Fault]:
    """Each table has a header row that repeats, no merged cells, no empty spacer rows and no row split over pages.

    Source: WCAG 2.2, 1.3.1, and Microsoft's accessibility checker for merged cells and header rows.
    """
    for part, root in file.story_parts():
        for index, table in enumerate(root.iter(f"{W}tbl"), start=1):
            where = f"table {index}" if part == "document" else f"table {index} of {part}"
            yield from _table(where, table)


def _table(where: str, table: Element) -> Iterator[Fault]:
    rows = list(_rows(table))
    if not rows or not is_on(rows[0].find(f"{W}trPr/{W}tblHeader")):
        yield Fault("table-header", where, "The first row is not marked as a header row (Repeat as header row).")
    merged = [index for index, row in enumerate(rows, start=1) if _has_merged(row)]
    if merged:
        yield Fault("merged-cells", where, f"Cells are merged in {numbered('row', merged)}; split them.")
    gone = f"{W}trPr/{W}del"  # a row deleted as a tracked change still stands in the file
    empty = [index for index, row in enumerate(rows, start=1) if _is_empty(row) and row.find(gone) is None]
    if empty:
        yield Fault("empty-row", where, f"Nothing stands in {numbered('row', empty)}; delete empty rows.")
    split = [index for index, row in enumerate(rows, start=1) if not is_on(row.find(f"{W}trPr/{W}cantSplit"))]
    if split:
        message = f"A page may break inside {numbered('row', split)}; switch off “Allow row to break across pages”."
        yield Fault("row-split", where, message)


def _rows(table: Element) -> Iterator[Element]:
    """Rows of this table and not of one inside it, those in content controls and tracked insertions too."""
    for row in table.iter(f"{W}tr"):
        if next(row.iterancestors(f"{W}tbl")) is table:
            yield row


def _has_merged(row: Element) -> bool:
    for cell in row.iter(f"{W}tcPr"):
        span = value(cell.find(f"{W}gridSpan"))
        if (span.isdigit() and int(span) > 1) or cell.find(f"{W}vMerge") is not None:
            return True
        if cell.find(f"{W}hMerge") is not None:
            return True
    return False


def _is_empty(row: Element) -> bool:
    seen = next(row.iter(f"{W}drawing", f"{W}pict", f"{W}object", f"{W}sym", f"{W}checkBox"), None)
    return seen is None and not text_of(row)
