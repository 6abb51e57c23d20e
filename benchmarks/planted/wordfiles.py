"""Hiding places of a Word file: each a file with all texts in one kind of place, each in an element of its own."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from PIL import Image

from benchmarks.planted.workbooks import workbook

_NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
)
Texts = Sequence[str]
Place = Callable[[Texts], bytes]


def archive(parts: dict[str, str | bytes]) -> bytes:
    """A package of parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def word(body: str = "", **parts: str | bytes) -> bytes:
    """A Word file with a line of prose, a body, and further parts."""
    prose = run("The review was read by everybody on the panel.")
    document = f'<?xml version="1.0" encoding="UTF-8"?><w:document {_NS}><w:body>{prose}{body}</w:body></w:document>'
    return archive({"[Content_Types].xml": "<Types/>", "word/document.xml": document} | parts)


def run(text: str, properties: str = "") -> str:
    """A paragraph of one run."""
    return f'<w:p><w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _said(text: str) -> str:
    return f"They spoke about {text} on that day."


def _each(form: str, quoted: bool = False, said: bool = True) -> Callable[[Texts], str]:
    """The form once for each text."""

    def written(texts: Texts) -> str:
        shown = [(_said(text) if said and not quoted else text) for text in texts]
        return "".join(form.replace("{}", quoteattr(text) if quoted else escape(text)) for text in shown)

    return written


def _part(name: str, element: str, form: str) -> Place:
    inner = _each(form)
    return lambda texts: word(**{name: f"<w:{element} {_NS}>{inner(texts)}</w:{element}>"})


def _body(form: str, quoted: bool = False) -> Place:
    inner = _each(form, quoted)
    return lambda texts: word(inner(texts))


def _split(text: str, size: int) -> str:
    cut = [text[i : i + size] for i in range(0, len(text), size)]
    runs = "".join(
        f'<w:r><w:rPr/><w:t xml:space="preserve">{escape(bit)}</w:t></w:r><w:proofErr w:type="spellStart"/>'
        for bit in cut
    )
    return f"<w:p>{runs}</w:p>"


def _inserted(text: str) -> str:
    half = len(text) // 2
    return (
        f'<w:p><w:r><w:t xml:space="preserve">{escape(text[:half])}</w:t></w:r><w:del w:id="1" w:author="A"><w:r>'
        f'<w:delText>zz</w:delText></w:r></w:del><w:ins w:id="2" w:author="A"><w:r><w:t xml:space="preserve">'
        f"{escape(text[half:])}</w:t></w:r></w:ins></w:p>"
    )


def _exif(texts: Texts) -> bytes:
    parts: dict[str, str | bytes] = {}
    for number, text in enumerate(texts):
        out, picture = io.BytesIO(), Image.new("RGB", (6, 6))
        exif = picture.getexif()
        exif[0x9C9B] = _said(text).encode("utf-16-le")
        picture.save(out, "JPEG", exif=exif)
        parts[f"word/media/image{number}.jpeg"] = out.getvalue()
    return word(**parts)


_T = '<w:p><w:r><w:t xml:space="preserve">{}</w:t></w:r></w:p>'
_BOX = (
    "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent>"
    + _T
    + "</w:txbxContent>"
    "</wps:txbx></w:drawing></mc:Choice></mc:AlternateContent></w:r></w:p>"
)
_LINK = '<Relationship Id="r1" TargetMode="External" Target={}/>'


def _links(texts: Texts) -> bytes:
    targets = "".join(_LINK.replace("{}", quoteattr("https://example.org/?q=" + quote(text))) for text in texts)
    return word(**{"word/_rels/document.xml.rels": f"<Relationships>{targets}</Relationships>"})


def _bookmarks(texts: Texts) -> bytes:
    return word(
        "".join(f"<w:p><w:bookmarkStart w:id='1' w:name={quoteattr(t.replace(' ', '_'))}/></w:p>" for t in texts)
    )


def _wrapped(name: str, before: str, form: str, after: str, quoted: bool = False) -> Place:
    inner = _each(form, quoted)
    return lambda texts: word(**{name: before + inner(texts) + after})


WORD: dict[str, Place] = {
    "body": _body(_T),
    "table": _body("<w:tbl><w:tr><w:tc>" + _T + "</w:tc></w:tr></w:tbl>"),
    "runs of two letters": lambda texts: word("".join(_split(_said(text), 2) for text in texts)),
    "runs of one letter": lambda texts: word("".join(_split(_said(text), 1) for text in texts)),
    "half inserted": lambda texts: word("".join(_inserted(text) for text in texts)),
    "deleted": _body('<w:p><w:del w:id="1" w:author="A"><w:r><w:delText>{}</w:delText></w:r></w:del></w:p>'),
    "moved away": _body("<w:p><w:moveFrom><w:r><w:t>{}</w:t></w:r></w:moveFrom></w:p>"),
    "hidden text": _body("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{}</w:t></w:r></w:p>"),
    "footnote": _part("word/footnotes.xml", "footnotes", f'<w:footnote w:id="2">{_T}</w:footnote>'),
    "endnote": _part("word/endnotes.xml", "endnotes", f'<w:endnote w:id="2">{_T}</w:endnote>'),
    "comment": _part("word/comments.xml", "comments", f'<w:comment w:id="2" w:author="A">{_T}</w:comment>'),
    "author of a comment": _wrapped(
        "word/comments.xml", f"<w:comments {_NS}>", "<w:comment w:author={}/>", "</w:comments>", True
    ),
    "header": _part("word/header1.xml", "hdr", _T),
    "footer": _part("word/footer1.xml", "ftr", _T),
    "text box": _body(_BOX),
    "content control": _body("<w:sdt><w:sdtContent>" + _T + "</w:sdtContent></w:sdt>"),
    "control’s title": _body("<w:sdt><w:sdtPr><w:alias w:val={}/></w:sdtPr></w:sdt>", True),
    "field": _body('<w:p><w:r><w:instrText xml:space="preserve"> QUOTE {} </w:instrText></w:r></w:p>'),
    "bookmark": _bookmarks,
    "link target": _links,
    "alt text": _body("<w:p><w:r><w:drawing><wp:docPr id='1' name='P' descr={}/></w:drawing></w:r></w:p>", True),
    "core properties": _wrapped("docProps/core.xml", '<p xmlns:dc="urn:dc">', "<dc:subject>{}</dc:subject>", "</p>"),
    "own properties": _wrapped("docProps/custom.xml", "<Properties>", "<property name={}/>", "</Properties>", True),
    "settings variable": _wrapped(
        "word/settings.xml", f"<w:settings {_NS}>", "<w:docVar w:name='x' w:val={}/>", "</w:settings>", True
    ),
    "custom XML": _wrapped("customXml/item1.xml", "<case>", "<who>{}</who>", "</case>"),
    "chart": _wrapped("word/charts/chart1.xml", f"<c:chart {_NS}>", "<c:pt><c:v>{}</c:v></c:pt>", "</c:chart>"),
    "diagram": _wrapped("word/diagrams/data1.xml", f"<dgm:d {_NS}>", "<a:p><a:r><a:t>{}</a:t></a:r></a:p>", "</dgm:d>"),
    "EXIF of a picture": _exif,
    "embedded workbook": lambda texts: word(
        **{"word/embeddings/Sheet1.xlsx": workbook([_said(text) for text in texts])}
    ),
    "zip in a zip": lambda texts: archive(
        {"inner.docx": word(**{"word/embeddings/b.docx": word("".join(run(_said(t)) for t in texts))})}
    ),
    "names of parts": lambda texts: word(**{f"word/media/{text.replace('/', '-')}.bin": b"" for text in texts}),
}
