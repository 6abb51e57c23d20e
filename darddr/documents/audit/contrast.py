"""Text that stands out from its ground."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from darddr.documents.audit.faults import Fault
from darddr.documents.audit.opened import Element, Opened, W, is_on, text_of, value

_HEX = re.compile(r"[0-9A-Fa-f]{6}")
_ENOUGH, _ENOUGH_LARGE = 4.5, 3.0
_LARGE, _LARGE_BOLD = 36, 28
_HIGHLIGHTS = {
    "yellow": "FFFF00", "green": "00FF00", "cyan": "00FFFF", "magenta": "FF00FF", "blue": "0000FF", "red": "FF0000",
    "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000", "darkMagenta": "800080", "darkRed": "800000",
    "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0", "black": "000000", "white": "FFFFFF",
}  # fmt: skip


@dataclass(frozen=True)
class _Look:
    """How a run appears: its stated colour ("" when left to Word) and its ground, both RRGGBB."""

    colour: str
    ground: str
    large: bool

    @property
    def ratio(self) -> float:
        return contrast_ratio(self.colour, self.ground)

    @property
    def is_faint(self) -> bool:
        return bool(self.colour) and self.ratio < (_ENOUGH_LARGE if self.large else _ENOUGH)


def contrast(file: Opened) -> Iterator[Fault]:
    """Text of a stated colour has 4.5:1 against its ground, large text 3:1 (WCAG 2.2, 1.4.3).

    The colour is the run's own or its style's; the ground is the nearest highlight or shading of run, paragraph, cell
    or the header row of a table style, else white. Colours left to Word ("automatic") always pass.
    """
    plain: dict[tuple[str, str], _Look] = {}
    told: set[tuple[str, _Look]] = set()
    for part, root in file.story_parts():
        for paragraph in root.iter(f"{W}p"):
            style = file.style_of(paragraph)
            ground = _ground(file, paragraph, style)
            if (style, ground) not in plain:
                plain[style, ground] = _look(list(file.run_properties(style)), ground)
            for run in paragraph.iter(f"{W}r"):
                own = run.find(f"{W}rPr")
                look = plain[style, ground] if own is None else _look(_lineage(file, own, style), ground)
                if look.is_faint and (part, look) not in told and text_of(run):
                    told.add((part, look))
                    message = f"Text of colour {look.colour} on {look.ground} stands out by only {look.ratio:.1f}:1."
                    yield Fault("contrast", f"“{text_of(run)[:40]}” in {part}", message)


@lru_cache(maxsize=256)
def contrast_ratio(one: str, other: str) -> float:
    """Contrast of two colours given as RRGGBB, 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _lineage(file: Opened, own: Element, style: str) -> list[Element]:
    """Run properties that bear on a run, nearest first: its own, its character style's, its paragraph style's."""
    return [own, *file.run_properties(value(own.find(f"{W}rStyle"))), *file.run_properties(style)]


def _look(lineage: list[Element], ground: str) -> _Look:
    return _Look(_colour(lineage), _behind(lineage) or ground, _is_large(lineage))


def _colour(lineage: list[Element]) -> str:
    for properties in lineage:
        colour = value(properties.find(f"{W}color"))
        if colour:
            return colour.upper() if _HEX.fullmatch(colour) else ""
    return ""


def _is_large(lineage: list[Element]) -> bool:
    size = next((value(p.find(f"{W}sz")) for p in lineage if p.find(f"{W}sz") is not None), "")
    bold = next((is_on(p.find(f"{W}b")) for p in lineage if p.find(f"{W}b") is not None), False)
    return size.isdigit() and int(size) >= (_LARGE_BOLD if bold else _LARGE)


def _behind(lineage: list[Element]) -> str:
    """Highlight or shading of a run, "" when it has none."""
    for properties in lineage:
        highlight = value(properties.find(f"{W}highlight"))
        if fill := _HIGHLIGHTS.get(highlight) or _fill(properties):
            return fill
    return ""


def _ground(file: Opened, paragraph: Element, style: str) -> str:
    for properties in (paragraph.find(f"{W}pPr"), *file.paragraph_properties(style)):
        if fill := _fill(properties):
            return fill
    for cell in paragraph.iterancestors(f"{W}tc"):
        if fill := _fill(cell.find(f"{W}tcPr")) or _header_fill(file, cell):
            return fill
    return "FFFFFF"


def _header_fill(file: Opened, cell: Element) -> str:
    """Shading a table style gives the first row."""
    row, table = next(cell.iterancestors(f"{W}tr")), next(cell.iterancestors(f"{W}tbl"))
    if row is not table.find(f"{W}tr"):
        return ""
    for style in file.lineage(value(table.find(f"{W}tblPr/{W}tblStyle"))):
        for part in style.iterchildren(f"{W}tblStylePr"):
            if part.get(f"{W}type") == "firstRow" and (fill := _fill(part.find(f"{W}tcPr"))):
                return fill
    return ""


def _fill(properties: Element | None) -> str:
    shading = None if properties is None else properties.find(f"{W}shd")
    fill = "" if shading is None else shading.get(f"{W}fill", "")
    return fill.upper() if _HEX.fullmatch(fill) else ""
