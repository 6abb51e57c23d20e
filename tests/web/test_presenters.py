"""How states are shown, and where missing things are put right."""

from __future__ import annotations

import pytest
from flask import Flask

from darddr.models.review import Review
from darddr.web import presenters
from darddr.workflow.reviews import REVIEW_TABLE
from darddr.workflow.states import ActionState, Phase, ReviewState

COLOURS = {"grey", "green", "teal", "blue", "purple", "pink", "red", "orange", "yellow"}
NO_PAGE = {"has_source", "second_person", "two_people_release"}
"""Conditions that no page puts right: the source is given with the notification, a second person is somebody else."""


def test_every_state_has_a_colour() -> None:
    assert set(presenters.STATE_TAGS) == set(ReviewState)
    assert set(presenters.ACTION_TAGS) == set(ActionState)
    assert {*presenters.STATE_TAGS.values(), *presenters.ACTION_TAGS.values()} <= COLOURS


def test_every_condition_has_a_page_a_date_or_an_input_that_puts_it_right(app: Flask) -> None:
    for move in REVIEW_TABLE.moves:
        for need in move.conditions:
            assert need.milestone or need.asks or need.name in NO_PAGE or need.name in presenters.PUT_RIGHT, need.name
    assert set(presenters.PUT_RIGHT.values()) <= set(app.view_functions)


def test_every_move_says_who_makes_it() -> None:
    assert {move.permission for move in REVIEW_TABLE.moves} <= set(presenters.MAKERS)


@pytest.mark.parametrize("state", ReviewState)
def test_the_way_of_a_review_is_drawn_with_one_present_place(state: ReviewState) -> None:
    phases = presenters.phases_of(Review(state=state))
    assert [phase["name"] for phase in phases] == [phase.label for phase in Phase]
    assert [phase["when"] for phase in phases].count("present") == 1
    present = [drawn["label"] for phase in phases for drawn in phase["states"] if drawn["when"] == "present"]
    assert present == [state.label]
    order = [("past", "present", "ahead", "never").index(phase["when"]) for phase in phases]
    assert order == sorted(order)


def test_what_a_review_did_not_pass_is_not_drawn_as_done_and_what_will_not_come_is_not_to_come() -> None:
    phases = presenters.phases_of(Review(state=ReviewState.NO_REVIEW_CLOSED))
    assert {phase["when"] for phase in phases[1:]} == {"never"}
    passed = presenters.phases_of(Review(state=ReviewState.CLOSED))
    done = {drawn["label"] for phase in passed for drawn in phase["states"] if drawn["when"] == "past"}
    assert not done & {state.label for state in presenters.ASIDE}
