"""Lists inside a cell, and which actions they speak of."""

from __future__ import annotations

import pytest

from darddr.importers.drafts import Draft, share, split_actions
from darddr.importers.plan import Place
from darddr.importers.splitting import bullet_lines, number_key, split_items


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("1. a\n2. b", [(("1",), "a"), (("2",), "b")]),
        ("1) a\n3) c\n4) d", [(("1",), "a"), (("3",), "c"), (("4",), "d")]),
        ("1. Do x 2. Do y 3. Do z", [(("1",), "Do x"), (("2",), "Do y"), (("3",), "Do z")]),
        ("a) foo\n\nb) bar", [(("a",), "foo"), (("b",), "bar")]),
        ("i) foo\nii) bar\niii) z", [(("i",), "foo"), (("ii",), "bar"), (("iii",), "z")]),
        ("1. x\n a) y\n b) z\n2. w", [(("1",), "x\n a) y\n b) z"), (("2",), "w")]),
        ("1.1 Do\n1.2 Do", [(("1.1",), "Do"), (("1.2",), "Do")]),
        ("Action 1: foo\nAction 2: bar", [(("1",), "foo"), (("2",), "bar")]),
        ("1-3 Complete and shown", [(("1", "2", "3"), "Complete and shown")]),
        ("1 & 2 complete\n3 ongoing", [(("1", "2"), "complete"), (("3",), "ongoing")]),
        ("lead in:\n1. a\n2. b", [((), "lead in:"), (("1",), "a"), (("2",), "b")]),
        ("1\tfirst\n2\tsecond", [(("1",), "first"), (("2",), "second")]),
        ("31.12.2016", []),
        ("1-3 months", []),
        ("In 2019. The end", []),
        ("A. Whitlock", []),
        ("plain words", []),
    ],
)
def test_items_and_the_numbers_they_cover(text: str, items: list[tuple[tuple[str, ...], str]]) -> None:
    assert [(item.keys, item.text) for item in split_items(text)] == items


def test_numbers_compare_without_their_marks() -> None:
    assert number_key("Action 2.") == number_key("(2)") == number_key("2)") == "2"
    assert number_key(None) == ""


def test_bullets_join_the_lines_after_them() -> None:
    assert bullet_lines("• one\n  more\n- two") == ["one\nmore", "two"]
    assert bullet_lines("one\n• two") == []


def test_bulleted_actions_part_only_where_another_cell_has_as_many_items() -> None:
    assert split_actions("• one\n• two", ["• June 2020\n• July 2020"], "") == [(None, "one"), (None, "two")]
    assert split_actions("• one\n• two", ["a\nb\nc"], "") == [(None, "• one\n• two")]


def test_plain_paragraphs_part_where_each_has_a_date() -> None:
    dates = "By 31/12/2016\nBy 31/12/2016"
    assert split_actions("one\ntwo", [dates], dates) == [(None, "one"), (None, "two")]
    assert split_actions("one\ntwo", [], "By 31/12/2016") == [(None, "one\ntwo")]


def drafts(*numbers: str) -> list[Draft]:
    return [Draft("words", number, Place("body", 1, 2)) for number in numbers]


def test_one_date_is_said_of_every_action() -> None:
    three = drafts("1", "2", "3")
    assert share("target", "28 February 2020", three, []) == []
    assert [draft.target for draft in three] == ["28 February 2020"] * 3


def test_numbered_dates_go_to_their_actions_and_the_marks_are_kept() -> None:
    three, marks = drafts("1", "2", "4"), []
    share("target", "1. May 2020\n2. June 2020\n4. July 2020", three, marks)
    assert [draft.target for draft in three] == ["May 2020", "June 2020", "July 2020"]
    assert marks == ["1.", "2.", "4."]


def test_a_range_covers_its_actions() -> None:
    three = drafts("1", "2", "3")
    share("progress", "1-2 Complete\n3. Under way", three, [])
    assert [draft.progress for draft in three] == ["Complete", "Complete", "Under way"]


def test_an_item_for_no_action_comes_back() -> None:
    two = drafts("1", "2")
    left = share("target", "1. May 2020\n2. June 2020\n3. July 2020", two, [])
    assert [(item.mark, item.text) for item in left] == [("3.", "July 2020")]


def test_a_short_list_leaves_the_other_actions_alone() -> None:
    two = drafts("1", "2")
    share("progress", "1. Complete", two, [])
    assert [draft.progress for draft in two] == ["Complete", ""]


@pytest.mark.parametrize("text", ["Action 998", "Action 1st of many", "Steps 2020 to come"])
def test_a_mark_is_never_half_a_word(text: str) -> None:
    assert split_items(text, ranges=False) == []
