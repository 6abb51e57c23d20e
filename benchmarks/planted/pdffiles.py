"""Hiding places of a PDF, written object by object, with and without a table from codes to letters."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence

Texts = Sequence[str]
Place = Callable[[Texts], bytes]
_PROSE = "The review was read by everybody on the panel."


def _hexed(text: str) -> str:
    return "<" + ("\ufeff" + text).encode("utf-16-be").hex() + ">"


class _Font:
    """A font of two-byte codes given out as letters come, with its table to Unicode."""

    def __init__(self) -> None:
        self.codes: dict[str, int] = {}

    def write(self, text: str) -> str:
        return "".join(f"{self.codes.setdefault(char, len(self.codes) + 1):04x}" for char in text)

    def table(self) -> bytes:
        rows = [f"<{code:04x}> <{char.encode('utf-16-be').hex()}>" for char, code in self.codes.items()]
        blocks = [rows[i : i + 100] for i in range(0, len(rows), 100)]
        body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
        return f"/CIDInit begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange\n{body}\nendcmap".encode()


def pdf(
    lines: Callable[[_Font], str] | None = None,
    page: str = "",
    catalog: str = "",
    info: str = "",
    extra: Sequence[bytes] = (),
) -> bytes:
    """One page of a line of prose and what is given; further objects are numbered from 10."""
    font = _Font()
    start = f"BT /F1 11 Tf 60 800 Td <{font.write(_PROSE)}> Tj ET\n"
    content = zlib.compress((start + (lines(font) if lines else "")).encode("latin-1"))
    table = font.table()
    objects = [
        f"<</Type/Catalog/Pages 2 0 R{catalog}>>".encode(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>{page}>>".encode(),
        b"<</Filter/FlateDecode/Length %d>>\nstream\n" % len(content) + content + b"\nendstream",
        b"<</Type/Font/Subtype/Type0/BaseFont/Sans/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Sans/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 500>>",
        b"<</Length %d>>\nstream\n" % len(table) + table + b"\nendstream",
        f"<<{info}>>".encode(),
        b"null",
        *extra,
    ]
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, held in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + held + b"\nendobj\n"
    begin = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(
        b"%010d 00000 n \n" % place for place in places
    )
    out += b"trailer\n<</Size %d/Root 1 0 R/Info 8 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, begin)
    return bytes(out)


def _lines(write: Callable[[_Font, str], str]) -> Place:
    def made(texts: Texts) -> bytes:
        return pdf(
            lambda font: "\n".join(
                f"BT /F1 11 Tf 60 {780 - 12 * n} Td {write(font, t)} ET" for n, t in enumerate(texts)
            )
        )

    return made


def _pieces(font: _Font, text: str) -> str:
    return "[" + " -30 ".join(f"<{font.write(text[i : i + 2])}>" for i in range(0, len(text), 2)) + "] TJ"


def _glyphs(font: _Font, text: str) -> str:
    return " ".join(f"<{font.write(char)}> Tj 6 0 Td" for char in text)


def _note(texts: Texts) -> bytes:
    notes = "".join(f"<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents {_hexed(text)}>>" for text in texts)
    return pdf(page=f"/Annots [{notes}]")


def _fields(texts: Texts) -> bytes:
    notes = "".join(f"<</Subtype/Widget/FT/Tx/T(x)/Rect[0 0 9 9]/V {_hexed(text)}>>" for text in texts)
    return pdf(page=f"/Annots [{notes}]")


def _outline(texts: Texts) -> bytes:
    extra = [f"<</Title {_hexed(text)}/Parent 1 0 R>>".encode() for text in texts]
    return pdf(catalog="/Outlines 10 0 R", extra=extra)


def _xmp(texts: Texts) -> bytes:
    items = "".join(f"<rdf:li>{text}</rdf:li>" for text in texts).encode()
    packet = b'<x:xmpmeta xmlns:x="adobe:ns:meta/" xmlns:rdf="urn:rdf"><rdf:Bag>' + items + b"</rdf:Bag></x:xmpmeta>"
    return pdf(
        catalog="/Metadata 10 0 R",
        extra=[b"<</Type/Metadata/Subtype/XML/Length %d>>\nstream\n" % len(packet) + packet + b"\nendstream"],
    )


def _replaced(font: _Font, text: str) -> str:
    return f"/Span <</ActualText {_hexed(text)}>> BDC <{font.write('xx')}> Tj EMC"


def _attachment(texts: Texts) -> bytes:
    held = "\n".join(texts).encode()
    extra = [
        b"<</Type/EmbeddedFile/Length %d>>\nstream\n" % len(held) + held + b"\nendstream",
        b"<</Type/Filespec/F(list.txt)/UF(list.txt)/EF<</F 10 0 R>>>>",
    ]
    return pdf(catalog="/Names<</EmbeddedFiles<</Names[(list.txt) 11 0 R]>>>>", extra=extra)


def _earlier(texts: Texts) -> bytes:
    """The texts are on the page of an earlier version, which a later one replaced."""
    first = _lines(lambda font, text: f"<{font.write(text)}> Tj")(texts)
    at = len(first) + 1
    page = b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 10 0 R/Resources<</Font<</F9 11 0 R>>>>>>\nendobj\n"
    shown = b"BT /F9 11 Tf 60 800 Td (" + _PROSE.encode() + b") Tj ET"
    content = b"10 0 obj\n<</Length %d>>\nstream\n" % len(shown) + shown + b"\nendstream\nendobj\n"
    font = b"11 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>\nendobj\n"
    body = page + content + font
    table = b"xref\n3 1\n%010d 00000 n \n10 2\n%010d 00000 n \n%010d 00000 n \n" % (
        at,
        at + len(page),
        at + len(page) + len(content),
    )
    before = first.rindex(b"startxref")
    trailer = b"trailer\n<</Size 12/Root 1 0 R/Info 8 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF" % (
        int(first[before:].split()[1]),
        at + len(body),
    )
    return first + b"\n" + body + table + trailer


PDF: dict[str, Place] = {
    "PDF text": _lines(lambda font, text: f"<{font.write('About ' + text + ' only.')}> Tj"),
    "PDF text in pieces": _lines(_pieces),
    "PDF text letter by letter": _lines(_glyphs),
    "PDF text that is replaced": _lines(_replaced),
    "PDF hidden text": _lines(lambda font, text: f"3 Tr <{font.write(text)}> Tj"),
    "PDF note": _note,
    "PDF form field": _fields,
    "PDF outline": _outline,
    "PDF properties": lambda texts: pdf(info="".join(f"/K{n} {_hexed(text)}" for n, text in enumerate(texts))),
    "PDF XMP": _xmp,
    "PDF attachment": _attachment,
    "PDF earlier version": _earlier,
}
