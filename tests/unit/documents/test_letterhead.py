"""A partnership's own letterhead: its logo and lines come over, and nothing else of its file."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from docx import Document
from PIL import Image, PngImagePlugin

from darddr.documents.audit import audit
from darddr.documents.overview import overview
from darddr.documents.template import MOST_STYLES, TemplateUnfit, house_template, read_template
from tests.unit.documents.samples import short_report


def logo(kind: str = "PNG") -> bytes:
    """A wide picture that carries more than its pixels."""
    kept, about = io.BytesIO(), PngImagePlugin.PngInfo()
    about.add_text("Author", "Ottoline Brackwater")
    Image.new("RGB", (3000, 600), "#17404E").save(kept, kind, **({"pnginfo": about} if kind == "PNG" else {}))
    return kept.getvalue()


def template(
    *lines: str, pictures: int = 1, words: str = "Larkfield Council", kind: str = "PNG", more: int = 0
) -> bytes:
    """A template with a letterhead, made from ours as in Word."""
    document = Document(io.BytesIO(house_template()))
    for number in range(more):
        document.styles.add_style(f"Pasted {number}", 1)
    head = document.sections[0].header
    head.is_linked_to_previous = False
    for _ in range(pictures):
        head.paragraphs[0].add_run().add_picture(io.BytesIO(logo(kind)))
    for described in head._element.iter(
        "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
    ):
        described.set("descr", words)
    for line in lines:
        head.add_paragraph(line)
    foot = document.sections[0].footer
    foot.is_linked_to_previous = False
    foot.paragraphs[0].text = "Town Hall, Larkfield"
    document.core_properties.author = "Ottoline Brackwater"
    document.add_paragraph("Draft by Ottoline Brackwater")
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_logo_and_lines_stand_on_every_page_and_nothing_else_comes_over(kind: str) -> None:
    made = overview(short_report(), read_template(template("Larkfield <Community> Safety", kind=kind)))
    assert audit("report.docx", made) == ()
    package = zipfile.ZipFile(io.BytesIO(made))
    everything = b"".join(package.read(name) for name in package.namelist())
    assert b"Ottoline" not in everything
    assert b"w:rsid" not in everything
    header, footer = (package.read(f"word/{part}1.xml").decode() for part in ("header", "footer"))
    assert "Larkfield &lt;Community&gt; Safety" in header
    assert "OFFICIAL-SENSITIVE" in header
    assert "Town Hall, Larkfield" in footer
    assert "NUMPAGES" in footer
    kept = Image.open(io.BytesIO(package.read("word/media/logo.png")))
    assert (kept.size, kept.info) == ((1200, 240), {})
    width, height = (int(each) for each in re.search(r'<wp:extent cx="(\d+)" cy="(\d+)"', header).groups())  # type: ignore[union-attr]
    assert width == 5 * height
    assert len(Document(io.BytesIO(made)).sections[0].header.paragraphs) == 3


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda: template(words=""), "alternative text"),
        (lambda: template(pictures=2), "more than one picture"),
        (lambda: template(*"abcde"), "5 lines"),
        (lambda: template(more=MOST_STYLES), "more than the 1,000"),
        (lambda: b"no zip", "not a Word document"),
    ],
)
def test_what_cannot_serve_is_said_in_one_sentence(made, said: str) -> None:
    with pytest.raises(TemplateUnfit, match=said):
        read_template(made())
