"""What a partnership's own template gives beside its styles: the logo and the lines of its header and footer.

They are read out of the template and written anew: nothing else of its pages, and nothing a logo carries beside its pixels,
comes into a document.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass
from xml.sax.saxutils import unescape

from lxml import etree
from PIL import Image, UnidentifiedImageError

from darddr.documents.xml import escape, paragraph, words

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_EMU_PER_CM = 360_000
WIDEST, HIGHEST = 7 * _EMU_PER_CM, 2 * _EMU_PER_CM
"""How large a logo is printed at most."""
MOST_PIXELS = 1_200
"""Pixels of its longer side that are kept: 300 an inch and more at the largest size printed."""
MOST_LINES = 4
"""Lines of a header or footer that are taken over; more would push the text off the page."""
LOGO = "word/media/logo.png"


class LetterheadUnfit(Exception):
    """The header or footer of a template cannot be taken over; its words are for the user."""


@dataclass(frozen=True)
class Logo:
    """A picture as PNG without anything else in it; its size on paper in English Metric Units; what it shows, in words."""

    data: bytes
    width: int
    height: int
    words: str


@dataclass(frozen=True)
class Letterhead:
    """What stands above and below every page beside our own lines."""

    logo: Logo | None = None
    header: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()

    def above(self, style: str) -> str:
        """The paragraphs of the header, before ours."""
        drawn = [paragraph(style, _drawing(self.logo))] if self.logo else []
        return "".join([*drawn, *(paragraph(style, words(line)) for line in self.header)])

    def below(self, style: str) -> str:
        """The paragraphs of the footer, before ours."""
        return "".join(paragraph(style, words(line)) for line in self.footer)


NO_LETTERHEAD = Letterhead()


def read_letterhead(package: zipfile.ZipFile) -> Letterhead:
    """The letterhead of a Word file's last section. Raises LetterheadUnfit where it cannot be kept as it is."""
    targets = _relations(package, "word/document.xml")
    found: dict[str, tuple[str, ...]] = {"header": (), "footer": ()}
    logos: list[Logo] = []
    for where in found:
        name = _default_part(package, where, targets)
        if name:
            root = _parsed(package.read(name))
            found[where] = _lines(root, where)
            logos += _logos(package, name, root, where)
    if len(logos) > 1:
        raise LetterheadUnfit("The template has more than one picture in its header: leave one logo.")
    return Letterhead(logos[0] if logos else None, found["header"], found["footer"])


def _default_part(package: zipfile.ZipFile, where: str, targets: dict[str, str]) -> str:
    """The part of the header or footer of the last section, where there is one."""
    document = _parsed(package.read("word/document.xml"))
    for properties in reversed(list(document.iter(f"{_W}sectPr"))):
        for reference in properties.iter(f"{_W}{where}Reference"):
            name = targets.get(reference.get(f"{_R}id", ""), "")
            if reference.get(f"{_W}type", "default") == "default" and name in package.namelist():
                return name
    return ""


def _lines(root: etree._Element, where: str) -> tuple[str, ...]:
    """Paragraphs that say something of their own; page numbers are ours to print."""
    found = []
    for line in root.iter(f"{_W}p"):
        if line.find(f".//{_W}fldChar") is not None or line.find(f".//{_W}fldSimple") is not None:
            continue
        told = "".join(node.text or "" if node.tag == f"{_W}t" else " " for node in line.iter(f"{_W}t", f"{_W}tab"))
        if told.strip():
            found.append(" ".join(told.split()))
    if len(found) > MOST_LINES:
        raise LetterheadUnfit(f"The template’s {where} has {len(found)} lines: leave at most {MOST_LINES}.")
    return tuple(found)


def _logos(package: zipfile.ZipFile, name: str, root: etree._Element, where: str) -> list[Logo]:
    targets = _relations(package, name)
    found = []
    for picture in root.iter(f"{_A}blip"):
        if where == "footer":
            raise LetterheadUnfit("The template has a picture in its footer: put the logo into the header.")
        part = targets.get(picture.get(f"{_R}embed", ""), "")
        if part not in package.namelist():
            raise LetterheadUnfit("The template’s logo is not in the file: insert the picture itself, without a link.")
        holder = next(picture.iterancestors(f"{_WP}inline", f"{_WP}anchor"), None)
        found.append(_logo(package.read(part), holder))
    return found


def _logo(data: bytes, holder: etree._Element | None) -> Logo:
    about = holder.find(f"{_WP}docPr") if holder is not None else None
    described = (about.get("descr", "") if about is not None else "").strip()
    if not described:
        raise LetterheadUnfit("The template’s logo has no words for those who cannot see it: add its alternative text.")
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as opened:
            picture = opened.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        raise LetterheadUnfit("The template’s logo is not a PNG or JPEG picture that can be read.") from None
    picture.thumbnail((MOST_PIXELS, MOST_PIXELS))
    plain = Image.new("RGBA", picture.size)
    plain.paste(picture)
    kept = io.BytesIO()
    plain.save(kept, "PNG", optimize=True)
    return Logo(kept.getvalue(), *_size(holder, picture.size), described[:200])


def _size(holder: etree._Element | None, pixels: tuple[int, int]) -> tuple[int, int]:
    """As large as in the template where that fits, in the picture's own proportions."""
    extent = holder.find(f"{_WP}extent") if holder is not None else None
    stated = extent.get("cx", "") if extent is not None else ""
    across, down = pixels
    width = min(int(stated) if stated.isdigit() and int(stated) else WIDEST, WIDEST, HIGHEST * across // down)
    return max(width, 1), max(width * down // across, 1)


def _relations(package: zipfile.ZipFile, part: str) -> dict[str, str]:
    """Where the relations of a part lead inside the package."""
    folder, name = posixpath.split(part)
    path = f"{folder}/_rels/{name}.rels"
    if path not in package.namelist():
        return {}
    return {
        each.get("Id", ""): posixpath.normpath(posixpath.join(folder, unescape(each.get("Target", "")))).lstrip("/")
        for each in _parsed(package.read(path)).iter(_RELATION)
        if each.get("TargetMode") != "External"
    }


def _parsed(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def _drawing(logo: Logo) -> str:
    """A run with the logo in the line (ECMA-376 Part 1, 20.4.2.8)."""
    size = f'cx="{logo.width}" cy="{logo.height}"'
    told = escape(logo.words)
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{drawing}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {size}/><wp:docPr id="1" name="Logo" descr="{told}"/>'
        f'<a:graphic xmlns:a="{drawing}/main"><a:graphicData uri="{drawing}/picture">'
        f'<pic:pic xmlns:pic="{drawing}/picture"><pic:nvPicPr><pic:cNvPr id="1" name="Logo" descr="{told}"/><pic:cNvPicPr/>'
        '</pic:nvPicPr><pic:blipFill><a:blip r:embed="logo"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
