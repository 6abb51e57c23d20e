"""The tables as a drawing and as data."""

from __future__ import annotations

import json

import pytest

from darddr.workflow.diagram import as_data, mermaid
from darddr.workflow.engine import TABLES

BOTH = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


@BOTH
def test_the_drawing_has_every_listed_move_once_and_no_correction(table) -> None:
    lines = [line.strip() for line in mermaid(table).splitlines()]
    assert lines[0] == "stateDiagram-v2"
    assert lines[1] == f"[*] --> {table.initial.value}"
    drawn = [line for line in lines[2:] if not line.endswith("--> [*]")]
    assert drawn == [
        f"{move.source.value} --> {move.dest.value}: {move.trigger}"
        for move in table.moves
        if move.trigger != "correct"
    ]
    assert [line for line in lines if line.endswith("--> [*]")] == [
        f"{state.value} --> [*]" for state in table.states if state.is_end
    ]


@BOTH
def test_the_data_are_plain_and_whole(table) -> None:
    data = json.loads(json.dumps(as_data()))[table.name]
    assert [state["name"] for state in data["states"]] == [state.value for state in table.states]
    assert {(move["trigger"], move["source"], move["dest"]) for move in data["moves"]} == {
        (move.trigger, move.source.value, move.dest.value) for move in table.moves
    }
    assert all(set(move) == {"trigger", "source", "dest", "permission", "conditions"} for move in data["moves"])


def test_states_of_a_review_carry_their_phase_and_those_of_an_action_none() -> None:
    data = as_data()
    assert {state["phase"] for state in data["review"]["states"]} == {
        "notification",
        "panel",
        "drafting",
        "home_office",
        "publication",
        "actions",
    }
    assert {state["phase"] for state in data["action"]["states"]} == {None}
