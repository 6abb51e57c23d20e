"""OpenDocument sheets: what a reader of the sheet sees is what is read, and nothing of the file is dropped."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from darddr.importers.plan import Plan
from darddr.importers.read import read_plan
from tests.tools import account
from tests.unit.importers.opendocument import Box, Sheet, sheets
from tests.unit.importers.test_other_formats import targets

HEAD = ("Recommendation", "Action", "Due", "RAG")


def read(data: bytes) -> Plan:
    """Read a sheet and make sure that no word of it is lost."""
    assert not account.lost_words("plan.ods", data)
    return read_plan("plan.ods", data)


def plan_of(*rows: tuple[Box | object, ...], **more: object) -> Plan:
    return read(sheets(Sheet((HEAD, *rows), **more)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("form", "text", "value", "precision"),
    [
        ("mmm-yy", "Apr-28", "2028-04-01", "month"),
        ("mmmm-yyyy", "April-2028", "2028-04-01", "month"),
        ("yyyy", "2028", "2028-01-01", "year"),
        ("m-d-yyyy", "09/04/2028", "2028-04-09", "day"),
        ("", "09/04/2028", "2028-04-09", "day"),
    ],
)
def test_a_date_is_read_by_its_value_and_as_exactly_as_it_is_shown(
    form: str, text: str, value: str, precision: str
) -> None:
    cell = Box(date(2028, 4, 9), shown="4/9/28", form=form)
    assert targets(plan_of(("One", "a", cell, ""))) == [
        (text, value if precision != "month" else "2028-04-01", precision)
    ]


def test_a_time_of_day_does_not_spoil_a_date_and_an_impossible_value_leaves_the_words() -> None:
    broken = Box(date(2028, 4, 9), shown="9 April 2028")
    data = sheets(Sheet((HEAD, ("One", "a", Box(datetime(2028, 4, 9, 9, 30)), ""), ("Two", "b", broken, ""))))
    assert [value for _, value, _ in targets(read(data))] == ["2028-04-09", "2028-04-09"]


def test_a_fill_is_a_status_and_a_style_without_one_is_none() -> None:
    plan = plan_of(("One", "a", "", Box(fill="00B050")), ("Two", "b", "", Box(form="yyyy")))
    assert [each.actions[0].status_text for each in plan.recommendations] == ["green (cell colour)", ""]


def test_merged_cells_carry_a_recommendation_over_its_rows() -> None:
    plan = plan_of(
        (Box("One", down=2), "a", "", ""),
        (Box(covered=True), "b", "", ""),
        ("Two", Box("c", span=2), Box("under", covered=True), ""),
    )
    assert [[action.text for action in each.actions] for each in plan.recommendations] == [["a", "b"], ["c"]]
    assert ("hidden text", "under") in {(each.where, each.text) for each in plan.unplaced}


def test_comments_boxes_headers_and_deleted_words_are_unplaced() -> None:
    extra = (
        "<table:tracked-changes><table:cell-content-change><table:previous><table:change-track-table-cell>"
        "<text:p>Old words</text:p></table:change-track-table-cell></table:previous></table:cell-content-change>"
        "</table:tracked-changes>"
    )
    rows = (HEAD, (Box("One", note="Ask Idris"), Box("a", box="Boxed"), "May 2028", ""))
    plan = read(sheets(Sheet(rows), header="OFFICIAL", extra=extra))
    assert {(each.where, each.text, each.row, each.column) for each in plan.unplaced} == {
        ("comment", "Ask Idris", 2, 1),
        ("text box", "Boxed", 2, 2),
        ("header", "OFFICIAL", None, None),
        ("deleted text", "Old words", None, None),
    }
    assert plan.recommendations[0].text == "One"
    assert plan.recommendations[0].actions[0].text == "a"


def test_the_plan_is_found_on_the_second_sheet_and_a_hidden_one_is_kept_as_words() -> None:
    plan = read(
        sheets(
            Sheet((("How to use this",),), name="Guidance"),
            Sheet((HEAD, ("One", "a", "", "")), name="Plan"),
            Sheet((("Amber",), ("Green",)), name="Lists", hidden=True),
        )
    )
    assert plan.recommendations[0].actions[0].source.as_json() == {"where": "sheet Plan", "table": 2, "row": 2}
    assert {each.where for each in plan.unplaced} == {"sheet Guidance!A1", "sheet Lists!A1", "sheet Lists!A2"}


def test_rows_keep_their_printed_numbers_past_repeated_empty_ones() -> None:
    rows = ((Box("A title"),), (Box(times=16384),), HEAD, (Box(times=4),), ("One", "a", "", ""), (Box(times=16384),))
    plan = read(sheets(Sheet(rows, repeated={2: 3, 4: 2, 6: 1_048_000})))
    assert plan.recommendations[0].actions[0].source.row == 8


def test_repeated_words_are_read_as_often_as_they_are_shown() -> None:
    plan = plan_of(("One", "a", "", ""), ("Two", Box("same", times=2), ""), repeated={3: 2})
    texts = [action.text for each in plan.recommendations for action in each.actions]
    assert texts == ["a", "same", "same"]


def test_a_sheet_of_a_million_repeated_rows_is_refused_and_told() -> None:
    plan = read_plan("plan.ods", sheets(Sheet((HEAD, ("One", "a", "b", "c")), repeated={2: 1_048_000})))
    assert plan.recommendations == ()
    assert plan.problems[0].why == "sheet Plan is too large to be a plan and is not read"


def test_hidden_rows_are_read_and_told() -> None:
    plan = plan_of(("One", "a", "", ""), ("Two", "b", "", ""), hidden_rows=frozenset({3}))
    assert len(plan.recommendations) == 2
    assert [each.why for each in plan.problems] == ["1 row hidden in sheet Plan, read like the others"]


def test_a_formula_without_its_result_is_told_and_one_with_it_is_read() -> None:
    plan = plan_of(("One", Box("a", formula="of:=UPPER([.A2])"), Box(formula="of:=TODAY()"), ""))
    assert plan.recommendations[0].actions[0].text == "a"
    assert {(each.where, each.text) for each in plan.unplaced} == {("sheet Plan!C2", "of:=TODAY()")}
    assert (plan.problems[0].row, plan.problems[0].column, plan.problems[0].text) == (2, "C", "of:=TODAY()")


def test_spaces_tabs_and_paragraphs_inside_a_cell_stay() -> None:
    plan = plan_of(("One  two\tthree", "1. a\n2. b", "", ""))
    assert plan.recommendations[0].text == "One  two\tthree"
    assert [action.text for action in plan.recommendations[0].actions] == ["a", "b"]


def rule(area: str) -> str:
    space = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    return (
        f'<calcext:conditional-formats {space}><calcext:conditional-format calcext:target-range-address="{area}">'
        '<calcext:condition calcext:apply-style-name="Bad" calcext:value="formula-is([.C2]&lt;TODAY())"/>'
        "</calcext:conditional-format></calcext:conditional-formats>"
    )


def test_a_status_that_only_a_rule_colours_is_told() -> None:
    plan = plan_of(("One", "a", "May 2028", ""), rules=rule("Plan.D2:Plan.D40"))
    assert [(each.where, each.text) for each in plan.unplaced] == [("sheet Plan!D2:D40", "formula-is([.C2]<TODAY())")]
    assert (plan.problems[0].row, plan.problems[0].column) == (2, "D")


@pytest.mark.parametrize("area", ["Plan.A2:Plan.C40", "", "nonsense", "Plan.$A$1"])
def test_a_rule_that_only_colours_words_is_no_problem(area: str) -> None:
    assert plan_of(("One", "a", "May 2028", ""), rules=rule(area)).problems == ()
