"""Separated text in every dress councils save it in: encodings, separators, quotes, ragged rows."""

from __future__ import annotations

import csv
import io

import pytest

from darddr.importers.errors import WrongType
from darddr.importers.plan import Plan
from darddr.importers.read import read_plan

HEAD = ("Recommendation", "Action", "Lead agency", "Target date")
ROWS = (
    HEAD,
    ("Say “no”; or, wait – it’s £5", 'He said "stop", twice', "Women’s Aid", "31/03/2028"),
    ("Second", "1. first\n2. second", "Police", "1. May 2028\n2. June 2028"),
)


def text_of(rows: tuple[tuple[str, ...], ...], delimiter: str, line: str = "\r\n") -> str:
    held = io.StringIO()
    csv.writer(held, delimiter=delimiter, lineterminator=line, quoting=csv.QUOTE_ALL).writerows(rows)
    return held.getvalue()


def contents(plan: Plan) -> list[tuple[str, str, str | None]]:
    return [
        (each.text, action.text, action.target_date.value.isoformat() if action.target_date.value else None)
        for each in plan.recommendations
        for action in each.actions
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252", "utf-16", "utf-16-le-bom", "utf-16-be-bom"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line", ["\r\n", "\n", "\r"])
def test_encodings_separators_and_line_ends_do_not_matter(encoding: str, delimiter: str, line: str) -> None:
    text = text_of(ROWS, delimiter, line)
    data = ("\ufeff" + text).encode(encoding[:9]) if encoding.endswith("-bom") else text.encode(encoding)
    assert contents(read_plan("plan.csv", data)) == [
        ("Say “no”; or, wait – it’s £5", 'He said "stop", twice', "2028-03-31"),
        ("Second", "first", "2028-05-01"),
        ("Second", "second", "2028-06-01"),
    ]


def test_a_separator_named_in_the_first_line_is_no_word_of_the_plan_but_is_accounted_for() -> None:
    plan = read_plan("plan.csv", ("sep=;\r\n" + text_of(ROWS, ";")).encode())
    assert len(contents(plan)) == 3
    assert [(each.text, each.row) for each in plan.unplaced] == [("sep=", 1)]


def test_ragged_rows_lose_nothing() -> None:
    rows = (
        ("A plan",),
        HEAD,
        ("1. One",),
        ("Two", "b"),
        ("Three", "c", "Police", "May 2028", "beyond", "", "far beyond"),
    )
    plan = read_plan("plan.csv", text_of(rows, ",").encode())
    assert [each.text for each in plan.recommendations] == ["One", "Two", "Three"]
    assert [(each.text, each.row, each.column) for each in plan.unplaced] == [
        ("A plan", 1, 1), ("beyond", 5, 5), ("far beyond", 5, 7),
    ]  # fmt: skip


def test_a_quote_that_is_never_closed_keeps_its_words() -> None:
    plan = read_plan("plan.csv", b'Recommendation,Action\r\nOne,"a b\r\nTwo,c\r\n')
    assert "Two,c" in plan.recommendations[0].actions[0].text


def test_bytes_no_encoding_has_are_still_words() -> None:
    plan = read_plan("plan.csv", b"Recommendation,Action\r\nOne,caf\xe9 \x81 a\r\n")
    assert "caf\u00e9" in plan.recommendations[0].actions[0].text


def test_a_longer_field_than_any_plan_has_is_read_too() -> None:
    long = "word " * 40_000
    plan = read_plan("plan.csv", text_of((HEAD, ("One", long, "", "")), ",").encode())
    assert plan.recommendations[0].actions[0].text == long.strip()


def test_half_a_utf16_file_is_refused() -> None:
    with pytest.raises(WrongType, match=r"plan\.csv is not a text file"):
        read_plan("plan.csv", "Recommendation,Action\r\nOne,a".encode("utf-16-le"))
