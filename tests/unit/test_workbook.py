"""Spreadsheets: every cell as it was given, and none of them live."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from darddr.documents.workbook import CUT, LONGEST, Sheet, workbook


def cells(*given: object) -> list[object]:
    data = workbook("Title", "Quillshire", date(2027, 1, 4), "OFFICIAL", [Sheet("One", ("A", "B"), [given])])  # type: ignore[list-item]
    return [cell.value for cell in load_workbook(BytesIO(data))["One"][4]]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "http://example.org", "007", "1e5", "🕊 Llŷr"])
def test_text_stays_text(text: str) -> None:
    assert cells(text, None)[0] == text


def test_days_are_days_and_counts_are_numbers() -> None:
    assert cells(date(2027, 3, 31), 5) == [datetime(2027, 3, 31), 5]


def test_a_text_too_long_for_a_cell_is_cut_and_says_so() -> None:
    (cut, _) = cells("a" * (LONGEST + 1), None)
    assert (len(str(cut)), str(cut).endswith(CUT)) == (LONGEST, True)


def test_control_characters_make_no_broken_file() -> None:
    assert cells("a\x00\x0bb", None)[0] == "ab"
