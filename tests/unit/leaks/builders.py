"""Small files with a text in one place, built part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from xml.sax.saxutils import escape

from PIL import Image, PngImagePlugin

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def archive(parts: dict[str, str | bytes]) -> bytes:
    """A package of parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def word(body: str = "<w:p/>", **parts: str | bytes) -> bytes:
    """A Word file with a body and further parts (slashes in their names written as __, dots as they are)."""
    document = f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
    return archive({"[Content_Types].xml": "<Types/>", "word/document.xml": document} | parts)


def word_part(name: str, element: str) -> Callable[[str], bytes]:
    """A Word part of paragraphs holding the text."""
    return lambda text: word(
        **{name: f'<w:{element} {NAMESPACES}><w:{element[:-1]} w:id="2">{run(text)}</w:{element[:-1]}></w:{element}>'}
    )


def run(text: str, properties: str = "") -> str:
    """One paragraph of one run, between words of prose."""
    return f'<w:p><w:r>{properties}<w:t xml:space="preserve">We spoke to {escape(text)} about it.</w:t></w:r></w:p>'


def split(text: str, size: int = 2) -> str:
    bits = [text[i : i + size] for i in range(0, len(text), size)]
    return "<w:p>" + "".join(f'<w:r><w:t xml:space="preserve">{escape(bit)}</w:t></w:r>' for bit in bits) + "</w:p>"


def inserted(text: str) -> str:
    half = len(text) // 2
    return (
        f'<w:p><w:r><w:t xml:space="preserve">{escape(text[:half])}</w:t></w:r>'
        f"<w:del><w:r><w:delText>xx</w:delText></w:r></w:del>"
        f'<w:ins><w:r><w:t xml:space="preserve">{escape(text[half:])}</w:t></w:r></w:ins></w:p>'
    )


def sheet(
    cells: str = "", workbook: str = '<sheet name="Plan" sheetId="1" r:id="rId1"/>', extra: str = "", **parts: str
) -> bytes:
    return archive(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": f"<workbook {NAMESPACES}><sheets>{workbook}</sheets>{extra}</workbook>",
            "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f"<worksheet><sheetData><row>{cells}</row></sheetData></worksheet>",
        }
        | parts
    )


def jpeg(text: str, field: int = 0x010E) -> bytes:
    """A picture with one field of EXIF."""
    out, picture = io.BytesIO(), Image.new("RGB", (8, 8))
    exif = picture.getexif()
    exif[field] = text.encode("utf-16-le") if field >= 0x9C9B else text
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def png(text: str, *, compressed: bool = False) -> bytes:
    """A picture with one text chunk."""
    out, told = io.BytesIO(), PngImagePlugin.PngInfo()
    told.add_itxt("Comment", text, zip=compressed)
    Image.new("RGB", (8, 8)).save(out, "PNG", pnginfo=told)
    return out.getvalue()


def pdf(text: str = "", **extra: str) -> bytes:
    """A small PDF: the text on its page, and raw objects `info`, `note`, `outline`, `field` of its own."""
    hexed = lambda value: "<" + ("\ufeff" + value).encode("utf-16-be").hex() + ">"  # noqa: E731
    stream = f"BT /F1 12 Tf 72 720 Td ({text or 'A page with enough words on it.'}) Tj ET".encode("cp1252", "replace")
    note = (
        f"/Annots [<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents {hexed(extra['note'])}>>]"
        if "note" in extra
        else ""
    )
    outline = " /Outlines 6 0 R" if "outline" in extra else ""
    objects = [
        f"<</Type/Catalog/Pages 2 0 R{outline}>>".encode(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>{note}>>".encode(),
        b"<</Length %d>>\nstream\n" % len(stream) + stream + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        b"<</Type/Outlines/First 7 0 R/Last 7 0 R/Count 1>>",
        f"<</Title {hexed(extra.get('outline', 'Contents'))}/Parent 6 0 R/Dest[3 0 R/Fit]>>".encode(),
        f"<</Author {hexed(extra.get('info', 'Council'))}>>".encode(),
        f"<</Type/StructElem/S/Figure/Alt {hexed(extra.get('alt', 'A chart'))}>>".encode(),
    ]
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R/Info 8 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)
