"""Any walk through the tables: it can always be undone by one step, always go on to an end, and never leaves the table."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.records import PublicationKind
from darddr.workflow import engine
from darddr.workflow.errors import ConditionsUnmet, MoveUnknown
from darddr.workflow.facts import ActionFacts, ReviewFacts
from darddr.workflow.moves import Inputs, Table
from darddr.workflow.reviews import REOPEN
from darddr.workflow.states import ReviewState
from tests.unit.workflow.test_paths import reached_from

FIRST, SECOND = uuid4(), uuid4()
TABLES = pytest.mark.parametrize("table", engine.TABLES, ids=lambda table: table.name)
PICKS = st.lists(st.integers(0, 50), max_size=40)


def facts(table: Table, came_from: Any, last_by: UUID | None) -> Any:
    """Everything a move may ask for holds; what a letter decides is set aside, since no letter decides all three."""
    shared = {"came_from": came_from, "last_moved_by": last_by}
    if table.name == "action":
        return ActionFacts(
            has_owner=True, has_target_date=True, has_evidence=True, has_group=True, owner_id=uuid4(), **shared
        )
    return ReviewFacts(
        milestones=dict.fromkeys(Milestone),
        victims=1,
        has_source=True,
        has_chair=True,
        panel_members=2,
        questions=1,
        findings=1,
        recommendations=1,
        draft_built=True,
        publication=PublicationKind.FULL,
        publication_approved_by=uuid4(),
        release_ready=True,
        waived=frozenset({"letter_asks_amendments", "letter_asks_resubmission", "letter_clears"}),
        **shared,
    )


def walk(table: Table, picks: list[int]) -> list[Any]:
    """Go where the picks lead among what is offered; every state passed through, the last one last."""
    thing, came_from, last_by, passed = SimpleNamespace(state=table.initial), None, None, [table.initial]
    for number, pick in enumerate(picks):
        known = facts(table, came_from, last_by)
        inputs = Inputs((FIRST, SECOND)[number % 2], reason="Agreed.", on_behalf_of="The chair", part="Half of it.")
        offered = engine.offers(table, thing.state, known, inputs)
        assert [offer.move for offer in offered if not offer.is_open] == []
        move = offered[pick % len(offered)].move
        engine.fire(table, thing, move, known, inputs)
        came_from = None if move.trigger == "correct" else move.source
        last_by = inputs.actor_id
        passed.append(thing.state)
    return passed


@TABLES
@settings(deadline=None, max_examples=150)
@given(picks=PICKS)
def test_wherever_a_walk_has_come_the_way_goes_on(table: Table, picks: list[int]) -> None:
    """There is no state without a move out of it: ends are re-opened, by a named move or as a wrong click."""
    passed = walk(table, picks)
    assert set(passed) <= set(table.states)
    assert any(state.is_end for state in reached_from(table.moves, passed[-1]))


@TABLES
@settings(deadline=None, max_examples=150)
@given(picks=PICKS.filter(bool))
def test_whatever_was_done_last_is_undone_by_somebody_else_and_only_once(table: Table, picks: list[int]) -> None:
    passed = walk(table, picks[:-1])
    here = passed[-1]
    moves = [move for move in table.from_state(here) if move.trigger != "correct"]
    if not moves:
        return
    move, thing = moves[picks[-1] % len(moves)], SimpleNamespace(state=here)
    said = Inputs(FIRST, reason="Agreed.", on_behalf_of="The chair", part="Half of it.")
    engine.fire(table, thing, move, facts(table, None, None), said)
    after = facts(table, here, FIRST)
    back = engine.find(table, thing.state, "correct", after)
    for wrong in (Inputs(FIRST, reason="A slip."), Inputs(SECOND, reason=" ")):
        with pytest.raises(ConditionsUnmet):
            engine.fire(table, thing, back, after, wrong)
        assert thing.state is move.dest
    engine.fire(table, thing, back, after, Inputs(SECOND, reason="A slip."))
    assert thing.state is here
    with pytest.raises(MoveUnknown):
        engine.find(table, thing.state, "correct", facts(table, None, SECOND))


@TABLES
def test_every_state_is_reached_from_the_first_and_from_every_other_without_corrections_where_it_may_be(
    table: Table,
) -> None:
    forward = [move for move in table.moves if move.trigger != "correct"]
    assert reached_from(forward, table.initial) == set(table.states)


def test_no_end_of_a_review_is_final_and_each_re_opening_says_why() -> None:
    reopened = {move.source for move in REOPEN if move.source.is_end}
    assert reopened == {state for state in ReviewState if state.is_end}
    assert all("has_reason" in [need.name for need in move.conditions] for move in REOPEN)
    assert len({(move.source, move.dest) for move in REOPEN}) == len(REOPEN)
