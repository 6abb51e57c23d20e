"""Any plan in any layout, in every format: read back it says what it said, and no word of it is lost.

DARDDR_TEST_EXAMPLES=5000 python -m pytest tests/unit/importers/test_random_plans.py        (a long, random run)
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darddr.importers.errors import NoTable
from darddr.importers.read import read_plan
from tests.tools import account
from tests.unit.importers.builders import C, docx, table, xlsx
from tests.unit.importers.opendocument import Sheet, sheets
from tests.unit.importers.random_files import file_of
from tests.unit.importers.random_plans import Layout, Rec, examples, expected, found, layouts, plans


@pytest.mark.parametrize("kind", ["docx", "xlsx", "ods", "csv"])
@given(data=st.data())
@examples(20)
def test_a_plan_is_read_as_it_was_written(kind: str, data: st.DataObject) -> None:
    recs: tuple[Rec, ...] = data.draw(plans())
    layout: Layout = data.draw(layouts(kind))
    name, made = file_of(recs, layout)
    plan = read_plan(name, made)
    assert found(plan) == expected(recs, layout)
    assert not account.words_of_file(name, made) - account.words_of_plan(plan.as_json())
    assert read_plan(name, made) == plan


ANY = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=30)
PIECES = st.sampled_from(
    ["1. ", "2) ", "a) ", "\n", "\t", "• ", "Complete", "March 2028", "31/02/2028", "Police", "Recommendation 3: ",
     "as above", "Ongoing", "Action 1", "1-3 ", "Action", "Recommendation", "Insert ", "?", "Green", "\u202e", "שלום",
     "=A1", "'", '"', ",", ";"]
)  # fmt: skip
CELL = st.lists(PIECES | ANY, max_size=5).map("".join)
HEADS = ("Recommendation", "Action", "Lead", "Target date", "Progress", "Status", "Anything else")


@pytest.mark.parametrize("kind", ["docx", "xlsx", "ods", "csv"])
@given(rows=st.lists(st.lists(CELL, max_size=8), max_size=6), headed=st.booleans())
@examples(20)
def test_whatever_the_cells_hold_nothing_is_lost_and_only_the_named_refusals_are_raised(
    kind: str, rows: list[list[str]], headed: bool
) -> None:
    grid = [list(HEADS), *rows] if headed else rows
    name, made = f"plan.{kind}", written(kind, grid)
    try:
        plan = read_plan(name, made)
    except NoTable:
        assert kind == "csv" or not account.words_of_file(name, made)
        return
    assert not account.words_of_file(name, made) - account.words_of_plan(plan.as_json())
    assert read_plan(name, made) == plan


def written(kind: str, grid: list[list[str]]) -> bytes:
    """A grid of texts as a file."""
    if kind == "docx":
        return docx(table(*([C(text) for text in row] for row in grid)))
    if kind == "ods":
        return sheets(Sheet(grid))
    if kind == "xlsx":
        return xlsx([[f"'{text}" if text.startswith("=") else text for text in row] for row in grid])
    return "\r\n".join(",".join('"' + text.replace('"', '""') + '"' for text in row) for row in grid).encode()
