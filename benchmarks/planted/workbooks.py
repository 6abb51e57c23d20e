"""Hiding places of an Excel file, made with openpyxl where it can and part by part where it cannot."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape, quoteattr

import openpyxl
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation

Texts = Sequence[str]
Place = Callable[[Texts], bytes]


def _book() -> tuple[openpyxl.Workbook, openpyxl.worksheet.worksheet.Worksheet]:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Plan"
    sheet["A1"] = "The review was read by everybody on the panel."
    return book, sheet


def _saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook(texts: Texts) -> bytes:
    """Each text in a cell of its own."""
    book, sheet = _book()
    for number, text in enumerate(texts, 2):
        sheet.cell(number, 3).value = text
    return _saved(book)


def _hidden(texts: Texts) -> bytes:
    book, _ = _book()
    sheet = book.create_sheet("Lists")
    sheet.sheet_state = "veryHidden"
    for number, text in enumerate(texts, 1):
        sheet.cell(number, 1).value = text
    return _saved(book)


def _sheet_names(texts: Texts) -> bytes:
    book, _ = _book()
    for text in texts:
        book.create_sheet(text.replace("/", "-")[:31]).sheet_state = "hidden"
    return _saved(book)


def _notes(texts: Texts) -> bytes:
    book, sheet = _book()
    for number, text in enumerate(texts, 1):
        sheet.cell(number, 2).comment = Comment(f"Ask about {text} again.", "A")
    return _saved(book)


def _note_authors(texts: Texts) -> bytes:
    book, sheet = _book()
    for number, text in enumerate(texts, 1):
        sheet.cell(number, 2).comment = Comment("Ask again.", text)
    return _saved(book)


def _choices(texts: Texts) -> bytes:
    book, sheet = _book()
    for number, text in enumerate(texts, 1):
        rule = DataValidation(type="list", formula1='"' + text.replace(",", ";")[:200] + ',Nobody"', promptTitle="Who")
        rule.add(f"D{number}")
        sheet.add_data_validation(rule)
    return _saved(book)


def _links(texts: Texts) -> bytes:
    book, sheet = _book()
    for number, text in enumerate(texts, 1):
        cell = sheet.cell(number, 2)
        cell.value, cell.hyperlink = "link", "https://example.org/"
        cell.hyperlink.tooltip = text
    return _saved(book)


def _headers(texts: Texts) -> bytes:
    book, _ = _book()
    for number, text in enumerate(texts):
        sheet = book.create_sheet(f"S{number}")
        sheet.oddHeader.center.text = f"About {text} only"
    return _saved(book)


def _properties(texts: Texts) -> bytes:
    book, _ = _book()
    book.properties.keywords = " | ".join(texts)
    return _saved(book)


def _added(name: str, content: Callable[[Texts], str]) -> Place:
    """A plain workbook with one more part."""

    def made(texts: Texts) -> bytes:
        out = io.BytesIO(workbook([]))
        with zipfile.ZipFile(out, "a") as package:
            package.writestr(name, content(texts))
        return out.getvalue()

    return made


def _inner(form: str, before: str, after: str, quoted: bool = False) -> Callable[[Texts], str]:
    return lambda texts: (
        before + "".join(form.replace("{}", quoteattr(t) if quoted else escape(t)) for t in texts) + after
    )


def _rich(texts: Texts) -> str:
    items = "".join(
        "<si>"
        + "".join(f'<r><t xml:space="preserve">{escape(t[i : i + 3])}</t></r>' for i in range(0, len(t), 3))
        + "</si>"
        for t in texts
    )
    return f"<sst>{items}</sst>"


_CELL = '<c r="A1" t="inlineStr"><is><t>{}</t></is></c>'
EXCEL: dict[str, Place] = {
    "cell": workbook,
    "rich text": _added("xl/strings2.xml", _rich),
    "inline string": _added(
        "xl/worksheets/sheet9.xml", _inner(_CELL, "<worksheet><sheetData><row>", "</row></sheetData></worksheet>")
    ),
    "formula": _added(
        "xl/worksheets/sheet9.xml",
        _inner(
            '<c r="A1" t="str"><f>"{}"&amp;B2</f></c>', "<worksheet><sheetData><row>", "</row></sheetData></worksheet>"
        ),
    ),
    "hidden sheet": _hidden,
    "name of a hidden sheet": _sheet_names,
    "cell note": _notes,
    "author of a note": _note_authors,
    "threaded comment": _added(
        "xl/threadedComments/t1.xml", _inner("<c><text>{}</text></c>", "<ThreadedComments>", "</ThreadedComments>")
    ),
    "person of comments": _added(
        "xl/persons/person.xml", _inner("<person displayName={}/>", "<personList>", "</personList>", True)
    ),
    "defined name": _added(
        "xl/names.xml", _inner('<definedName name="x">"{}"</definedName>', "<definedNames>", "</definedNames>")
    ),
    "list of choices": _choices,
    "tip of a link": _links,
    "header of a sheet": _headers,
    "pivot cache": _added("xl/pivotCache/p1.xml", _inner("<s v={}/>", "<sharedItems>", "</sharedItems>", True)),
    "linked workbook": _added(
        "xl/externalLinks/e1.xml", _inner("<cell><v>{}</v></cell>", "<externalBook>", "</externalBook>")
    ),
    "keywords": _properties,
}
