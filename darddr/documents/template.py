"""The house template: the styles our documents are written in, built by code and kept in memory.

A partnership may hand in a Word file of its own instead. Only its styles, lists and letterhead are used; `read_template` says
which of the styles we write in it lacks.
"""

import io
import zipfile
import zlib
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.styles.styles import Styles
from lxml import etree

from darddr.documents.letterhead import NO_LETTERHEAD, Letterhead, LetterheadUnfit, read_letterhead
from darddr.documents.looks import LOOKS, NUMBERING, TABLE_STYLE, Look
from darddr.documents.xml import escape
from darddr.documents.zipped import content_types, relationships, stamped

FONT = "Arial"
LANGUAGE = "en-GB"
REQUIRED = (*(look.name for look in LOOKS), "darddr Table")
MOST_STYLES = 1_000
"""Styles a template may have: Word itself comes with under 400, and files pasted together from many grow without end."""
_KEPT_PARTS = ("word/styles.xml", "word/numbering.xml", "word/theme/theme1.xml")
_KEPT_STYLES = {"Normal", "Default Paragraph Font", "Normal Table", "No List"}
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class TemplateUnfit(Exception):
    """A Word file cannot serve as a template; `missing` names the styles it lacks, if that is why."""

    def __init__(self, message: str, missing: tuple[str, ...] = ()) -> None:
        """Keep the sentence the user reads and the names of the missing styles."""
        super().__init__(message)
        self.missing = missing


@dataclass(frozen=True)
class Template:
    """What a template gives: the id of each style by name, and the parts that define them."""

    ids: dict[str, str]
    parts: dict[str, bytes]
    letterhead: Letterhead = NO_LETTERHEAD


@lru_cache(maxsize=1)
def house_template() -> bytes:
    """Our own template as .docx bytes; nothing in it tells who made it, when, or with what."""
    document = Document()
    styles = document.styles
    for style in list(styles):
        if style.name not in _KEPT_STYLES:
            style.delete()
    for latent in styles.element.findall(qn("w:latentStyles")):
        styles.element.remove(latent)
    _set_defaults(styles.element)
    for look in LOOKS:
        if look.name not in _KEPT_STYLES:
            styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH, builtin=look.builtin)
    for look in LOOKS:
        _dress(styles, look)
    styles.element.append(parse_xml(TABLE_STYLE))
    saved = io.BytesIO()
    document.save(saved)
    return _only_styles(saved.getvalue())


def check_template(data: bytes) -> None:
    """Raise TemplateUnfit unless these bytes are a Word file with every style our documents are written in."""
    read_template(data)


def read_template(data: bytes) -> Template:
    """The styles and lists of a template; raises TemplateUnfit naming what is missing."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = {name: package.read(name) for name in _KEPT_PARTS if name in package.namelist()}
            letterhead = read_letterhead(package)
        styles = etree.fromstring(parts["word/styles.xml"], etree.XMLParser(resolve_entities=False, no_network=True))
    except LetterheadUnfit as reason:
        raise TemplateUnfit(str(reason)) from None
    except (zipfile.BadZipFile, zlib.error, KeyError, NotImplementedError, RuntimeError, etree.XMLSyntaxError):
        raise TemplateUnfit("The template is not a Word document (.docx) that can be read.") from None
    count = sum(1 for _ in styles.iterchildren(f"{_W}style"))
    if count > MOST_STYLES:
        raise TemplateUnfit(
            f"The template has {count:,} styles, more than the {MOST_STYLES:,} it may have: start from the one offered here."
        )
    ids: dict[str, str] = {}
    for style in styles.iterchildren(f"{_W}style"):
        name = style.find(f"{_W}name")
        if name is not None:
            ids[name.get(f"{_W}val", "").lower()] = escape(style.get(f"{_W}styleId", ""))
    if missing := tuple(name for name in REQUIRED if name.lower() not in ids):
        raise TemplateUnfit(f"The template lacks these styles: {', '.join(missing)}.", missing)
    if b":embed=" in parts.get("word/numbering.xml", b"") or b"<w:pict" in parts.get("word/numbering.xml", b""):
        raise TemplateUnfit("The template's lists use pictures as bullets; use ordinary bullets instead.")
    unsigned = {name: _unsigned(part) for name, part in parts.items()}
    return Template({name: ids[name.lower()] for name in REQUIRED}, unsigned, letterhead)


def _unsigned(part: bytes) -> bytes:
    """A part without revision ids, which tell which files were once edited together (ECMA-376 part 1, 17.15.1.70)."""
    if b"rsid" not in part:
        return part
    root = etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))
    for element in list(root.iter(f"{_W}*")):
        for name in [name for name in element.attrib if name.startswith(f"{_W}rsid")]:
            del element.attrib[name]
        if element.tag.startswith(f"{_W}rsid"):
            element.getparent().remove(element)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)  # type: ignore[no-any-return]


@lru_cache(maxsize=1)
def house() -> Template:
    """The house template, read once."""
    return read_template(house_template())


def _set_defaults(styles: etree._Element) -> None:
    defaults = styles.find(qn("w:docDefaults"))
    if defaults is not None:
        styles.remove(defaults)
    styles.insert(
        0,
        parse_xml(
            '<w:docDefaults xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:rPrDefault><w:rPr>'
            f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
            f'<w:sz w:val="22"/><w:szCs w:val="22"/><w:lang w:val="{LANGUAGE}" w:eastAsia="{LANGUAGE}" w:bidi="ar-SA"/>'
            "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        ),
    )


def _dress(styles: Styles, look: Look) -> None:
    """Give a style its look, from our table alone: whatever it had before goes."""
    style = styles[look.name]
    assert isinstance(style, ParagraphStyle)
    for leftover in (*style.element.findall(qn("w:pPr")), *style.element.findall(qn("w:rPr"))):
        style.element.remove(leftover)
    style.base_style = None if look.base is None else styles[look.base]
    style.next_paragraph_style = styles[look.then] if look.then else None
    style.hidden, style.quick_style, style.unhide_when_used = False, True, False
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = Pt(look.before), Pt(look.after), look.line
    layout.keep_with_next = look.keep_with_next or None
    layout.widow_control = True
    font = style.font
    font.size, font.bold, font.italic = Pt(look.size), look.bold or None, look.italic or None
    font.color.rgb = RGBColor.from_string(look.colour)
    for extra in look.extra:
        _put_in_order(style.element.get_or_add_pPr(), parse_xml(extra))


def _put_in_order(properties: etree._Element, extra: etree._Element) -> None:
    """Insert where the schema wants it (ECMA-376 Part 1, 17.3.1.26): Word refuses w:pPr children out of order."""
    order = (
        *("keepNext", "keepLines", "pageBreakBefore", "widowControl", "numPr", "pBdr", "shd", "tabs", "spacing"),
        *("ind", "contextualSpacing", "jc", "outlineLvl"),
    )
    place = order.index(etree.QName(extra).localname)
    for index, child in enumerate(properties):
        if order.index(etree.QName(child).localname) > place:
            properties.insert(index, extra)
            return
    properties.append(extra)


def _only_styles(data: bytes) -> bytes:
    """The package again with styles, lists and an empty body: no thumbnail, properties, dates or odd parts."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        styles = package.read("word/styles.xml")
    kinds = {"word/document.xml": "document.main", "word/styles.xml": "styles", "word/numbering.xml": "numbering"}
    inside = {"styles": ("styles", "styles.xml"), "numbering": ("numbering", "numbering.xml")}
    parts = {
        "[Content_Types].xml": content_types(kinds).encode(),
        "_rels/.rels": relationships({"rId1": ("officeDocument", "word/document.xml")}).encode(),
        "word/_rels/document.xml.rels": relationships(inside).encode(),
        "word/document.xml": f'<w:document xmlns:w="{word}"><w:body><w:p/><w:sectPr/></w:body></w:document>'.encode(),
        "word/numbering.xml": NUMBERING.encode(),
        "word/styles.xml": styles,
    }
    stripped = io.BytesIO()
    with zipfile.ZipFile(stripped, "w") as package:
        for name, part in parts.items():
            package.writestr(stamped(name, datetime.min), part)
    return stripped.getvalue()
