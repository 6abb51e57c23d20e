"""The tables of moves against their reviewed copy: a table that changes must be read again by somebody."""

from __future__ import annotations

from click.testing import CliRunner

from darddr.cli.main import main
from darddr.workflow.engine import TABLES
from darddr.workflow.states import ActionState, ReviewState
from tests.workflow_machine.table import GOLDEN, MAY, ROWS, WAIVABLE, triggers

REVIEW_STATES = (
    "notified scoping deciding no_review no_review_closed transferred commissioning gathering analysis drafting "
    "consultation sign_off with_home_office amending resubmitting cleared monitoring closed"
)
ACTION_STATES = "proposed agreed rejected in_progress owner_complete returned signed_off not_implemented superseded"


def test_the_tables_are_the_reviewed_ones() -> None:
    """After a change that is meant: `darddr workflow table > tests/data/golden/workflow.txt`, and have the difference read."""
    told = CliRunner().invoke(main, ["workflow", "table"])
    assert told.exit_code == 0
    assert told.output == GOLDEN.read_text("utf-8")


def test_the_states_are_the_reviewed_ones() -> None:
    assert [state.value for state in ReviewState] == REVIEW_STATES.split()
    assert [state.value for state in ActionState] == ACTION_STATES.split()
    assert [state.value for state in ReviewState if state.is_end] == ["no_review_closed", "transferred", "closed"]
    ends = ["rejected", "signed_off", "not_implemented", "superseded"]
    assert [state.value for state in ActionState if state.is_end] == ends


def test_what_may_be_set_aside_is_the_reviewed_list() -> None:
    found = {
        (table.name, move.trigger, need.name): need.waivable
        for table in TABLES
        for move in table.moves
        for need in move.conditions
    }
    reviewed = {(row.table, row.trigger, need): row.may_waive(need) for row in ROWS for need in row.needs}
    assert found == reviewed
    assert {need for _, _, need in found} >= WAIVABLE


def test_every_trigger_says_who_may() -> None:
    for table in ("review", "action"):
        assert sorted(MAY[table]) == triggers(table)
