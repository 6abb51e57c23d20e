"""Tables that everybody can read: one header row that repeats, no merged or empty cells, no row split over pages."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from darddr.documents.template import Template
from darddr.documents.xml import paragraph, words

_ROWS_AT_ONCE = 200


@dataclass(frozen=True)
class Column:
    """A column: its heading, and its share of the width of the table."""

    title: str
    share: float


def table(template: Template, width: int, columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The XML of a table, 200 rows at a time; a row is one string of runs (`xml.words`, `xml.strong`) per column.

    Widths are fixed, in twentieths of a point, so that Word need not measure thousands of cells before it shows a page.
    """
    whole = sum(column.share for column in columns)
    widths = [int(width * column.share / whole) for column in columns]
    yield opening(template, widths)
    yield _header(template, columns, widths)
    style = template.ids["Table Text"].replace("%", "%%")
    starts = [
        f'<w:tc><w:tcPr><w:tcW w:w="{each}" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
        for each in widths
    ]
    frame = "</w:p></w:tc>".join(f"{start}%s" for start in starts)
    frame = f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{frame}</w:p></w:tc></w:tr>"
    source = iter(rows)
    while block := "".join([frame % tuple(cells) for cells in islice(source, _ROWS_AT_ONCE)]):
        yield block
    yield "</w:tbl>"


def opening(template: Template, widths: list[int]) -> str:
    """The beginning of a table in our style, its columns of these widths."""
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{template.ids["darddr Table"]}"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" '
        f'w:noVBand="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    )


def _header(template: Template, columns: Sequence[Column], widths: list[int]) -> str:
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{each}" w:type="dxa"/></w:tcPr>'
        f"{paragraph(template.ids['Table Heading'], words(column.title))}</w:tc>"
        for column, each in zip(columns, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"
