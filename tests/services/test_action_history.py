"""Every change of an action: who, when, from what to what, and why."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from darddr.models.user import User
from darddr.services import action_milestones, action_moves, actions
from darddr.services.action_history import history_of
from darddr.services.action_milestones import Step
from darddr.services.actions import Undertaking
from darddr.services.plans import plan_of
from darddr.workflow.states import ActionState
from tests.factories import Make


@pytest.fixture
def home(make: Make):
    return make.partnership()


@pytest.fixture
def coordinator(make: Make, home):
    return make.actor(make.coordinator(home))


@pytest.fixture
def action(session: Session, make: Make, home, coordinator):
    recommendation = make.recommendation(plan_of(session, make.review(home)))
    told = Undertaking("Train.", target="31 March 2027", owner_post="Head")
    return actions.add_action(session, coordinator, recommendation, told)


def _changed(session: Session, coordinator, action, **told: object) -> None:
    base = {"text": "Train.", "target": action.target_text, "owner_post": "Head"}
    actions.edit_action(session, coordinator, action, action.version_id, Undertaking(**{**base, **told}))
    session.flush()


def test_each_change_says_from_what_to_what_by_whom(session, make, home, action, coordinator) -> None:
    agency = make.agency(home)
    _changed(session, coordinator, action, text="Train all.")
    _changed(session, coordinator, action, text="Train everybody.", agency=agency)
    told = {(entry.what, entry.before, entry.after) for entry in history_of(session, action)}
    assert told == {
        ("Action", "Train.", "Train all."),
        ("Action", "Train all.", "Train everybody."),
        ("Lead agency", "", agency.name),
    }
    assert {entry.by for entry in history_of(session, action)} == {_name(session, coordinator)}


def test_a_moved_date_says_why_and_who_agreed(session, action, coordinator) -> None:
    _changed(session, coordinator, action, target="June 2027", date_reason="No trainer.", agreed_by="the board")
    (entry,) = history_of(session, action)
    assert (entry.what, entry.before, entry.after) == ("Target date", "31 March 2027", "June 2027")
    assert entry.reason == "No trainer. Agreed by the board."


def test_moves_and_milestones_are_in_it(session, action, coordinator) -> None:
    action.state = ActionState.IN_PROGRESS
    row = action_milestones.add_milestone(session, coordinator, action, Step("Write it.", date(2027, 1, 31)))
    session.flush()
    action_milestones.edit_milestone(
        session, coordinator, action, row, row.version_id, Step("Write it.", date(2027, 2, 28))
    )
    action_moves.advance(session, coordinator, action, "supersede", reason="Another does it.")
    session.flush()
    told = {(entry.what, entry.before, entry.after, entry.reason) for entry in history_of(session, action)}
    assert told == {
        ("Milestone 1, due", "31 January 2027", "28 February 2027", ""),
        ("State", "In progress", "Superseded", "Another does it."),
    }


def _name(session: Session, actor) -> str:
    return session.get_one(User, actor.user_id).name
