"""The tables of moves: whole, without holes, and never left but by their rows."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest

from darddr.workflow import engine
from darddr.workflow.diagram import as_data, mermaid
from darddr.workflow.errors import ConditionsUnmet, MoveUnknown
from darddr.workflow.facts import ActionFacts, ReviewFacts
from darddr.workflow.moves import Inputs, Table
from darddr.workflow.reviews import REVIEW_TABLE
from darddr.workflow.states import PENDING, UNDER_WAY, ReviewState

TABLES = {table.name: table for table in engine.TABLES}
NOTHING = {"review": ReviewFacts(), "action": ActionFacts()}


@dataclass
class Thing:
    """Anything that stands in a state."""

    state: Any


@pytest.mark.parametrize("table", engine.TABLES, ids=list(TABLES))
def test_every_state_is_reached_and_only_ends_end(table: Table) -> None:
    forward = [move for move in table.moves if move.trigger != "correct"]
    reached, found = {table.initial}, True
    while found:
        found = {move.dest for move in forward if move.source in reached} - reached
        reached |= found
    assert reached == set(table.states)
    straight = [move for move in forward if not move.trigger.startswith(("reopen", "propose_again"))]
    dead = set(table.states) - {move.source for move in straight}
    assert dead == {state for state in table.states if state.is_end}


@pytest.mark.parametrize("table", engine.TABLES, ids=list(TABLES))
def test_rows_are_unique(table: Table) -> None:
    keys = [move.key for move in table.moves]
    assert len(keys) == len(set(keys))
    pairs = [(move.trigger, move.source) for move in table.moves if move.trigger != "correct"]
    assert len(pairs) == len(set(pairs))


@pytest.mark.parametrize("table", engine.TABLES, ids=list(TABLES))
def test_what_is_not_listed_is_refused_and_changes_nothing(table: Table) -> None:
    triggers = {move.trigger for move in table.moves}
    listed = {(move.source, move.trigger) for move in table.moves}
    for state, trigger in product(table.states, sorted(triggers)):
        if (state, trigger) in listed and trigger != "correct":
            assert engine.find(table, state, trigger, NOTHING[table.name]).source is state
        else:
            with pytest.raises(MoveUnknown):
                engine.find(table, state, trigger, NOTHING[table.name])


@pytest.mark.parametrize("table", engine.TABLES, ids=list(TABLES))
def test_a_row_fires_only_when_its_conditions_hold(table: Table) -> None:
    for move in table.moves:
        thing = Thing(move.source)
        if engine.unmet(move, NOTHING[table.name], Inputs()):
            with pytest.raises(ConditionsUnmet):
                engine.fire(table, thing, move, NOTHING[table.name], Inputs())
            assert thing.state is move.source
        else:
            engine.fire(table, thing, move, NOTHING[table.name], Inputs())
            assert thing.state is move.dest


def test_a_condition_says_a_whole_sentence() -> None:
    for table in engine.TABLES:
        for move in table.moves:
            for need in move.conditions:
                assert need.sentence[0].isupper()
                assert need.sentence.endswith(".")
                assert not (need.asks and need.waivable)


def test_a_correction_leads_only_back_where_it_came_from() -> None:
    facts = ReviewFacts(came_from=ReviewState.NO_REVIEW)
    assert engine.find(REVIEW_TABLE, ReviewState.COMMISSIONING, "correct", facts).dest is ReviewState.NO_REVIEW
    with pytest.raises(MoveUnknown):
        engine.find(REVIEW_TABLE, ReviewState.COMMISSIONING, "correct", ReviewFacts())
    with pytest.raises(MoveUnknown):
        engine.find(REVIEW_TABLE, ReviewState.COMMISSIONING, "correct", ReviewFacts(came_from=ReviewState.CLOSED))


def test_pending_and_under_way_are_what_the_design_says() -> None:
    names = [state.value for state in ReviewState]
    assert [state.value for state in PENDING] == ["notified", "scoping", "deciding"]
    under_way = names[names.index("commissioning") : names.index("resubmitting") + 1]
    assert [state.value for state in UNDER_WAY] == under_way


def test_the_drawing_and_the_data_name_every_move() -> None:
    data = as_data()
    for name, table in TABLES.items():
        assert len(data[name]["moves"]) == len(table.moves)
        drawing = mermaid(table)
        for move in table.moves:
            if move.trigger != "correct":
                assert f"{move.source.value} --> {move.dest.value}: {move.trigger}" in drawing
