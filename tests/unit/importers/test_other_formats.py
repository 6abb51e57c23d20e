"""Workbooks, OpenDocument sheets, separated text, and files that give no plan."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from darddr.importers.errors import Damaged, Encrypted, NoTable, PlanUnreadable, WrongType
from darddr.importers.number_formats import shown
from darddr.importers.plan import Plan
from darddr.importers.read import read_plan
from tests.tools import account
from tests.unit.importers.builders import C, docx, ods, paragraph, saved, table, xlsx

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def read(name: str, data: bytes) -> Plan:
    """Read a plan and make sure that no word of it is lost."""
    assert not account.lost_words(name, data)
    return read_plan(name, data)


def targets(plan: Plan) -> list[tuple[str, str | None, str]]:
    found = [action.target_date for each in plan.recommendations for action in each.actions]
    return [(each.text, each.value.isoformat() if each.value else None, each.precision) for each in found]


def test_number_formats_colours_and_comments_matter() -> None:
    def change(sheet: Worksheet) -> None:
        sheet["C2"].number_format, sheet["C3"].number_format = "mmm-yy", "mm-dd-yy"
        sheet["D2"].fill = PatternFill("solid", fgColor="FF00B050")
        sheet["A2"].comment = Comment("check this", "A")
        sheet.oddFooter.center.text = "OFFICIAL"

    rows = [
        ("Recommendation", "Action", "Due", "RAG"),
        ("One", "a", datetime(2028, 4, 28), None),
        ("Two", "b", date(2019, 3, 31), None),
    ]
    plan = read("plan.xlsx", xlsx(rows, change))
    assert targets(plan) == [("Apr-28", "2028-04-01", "month"), ("31/03/2019", "2019-03-31", "day")]
    assert plan.recommendations[0].actions[0].status_text == "green (cell colour)"
    assert plan.recommendations[0].actions[0].source.as_json() == {"where": "sheet Plan", "table": 1, "row": 2}
    assert {(each.where, each.text) for each in plan.unplaced} == {("comment", "check this"), ("footer", "OFFICIAL")}


def test_the_plan_is_found_among_other_sheets_below_a_banner() -> None:
    book = openpyxl.Workbook()
    book.active.title = "Guidance"
    book.active["A1"] = "How to use this"
    lists = book.create_sheet("Lists")
    lists["A1"], lists.sheet_state = "Amber", "hidden"
    sheet = book.create_sheet("Plan")
    sheet["B2"] = "A banner"
    for column, heading in enumerate(("Rec No.", "Recommendation", "Actions required", "Target date"), 2):
        sheet.cell(5, column, heading)
    for column, value in enumerate((5.1, "One", "a", "November annually"), 2):
        sheet.cell(6, column, value)
    sheet["D7"] = "b"
    sheet.merge_cells("C6:C7")
    plan = read("plan.xlsx", saved(book))
    assert plan.recommendations[0].number == "5.1"
    assert [action.text for action in plan.recommendations[0].actions] == ["a", "b"]
    assert [each.where for each in plan.unplaced] == ["sheet Lists!A1", "sheet Guidance!A1", "sheet Plan!B2"]


def test_the_1904_calendar_is_heeded() -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append(("Recommendation", "Action", "Due"))
    book.active.append(("One", "a", datetime(2020, 3, 31)))
    assert targets(read("plan.xlsx", saved(book))) == [("31/03/2020", "2020-03-31", "day")]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (5.1, "0.00", "5.10"),
        (3.0, "General", "3"),
        (0.5, "0%", "50%"),
        (True, "General", "TRUE"),
        (datetime(2028, 4, 1), "yyyy", "2028"),
        (datetime(2028, 4, 1), "mmmm yyyy", "April-2028"),
        (datetime(2028, 4, 1), "m/yyyy", "04/2028"),
        (datetime(2028, 4, 1), "d mmm yyyy", "1 April 2028"),
        (datetime(2028, 4, 1, 9, 30), "dd/mm/yyyy hh:mm", "01/04/2028 09:30"),
    ],
)
def test_values_are_written_as_shown(value: object, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_separated_text_in_every_dress(encoding: str, delimiter: str) -> None:
    rows = ["Recommendation,Action,Lead", '"One – “so” to say",a,Women’s Aid', '"1. x', '2. y",b,Police']
    text = "\r\n".join(row.replace(",", delimiter) for row in rows)
    plan = read_plan("plan.csv", text.encode(encoding))
    assert [each.text for each in plan.recommendations] == ["One – “so” to say", "1. x\r\n2. y".replace("\r\n", "\n")]
    assert plan.recommendations[0].actions[0].lead_agencies == ("Women’s Aid",)


def test_an_opendocument_sheet() -> None:
    day = '<table:table-cell office:value-type="date" office:date-value="2020-03-31"/>'
    plan = read("plan.ods", ods(("Recommendation", "Action", "Due"), ("One", "a"), last=day))
    assert targets(plan) == [("31/03/2020", "2020-03-31", "day")]
    assert plan.recommendations[0].actions[0].source.where == "sheet Plan"


def test_a_locked_opendocument_sheet_is_refused() -> None:
    with pytest.raises(Encrypted, match=r"plan\.ods is protected"):
        read_plan("plan.ods", ods(("Recommendation", "Action"), manifest="<encryption-data/>"))


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("none.docx", b"", NoTable),
        ("words.docx", docx(paragraph("only words")), NoTable),
        ("one.csv", b"hello\n", NoTable),
        ("plan.pdf", b"%PDF-1.7", WrongType),
        ("plan.html", b"<table>", WrongType),
        ("old.doc", OLE + "WordDocument".encode("utf-16-le"), WrongType),
        ("locked.docx", OLE + "EncryptedPackage".encode("utf-16-le"), Encrypted),
        ("broken.docx", b"PK\x03\x04 not a zip", Damaged),
        ("broken.xls", OLE, Damaged),
        ("broken.xml.docx", docx("<w:p><unclosed>"), Damaged),
    ],
)
def test_a_file_without_a_plan_gets_one_sentence_that_names_it(
    name: str, data: bytes, error: type[PlanUnreadable]
) -> None:
    with pytest.raises(error) as refusal:
        read_plan(name, data)
    assert str(refusal.value).startswith(name)
    assert str(refusal.value).endswith(".")


def test_a_table_without_plan_headings_is_kept_and_told() -> None:
    plan = read("cover.docx", docx(table(("Title", "Plan"), ("Version", "3"))))
    assert plan.recommendations == ()
    assert plan.problems[0].why == "no table has headings for recommendations or actions"


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("stolen")
    doctype = f'<!DOCTYPE d [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
    hostile = docx(
        table(("Recommendation", "Action"), ("One", C(xml="<w:p><w:r><w:t>a&e;</w:t></w:r></w:p>"))), doctype=doctype
    )
    assert "stolen" not in str(read_plan("plan.docx", hostile).as_json())


def test_the_account_notices_a_lost_word(monkeypatch: pytest.MonkeyPatch) -> None:
    data = docx(paragraph("precious"), table(("Recommendation", "Action"), ("One", "a")))
    whole = read_plan("plan.docx", data)
    monkeypatch.setattr(account, "read_plan", lambda name, data: Plan(name, whole.recommendations, whole.ignored))
    assert account.lost_words("plan.docx", data) == {"precious": 1}


WORDS = st.text(st.sampled_from("ab1. )(-/;,\n•&:"), max_size=24)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(WORDS, WORDS, WORDS, WORDS, WORDS), min_size=1, max_size=4))
def test_no_word_of_any_table_is_ever_lost(rows: list[tuple[str, ...]]) -> None:
    head = ("Recommendation", "Action", "Lead", "Target date", "Progress")
    data = docx(table(head, *rows))
    assert not account.lost_words("plan.docx", data)
