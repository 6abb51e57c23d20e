"""Passages of one XML part, whatever its vocabulary: paragraphs joined across runs, loose text, and every attribute."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from darddr.leaks.passages import Passage, Unreadable

PARAGRAPHS = frozenset({"p", "si", "is", "comment", "text", "h"})
"""Elements whose inner text reads as one: Word and drawing paragraphs, spreadsheet strings and notes, OpenDocument paragraphs."""
TEXTS = frozenset({"t", "delText", "instrText", "v", "f", "oddHeader", "oddFooter", "definedName"})
BREAKS = frozenset({"tab", "br", "cr", "noBreakHyphen", "s", "line-break"})
SILENT = ("word/theme/", "xl/theme/", "ppt/theme/", "word/fontTable.xml")
"""Typefaces of a theme are named after people; nobody is recognised by them."""
SILENT_ATTRIBUTES = frozenset({"rsidR", "rsidRPr", "rsidP", "rsidRDefault", "rsidTr", "paraId", "textId", "ascii", "hAnsi", "eastAsia", "cs"})
_PARSER = {"resolve_entities": False, "no_network": True, "huge_tree": False, "load_dtd": False}


def passages(part: str, data: bytes) -> Iterator[Passage]:
    """Every passage of a part. Raises Unreadable where it is not well-formed."""
    if part.startswith(SILENT):
        return
    try:
        root = etree.fromstring(data, etree.XMLParser(**_PARSER))
    except etree.XMLSyntaxError:
        raise Unreadable(part) from None
    yield from _texts(part, root)
    yield from _attributes(part, root)


def _texts(part: str, root: Any) -> Iterator[Passage]:
    number = 0
    for element in root.iter(etree.Element):
        name = _name(element)
        if name in PARAGRAPHS and not _inside_paragraph(element):
            number += 1
            pieces = tuple(_pieces(element))
            if any(piece.strip() for piece in pieces):
                yield Passage("".join(pieces), part, _place(part, element, number), pieces=pieces)
        elif element.text and element.text.strip() and not _inside_paragraph(element, itself=True):
            yield Passage(element.text, part, f"{part}, {name}", is_label=name not in TEXTS)
    for comment in root.iter(etree.Comment):
        yield Passage(comment.text or "", part, f"{part}, remark in the markup", is_label=True)


def _pieces(paragraph: Any) -> Iterator[str]:
    for element in paragraph.iter(etree.Element):
        if _name(element) in BREAKS:
            yield " "
        elif _name(element) in PARAGRAPHS and element is not paragraph:
            yield " "
        if element.text and _name(element) not in BREAKS:
            yield element.text
        if element.tail and element is not paragraph:
            yield element.tail


def _inside_paragraph(element: Any, *, itself: bool = False) -> bool:
    if itself and _name(element) in PARAGRAPHS:
        return True
    return any(_name(above) in PARAGRAPHS for above in element.iterancestors())


def _attributes(part: str, root: Any) -> Iterator[Passage]:
    for element in root.iter(etree.Element):
        if _name(element) == "lsdException":
            continue
        for key, value in element.attrib.items():
            plain = etree.QName(key).localname
            if len(value) > 2 and plain not in SILENT_ATTRIBUTES and not value.startswith(("http://schemas.", "urn:schemas")):
                yield Passage(value, part, f"{part}, {_name(element)} {plain}", is_label=True)


def _place(part: str, element: Any, number: int) -> str:
    """Where a person would look: a note or comment by its number, else the paragraph of its part."""
    for above in (element, *element.iterancestors()):
        name = _name(above)
        if name in ("footnote", "endnote", "comment") and part.startswith("word/"):
            ident = next((value for key, value in above.attrib.items() if etree.QName(key).localname == "id"), "")
            return f"{name} {ident}".strip()
    kind = part.rsplit("/", 1)[-1].removesuffix(".xml")
    return f"paragraph {number}" if kind == "document" else f"{kind}, passage {number}"


def _name(element: Any) -> str:
    return str(etree.QName(element).localname)
