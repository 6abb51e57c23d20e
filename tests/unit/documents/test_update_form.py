"""The forms that go out to agencies, as files."""

import io
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest

from darddr.documents.audit import audit
from darddr.documents.update_form import UpdateFormFacts, UpdateRow, update_form
from darddr.documents.update_sheet import update_sheet
from darddr.importers.update_forms import read_form
from darddr.uploads import check
from darddr.vocabulary.update_forms import FORM_MARK, ROW_MARK, STATUSES
from tests.returned_forms import filled_sheet, filled_word

HOSTILE = '=HYPERLINK("https://example.org","click")'


def facts(count: int = 3) -> UpdateFormFacts:
    """A form with as many rows, the second of them hostile."""
    texts = ["Train the staff.", HOSTILE, "Write <b>a</b> leaflet & send it."]
    rows = tuple(
        UpdateRow(
            f"{ROW_MARK}{number:032x}",
            f"ABC-2026-001 {number}.1",
            texts[number % 3],
            "31 March 2027",
            date(2027, 3, 31),
            "In progress",
        )
        for number in range(count)
    )
    mark = FORM_MARK + "ab" * 16
    return UpdateFormFacts(
        mark, "UF-ABABABAB", "Probation", "A Partnership", "All open actions", "OFFICIAL-SENSITIVE",
        date(2026, 11, 24), date(2026, 12, 8), rows,
    )  # fmt: skip


@pytest.mark.parametrize("count", [1, 3, 120])
def test_the_word_form_passes_the_audit_and_the_gate(count: int) -> None:
    data = update_form(facts(count))
    assert audit("form.docx", data) == ()
    assert check("form.docx", data).verdict == "accept"


@pytest.mark.parametrize(("name", "made"), [("f.docx", update_form), ("f.xlsx", update_sheet)])
def test_an_untouched_form_reads_back_as_blank_rows_with_their_ids(name: str, made) -> None:
    asked = facts()
    back = read_form(name, made(asked))
    assert FORM_MARK + back.form_id == asked.mark
    assert [(row.mark, row.ref) for row in back.rows] == [(row.mark, row.ref) for row in asked.rows]
    assert all(row.is_blank for row in back.rows)


def test_what_is_filled_in_is_read_from_word_and_from_excel() -> None:
    told = {"progress": "Half the staff\ntrained.", "status": "Complete", "asked": "1 May 2027 because of leave"}
    word = read_form(
        "f.docx", filled_word(update_form(facts()), {1: {**told, "evidence": HOSTILE}}, "A. Post", "1 Dec 2026")
    )
    assert (word.name, word.date) == ("A. Post", "1 Dec 2026")
    row = word.rows[1]
    assert (row.progress, row.status, row.asked, row.evidence) == (*told.values(), HOSTILE)
    answers = {0: {"progress": HOSTILE, "asked": datetime(2027, 5, 1), "why": "Leave."}}
    sheet = read_form("f.xlsx", filled_sheet(update_sheet(facts()), answers, "A. Post", datetime(2026, 12, 1)))
    assert (sheet.name, sheet.date) == ("A. Post", "1 December 2026")
    row = sheet.rows[0]
    assert (row.progress, row.asked, row.why) == (HOSTILE, "1 May 2027", "Leave.")


def test_the_workbook_holds_true_dates_a_list_of_words_a_header_that_stays_and_no_formula() -> None:
    data = update_sheet(facts())
    assert check("form.xlsx", data).verdict == "accept"
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Update form"]
    assert sheet.freeze_panes == "C6"
    assert sheet.column_dimensions["A"].hidden
    (validation,) = sheet.data_validations.dataValidation
    assert validation.formula1 == f'"{",".join(STATUSES)}"'
    assert str(validation.sqref) == "G6:G8"
    assert sheet["D6"].value == datetime(2027, 3, 31)
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    assert (sheet["C7"].value, sheet["C7"].quotePrefix) == (HOSTILE, True)
    assert sheet["B1"].value == "OFFICIAL-SENSITIVE"
    assert "OFFICIAL-SENSITIVE" in sheet.oddHeader.left.text


def test_a_target_without_an_exact_day_is_written_in_its_words() -> None:
    asked = facts(1)
    asked = replace(asked, rows=(replace(asked.rows[0], target_text="Summer 2027", target_on=None),))
    sheet = openpyxl.load_workbook(io.BytesIO(update_sheet(asked)))["Update form"]
    assert sheet["D6"].value == "Summer 2027"
