"""Small OpenDocument sheets for the reader's tests, written the way LibreOffice writes them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from xml.sax.saxutils import escape, quoteattr

BASE = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = {
    "office": "office:1.0", "table": "table:1.0", "text": "text:1.0", "style": "style:1.0", "draw": "drawing:1.0",
    "fo": "xsl-fo-compatible:1.0", "number": "datastyle:1.0",
}  # fmt: skip
DATE_PARTS = {"d": '<number:day number:style="long"/>', "m": '<number:month number:style="long"/>'} | {
    "mmm": '<number:month number:textual="true"/>', "mmmm": '<number:month number:textual="true" number:style="long"/>',
    "yy": "<number:year/>", "yyyy": '<number:year number:style="long"/>',
}  # fmt: skip


@dataclass(frozen=True)
class Box:
    """One cell: its value, the text shown, columns and rows spanned or repeated, its fill, its date format."""

    value: object = ""
    shown: str = ""
    span: int = 1
    down: int = 1
    times: int = 1
    fill: str = ""
    form: str = ""
    note: str = ""
    box: str = ""
    formula: str = ""
    covered: bool = False


@dataclass(frozen=True)
class Sheet:
    """One sheet: rows of cells, how often each row is repeated, which are hidden, and the sheet's own visibility."""

    rows: Sequence[Sequence[Box | object]]
    name: str = "Plan"
    hidden: bool = False
    repeated: dict[int, int] | None = None
    hidden_rows: frozenset[int] = frozenset()
    rules: str = ""


def sheets(*wanted: Sheet, header: str = "", extra: str = "") -> bytes:
    """Write an OpenDocument sheet file; `header` is printed on every page, `extra` is raw XML before the sheets."""
    styles: dict[tuple[str, str], str] = {}
    body = "".join(_sheet(sheet, styles) for sheet in wanted)
    named = "".join(_style(name, fill, form) for (fill, form), name in styles.items())
    tables = "".join(
        f'<style:style style:name="{name}" style:family="table"><style:table-properties table:display="{shown}"/>'
        "</style:style>"
        for name, shown in (("shown", "true"), ("hidden", "false"))
    )
    spaces = " ".join(f'xmlns:{name}="{BASE}{value}"' for name, value in SPACES.items())
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{tables}{named}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{extra}{body}</office:spreadsheet></office:body></office:document-content>"
    )
    margin = f"<style:header><text:p>{escape(header)}</text:p></style:header>" if header else ""
    common = (
        f"<office:document-styles {spaces}><office:master-styles>"
        f'<style:master-page style:name="Default">{margin}</style:master-page>'
        '<style:master-page style:name="Other"><style:header><text:p>unused</text:p></style:header>'
        "</style:master-page></office:master-styles></office:document-styles>"
    )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", "<manifest/>")
        package.writestr("content.xml", content)
        package.writestr("styles.xml", common)
    return held.getvalue()


def _sheet(sheet: Sheet, styles: dict[tuple[str, str], str]) -> str:
    lines = []
    for at, row in enumerate(sheet.rows, 1):
        times = (sheet.repeated or {}).get(at, 1)
        attributes = f' table:number-rows-repeated="{times}"' if times > 1 else ""
        attributes += ' table:visibility="filter"' if at in sheet.hidden_rows else ""
        cells = "".join(_cell(cell if isinstance(cell, Box) else Box(cell), styles) for cell in row)
        lines.append(f"<table:table-row{attributes}>{cells}</table:table-row>")
    look = "hidden" if sheet.hidden else "shown"
    columns = '<table:table-column table:number-columns-repeated="16384"/>'
    rows = "".join(lines)
    return f'<table:table table:name={quoteattr(sheet.name)} table:style-name="{look}">{columns}{rows}{sheet.rules}</table:table>'


def _cell(cell: Box, styles: dict[tuple[str, str], str]) -> str:
    attributes = ""
    for name, times in (
        ("number-columns-spanned", cell.span), ("number-rows-spanned", cell.down), ("number-columns-repeated", cell.times)
    ):  # fmt: skip
        attributes += f' table:{name}="{times}"' if times > 1 else ""
    if cell.fill or cell.form:
        style = styles.setdefault((cell.fill, cell.form), f"ce{len(styles) + 1}")
        attributes += f' table:style-name="{style}"'
    attributes += f" table:formula={quoteattr(cell.formula)}" if cell.formula else ""
    shown = cell.shown
    if isinstance(cell.value, date | datetime):
        attributes += f' office:value-type="date" office:date-value="{cell.value.isoformat()}"'
    elif isinstance(cell.value, int | float):
        attributes += f' office:value-type="float" office:value="{cell.value}"'
        shown = shown or f"{cell.value:g}"
    elif cell.value:
        attributes += ' office:value-type="string"'
        shown = shown or str(cell.value)
    inner = f"<office:annotation><text:p>{escape(cell.note)}</text:p></office:annotation>" if cell.note else ""
    box = f"<draw:text-box><text:p>{escape(cell.box)}</text:p></draw:text-box>"
    inner += f"<draw:frame>{box}</draw:frame>" if cell.box else ""
    inner += "".join(f"<text:p>{_spaced(line)}</text:p>" for line in shown.split("\n")) if shown else ""
    tag = "covered-table-cell" if cell.covered else "table-cell"
    return f"<table:{tag}{attributes}>{inner}</table:{tag}>"


def _spaced(line: str) -> str:
    """Write runs of spaces and tabs as OpenDocument does."""
    return escape(line).replace("  ", ' <text:s text:c="1"/>').replace("\t", "<text:tab/>")


def _style(name: str, fill: str, form: str) -> str:
    colour = f'<style:table-cell-properties fo:background-color="#{fill.lower()}"/>' if fill else ""
    data = f' style:data-style-name="N{name}"' if form else ""
    parts = "<number:text>-</number:text>".join(DATE_PARTS[part] for part in form.split("-")) if form else ""
    dates = f'<number:date-style style:name="N{name}">{parts}</number:date-style>' if form else ""
    return f'{dates}<style:style style:name="{name}" style:family="table-cell"{data}>{colour}</style:style>'
