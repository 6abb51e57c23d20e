"""Identities and hiding places for the leak check: every one of the first is put into every one of the second."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from xml.sax.saxutils import escape, quoteattr

from PIL import Image, PngImagePlugin

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)

REGISTER = {
    "people": [
        {
            "role": "victim",
            "pseudonym": "Ellen",
            "names": ["Sarah Jane Whitlock", "Siân O'Brien"],
            "dates_of_birth": ["1984-03-07"],
            "dates_of_death": ["2024-02-11"],
            "addresses": ["14 Larkspur Close, Netherby, ZZ99 9ZZ"],
            "phones": ["01632 960123", "07700 900456"],
            "emails": ["swift-owl@example.org"],
            "nhs_numbers": ["943 476 5919"],
            "other": ["Crime ref 44/1234/24"],
        },
        {"role": "perpetrator", "pseudonym": "Adult B", "names": ["Dariusz Kowalczyk", "Grace Young"]},
        {"role": "child", "pseudonym": "Child C", "names": ["Abdul-Rahman Al-Hassan", "Elizabeth Smith-Jones"]},
    ],
    "places": ["Netherby Mill"],
    "allowed": ["Dr Sarah Chen", "Helen Priest"],
}

# (as written, the identifier it must be found as, its kind)
IDENTITIES: tuple[tuple[str, str, str], ...] = (
    ("Sarah Jane Whitlock", "Sarah Jane Whitlock", "name"),
    ("Sarah Whitlock", "Sarah Jane Whitlock", "name"),
    ("WHITLOCK", "Sarah Jane Whitlock", "name"),
    ("Sarah", "Sarah Jane Whitlock", "name"),
    ("Mrs Whitlock", "Sarah Jane Whitlock", "name"),
    ("Whitlock's", "Sarah Jane Whitlock", "name"),
    ("Whitlock, Sarah", "Sarah Jane Whitlock", "name"),
    ("S. Whitlock", "Sarah Jane Whitlock", "name"),
    ("S. W.", "Sarah Jane Whitlock", "name"),
    ("S.J.W.", "Sarah Jane Whitlock", "name"),
    ("SarahWhitlock", "Sarah Jane Whitlock", "name"),
    ("sarah-whitlock", "Sarah Jane Whitlock", "name"),
    ("S a r a h  W h i t l o c k", "Sarah Jane Whitlock", "name"),
    ("Sarah\u00a0Whitlock", "Sarah Jane Whitlock", "name"),
    ("Whit\u00adlock", "Sarah Jane Whitlock", "name"),
    ("Whit\u200block", "Sarah Jane Whitlock", "name"),
    ("Ｗｈｉｔｌｏｃｋ", "Sarah Jane Whitlock", "name"),
    ("Whitlоck", "Sarah Jane Whitlock", "name"),
    ("Whitlok", "Sarah Jane Whitlock", "name"),
    ("Sian O’Brien", "Siân O'Brien", "name"),
    ("SIÂN OBRIEN", "Siân O'Brien", "name"),
    ("Dariusz", "Dariusz Kowalczyk", "name"),
    ("Kowalczyk", "Dariusz Kowalczyk", "name"),
    ("Kowalcyzk", "Dariusz Kowalczyk", "name"),
    ("Grace Young", "Grace Young", "name"),
    ("Mr Young", "Grace Young", "name"),
    ("Abdul Rahman", "Abdul-Rahman Al-Hassan", "name"),
    ("Al-Hassan", "Abdul-Rahman Al-Hassan", "name"),
    ("Liz Smith-Jones", "Elizabeth Smith-Jones", "name"),
    ("Ms Smith Jones", "Elizabeth Smith-Jones", "name"),
    ("7 March 1984", "1984-03-07", "date"),
    ("07/03/84", "1984-03-07", "date"),
    ("7.3.1984", "1984-03-07", "date"),
    ("March 7th 1984", "1984-03-07", "date"),
    ("7th of March, 1984", "1984-03-07", "date"),
    ("1984-03-07", "1984-03-07", "date"),
    ("11 Feb 2024", "2024-02-11", "date"),
    ("14 Larkspur Close, Netherby", "14 Larkspur Close, Netherby, ZZ99 9ZZ", "address"),
    ("14, Larkspur Cl", "14 Larkspur Close, Netherby, ZZ99 9ZZ", "address"),
    ("zz999zz", "ZZ99 9ZZ", "postcode"),
    ("ZZ99  9ZZ", "ZZ99 9ZZ", "postcode"),
    ("+44 (0)1632 960 123", "01632 960123", "phone"),
    ("07700900456", "07700 900456", "phone"),
    ("swift-owl@example.org", "swift-owl@example.org", "email"),
    ("swift-owl at example dot org", "swift-owl@example.org", "email"),
    ("943-476-5919", "943 476 5919", "nhs"),
    ("9434765919", "943 476 5919", "nhs"),
    ("crime ref 44-1234-24", "Crime ref 44/1234/24", "other"),
    ("Netherby  Mill", "Netherby Mill", "place"),
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
    document = f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>"
    return archive({"[Content_Types].xml": "<Types/>", "word/document.xml": document} | parts)


def _word_part(name: str, element: str) -> Callable[[str], bytes]:
    """A Word part of paragraphs holding the text."""
    return lambda text: word(
        **{name: f'<w:{element} {_NAMESPACES}><w:{element[:-1]} w:id="2">{run(text)}</w:{element[:-1]}></w:{element}>'}
    )


def run(text: str, properties: str = "") -> str:
    """One paragraph of one run, between words of prose."""
    return f'<w:p><w:r>{properties}<w:t xml:space="preserve">We spoke to {escape(text)} about it.</w:t></w:r></w:p>'


def _split(text: str, size: int = 2) -> str:
    bits = [text[i : i + size] for i in range(0, len(text), size)]
    return "<w:p>" + "".join(f'<w:r><w:t xml:space="preserve">{escape(bit)}</w:t></w:r>' for bit in bits) + "</w:p>"


def _inserted(text: str) -> str:
    half = len(text) // 2
    return (
        f'<w:p><w:r><w:t xml:space="preserve">{escape(text[:half])}</w:t></w:r>'
        f"<w:del><w:r><w:delText>xx</w:delText></w:r></w:del>"
        f'<w:ins><w:r><w:t xml:space="preserve">{escape(text[half:])}</w:t></w:r></w:ins></w:p>'
    )


def _sheet(cells: str = "", workbook: str = '<sheet name="Plan" sheetId="1" r:id="rId1"/>', extra: str = "", **parts: str) -> bytes:
    return archive(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": f"<workbook {_NAMESPACES}><sheets>{workbook}</sheets>{extra}</workbook>",
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
    note = f"/Annots [<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents {hexed(extra['note'])}>>]" if "note" in extra else ""
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


_TXBX = "<w:p><w:r><w:t>Before</w:t></w:r><w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r><w:r><w:t>after</w:t></w:r></w:p>"
_FIELD = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> AUTHOR {} </w:instrText></w:r></w:p>'

# Where it is hidden -> the file with the text in that place.
PLACES: dict[str, Callable[[str], bytes]] = {
    "body": lambda t: word(run(t)),
    "table cell": lambda t: word(f"<w:tbl><w:tr><w:tc>{run(t)}</w:tc></w:tr></w:tbl>"),
    "split runs": lambda t: word(_split(t)),
    "single letters": lambda t: word(_split(t, 1)),
    "half inserted": lambda t: word(_inserted(t)),
    "deleted": lambda t: word(f"<w:p><w:del><w:r><w:delText>{escape(t)}</w:delText></w:r></w:del></w:p>"),
    "moved": lambda t: word(f"<w:p><w:moveFrom><w:r><w:t>{escape(t)}</w:t></w:r></w:moveFrom></w:p>"),
    "hidden text": lambda t: word(run(t, "<w:rPr><w:vanish/></w:rPr>")),
    "footnote": _word_part("word/footnotes.xml", "footnotes"),
    "endnote": _word_part("word/endnotes.xml", "endnotes"),
    "comment": _word_part("word/comments.xml", "comments"),
    "comment's author": lambda t: word(**{"word/comments.xml": f'<w:comments {_NAMESPACES}><w:comment w:id="1" w:author={quoteattr(t)}/></w:comments>'}),
    "header": lambda t: word(**{"word/header1.xml": f"<w:hdr {_NAMESPACES}>{run(t)}</w:hdr>"}),
    "footer": lambda t: word(**{"word/footer2.xml": f"<w:ftr {_NAMESPACES}>{run(t)}</w:ftr>"}),
    "text box": lambda t: word(_TXBX.format(run(t))),
    "content control's tag": lambda t: word(f"<w:sdt><w:sdtPr><w:tag w:val={quoteattr(t)}/></w:sdtPr></w:sdt>"),
    "placeholder": lambda t: word(**{"word/glossary/document.xml": f"<w:glossaryDocument {_NAMESPACES}><w:docPartBody>{run(t)}</w:docPartBody></w:glossaryDocument>"}),
    "field code": lambda t: word(_FIELD.format(escape(t))),
    "simple field": lambda t: word(f"<w:p><w:fldSimple w:instr={quoteattr('AUTHOR ' + t)}/></w:p>"),
    "bookmark": lambda t: word(f'<w:p><w:bookmarkStart w:id="1" w:name={quoteattr(t)}/></w:p>'),
    "link target": lambda t: word(**{"word/_rels/document.xml.rels": f'<Relationships><Relationship Id="r1" TargetMode="External" Target={quoteattr("https://example.org/?q=" + t)}/></Relationships>'}),
    "alt text": lambda t: word(f'<w:p><w:r><w:drawing><wp:docPr id="1" name="Picture" descr={quoteattr("Photograph of " + t)}/></w:drawing></w:r></w:p>'),
    "core properties": lambda t: word(**{"docProps/core.xml": f'<p xmlns:dc="urn:dc"><dc:creator>{escape(t)}</dc:creator></p>'}),
    "own properties": lambda t: word(**{"docProps/custom.xml": f"<Properties><property name={quoteattr(t)}/></Properties>"}),
    "document variable": lambda t: word(**{"word/settings.xml": f'<w:settings {_NAMESPACES}><w:docVars><w:docVar w:name="x" w:val={quoteattr(t)}/></w:docVars></w:settings>'}),
    "custom XML": lambda t: word(**{"customXml/item1.xml": f"<case><who>{escape(t)}</who></case>"}),
    "remark in markup": lambda t: word(f"<w:p/><!-- {escape(t).replace('--', '- ')} -->"),
    "chart": lambda t: word(**{"word/charts/chart1.xml": f"<c:chart {_NAMESPACES}><c:pt><c:v>{escape(t)}</c:v></c:pt></c:chart>"}),
    "SmartArt": lambda t: word(**{"word/diagrams/data1.xml": f"<dgm:d {_NAMESPACES}><a:p><a:r><a:t>{escape(t)}</a:t></a:r></a:p></dgm:d>"}),
    "picture in a document": lambda t: word(**{"word/media/image1.png": png(t)}),
    "embedded workbook": lambda t: word(**{"word/embeddings/Sheet1.xlsx": _sheet(f'<c r="A1" t="inlineStr"><is><t>{escape(t)}</t></is></c>')}),
    "UTF-16 part": lambda t: word(**{"customXml/item2.xml": f'<?xml version="1.0" encoding="UTF-16"?><a>{escape(t)}</a>'.encode("utf-16")}),
    "shared string": lambda t: _sheet('<c r="C7" t="s"><v>0</v></c>', **{"xl/sharedStrings.xml": f"<sst><si><r><t>{escape(t[:1])}</t></r><r><t>{escape(t[1:])}</t></r></si></sst>"}),
    "inline string": lambda t: _sheet(f'<c r="B2" t="inlineStr"><is><t>{escape(t)}</t></is></c>'),
    "formula's value": lambda t: _sheet(f'<c r="B2" t="str"><f>A1</f><v>{escape(t)}</v></c>'),
    "hidden sheet's name": lambda t: _sheet(workbook=f'<sheet name={quoteattr(t)} state="hidden" sheetId="1" r:id="rId1"/>'),
    "cell note": lambda t: _sheet(**{"xl/comments1.xml": f'<comments><commentList><comment ref="B4"><text><r><t>{escape(t)}</t></r></text></comment></commentList></comments>'}),
    "threaded comment": lambda t: _sheet(**{"xl/threadedComments/threadedComment1.xml": f"<ThreadedComments><threadedComment><text>{escape(t)}</text></threadedComment></ThreadedComments>"}),
    "defined name": lambda t: _sheet(extra=f'<definedNames><definedName name="x">{escape(t)}</definedName></definedNames>'),
    "sheet's header": lambda t: _sheet(**{"xl/worksheets/sheet2.xml": f"<worksheet><headerFooter><oddHeader>&amp;C{escape(t)}</oddHeader></headerFooter></worksheet>"}),
    "number format": lambda t: _sheet(**{"xl/styles.xml": f"<styleSheet><numFmts><numFmt numFmtId='170' formatCode={quoteattr(chr(34) + t + chr(34))}/></numFmts></styleSheet>"}),
    "pivot cache": lambda t: _sheet(**{"xl/pivotCache/pivotCacheDefinition1.xml": f"<pivotCacheDefinition><sharedItems><s v={quoteattr(t)}/></sharedItems></pivotCacheDefinition>"}),
    "OpenDocument text": lambda t: archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": f'<o xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><text:p>To {escape(t[:2])}<text:span>{escape(t[2:])}</text:span> again.</text:p></o>'}),
    "PDF properties": lambda t: pdf(info=t),
    "PDF note": lambda t: pdf(note=t),
    "PDF outline": lambda t: pdf(outline=t),
    "PDF alternative text": lambda t: pdf(alt=t),
    "PNG text": png,
    "PNG compressed text": lambda t: png(t, compressed=True),
    "JPEG title for Windows": lambda t: jpeg(t, 0x9C9B),
    "UTF-16 text file": lambda t: f"We spoke to {t} about it.".encode("utf-16"),
    "table with commas": lambda t: f'1,"{t}",2\n'.encode(),
}
