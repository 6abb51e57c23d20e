"""Every state of an action and every move, through the service, in every state of its review."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from darddr.models.action import Action
from darddr.models.partnership import Partnership
from darddr.policies import NotAllowed
from darddr.services import action_moves
from darddr.services.agreement import Terms
from darddr.workflow.actions import ACTION_TABLE
from darddr.workflow.errors import ConditionsUnmet, MoveUnknown
from darddr.workflow.states import ActionState, ReviewState
from tests.factories import Make
from tests.workflow_machine.ready import BREAKS, Ready, differing, last_move, raw, ready_action, ready_review, undone
from tests.workflow_machine.table import MAY, listed, rows_of, triggers

EVERY_STATE = pytest.mark.parametrize("state", list(ActionState), ids=lambda state: state.value)
WRITTEN = {"actions", "action_moves", "audit_entries", "audit_heads"}
SENTENCES = {need.name: need.sentence for move in ACTION_TABLE.moves for need in move.conditions}


def move(session: Session, ready: Ready, action: Action, trigger: str, by: str = "coordinator", **told: str) -> Any:
    """One attempt through the service."""
    told = {"reason": "It was agreed.", "on_behalf_of": "The head of the agency", **told}
    part = told.pop("part", "The first half.") if trigger == "agree_in_part" else ""
    made = action_moves.advance(session, ready.actor(by), action, trigger, terms=Terms(part), **told)
    session.flush()
    return made


def situation(make: Make, state: ActionState, review: ReviewState = ReviewState.MONITORING) -> tuple[Ready, Action]:
    """An action that lacks nothing, of a review in some state."""
    ready = ready_review(make, review)
    return ready, ready_action(ready, state)


@EVERY_STATE
@pytest.mark.parametrize("review", [ReviewState.DRAFTING, ReviewState.CLOSED], ids=lambda state: state.value)
def test_exactly_the_listed_moves_succeed_and_every_other_is_refused_and_changes_nothing(
    session: Session, make: Make, state: ActionState, review: ReviewState
) -> None:
    ready, action = situation(make, state, review)
    before, offered = raw(session), listed("action", state.value)
    for trigger in triggers("action"):
        with undone(session):
            if trigger in offered:
                made = move(session, ready, action, trigger)
                dest = offered[trigger].dest
                assert (made.source.value, made.dest.value, action.state.value) == (state.value, dest, dest)
                assert action.is_open is not ActionState(dest).is_end
                assert differing(before, raw(session)) == WRITTEN
                assert ready.review.state is review
            else:
                with pytest.raises(MoveUnknown) as refused:
                    move(session, ready, action, trigger)
                assert refused.value.reasons == (f"There is no move “{trigger}” from “{state.label}”.",)
                assert differing(before, raw(session)) == set()
    assert raw(session) == before


@EVERY_STATE
def test_each_condition_alone_stops_its_move_in_its_own_words(session: Session, make: Make, state: ActionState) -> None:
    ready, action = situation(make, state)
    for row in listed("action", state.value).values():
        for need in row.needs:
            with undone(session):
                by, told = "coordinator", {}
                if need == "has_reason":
                    told = {"reason": " \n"}
                elif need == "decision_is_owned":
                    told = {"on_behalf_of": " "}
                elif need == "says_which_part":
                    told = {"part": " "}
                elif need == "action_has_group":
                    continue  # a matter of partnerships' own plans: below
                elif need == "signed_off_by_another":
                    action.owner_id = ready.people["coordinator"].id
                else:
                    BREAKS[need](ready)
                before = raw(session)
                with pytest.raises(ConditionsUnmet) as refused:
                    move(session, ready, action, row.trigger, by, **told)
                assert refused.value.reasons == (SENTENCES[need],), (row, need)
                assert differing(before, raw(session)) == set()


def test_an_action_of_a_partnerships_own_plan_is_agreed_once_a_group_answers_for_it(
    session: Session, make: Make
) -> None:
    ready, _ = situation(make, ActionState.PROPOSED)
    home = session.get_one(Partnership, ready.review.partnership_id)
    action = make.action(make.recommendation(make.plan(home)), ActionState.PROPOSED, has_owner=True)
    asking = [row for row in rows_of("action") if "action_has_group" in row.needs]
    assert {row.trigger for row in asking} == {"agree", "agree_in_part"}
    for row in asking:
        before = raw(session)
        with pytest.raises(ConditionsUnmet) as refused:
            move(session, ready, action, row.trigger)
        assert refused.value.reasons == (SENTENCES["action_has_group"],)
        assert differing(before, raw(session)) == set()
    action.group_id = make.group(home).id
    move(session, ready, action, "agree")
    assert action.state is ActionState.AGREED


@EVERY_STATE
def test_a_move_is_made_only_by_whoever_may(session: Session, make: Make, state: ActionState) -> None:
    ready, action = situation(make, state)
    before = raw(session)
    for row in listed("action", state.value).values():
        may = MAY["action"][row.trigger] | {"second_coordinator"}
        for name in sorted(ready.people.keys() - may):
            with pytest.raises(NotAllowed):
                move(session, ready, action, row.trigger, name)
        assert differing(before, raw(session)) == set(), row
        for name in sorted(may):
            with undone(session):
                assert move(session, ready, action, row.trigger, name).recorded_by_id == ready.people[name].id


def test_whoever_completed_an_action_or_gave_its_evidence_never_signs_it_off(session: Session, make: Make) -> None:
    ready, action = situation(make, ActionState.IN_PROGRESS)
    move(session, ready, action, "complete", "coordinator")
    for name in ("coordinator", "owner"):
        with pytest.raises((ConditionsUnmet, NotAllowed)):
            move(session, ready, action, "sign_off", name)
    move(session, ready, action, "sign_off", "second_coordinator")
    assert action.state is ActionState.SIGNED_OFF


@EVERY_STATE
def test_the_last_move_is_undone_once_by_a_second_person_back_to_where_it_came_from(
    session: Session, make: Make, state: ActionState
) -> None:
    ready, action = situation(make, state)
    for row in rows_of("action"):
        if row.dest != state.value or row.trigger == "correct":
            continue
        with undone(session):
            last_move(ready, action, row.trigger, ActionState(row.source), ready.people["coordinator"])
            before = raw(session)
            with pytest.raises(ConditionsUnmet) as refused:
                move(session, ready, action, "correct")
            assert refused.value.reasons == (SENTENCES["second_person"],)
            with pytest.raises(NotAllowed):
                move(session, ready, action, "correct", "owner")
            with pytest.raises(ConditionsUnmet):
                move(session, ready, action, "correct", "chair", reason="")
            assert differing(before, raw(session)) == set()
            move(session, ready, action, "correct", "chair")
            assert action.state.value == row.source
            with pytest.raises(MoveUnknown):
                move(session, ready, action, "correct")


def test_a_refused_move_names_everything_it_lacks_at_once(session: Session, make: Make) -> None:
    ready, action = situation(make, ActionState.IN_PROGRESS)
    last_move(ready, action, "start", ActionState.AGREED, ready.people["coordinator"])
    with pytest.raises(ConditionsUnmet) as refused:
        move(session, ready, action, "correct", reason="")
    assert refused.value.reasons == (SENTENCES["has_reason"], SENTENCES["second_person"])
