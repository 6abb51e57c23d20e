"""A Word file opened for the audit: every XML part parsed with entities and the network off, and its styles at hand."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element

_W_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{_W_NAMESPACE}}}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
BODY = "word/document.xml"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_LARGEST = 256 * 1024 * 1024
_OFF = {"0", "false", "off"}
_HEADING = re.compile(r"heading ([1-9])")


class Unreadable(Exception):
    """A file cannot be audited; the message says why in one sentence."""


@dataclass(frozen=True)
class Line:
    """A paragraph read once: its words, its style by name, its heading level (0 for text), whether Word lists it."""

    element: Element
    text: str
    style: str
    level: int
    listed: bool
    in_table: bool


class Opened:
    """The parts of a .docx by name; all are parsed on opening, so that damage anywhere shows at once."""

    def __init__(self, data: bytes) -> None:
        """Unpack and parse; raises Unreadable for anything that is not a whole Word document of sensible size."""
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                if sum(entry.file_size for entry in package.infolist()) > _LARGEST:
                    raise Unreadable("The file unpacks to more than 256 MB and was not opened.")
                self.names = frozenset(package.namelist())
                raw = {name: package.read(name) for name in package.namelist() if name.endswith((".xml", ".rels"))}
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
            raise Unreadable("The file is damaged, protected by a password, or not a Word document (.docx).") from None
        if BODY not in raw:
            raise Unreadable("The file holds no Word document (word/document.xml is missing).")
        if _STRICT in raw[BODY][:4096]:
            raise Unreadable("The file is saved as Strict Open XML; save it again as an ordinary Word document.")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        self.parts: dict[str, Element] = {}
        self._kept: dict[tuple[str, str], tuple[Element, ...]] = {}
        self._lineages: dict[str, tuple[Element, ...]] = {}
        self._style_facts: dict[str, tuple[str, int, bool]] = {}
        for name, part in raw.items():
            try:
                self.parts[name] = etree.fromstring(part, parser)
            except etree.XMLSyntaxError:
                raise Unreadable(f"The file is damaged: its part {name} is not well-formed XML.") from None
        if self.parts[BODY].find(f"{W}body") is None:
            raise Unreadable("The file holds no Word document (its body is missing).")

    @property
    def body(self) -> Element:
        """w:body of the document."""
        return self.parts[BODY].find(f"{W}body")

    def story_parts(self) -> Iterator[tuple[str, Element]]:
        """Parts a reader sees, each with a name a person would use: body, headers, footers, notes and comments."""
        for name, root in self.parts.items():
            stem = name.removeprefix("word/").removesuffix(".xml").rstrip("0123456789")
            if name == BODY:
                yield "document", root
            elif name.startswith("word/") and stem in {"header", "footer", "footnotes", "endnotes", "comments"}:
                yield name.removeprefix("word/").removesuffix(".xml"), root

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every paragraph of the body in reading order, those in tables too."""
        return tuple([self._line(paragraph) for paragraph in self.body.iter(f"{W}p")])

    @cached_property
    def styles(self) -> dict[str, Element]:
        """w:style by id."""
        root = self.parts.get("word/styles.xml")
        return {} if root is None else {each.get(f"{W}styleId", ""): each for each in root.iterchildren(f"{W}style")}

    @cached_property
    def default_style(self) -> str:
        """Id of the style of paragraphs that name none."""
        for name, style in self.styles.items():
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true"}:
                return name
        return ""

    def style_of(self, paragraph: Element) -> str:
        """Id of the style of a paragraph."""
        return value(paragraph.find(f"{W}pPr/{W}pStyle")) or self.default_style

    def style_name(self, style_id: str) -> str:
        """Name of a style in lower case, since Word spells built-in names both ways."""
        style = self.styles.get(style_id)
        return "" if style is None else value(style.find(f"{W}name")).lower()

    def lineage(self, style_id: str) -> tuple[Element, ...]:
        """A style and those it is based on, nearest first; a circle ends where it closes."""
        if style_id not in self._lineages:
            found: list[Element] = []
            at = style_id
            while at in self.styles and self.styles[at] not in found:
                found.append(self.styles[at])
                at = value(self.styles[at].find(f"{W}basedOn"))
            self._lineages[style_id] = tuple(found)
        return self._lineages[style_id]

    def run_properties(self, style_id: str) -> tuple[Element, ...]:
        """w:rPr of a style and those it is based on, nearest first."""
        return self._properties(style_id, "rPr")

    def paragraph_properties(self, style_id: str) -> tuple[Element, ...]:
        """w:pPr of a style and those it is based on, nearest first."""
        return self._properties(style_id, "pPr")

    def _properties(self, style_id: str, tag: str) -> tuple[Element, ...]:
        if (style_id, tag) not in self._kept:
            found = (style.find(f"{W}{tag}") for style in self.lineage(style_id))
            self._kept[style_id, tag] = tuple(each for each in found if each is not None)
        return self._kept[style_id, tag]

    def _line(self, paragraph: Element) -> Line:
        properties = paragraph.find(f"{W}pPr")
        style = self.style_of(paragraph)
        if style not in self._style_facts:
            self._style_facts[style] = (self.style_name(style), self._style_level(style), self._style_lists(style))
        name, level, listed = self._style_facts[style]
        if properties is not None:
            own = properties.find(f"{W}outlineLvl")
            level = level if own is None else _level(own)
            numbering = properties.find(f"{W}numPr/{W}numId")
            listed = listed if numbering is None else value(numbering) != "0"
        return Line(paragraph, text_of(paragraph), name, level, listed, in_table(paragraph))

    def _style_level(self, style_id: str) -> int:
        for style in self.lineage(style_id):
            outline = style.find(f"{W}pPr/{W}outlineLvl")
            if outline is not None:
                return _level(outline)
            if match := _HEADING.fullmatch(value(style.find(f"{W}name")).lower()):
                return int(match[1])
        return 0

    def _style_lists(self, style_id: str) -> bool:
        found = (style.find(f"{W}pPr/{W}numPr/{W}numId") for style in self.lineage(style_id))
        return next((value(numbering) != "0" for numbering in found if numbering is not None), False)


def _level(outline: Element) -> int:
    """Heading level of an outline level, which counts from 0; 9 means body text (ECMA-376 Part 1, 17.3.1.20)."""
    return int(value(outline)) + 1 if value(outline) in set("012345678") else 0


def value(element: Element | None) -> str:
    """w:val of an element, "" when there is none."""
    return "" if element is None else element.get(f"{W}val", "")


def is_on(element: Element | None) -> bool:
    """Whether an on/off property is present and not switched off (ECMA-376 Part 1, 17.17.4)."""
    return element is not None and element.get(f"{W}val", "1") not in _OFF


def text_of(element: Element) -> str:
    """The words of a paragraph or cell as read: deleted text and field codes left out, breaks and tabs as spaces."""
    nodes = element.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}cr", f"{W}p")
    return " ".join("".join([(node.text or "") if node.tag == f"{W}t" else " " for node in nodes]).split())


def in_table(paragraph: Element) -> bool:
    """Whether a paragraph stands in a table cell."""
    return next(paragraph.iterancestors(f"{W}tc"), None) is not None
