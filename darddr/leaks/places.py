"""Where something stands in a document, in a reader's words; never in the words that were found."""

from __future__ import annotations

import re

from lxml import etree

_PARTS = (
    ("docprops/", "document properties"),
    ("meta.xml", "document properties"),
    ("customxml/", "custom data (XML)"),
    ("/settings.xml", "document settings"),
    ("/charts/", "chart"),
    ("/diagrams/", "diagram"),
    ("/pivotcache/", "pivot table cache"),
    ("/pivottables/", "pivot table"),
    ("/header", "header"),
    ("/footer", "footer"),
    ("/footnotes", "footnotes"),
    ("/endnotes", "endnotes"),
    ("/threadedcomments/", "threaded comment"),
    ("/persons/", "authors of comments"),
    ("/people", "authors of changes and comments"),
    ("/comments", "comments"),
    ("/glossary/", "building blocks"),
    ("/drawings/", "text box or shape"),
    ("/styles", "styles"),
    ("styles.xml", "styles"),
    ("/numbering", "list numbering"),
    ("sharedstrings", "texts of cells"),
    ("/tables/", "table of a sheet"),
    ("/externallinks/", "link to another workbook"),
    ("xl/workbook.xml", "names of sheets and ranges"),
    (".rels", "link target"),
    ("[content_types]", "list of parts"),
)
_ATTRIBUTES = {
    "descr": "alt text",
    "title": "alt text",
    "alt": "alt text",
    "author": "author of a change or comment",
    "initials": "initials of an author",
    "Target": "link target",
    "href": "link target",
    "instr": "field code",
    "tooltip": "tip of a link",
    "date-value": "date in a cell",
}
_ELEMENTS = {
    "bookmarkStart": "bookmark",
    "alias": "content control",
    "tag": "content control",
    "docPart": "content control",
    "placeholder": "content control",
    "listItem": "content control",
    "dataBinding": "content control",
    "docVar": "document variable",
    "sheet": "name of a sheet",
    "table": "name of a sheet",
    "definedName": "named range",
    "numFmt": "number format",
    "docPr": "alt text",
    "cNvPr": "alt text",
    "property": "document properties",
    "comment": "comment",
    "creator": "author",
    "lastModifiedBy": "author",
    "oddHeader": "header of a sheet",
    "evenHeader": "header of a sheet",
    "firstHeader": "header of a sheet",
    "oddFooter": "footer of a sheet",
    "evenFooter": "footer of a sheet",
    "firstFooter": "footer of a sheet",
}
_WRITTEN = frozenset({"name", "string-value", "label", "v", "caption", "displayName", "prompt", "promptTitle", "error"})
# Typefaces are called after people, and styles by their makers; ids are noise.
_SILENT_ELEMENTS = frozenset(
    {"rFonts", "latin", "ea", "cs", "sym", "font", "rFont", "buFont", "lsdException", "font-face"}
    | {"pStyle", "rStyle", "tblStyle", "basedOn", "next", "link"}
)
_SILENT_ATTRIBUTES = re.compile(r"rsid.*|paraId|textId|durableId|font-(?:name|family).*|styleId|.*style-name|typeface")


def silent(element: etree._Element, attribute: str) -> bool:
    """Whether an attribute holds a typeface, a built-in style or a mere id, which nobody is recognised by."""
    name = _local(element)
    if name in _SILENT_ELEMENTS or _SILENT_ATTRIBUTES.fullmatch(attribute):
        return True
    above = element.getparent()
    if name == "name" and above is not None:
        custom = any(_plain(key) == "customStyle" for key in above.attrib)
        return _local(above) == "font" or (_local(above) == "style" and not custom)
    return name == "cellStyle" and "builtinId" in element.attrib


def free_text(element: etree._Element, attribute: str) -> bool:
    """Whether people write an attribute's words, so that a near spelling in it means something."""
    return attribute in _ATTRIBUTES or _local(element) in _ELEMENTS or attribute in _WRITTEN


def of_attribute(part: str, element: etree._Element, attribute: str) -> str:
    """Where an attribute stands."""
    name = _local(element)
    return _ATTRIBUTES.get(attribute) or _ELEMENTS.get(name) or of_part(part) or f"hidden setting ({name} {attribute})"


def of_text(part: str, element: etree._Element) -> str:
    """Where text outside paragraphs stands."""
    return _ELEMENTS.get(_local(element)) or of_part(part) or f"hidden text ({_local(element)})"


def of_paragraph(part: str, element: etree._Element, number: int) -> str:
    """A note or comment by its number, a slide or cell note by its name, else the paragraph of its part."""
    for above in element.iterancestors():
        name = _local(above)
        if name in ("footnote", "endnote") or (name == "comment" and not part.startswith("xl/")):
            ident = next((value for key, value in above.attrib.items() if _plain(key) == "id"), "")
            return f"{name} {ident}".strip()
        if name == "comment":
            return f"note on cell {above.get('ref', '')}".strip()
        if name == "annotation":
            return "comment"
        if name in ("txbxContent", "text-box"):
            return f"text box (paragraph {number})"
        if name == "docPartBody":
            return "building block"
        if name == "note":
            return "footnote"
    if re.search(r"(?:^|/)(?:document|content)\d*\.xml$", part):
        return f"paragraph {number}"
    known = of_part(part)
    digits = re.search(r"(\d+)\.xml$", part)
    return f"{known}{' ' + digits[1] if digits else ''}, paragraph {number}" if known else f"paragraph {number}"


def of_part(part: str) -> str:
    """What a part is to its reader; empty where it has no plain name."""
    lower = part.rpartition(" > ")[2].lower()
    return next((words for mark, words in _PARTS if mark in lower), "")


def _plain(key: str | bytes) -> str:
    return str(key).rpartition("}")[2]


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]
