"""Where the tables of moves lead: every path can end, the way forward goes forward, and each row goes where it says."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

import pytest

from darddr.policies.rules import RULES
from darddr.workflow import engine
from darddr.workflow.facts import ActionFacts, ReviewFacts
from darddr.workflow.moves import Inputs, Table
from darddr.workflow.reviews import BACK, FORWARD, REOPEN
from darddr.workflow.states import ActionState, ReviewState

TABLES = pytest.mark.parametrize("table", engine.TABLES, ids=lambda table: table.name)
FACTS = {"review": ReviewFacts, "action": ActionFacts}


class Thing:
    """Something in a state, and nothing else."""

    def __init__(self, state: Any) -> None:
        self.state = state


def reached_from(moves: Any, start: Any) -> set[Any]:
    """Every state that moves lead to."""
    ways = defaultdict(set)
    for move in moves:
        ways[move.source].add(move.dest)
    seen, waiting = {start}, [start]
    while waiting:
        for state in ways[waiting.pop()] - seen:
            seen.add(state)
            waiting.append(state)
    return seen


@TABLES
def test_from_every_state_an_end_can_be_reached(table: Table) -> None:
    for state in table.states:
        assert any(found.is_end for found in reached_from(table.moves, state))


def test_only_the_ends_of_a_review_are_without_a_move_forward() -> None:
    forward = {move.source for move in FORWARD}
    assert {state for state in ReviewState if state not in forward} == {state for state in ReviewState if state.is_end}


def test_the_way_forward_never_turns_back_and_the_ways_back_do() -> None:
    """Except to a new version: after resubmission the executive signs off again."""
    order = list(ReviewState)
    turned = {move.trigger for move in FORWARD if order.index(move.dest) < order.index(move.source)}
    assert turned == {"resubmit"}
    assert all(
        order.index(move.dest) < order.index(move.source)
        for move in (*BACK, *REOPEN)
        if move.dest is not ReviewState.COMMISSIONING
    )


@TABLES
def test_out_of_one_state_a_trigger_leads_to_one_place_and_a_correction_to_where_the_last_move_came_from(
    table: Table,
) -> None:
    listed = Counter((move.trigger, move.source) for move in table.moves if move.trigger != "correct")
    assert max(listed.values()) == 1
    undoes = {(move.source, move.dest) for move in table.moves if move.trigger == "correct"}
    assert undoes == {(move.dest, move.source) for move in table.moves if move.trigger != "correct"}


@TABLES
def test_every_row_leads_where_it_says_once_nothing_is_missing(table: Table, monkeypatch) -> None:
    monkeypatch.setattr(engine, "unmet", lambda *_: ())
    for move in table.moves:
        subject = Thing(move.source)
        engine.fire(table, subject, move, FACTS[table.name](), Inputs())
        assert subject.state is move.dest


@TABLES
def test_every_row_asks_for_a_permission_that_has_a_rule(table: Table) -> None:
    assert all(RULES[move.permission] for move in table.moves)


def test_only_review_states_have_phases_and_ends_are_as_decided() -> None:
    assert {state.value for state in ReviewState if state.is_end} == {"no_review_closed", "transferred", "closed"}
    assert not hasattr(ActionState.AGREED, "phase")
