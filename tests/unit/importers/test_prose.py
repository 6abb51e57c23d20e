"""Recommendations printed as paragraphs, where no table holds a plan."""

from __future__ import annotations

import pytest

from darddr.importers.errors import NoTable
from darddr.importers.plan import Plan
from darddr.importers.read import read_plan
from tests.unit.importers.builders import docx, paragraph, table
from tests.unit.importers.test_word_plans import read, unplaced


def said(plan: Plan) -> list[tuple[str | None, str]]:
    return [(each.number, each.text) for each in plan.recommendations]


def test_numbered_paragraphs_are_recommendations_without_actions() -> None:
    plan = read(
        paragraph("8 Recommendations"),
        paragraph("Recommendation 1: Every agency asks alone."),
        paragraph("This follows from the learning above."),
        paragraph("Rec. 2 – The partnership trains its staff."),
        paragraph("Recommendation 3.1. The Home Office writes guidance."),
    )
    assert [text for _, text in said(plan)] == [
        "Every agency asks alone.",
        "The partnership trains its staff.",
        "The Home Office writes guidance.",
    ]
    assert all(each.actions == () for each in plan.recommendations)
    assert unplaced(plan) == {("body", "8 Recommendations"), ("body", "This follows from the learning above.")}
    assert [each.why for each in plan.problems] == [
        "no table has headings for recommendations or actions; "
        "numbered recommendations are read from paragraphs, and have no actions"
    ]


def test_a_number_that_stands_alone_takes_the_paragraph_after_it() -> None:
    plan = read(
        paragraph("Recommendation number 1"),
        paragraph("Ask alone."),
        paragraph("More."),
        paragraph("Recommendation number 2"),
        paragraph("Recommendation number 3"),
        paragraph("Train."),
    )
    assert [text for _, text in said(plan)] == ["Ask alone.", "Train."]
    assert unplaced(plan) == {("body", "More."), ("body", "Recommendation number 2")}


@pytest.mark.parametrize(
    "text",
    [
        "Recommendation 3 was accepted by the board.",
        "Recommendation 3: Ask alone\t37",
        "Recommendation 3: Ask alone ........ 37",
        "Recommendations",
        "We recommend 3: things",
        "The panel made recommendation 3: ask alone",
    ],
)
def test_a_paragraph_that_only_speaks_of_one_is_none(text: str) -> None:
    with pytest.raises(NoTable):
        read_plan("report.docx", docx(paragraph(text)))


def test_tables_that_hold_no_plan_do_not_hide_them_and_a_plan_does() -> None:
    panel = table(("Name", "Agency"), ("Idris Pell", "Police"))
    assert len(said(read(panel, paragraph("Recommendation 1: Ask alone.")))) == 1
    plan = read(
        paragraph("Recommendation 1: Ask alone."),
        table(("Recommendation", "Action"), ("1. Ask alone.", "Train staff.")),
    )
    assert said(plan) == [("1", "Ask alone.")]
    assert ("body", "Recommendation 1: Ask alone.") in unplaced(plan)
