"""What else a workbook holds: formulas, hidden rows, rules that colour, several sheets, dates in every dress."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from io import BytesIO

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule, FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from darddr.importers.errors import Damaged, TooLarge
from darddr.importers.plan import Plan
from darddr.importers.read import read_plan
from tests.unit.importers.builders import saved, xlsx
from tests.unit.importers.test_other_formats import read, targets

HEAD = ("Recommendation", "Action", "Due", "RAG")
RED = PatternFill("solid", bgColor="FFFF0000", fgColor="FFFF0000")


def plan_of(*rows: tuple[object, ...], change: Callable[[Worksheet], None] | None = None) -> Plan:
    return read("plan.xlsx", xlsx((HEAD, *rows), change))


def with_result(data: bytes, cell: str, result: str, kind: str = "") -> bytes:
    """Write the result of a formula beside it, as a program that calculates does."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            if part == "xl/worksheets/sheet1.xml":
                form = (
                    rf'(<c r="{cell}"[^>]*?)( ?/?>)(<f>[^<]*</f>)<v ?/>|(<c r="{cell}"[^>]*?)(>)(<f>[^<]*</f>)<v></v>'
                )
                text, times = re.subn(
                    form,
                    lambda m: f"{m[1] or m[4]}{kind}>{m[3] or m[6]}<v>{result}</v>",
                    content.decode(),
                )
                assert times == 1
                content = text.encode()
            new.writestr(part, content)
    return made.getvalue()


def test_a_formula_without_its_result_is_told_and_kept() -> None:
    plan = read_plan("plan.xlsx", xlsx((HEAD, ("One", "=A2", "May 2028", ""))))
    assert [(each.where, each.text) for each in plan.unplaced] == [("sheet Plan!B2", "=A2")]
    problem = plan.problems[0]
    assert (problem.table, problem.row, problem.column, problem.text) == (1, 2, "B", "=A2")
    assert "without its result" in problem.why


def test_a_formula_with_its_result_is_read_as_the_result() -> None:
    plan = read_plan("plan.xlsx", with_result(xlsx((HEAD, ("One", "=A2", "", ""))), "B2", "Do it", ' t="str"'))
    assert plan.recommendations[0].actions[0].text == "Do it"
    assert (plan.unplaced, plan.problems) == ((), ())


def test_a_formula_whose_result_is_no_words_is_no_problem() -> None:
    plan = read_plan("plan.xlsx", with_result(xlsx((HEAD, ("One", "a", "=D1", ""))), "C2", "", ' t="str"'))
    assert (plan.unplaced, plan.problems) == ((), ())


def test_a_formula_on_a_hidden_sheet_is_told_with_its_address() -> None:
    book = openpyxl.Workbook()
    book.active.title = "Plan"
    for row in (HEAD, ("One", "a", "", "")):
        book.active.append(row)
    other = book.create_sheet("Lists")
    other["C9"], other.sheet_state = "=1+1", "hidden"
    plan = read_plan("plan.xlsx", saved(book))
    assert [each.where for each in plan.unplaced] == ["sheet Lists!C9"]


def test_hidden_rows_and_columns_are_read_and_told() -> None:
    def change(sheet: Worksheet) -> None:
        sheet.row_dimensions[3].hidden = True
        sheet.row_dimensions[9].hidden = True
        sheet.column_dimensions["B"].hidden = True
        sheet.column_dimensions["K"].hidden = True

    plan = plan_of(("One", "a", "", ""), ("Two", "b", "", ""), change=change)
    assert [each.actions[0].text for each in plan.recommendations] == ["a", "b"]
    assert [each.why for each in plan.problems] == ["1 row and 1 column hidden in sheet Plan, read like the others"]


@pytest.mark.parametrize(
    "rule",
    [
        FormulaRule(formula=["$C2<TODAY()"], fill=RED),
        CellIsRule(operator="equal", formula=['"x"'], fill=RED),
        ColorScaleRule(start_type="min", start_color="FF0000", end_type="max", end_color="00FF00"),
    ],
    ids=["formula", "cell", "scale"],
)
def test_a_status_that_only_a_rule_colours_is_told(rule: object) -> None:
    plan = plan_of(
        ("One", "a", "May 2028", None),
        ("Two", "b", "May 2028", "Complete"),
        change=lambda sheet: sheet.conditional_formatting.add("D2:D3", rule),
    )
    assert plan.recommendations[1].actions[0].status_text == "Complete"
    assert [each.where for each in plan.unplaced] == ["sheet Plan!D2:D3"]
    assert (plan.problems[0].row, plan.problems[0].column) == (2, "D")
    assert plan.problems[0].why.startswith("colours by a rule")


def test_a_rule_that_only_colours_words_or_empty_rows_is_no_problem() -> None:
    def change(sheet: Worksheet) -> None:
        sheet.conditional_formatting.add("D2:D900", FormulaRule(formula=["TRUE"], fill=RED))
        sheet.conditional_formatting.add("A2:D2", FormulaRule(formula=["TRUE"], font=Font(bold=True)))

    assert plan_of(("One", "a", "", "Green"), ("Two", "b", "", "Red"), change=change).problems == ()


@pytest.mark.parametrize("epoch_1904", [False, True])
def test_dates_are_dates_in_both_calendars_and_words_that_are_dates_are_read_too(epoch_1904: bool) -> None:
    book = openpyxl.Workbook()
    if epoch_1904:
        book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    for row in (
        HEAD,
        ("One", "a", datetime(2028, 2, 29), ""),
        ("Two", "b", datetime(2028, 4, 28), ""),
        ("Three", "c", "31st March 2028", ""),
        ("Four", "d", "30/02/2028", ""),
    ):
        sheet.append(row)
    sheet["C3"].number_format = "mmm-yy"
    found = targets(read("plan.xlsx", saved(book)))
    assert found == [
        ("29/02/2028", "2028-02-29", "day"),
        ("Apr-28", "2028-04-01", "month"),
        ("31st March 2028", "2028-03-31", "day"),
        ("30/02/2028", None, "none"),
    ]


def test_the_plan_may_be_split_over_sheets() -> None:
    book = openpyxl.Workbook()
    book.active.append(("Contents",))
    for title, text in (("Local", "One"), ("National", "Two")):
        sheet = book.create_sheet(title)
        for row in (HEAD, (text, "a", "", "")):
            sheet.append(row)
    plan = read("plan.xlsx", saved(book))
    assert [each.text for each in plan.recommendations] == ["One", "Two"]
    assert {each.actions[0].source.where for each in plan.recommendations} == {"sheet Local", "sheet National"}


def test_merged_recommendations_comments_and_every_margin_are_accounted_for() -> None:
    def change(sheet: Worksheet) -> None:
        sheet.merge_cells("A2:A3")
        sheet["B3"].comment = Comment("Who pays?", "A")
        sheet.evenHeader.left.text, sheet.firstFooter.right.text = "Even", "First"

    plan = plan_of(("One", "a", "", ""), (None, "b", "", ""), change=change)
    assert [action.text for action in plan.recommendations[0].actions] == ["a", "b"]
    assert {(each.where, each.text) for each in plan.unplaced} == {
        ("comment", "Who pays?"), ("header", "Even"), ("footer", "First"),
    }  # fmt: skip


def test_extensions_openpyxl_does_not_know_are_read_without_a_warning() -> None:
    data, made = xlsx((HEAD, ("One", "a", "", ""))), BytesIO()
    extra = (
        '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" '
        'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"/></extLst></worksheet>'
    )
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.namelist():
            new.writestr(part, old.read(part).replace(b"</worksheet>", extra.encode()))
    assert read_plan("plan.xlsx", made.getvalue()).recommendations[0].text == "One"


def with_sheet(old: bytes, words: str, instead: str) -> bytes:
    """Change the XML of the first sheet."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(old)) as before, zipfile.ZipFile(made, "w") as after:
        for part in before.namelist():
            after.writestr(part, before.read(part).replace(words.encode(), instead.encode()))
    return made.getvalue()


@pytest.mark.parametrize("area", ["A2:XFD1048576", "A:XFD", "1:1048576"])
def test_a_merge_of_the_whole_sheet_is_refused_before_it_fills_the_memory(area: str) -> None:
    data = xlsx((HEAD, ("One", "a", "", "")), lambda sheet: sheet.merge_cells("A2:A3"))
    with pytest.raises((TooLarge, Damaged), match=r"^plan\.xlsx [^\n]*\.$"):
        read_plan("plan.xlsx", with_sheet(data, 'ref="A2:A3"', f'ref="{area}"'))


def test_hidden_columns_to_the_end_of_the_sheet_and_beyond_are_counted_where_words_stand() -> None:
    def change(sheet: Worksheet) -> None:
        sheet.column_dimensions["B"].hidden = True

    data = xlsx((HEAD, ("One", "a", "May 2028", "Green")), change)
    columns = re.search(r"<cols>.*</cols>", zipfile.ZipFile(BytesIO(data)).read("xl/worksheets/sheet1.xml").decode())
    assert columns
    wide = columns.group().replace('max="2"', 'max="2147483647"')
    plan = read_plan("plan.xlsx", with_sheet(data, columns.group(), wide))
    assert [each.why for each in plan.problems] == ["3 columns hidden in sheet Plan, read like the others"]


def test_a_sheet_that_is_no_xml_is_one_sentence() -> None:
    with pytest.raises(Damaged, match=r"^plan\.xlsx is damaged and cannot be opened\.$"):
        read_plan("plan.xlsx", with_sheet(xlsx((HEAD, ("One", "a", "", ""))), "</sheetData>", "<"))
