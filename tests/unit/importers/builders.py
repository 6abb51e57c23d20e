"""Small Word files and workbooks for the reader's tests, written part by part so that every oddity can be made on
purpose.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


@dataclass(frozen=True)
class C:
    """One Word cell: text, a line per paragraph, or raw XML; columns spanned; "restart" or "continue"; its fill."""

    text: str = ""
    span: int = 1
    merge: str = ""
    fill: str = ""
    xml: str = ""


Cellish = C | str


def run(text: str, properties: str = "", tag: str = "t") -> str:
    """Write a run, line breaks as breaks."""
    inner = "<w:br/>".join(f'<w:{tag} xml:space="preserve">{escape(line)}</w:{tag}>' for line in text.split("\v"))
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{inner}</w:r>"


def paragraph(text: str = "", inner: str = "", properties: str = "") -> str:
    """Write a paragraph of text, or of ready runs."""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{run(text) if text else ''}{inner}</w:p>"


def deleted(text: str) -> str:
    """Write a tracked deletion."""
    return f'<w:del w:id="1" w:author="A">{run(text, tag="delText")}</w:del>'


def inserted(text: str) -> str:
    """Write a tracked insertion."""
    return f'<w:ins w:id="2" w:author="A">{run(text)}</w:ins>'


def text_box(text: str) -> str:
    """Write a text box as Word does: the choice, and the same words again as a fallback."""
    box = f"<w:txbxContent>{paragraph(text)}</w:txbxContent>"
    drawing = f"<w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def cell_xml(cell: Cellish) -> str:
    """Write one cell."""
    cell = C(cell) if isinstance(cell, str) else cell
    properties = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    if cell.merge:
        properties += '<w:vMerge w:val="restart"/>' if cell.merge == "restart" else "<w:vMerge/>"
    properties += f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.fill}"/>' if cell.fill else ""
    content = cell.xml or "".join(paragraph(line) for line in cell.text.split("\n"))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def table(*rows: Sequence[Cellish]) -> str:
    """Write a table."""
    lines = [f"<w:tr>{''.join(map(cell_xml, row))}</w:tr>" for row in rows]
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(lines)}</w:tbl>"


def docx(*body: str, doctype: str = "", **parts: str) -> bytes:
    """Write a Word file; `parts` are other stories by name, such as header1=paragraph("...")."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        package.writestr(
            "word/document.xml", f"{doctype}<w:document {NAMESPACES}><w:body>{''.join(body)}</w:body></w:document>"
        )
        for name, content in parts.items():
            package.writestr(f"word/{name}.xml", f"<w:story {NAMESPACES}>{content}</w:story>")
    return held.getvalue()


def xlsx(
    rows: Sequence[Sequence[object]], change: Callable[[Worksheet], None] | None = None, title: str = "Plan"
) -> bytes:
    """Write a workbook of one sheet, changed by hand where a test needs more."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    if change:
        change(sheet)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """Save a workbook to bytes."""
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def ods(*rows: Sequence[str], last: str = "", manifest: str = "") -> bytes:
    """Write an OpenDocument sheet of texts; `last` is one more cell for the last row."""

    def cells(row: Sequence[str]) -> str:
        texts = (f"<text:p>{escape(text)}</text:p>" for text in row)
        return "".join(f'<table:table-cell office:value-type="string">{text}</table:table-cell>' for text in texts)

    lines = [f"<table:table-row>{cells(row)}{last if row is rows[-1] else ''}</table:table-row>" for row in rows]
    base = "urn:oasis:names:tc:opendocument:xmlns:"
    spaces = " ".join(f'xmlns:{name}="{base}{name}:1.0"' for name in ("office", "table", "text"))
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
        sheet = f'<table:table table:name="Plan">{"".join(lines)}</table:table>'
        body = f"<office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body>"
        package.writestr("content.xml", f"<office:document-content {spaces}>{body}</office:document-content>")
    return held.getvalue()
