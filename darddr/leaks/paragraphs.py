"""Paragraphs of markup, joined across the runs they are stored in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from lxml import etree

_PARAGRAPHS = ("{*}p", "{*}si", "{*}is", "{*}text")
_TEXTS = ("{*}t", "{*}delText")
_BLANKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_CODES = ("{*}instrText", "{*}delInstrText")
_OPEN_DOCUMENT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_OPEN_BLANKS = {"s": " ", "tab": "\t", "line-break": "\n"}
_State = Literal["", "in", "out", "hidden"]
# What a change or a setting at the end of a paragraph takes away, so that two read as one.
_MARKS = ("{*}del", "{*}ins", "{*}moveFrom", "{*}moveTo", "{*}vanish", "{*}specVanish")


@dataclass(eq=False)
class Paragraph:
    """An element whose text reads as one, its stored runs, and which of them a tracked change put in or took out."""

    element: etree._Element
    runs: list[str] = field(default_factory=list)
    states: list[_State] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)

    def add(self, text: str, state: _State = "") -> None:
        """Append a run."""
        self.runs.append(text)
        self.states.append(state)

    def views(self) -> Iterator[list[str]]:
        """The runs as stored, and as they read with the tracked changes accepted and rejected."""
        yield self.runs
        if any(self.states):
            changed = {"out", "in"} & set(self.states)
            for hidden in ("out", "in") if changed else ("",):
                yield self._without(hidden)
            if "hidden" in self.states:
                yield self._without("hidden")

    def _without(self, state: str) -> list[str]:
        out = (state, "hidden") if state else ("hidden",)
        return [run for run, held in zip(self.runs, self.states, strict=True) if held not in out]


def paragraphs(root: etree._Element) -> list[Paragraph]:
    """Every paragraph of a part in order: Word, drawings, spreadsheet strings and notes, or OpenDocument."""
    if any(uri == _OPEN_DOCUMENT for uri in root.nsmap.values()):
        return [_open_document(element) for element in root.iter(f"{{{_OPEN_DOCUMENT}}}p", f"{{{_OPEN_DOCUMENT}}}h")]
    return _office(root)


def joined(root: etree._Element) -> set[etree._Element]:
    """Paragraphs that read on into the next one: their end is deleted, inserted or hidden, or they are a dropped capital."""
    ending: set[etree._Element] = set()
    for mark in root.iter(*_MARKS):
        properties = mark.getparent()
        if properties is not None and properties.tag.endswith("}rPr") and properties.getparent().tag.endswith("}pPr"):
            ending.add(properties.getparent().getparent())
    for frame in root.iter("{*}framePr"):
        if any(str(key).endswith("}dropCap") and value != "none" for key, value in frame.attrib.items()):
            ending.add(frame.getparent().getparent())
    return ending


def _office(root: etree._Element) -> list[Paragraph]:
    """Runs belong to the nearest paragraph above them: a text box interrupts the one it is anchored in."""
    changed = _changed_runs(root) | _hidden_runs(root)
    found: dict[etree._Element, Paragraph] = {}
    nested = next(root.iter("{*}txbxContent"), None) is not None
    current: Paragraph | None = None
    for element in root.iter(*_PARAGRAPHS, *_TEXTS, *_CODES, "{*}sym", *(f"{{*}}{blank}" for blank in _BLANKS)):
        name = element.tag.rpartition("}")[2]
        if name in ("p", "si", "is", "text"):
            current = found[element] = Paragraph(element)
            continue
        owner = found.get(next(element.iterancestors(*_PARAGRAPHS), element)) if nested else current
        if owner is None:
            continue
        if name in _BLANKS:
            if element.getparent().tag.endswith("}r"):
                owner.add(_BLANKS[name])
        elif name == "sym":
            owner.add(_symbol(element))
        elif name in ("t", "delText"):
            owner.add(element.text or "", changed.get(element, ""))
        else:
            owner.codes.append(element.text or "")
    return list(found.values())


def _changed_runs(root: etree._Element) -> dict[etree._Element, _State]:
    """The texts inside tracked insertions and deletions, moves included."""
    changed: dict[etree._Element, _State] = {}
    for element in root.iter("{*}ins", "{*}moveTo"):
        changed |= dict.fromkeys(element.iter(*_TEXTS), "in")
    for element in root.iter("{*}del", "{*}moveFrom"):
        changed |= dict.fromkeys(element.iter(*_TEXTS), "out")
    return changed


def _hidden_runs(root: etree._Element) -> dict[etree._Element, _State]:
    """The texts of runs that are marked as hidden."""
    hidden: dict[etree._Element, _State] = {}
    for element in root.iter("{*}vanish"):
        run = element.getparent().getparent() if element.getparent() is not None else None
        if run is not None and run.tag.endswith("}r"):
            hidden |= dict.fromkeys(run.iter(*_TEXTS), "hidden")
    return hidden


def _symbol(element: etree._Element) -> str:
    """A letter put in as a symbol; typefaces of symbols keep theirs in a range of their own."""
    code = next((str(value) for key, value in element.attrib.items() if str(key).endswith("}char")), "")
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return (
        chr(number & 0xFF if 0xF000 <= number <= 0xF0FF else number)
        if 0x20 <= number < 0xD800 or number >= 0xF020
        else ""
    )


def _open_document(element: etree._Element) -> Paragraph:
    """Mixed content; a note or text box inside is a paragraph of its own and left out here."""
    paragraph = Paragraph(element)
    _mixed(element, paragraph)
    return paragraph


def _mixed(element: etree._Element, paragraph: Paragraph) -> None:
    paragraph.add(element.text or "")
    for child in element:
        if isinstance(child.tag, str):
            space, _, name = child.tag[1:].rpartition("}")
            if space == _OPEN_DOCUMENT and name in _OPEN_BLANKS:
                paragraph.add(_OPEN_BLANKS[name])
            elif name not in ("p", "h", "note-body", "text-box"):
                _mixed(child, paragraph)
        paragraph.add(child.tail or "")
