"""The protective marking, in the header of every page and in the first line of the body."""

import re
from collections.abc import Iterator

from darddr.documents.audit.faults import Fault
from darddr.documents.audit.opened import Element, Opened, R, W, is_on, text_of
from darddr.documents.audit.properties import core_property
from darddr.documents.package import PUBLISHED

_MARKING = re.compile(
    r"\b(?:OFFICIAL(?:[- ]SENSITIVE)?|RESTRICTED(?: UNTIL PUBLICATION)?|(?:PROTECTED )?CONFIDENTIAL|TOP SECRET|SECRET"
    r"|SWYDDOGOL(?:[- ]SENSITIF)?|CYFRINACHOL)\b"
)
_LONGEST_MARKING = 80
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def marking(file: Opened) -> Iterator[Fault]:
    """The same marking stands in every page's header and in the first line of the body; screen readers skip headers.

    A document whose core property "category" is "Published" must carry none: publication lifts the marking, and the
    property is how a finished file says that it has none on purpose. A marking we do not know by name counts when it is
    written in the style "Marking".
    """
    first = next((line for line in file.lines if line.text), None)
    local = first.text.upper() if first is not None and first.style == "marking" else ""
    opening = "" if first is None else marking_in(first.text) or local
    above = [marking_in(text) or (local if local in text.upper() else "") for text in _headers(file)]
    marked = next((text for text in above if text), "")
    if core_property(file, "category").lower() == PUBLISHED.lower():
        for where, text in (("header", marked), ("first line", opening)):
            if text:
                yield Fault("marking", where, f"A published document still carries the marking {text}.")
        return
    if not opening:
        yield Fault("marking", "first line", "The first line of the document is not its marking.")
    if not marked:
        yield Fault("marking", "header", "The header does not carry the document's marking.")
    elif "" in above:
        yield Fault("marking", "header", "Some pages have a header without the document's marking.")
    if marked and opening and {opening, *above} - {opening, ""}:
        yield Fault("marking", "header", f"The header says {marked} and the first line says {opening}.")


def marking_in(text: str) -> str:
    """The marking in a line, its spelling evened out; "" when there is none or the line is long, so prose."""
    match = _MARKING.search(text.upper()) if len(text) <= _LONGEST_MARKING else None
    return match[0].replace(" SENS", "-SENS") if match else ""


def _headers(file: Opened) -> list[str]:
    """Text of the header each kind of page shows, section by section; a section without its own takes the last one's.

    A title page or even pages set apart without a header of their own show none (ECMA-376 Part 1, 17.10.1).
    """
    settings = file.parts.get("word/settings.xml")
    even = settings is not None and is_on(settings.find(f"{W}evenAndOddHeaders"))
    targets = _targets(file)
    current: dict[str, str] = {}
    shown: list[str] = []
    for section in file.body.iter(f"{W}sectPr"):
        if section.getparent() is not None and section.getparent().tag == f"{W}sectPrChange":
            continue
        for reference in section.iterchildren(f"{W}headerReference"):
            part = file.parts.get(targets.get(reference.get(f"{R}id", ""), ""))
            current[reference.get(f"{W}type", "default")] = "" if part is None else _first_marked(part)
        kinds = ["default", *(["first"] if is_on(section.find(f"{W}titlePg")) else []), *(["even"] if even else [])]
        shown += [current.get(kind, "") for kind in kinds]
    return shown


def _first_marked(header: Element) -> str:
    """The line of a header that holds a marking, else its first line."""
    found = [text_of(paragraph) for paragraph in header.iter(f"{W}p")]
    return next((text for text in found if marking_in(text)), next(iter(found), ""))


def _targets(file: Opened) -> dict[str, str]:
    relations = file.parts.get("word/_rels/document.xml.rels")
    if relations is None:
        return {}
    return {
        each.get("Id", ""): each.get("Target", "").removeprefix("/word/").removeprefix("./").join(("word/", ""))
        for each in relations.iter(_RELATION)
    }
