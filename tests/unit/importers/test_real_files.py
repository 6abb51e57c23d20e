"""Real plans in every layout they came in, against the same cells as JSON and against what a reader makes of them."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from darddr.importers.plan import Action, Plan
from darddr.importers.read import read_plan
from tests.tools.account import lost_words

DATA = Path(__file__).parents[4] / "shared" / "data"
FILES = sorted((DATA / "files").glob("*")) if DATA.is_dir() else []
pytestmark = pytest.mark.skipif(not FILES, reason="the real plans are not beside this repository")


def each(*stems: str) -> pytest.MarkDecorator:
    """Run a test on every file made from these tables."""
    paths = [path for path in FILES if path.name.startswith(stems)]
    return pytest.mark.parametrize("path", paths, ids=lambda path: path.name)


def read(path: Path) -> Plan:
    return read_plan(path.name, path.read_bytes())


def words(*texts: str | None) -> Counter[str]:
    """Count words, list marks aside."""
    return Counter(word for text in texts if text for word in re.findall(r"[^\W\d_]{2,}", text))


def source(path: Path) -> dict[str, Any]:
    """Give the JSON a file was made from."""
    stem = path.name.partition("__")[0]
    folder = DATA / ("recommendation_tables" if stem.startswith("recs_") else "action_plans")
    found: dict[str, Any] = json.loads((folder / f"{stem.removeprefix('recs_')}.json").read_text(encoding="utf-8"))
    return found


def actions(plan: Plan) -> list[Action]:
    return [action for recommendation in plan.recommendations for action in recommendation.actions]


def by_number(plan: Plan, number: str) -> tuple[Action, ...]:
    return next(each.actions for each in plan.recommendations if each.number == number)


def values(found: tuple[Action, ...] | list[Action]) -> list[str | None]:
    return [action.target_date.value.isoformat() if action.target_date.value else None for action in found]


@each("")
def test_no_word_is_lost(path: Path) -> None:
    assert not lost_words(path.name, path.read_bytes())


@each("")
def test_every_cell_lands_in_a_field_of_its_own_kind(path: Path) -> None:
    plan, table = read(path), source(path)
    columns = table["columns"]
    for heading, field in (
        ("Recommendation", "text"),
        ("Action", "action"),
        ("Lead", "lead"),
        ("Addressed to", "addressed"),
    ):
        index = next((at for at, name in enumerate(columns) if name.startswith(heading)), None)
        if index is None:
            continue
        rows = [row for row in table["rows"] if row != columns and any(row[1:])]
        printed = words(*(row[index] for row in rows))
        assert not printed - held(plan, field), (heading, printed - held(plan, field))


def held(plan: Plan, field: str) -> Counter[str]:
    """Count the words of one field over the whole plan, and joining words set aside."""
    aside = [each.text for each in plan.ignored if each.why.startswith("words that join")]
    found: list[str | None] = []
    for each in plan.recommendations:
        if field == "text":
            found += [each.number, each.text, *each.addressees]
        elif field == "addressed":
            found += [*each.addressees, *aside]
        elif field == "action":
            found += [action.text for action in each.actions]
        else:
            found += [words for action in each.actions for words in (*action.lead_agencies, action.owner)]
    return words(*found, *(aside if field == "lead" else ()))


@each("kmpt")
def test_mr_s(path: Path) -> None:
    plan = read(path)
    numbers = [each.number for each in plan.recommendations]
    assert numbers == [f"Recommendation {number}" for number in (1, 3, 4, 6, 7, 8, 10, 11)]
    assert [len(each.actions) for each in plan.recommendations] == [4, 3, 3, 2, 3, 2, 1, 1]
    assert plan.recommendations[0].text.startswith("The Trust needs a process which shows relatives")
    assert values(by_number(plan, "Recommendation 1")) == ["2020-01-31"] * 3 + ["2020-09-30"]
    assert values(by_number(plan, "Recommendation 3")) == ["2020-02-28"] * 3
    assert values(by_number(plan, "Recommendation 4")) == ["2020-02-28", "2020-02-28", "2020-10-31"]
    fourth = by_number(plan, "Recommendation 4")
    assert [action.status for action in fourth] == ["owner_complete"] * 3
    assert {str(action.completed_date.value) for action in fourth if action.completed_date} == {"2020-01-20"}
    sixth = by_number(plan, "Recommendation 6")
    assert [action.status for action in sixth] == ["owner_complete", None]
    assert sixth[0].completed_date is not None
    assert (str(sixth[0].completed_date.value), sixth[0].completed_date.precision) == ("2020-06-01", "month")
    assert "04/11/2020" in sixth[1].progress
    eighth = by_number(plan, "Recommendation 8")
    assert [action.target_date.text for action in eighth] == ["On going", "31 March 2020"]
    assert eighth[0].lead_agencies == ("Head of Service", "CRCG Clinical Quality Team")
    tenth = by_number(plan, "Recommendation 10")[0]
    assert (tenth.target_date.text, tenth.target_date.value) == ("31 September 2020", None)
    assert [(each.text, each.why) for each in plan.problems] == [("31 September 2020", "no such day")]
    assert "Joint Operating Model" in tenth.progress
    eleventh = by_number(plan, "Recommendation 11")[0]
    assert (eleventh.target_date.text, eleventh.target_date.value, eleventh.status) == (
        "On-going",
        None,
        "owner_complete",
    )


@each("tower")
def test_tower_hamlets(path: Path) -> None:
    plan = read(path)
    assert [each.addressees for each in plan.recommendations] == [("Tower Hamlets Police",)] * 2 + [
        ("LBTH Adult social care",)
    ] * 2
    assert [action.lead_agencies for action in actions(plan)] == [("MPS",), ("MPS",), ("LBTH Adult social care",), ()]
    assert [action.status_text for action in actions(plan)] == ["Completed", "Completed", "Complete and ongoing", ""]
    completed = [action.completed_date.value if action.completed_date else None for action in actions(plan)]
    assert [str(day) for day in completed] == ["2016-10-31", "2016-10-26", "2016-10-31", "None"]


@each("scr")
def test_the_health_plan_of_2006(path: Path) -> None:
    plan = read(path)
    assert [each.theme for each in plan.recommendations] == ["Recording"] * 5
    assert values(actions(plan)) == [None, "2006-08-01", "2006-08-01", "2007-03-01", "2007-03-01"]
    assert actions(plan)[0].target_date.text == "Immediate"
    assert {action.status for action in actions(plan)} == {None}
    assert actions(plan)[1].lead_agencies == ("Primary Care Matrons", "Child Protection Department")
    assert "column headings repeated" in {each.why for each in plan.ignored}


@each("bassetlaw")
def test_sarah(path: Path) -> None:
    plan = read(path)
    assert len(plan.recommendations) == 1
    assert plan.recommendations[0].text.startswith("a) The Community Safety Partnership")
    assert "b) That is to cover training" in plan.recommendations[0].text
    assert [action.number for action in actions(plan)] == ["1", "2", "3"]


@each("recs_")
def test_recommendation_tables(path: Path) -> None:
    plan, table = read(path), source(path)
    assert [each.number for each in plan.recommendations] == [row[0] for row in table["rows"]]
    assert [each.text for each in plan.recommendations] == [row[1].strip() for row in table["rows"]]
    assert [" ".join(each.addressees) for each in plan.recommendations] == [row[2] or "" for row in table["rows"]]
    assert actions(plan) == []
