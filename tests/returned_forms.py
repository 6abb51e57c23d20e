"""Forms filled in as agencies do: cells of the Word and Excel file changed, everything else left alone."""

from __future__ import annotations

import io

import openpyxl
from docx import Document

from darddr.vocabulary.update_forms import Heading

WORD_COLUMNS = {"progress": 4, "status": 5, "asked": 6, "evidence": 7}
SHEET_COLUMNS = {"progress": 6, "status": 7, "asked": 8, "why": 9, "evidence": 10}
FIRST_SHEET_ROW = 6


def filled_word(data: bytes, answers: dict[int, dict[str, str]], name: str = "", on: str = "") -> bytes:
    """The Word form with answers in its rows, counted from 0; a `ref` in an answer overwrites the Ref."""
    document = Document(io.BytesIO(data))
    who, actions = document.tables
    who.cell(1, 1).text, who.cell(2, 1).text = name, on
    for number, answer in answers.items():
        for column, words in answer.items():
            cell = actions.rows[number + 1].cells[WORD_COLUMNS[column]]
            paragraph = cell.paragraphs[0]
            for control in paragraph._p.findall(".//{*}sdt"):
                paragraph._p.remove(control)
            paragraph.add_run(words)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def filled_sheet(data: bytes, answers: dict[int, dict[str, object]], name: str = "", on: object = None) -> bytes:
    """The Excel form with answers in its rows, counted from 0. Values beginning with “=” are kept as text."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["Update form"]
    assert sheet.cell(3, 2).value == Heading.NAME
    sheet.cell(3, 3).value, sheet.cell(4, 3).value = name, on
    for number, answer in answers.items():
        for column, value in answer.items():
            cell = sheet.cell(FIRST_SHEET_ROW + number, SHEET_COLUMNS[column])
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """A workbook as bytes."""
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()
