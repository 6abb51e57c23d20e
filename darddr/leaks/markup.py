"""One XML part, searched whole: paragraphs, every other text, every attribute, remarks in the markup."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Callable
from functools import cache

from lxml import etree

from darddr.leaks import places
from darddr.leaks.paragraphs import Paragraph, joined, paragraphs
from darddr.leaks.reading import ENOUGH, Block, Reading
from darddr.leaks.rows import read_mixed, read_table_rows
from darddr.leaks.scanner import Found
from darddr.leaks.sheets import read_chart_days

_TEXT = re.compile(r">([^<]*[^\s<][^<]*)<")
_ATTRIBUTE = re.compile(r"""=\s*(?:"([^"]{2,})"|'([^']{2,})')""")
_REMARK = re.compile(r"<!--(.*?)-->|<\?(?!xml )(.*?)\?>|<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_IDLE = re.compile(
    r"-?\d{1,5}%?|-?\d+\.\d+|[\-+% ]+|(?=[0-9]*[A-Fa-f])[0-9A-Fa-f]{8}|https?://schemas\..*|urn:(?:schemas|oasis).*|true|false|auto"
)
_ENTITY = re.compile(r"""<!ENTITY[^>]*?["']([^"'>]*)["']""")
_PROSE_WORDS = 4
CellOf = Callable[[etree._Element, int], str | None]


def read_markup(part: str, data: bytes, reading: Reading, cell_of: CellOf | None = None) -> None:
    """Search a part; malformed markup is searched as it stands and puts the file in doubt.

    `cell_of` tells which cell of a workbook shows an element's text, the number-th of its part.
    """
    if part.lower().endswith("fonttable.xml"):
        return
    raw = _decoded(data)
    if "<!ENTITY" in raw:
        reading.label(part, "remark in the markup", *_ENTITY.findall(raw))
        reading.doubt("a part of it hides words behind signs of its own")
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except etree.XMLSyntaxError:
        reading.doubt()
        reading.label(part, "damaged part", *_texts(raw), *_attributes(raw))
        return
    found = paragraphs(root)
    _read_paragraphs(part, root, found, reading, cell_of)
    read_table_rows(part, root, found, reading)
    _read_other_texts(part, raw, root, found, reading, cell_of)
    _read_attributes(part, raw, root, reading)
    if "numCache" in raw:
        read_chart_days(part, raw, reading)
    if not found or part.lower().endswith(".svg"):
        read_mixed(part, root, reading)
    if "customxml/" in part.lower():
        words = {str(word).rpartition("}")[2] for each in root.iter(etree.Element) for word in (each.tag, *each.attrib)}
        reading.label(part, "name of an element", *sorted(words))
    if remarks := ["".join(match.groups("")) for match in _REMARK.finditer(raw)]:
        reading.label(part, "remark in the markup", *remarks)


def _decoded(data: bytes) -> str:
    """The part as text; XML is UTF-8 unless a mark or its declaration says UTF-16 or names another encoding."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    if data[:1] == b"\0" or data[1:2] == b"\0":
        return data.decode("utf-16-be" if data[:1] == b"\0" else "utf-16-le", "replace")
    declared = re.match(rb"<\?xml[^>]*encoding\s*=\s*[\"']([\w.-]+)", data)
    try:
        return data.decode(declared[1].decode("ascii") if declared else "utf-8", "replace")
    except LookupError:
        return data.decode("utf-8", "replace")


def _read_paragraphs(
    part: str, root: etree._Element, found: list[Paragraph], reading: Reading, cell_of: CellOf | None
) -> None:
    """Each paragraph in each of its views, ends of paragraphs that a change takes away included."""
    numbers: list[int] = []
    views: list[list[str]] = []
    for number, paragraph in enumerate(found):
        for view in paragraph.views():
            numbers.append(number)
            views.append(view)
    ends = joined(root)
    for number, paragraph in enumerate(found[:-1] if ends else ()):
        if paragraph.element in ends:
            numbers.append(number)
            views.append([*paragraph.runs, *found[number + 1].runs])

    def locate(hit: Found) -> str | None:
        number = numbers[hit.index]
        element = found[number].element
        cell = cell_of(element, number) if cell_of else None
        return cell or places.of_paragraph(part, element, number + 1)

    reading.add(Block(part, ["".join(view) for view in views], locate, pieces=views))
    if codes := ["".join(paragraph.codes) for paragraph in found if paragraph.codes]:
        reading.label(part, "field code", *codes)


def _texts(raw: str) -> set[str]:
    return {html.unescape(text) for text in set(_TEXT.findall(raw))}


def _attributes(raw: str) -> set[str]:
    values = {double or single for double, single in set(_ATTRIBUTE.findall(raw))}
    return {html.unescape(value) for value in values if not _IDLE.fullmatch(value)}


def _read_other_texts(
    part: str, raw: str, root: etree._Element, found: list[Paragraph], reading: Reading, cell_of: CellOf | None
) -> None:
    """Texts that are in no paragraph: a few words are a label, more are prose."""
    runs = {run for paragraph in found for run in (*paragraph.runs, *paragraph.codes)}
    others = _texts(raw) - runs
    if not part.lower().startswith("docprops") and reading.letters < ENOUGH:
        reading.saw(" ".join(others))
    labels = [text for text in others if len(text.split()) <= _PROSE_WORDS]
    prose = [text for text in others if len(text.split()) > _PROSE_WORDS]

    @cache
    def holders() -> dict[str, tuple[int, etree._Element]]:
        first: dict[str, tuple[int, etree._Element]] = {}
        for number, element in enumerate(root.iter(etree.Element)):
            first.setdefault(element.text or "", (number, element))
        return first

    def place(text: str) -> str:
        if text not in holders():
            return places.of_part(part) or "hidden text"
        number, element = holders()[text]
        return (cell_of(element, number) if cell_of else None) or places.of_text(part, element)

    if labels:
        reading.add(Block(part, labels, lambda hit: place(labels[hit.index]), is_label=True))
    if prose:
        reading.add(Block(part, prose, lambda hit: place(prose[hit.index])))


def _read_attributes(part: str, raw: str, root: etree._Element, reading: Reading) -> None:
    values = list(_attributes(raw))

    @cache
    def holders() -> dict[str, list[tuple[etree._Element, str]]]:
        return _holders(root)

    def locate(hit: Found) -> str | None:
        """A near spelling counts only where people write the words themselves."""
        held = holders().get(_plain(values[hit.index]))
        if held is None:
            return places.of_part(part) or "hidden setting"
        for element, attribute in held:
            if not places.silent(element, attribute) and (hit.match != "near" or places.free_text(element, attribute)):
                return places.of_attribute(part, element, attribute)
        return None

    if values:
        reading.add(Block(part, values, locate, is_label=True))


def _holders(root: etree._Element) -> dict[str, list[tuple[etree._Element, str]]]:
    """Every attribute by its value."""
    held: dict[str, list[tuple[etree._Element, str]]] = defaultdict(list)
    for element in root.iter(etree.Element):
        for key, value in element.attrib.items():
            held[_plain(str(value))].append((element, str(key).rpartition("}")[2]))
    return dict(held)


def _plain(value: str) -> str:
    """White space in an attribute is normalised in reading, so it cannot be compared."""
    return " ".join(value.split())
