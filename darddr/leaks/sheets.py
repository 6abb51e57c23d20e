"""A workbook's cells: which of them shows a shared text, and the days they keep as numbers."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cached_property

from lxml import etree

from darddr.leaks.reading import Block, Reading
from darddr.leaks.rows import read_rows
from darddr.leaks.scanner import Found

# ECMA-376 part 1, 18.8.30: the built-in formats that show a day.
_DAY_FORMATS = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)})
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_CELL = re.compile(
    r"<(?:\w+:)?c\s([^>]*)>\s*(?:<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)\s*)?<(?:\w+:)?v>(\d{2,6})(?:\.\d+)?</"
)
_CACHE = re.compile(r"<(?:\w+:)?numCache>(.*?)</(?:\w+:)?numCache>", re.DOTALL)
_FORMAT = re.compile(r"formatCode>([^<]*)<")
_POINT = re.compile(r"<(?:\w+:)?v>(\d{2,6})(?:\.\d+)?</")
_SERIALS = range(367, 110_000)


class Book:
    """An .xlsx package's parts by name."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._parts = parts

    @cached_property
    def sheets(self) -> dict[str, str]:
        """Part -> the sheet's name as people see it."""
        workbook, links = self._tree("xl/workbook.xml"), self._tree("xl/_rels/workbook.xml.rels")
        if workbook is None or links is None:
            return {}
        targets = {
            link.get("Id"): posixpath.normpath(posixpath.join("/xl", link.get("Target") or ""))[1:] for link in links
        }
        named = {}
        for sheet in workbook.iter("{*}sheet"):
            ident = next((value for key, value in sheet.attrib.items() if str(key).endswith("}id")), None)
            if ident in targets:
                named[targets[ident]] = sheet.get("name") or ""
        return named

    @cached_property
    def _shared(self) -> dict[int, str]:
        places: dict[int, str] = {}
        for part, name in self.sheets.items():
            tree = self._tree(part)
            for cell in tree.iter("{*}c") if tree is not None else ():
                value = cell.findtext("{*}v")
                if cell.get("t") == "s" and value and value.isdigit():
                    places.setdefault(int(value), f"sheet {name}, cell {cell.get('r')}")
        return places

    def place(self, part: str, element: etree._Element, number: int) -> str | None:
        """The cell that shows a text: the first one for a shared text (by its number), its own for any other."""
        if part == "xl/sharedStrings.xml":
            return self._shared.get(number)
        cell = element if str(element.tag).endswith("}c") else next(element.iterancestors("{*}c"), None)
        if part in self.sheets and cell is not None:
            return f"sheet {self.sheets[part]}, cell {cell.get('r')}"
        return None

    def read_days(self, reading: Reading) -> None:
        """Search the cells that show a number as a day."""
        styles = self._day_styles()
        for part, name in self.sheets.items() if styles else ():
            cells = list(_numbers(self._parts.get(part, b"").decode("utf-8", "replace"), styles))
            days = [self._day(serial).isoformat() for _, serial in cells]

            def locate(hit: Found, cells: list[tuple[str, int]] = cells, name: str = name) -> str:
                return f"sheet {name}, cell {cells[hit.index][0]}"

            if days:
                reading.add(Block(part, days, locate, is_label=True))

    def read_rows(self, reading: Reading) -> None:
        """Search what reads as one across neighbouring cells of a row."""
        for part, name in self.sheets.items():
            tree = self._tree(part)
            rows = (
                [[self._shown(cell) for cell in row.iter("{*}c")] for row in tree.iter("{*}row")]
                if tree is not None
                else []
            )

            def where(number: int, name: str = name) -> str:
                return f"sheet {name}, across cells"

            read_rows(part, rows, where, reading)

    def _shown(self, cell: etree._Element) -> str:
        value = cell.findtext("{*}v") or ""
        if cell.get("t") == "s":
            number = int(value) if value.isdigit() else -1
            return self._texts[number] if 0 <= number < len(self._texts) else ""
        if cell.get("t") == "inlineStr":
            return "".join(text.text or "" for text in cell.iter("{*}t"))
        return value

    @cached_property
    def _texts(self) -> list[str]:
        tree = self._tree("xl/sharedStrings.xml")
        return (
            ["".join(text.text or "" for text in item.iter("{*}t")) for item in tree.iter("{*}si")]
            if tree is not None
            else []
        )

    def _day_styles(self) -> frozenset[str]:
        """The cell styles (their numbers as written) whose format shows a day or a month."""
        styles = self._tree("xl/styles.xml")
        if styles is None:
            return frozenset()
        shown = {str(number) for number in _DAY_FORMATS}
        for code in styles.iter("{*}numFmt"):
            if re.search(r"[dy]|mmm", _QUOTED.sub("", code.get("formatCode") or ""), re.IGNORECASE):
                shown.add(code.get("numFmtId") or "")
        used = styles.find("{*}cellXfs")
        return frozenset(str(n) for n, xf in enumerate(used if used is not None else ()) if xf.get("numFmtId") in shown)

    def _day(self, serial: int) -> date:
        workbook = self._parts.get("xl/workbook.xml", b"")
        first = date(1904, 1, 1) if re.search(rb"date1904\s*=\s*[\"'](?:1|true)", workbook) else date(1899, 12, 30)
        return first + timedelta(days=serial)

    def _tree(self, part: str) -> etree._Element | None:
        try:
            return etree.fromstring(self._parts[part], etree.XMLParser(resolve_entities=False, no_network=True))
        except (KeyError, etree.XMLSyntaxError):
            return None


def read_chart_days(part: str, markup: str, reading: Reading) -> None:
    """Search the days along the axis of a chart, which keeps them as numbers."""
    days = [
        (date(1899, 12, 30) + timedelta(days=int(serial))).isoformat()
        for cache in _CACHE.findall(markup)
        if re.search(r"[dy]|mmm", _QUOTED.sub("", " ".join(_FORMAT.findall(cache))), re.IGNORECASE)
        for serial in _POINT.findall(cache)
        if int(serial) in _SERIALS
    ]
    if days:
        reading.label(part, "chart", *days)


def _numbers(sheet: str, styles: frozenset[str]) -> Iterator[tuple[str, int]]:
    for attributes, serial in _CELL.findall(sheet):
        style = re.search(r'\bs="(\d+)"', attributes)
        place = re.search(r'\br="(\w+)"', attributes)
        if style and style[1] in styles and int(serial) in _SERIALS:
            yield place[1] if place else "", int(serial)
