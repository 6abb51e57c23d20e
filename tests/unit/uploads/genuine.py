"""Files people really send: name and content. Each must be accepted without a word."""

from __future__ import annotations

import io
from collections.abc import Iterator

import docx
import openpyxl
from openpyxl.comments import Comment
from PIL import Image

from tests.unit.uploads import builders as b
from tests.unit.uploads.hostile import jpeg

_SUM = '<table:table table:name="A"><table:table-cell table:formula="of:=SUM([.A1:.A2])"/></table:table>'


def _python_docx(*, picture: bool = False, headings: bool = False) -> bytes:
    document = docx.Document()
    document.add_heading("Action plan", 0)
    document.add_paragraph("Ring 01632 960123 or write to a@example.org; DDE is not mentioned in a field.")
    table = document.add_table(rows=40, cols=6)
    table.cell(0, 0).merge(table.cell(0, 5)).text = "Recommendation 1"
    if headings:
        document.sections[0].header.paragraphs[0].text = "OFFICIAL"
        document.core_properties.author = "A Council"
    if picture:
        document.add_picture(io.BytesIO(jpeg()))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _openpyxl(*, rich: bool = False) -> bytes:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(["Action", "Owner", "By"])
    for number in range(300):
        sheet.append([f"Action {number}", "A post", f"=SUM(A{number + 1}:B{number + 1})"])
    if rich:
        sheet["A2"].comment = Comment("Ask the board | then close", "A post")
        sheet["B2"].hyperlink = "https://example.org/plan"
        sheet["C3"] = '=IF(A1="x|y!","[1]Sheet!","no")'
        workbook.create_sheet("Lists").sheet_state = "hidden"
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _photo(kind: str, mode: str = "RGB") -> bytes:
    out, picture = io.BytesIO(), Image.new(mode, (64, 48))
    exif = picture.getexif()
    exif[0x010E] = "A photograph"
    picture.save(out, kind, exif=exif)
    return out.getvalue()


def _chart() -> bytes:
    """A chart keeps its figures in a workbook of its own: Word writes it so for every chart."""
    return b.word(
        more={
            "word/charts/chart1.xml": "<c/>",
            "word/charts/_rels/chart1.xml.rels": b.links(("package", "../embeddings/Sheet1.xlsx", False)),
            "word/embeddings/Sheet1.xlsx": b.book(),
        }
    )


def genuine() -> Iterator[tuple[str, bytes]]:
    """Every one of them."""
    yield from _word_files()
    yield from _other_office_files()
    yield "plan.csv", b'Action,Owner\nTrain staff,"A, B"\n-5,+44 1632 960123\n'
    yield "plan with spaces (final) v2.csv", "Naïve,£5\n".encode("cp1252")
    yield "semicolons.csv", "\ufeffA;B\n1;2\n".encode()
    yield "from excel.csv", "A\tB\n1\t2\n".encode("utf-16")
    yield "hyperlink.csv", b'1,"=HYPERLINK(""https://example.org"",""plan"")"\n'
    yield "notes.txt", b"Dear panel,\nFrom: the beginning of May we met <weekly>.\n"
    yield "welsh.TXT", "Llŷr a'r tŷ\n".encode()
    yield "headings.txt", b"Subject: plan\nDate: 4 June 2026\n\nPlain words | with bars!\n"
    yield "letter.pdf", b.pdf()
    yield "letter with links.pdf", b.pdf("", b"<</S/URI/URI(https://example.org)>>")
    yield "opens at a page.pdf", b.pdf("/OpenAction[3 0 R/Fit]")
    yield "form.pdf", b.pdf("/AcroForm 4 0 R", b"<</Fields[]>>")
    yield "packed.pdf", b.pdf("", b.packed_object(b"<</Title(Plan)>>"))
    yield "photo.jpg", _photo("JPEG")
    yield "photo.jpeg", jpeg(b"\0" * 40)
    yield "two photos in one.JPG", jpeg(jpeg())
    yield "scan.png", _photo("PNG", "L")
    yield "chart.png", b.png()


def _word_files() -> Iterator[tuple[str, bytes]]:
    yield "plan.docx", _python_docx()
    yield "plan with picture.docx", _python_docx(picture=True)
    yield "Plan – final.DOCX", _python_docx(headings=True)
    yield "small.docx", b.word()
    yield "linked.docx", b.linked("hyperlink", "https://example.org/guidance")
    yield "mailto.docx", b.linked("hyperlink", "mailto:a@example.org")
    yield "link to a share.docx", b.linked("hyperlink", "file:///\\\\server\\share\\plan.docx")
    yield "template on a drive.docx", b.with_template("file:///C:\\Templates\\Council.dotx")
    yield "template by name.docx", b.with_template("Normal.dotm")
    yield "template on another machine.docx", b.with_template("C:\\Users\\x\\House%20style.dotx")
    yield (
        "contents.docx",
        b.word(
            b.field(' TOC \\o "1-3" \\h ') + b.field(" PAGEREF _Toc1 ") + b.field(' HYPERLINK "https://example.org" ')
        ),
    )
    yield "merge.docx", b.word(b.field(" MERGEFIELD Name ") + b.field(' DATE \\@ "d MMMM yyyy" '))
    yield "chart.docx", _chart()
    yield "tracked.docx", b.word("<w:p><w:ins><w:r><w:t>DDEAUTO</w:t></w:r></w:ins></w:p>")
    yield "repetitive.docx", b.word("<w:p><w:r><w:t>The same words again and again.</w:t></w:r></w:p>" * 3_000)


def _other_office_files() -> Iterator[tuple[str, bytes]]:
    yield "plan.xlsx", _openpyxl()
    yield "plan with notes.xlsx", _openpyxl(rich=True)
    yield "printed.xlsx", b.book(more={"xl/printerSettings/printerSettings1.bin": b"\0P\0r\0i\0n\0t"})
    yield "table names.xlsx", b.formula("SUM(Plan[Cost])+Plan[[#This Row],[A]]")
    yield "plan.odt", b.open_document()
    yield (
        "plan.ods",
        b.open_document(
            "spreadsheet",
            _SUM,
        ),
    )
    yield (
        "picture.odt",
        b.open_document(body='<draw:image xlink:href="Pictures/1.png"/>', more={"Pictures/1.png": b.png()}),
    )
    yield (
        "link.odt",
        b.open_document(
            body='<text:a xlink:href="https://example.org">x</text:a>', more={"Configurations2/menubar/": b""}
        ),
    )
