"""Styles of an OpenDocument sheet: fills, how dates are shown, which sheets are hidden, whose page they print on."""

from __future__ import annotations

from lxml import etree

_BASE = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TABLE, TEXT = f"{{{_BASE}office:1.0}}", f"{{{_BASE}table:1.0}}", f"{{{_BASE}text:1.0}}"
STYLE, DRAW = f"{{{_BASE}style:1.0}}", f"{{{_BASE}drawing:1.0}}"
FO, NUMBER = f"{{{_BASE}xsl-fo-compatible:1.0}}", f"{{{_BASE}datastyle:1.0}}"
PARTS = {"day": "d", "month": "m", "year": "yy", "hours": "h"}


class Styles:
    """The styles of one file, those of a sheet's own before the common ones."""

    def __init__(self, *roots: etree._Element | None) -> None:
        """Read the styles of content.xml and of styles.xml, where there is one."""
        self._styles: dict[tuple[str, str], etree._Element] = {}
        self._dates: dict[str, str] = {}
        for root in roots:
            if root is None:
                continue
            for style in root.iter(STYLE + "style"):
                key = str(style.get(STYLE + "family")), str(style.get(STYLE + "name"))
                self._styles.setdefault(key, style)
            for style in root.iter(NUMBER + "date-style"):
                self._dates.setdefault(str(style.get(STYLE + "name")), _format(style))
        self._fills: dict[str, str | None] = {}

    def fill(self, name: str) -> str | None:
        """Give a cell style's fill as RRGGBB; none for no fill."""
        if name not in self._fills:
            colour = self._property(name, "table-cell-properties", FO + "background-color")
            self._fills[name] = colour[1:].upper() if colour.startswith("#") else None
        return self._fills[name]

    def date_format(self, name: str) -> str:
        """Give the number format of a cell style's dates in a workbook's manner; a day where the style names none."""
        return self._dates.get(self._property(name, "", STYLE + "data-style-name"), "dd/mm/yyyy")

    def shows(self, sheet: etree._Element) -> bool:
        """Say whether a sheet is visible."""
        style = self._styles.get(("table", str(sheet.get(TABLE + "style-name"))))
        properties = None if style is None else style.find(STYLE + "table-properties")
        return properties is None or properties.get(TABLE + "display") != "false"

    def page_of(self, sheet: etree._Element) -> str:
        """Give the name of the page a sheet is printed on."""
        style = self._styles.get(("table", str(sheet.get(TABLE + "style-name"))))
        return "Default" if style is None else str(style.get(STYLE + "master-page-name") or "Default")

    def _property(self, name: str, group: str, attribute: str) -> str:
        """Find what a cell style says, or else the style it is based on; no chain is longer than ten."""
        for _ in range(10):
            style = self._styles.get(("table-cell", name))
            if style is None:
                return ""
            holder = style.find(STYLE + group) if group else style
            value = None if holder is None else holder.get(attribute)
            if value:
                return str(value)
            name = str(style.get(STYLE + "parent-style-name"))
        return ""


def _format(style: etree._Element) -> str:
    """Write a date style as a workbook's number format, so that one understanding serves both."""
    pieces = []
    for part in style:
        mark = PARTS.get(etree.QName(part).localname, "")
        long = part.get(NUMBER + "style") == "long"
        if mark == "m" and part.get(NUMBER + "textual") == "true":
            mark = "mmmm" if long else "mmm"
        pieces.append(mark * 2 if mark == "yy" and long else mark)
    return "-".join(filter(None, pieces))
