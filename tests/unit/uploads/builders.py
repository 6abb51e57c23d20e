"""Files for the gate: small ones built part by part, so that each can be wrong in one way."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
P = "http://schemas.openxmlformats.org/package/2006/relationships"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
Parts = Mapping[str, str | bytes]


def archive(parts: Parts) -> bytes:
    """A zip of parts, packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def types(main: str, kind: str, more: str = "") -> str:
    """The list of content types with one main part."""
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/{main}" ContentType="{kind}"/>{more}</Types>'
    )


def links(*entries: tuple[str, str, bool]) -> str:
    """A list of relationships: (kind, target, is it outside)."""
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{R}/{kind}" Target="{target}"{" TargetMode=" + chr(34) + "External" + chr(34) if outside else ""}/>'
        for n, (kind, target, outside) in enumerate(entries, 1)
    )
    return f'<Relationships xmlns="{P}">{rows}</Relationships>'


def word_parts(
    body: str = "<w:p/>", more: Parts | None = None, more_types: str = "", kind: str = DOCX
) -> dict[str, str | bytes]:
    """The parts of a Word file."""
    return {
        "[Content_Types].xml": types("word/document.xml", kind, more_types),
        "_rels/.rels": links(("officeDocument", "word/document.xml", False)),
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
    } | dict(more or {})


def word(body: str = "<w:p/>", more: Parts | None = None, more_types: str = "", kind: str = DOCX) -> bytes:
    """A Word file."""
    return archive(word_parts(body, more, more_types, kind))


def linked(kind: str, target: str) -> bytes:
    """A Word file whose document has one link outside."""
    return word(more={"word/_rels/document.xml.rels": links((kind, target, True))})


def with_template(target: str) -> bytes:
    """A Word file attached to a template."""
    settings = f'<w:settings xmlns:w="{W}"/>'
    return word(
        more={"word/settings.xml": settings, "word/_rels/settings.xml.rels": links(("attachedTemplate", target, True))}
    )


def field(*codes: str) -> str:
    """A paragraph with a field whose code is stored in several runs."""
    runs = "".join(f"<w:r><w:instrText>{code}</w:instrText></w:r>" for code in codes)
    return f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{runs}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'


def book(cells: str = "", more: Parts | None = None, more_types: str = "", kind: str = XLSX, extra: str = "") -> bytes:
    """An Excel workbook of one sheet."""
    return archive(
        {
            "[Content_Types].xml": types("xl/workbook.xml", kind, more_types),
            "_rels/.rels": links(("officeDocument", "xl/workbook.xml", False)),
            "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets>{extra}</workbook>',
            "xl/_rels/workbook.xml.rels": links(("worksheet", "worksheets/sheet1.xml", False)),
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{S}"><sheetData><row>{cells}</row></sheetData></worksheet>',
        }
        | dict(more or {})
    )


def formula(text: str) -> bytes:
    """A workbook with one formula."""
    return book(f'<c r="A1"><f>{text}</f><v>1</v></c>')


def open_document(kind: str = "text", body: str = "<text:p>One</text:p>", more: Parts | None = None) -> bytes:
    """An OpenDocument file as LibreOffice lays one out: the kind first and unpacked."""
    out = io.BytesIO()
    spaces = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
        'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0"'
    )
    manifest = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    parts: dict[str, str | bytes] = {
        "content.xml": f"<office:document-content {spaces}><office:body>{body}</office:body></office:document-content>",
        "META-INF/manifest.xml": manifest,
    }
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(zipfile.ZipInfo("mimetype"), f"application/vnd.oasis.opendocument.{kind}")
        for name, content in (parts | dict(more or {})).items():
            package.writestr(name, content)
    return out.getvalue()


def compound(*entries: str) -> bytes:
    """An older office file as far as its directory goes."""
    out = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0"))
    for entry in entries:
        out += entry.encode("utf-16-le").ljust(128, b"\0")
    return bytes(out.ljust(2048, b"\0"))


def pdf(catalog: str = "", *objects: bytes, trailer: str = "") -> bytes:
    """A PDF of one empty page, with more in its catalogue, objects from number 4 on, or more in its trailer."""
    out = bytearray(b"%PDF-1.7\n")
    basic = (
        f"<</Type/Catalog/Pages 2 0 R{catalog}>>".encode(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    )
    for number, content in enumerate((*basic, *objects), 1):
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    return bytes(out) + f"trailer\n<</Size 9/Root 1 0 R{trailer}>>\nstartxref\n9\n%%EOF\n".encode()


def packed_object(content: bytes) -> bytes:
    """An object stream that keeps other objects packed."""
    packed = zlib.compress(b"10 0 " + content)
    return (
        b"<</Type/ObjStm/N 1/First 5/Filter/FlateDecode/Length %d>>\nstream\n" % len(packed) + packed + b"\nendstream"
    )


def png(width: int = 2, height: int = 2, after: bytes = b"") -> bytes:
    """A grey picture; the size it claims may be any."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0\0\0" * 2)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"") + after


def twice(parts: Parts, name: str) -> bytes:
    """An archive that holds one part a second time."""
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as package:
        warnings.simplefilter("ignore")
        for each in (*parts, name):
            package.writestr(each, parts[each])
    return out.getvalue()


def locked_zip() -> bytes:
    """A Word file whose parts claim to be encrypted."""
    data = bytearray(word())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        position = data.find(mark)
        while position >= 0:
            data[position + offset] |= 1
            position = data.find(mark, position + 4)
    return bytes(data)
