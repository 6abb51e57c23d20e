"""Every state of a review and every move, through the service: exactly what the reviewed table lists can happen."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr.models.review import Publication
from darddr.policies import NotAllowed
from darddr.services import reviews
from darddr.services.errors import NotNow, Unfit
from darddr.workflow.errors import ConditionsUnmet, MoveUnknown
from darddr.workflow.reviews import REVIEW_TABLE
from darddr.workflow.states import ReviewState
from tests.factories import Make
from tests.workflow_machine.ready import BREAKS, Ready, differing, last_move, raw, ready_review, undone
from tests.workflow_machine.table import MAY, Row, listed, rows_of, triggers

EVERY_STATE = pytest.mark.parametrize("state", list(ReviewState), ids=lambda state: state.value)
TOLD = {"reason": "It was agreed.", "on_behalf_of": "The chair of the executive, 4 June"}
WRITTEN = {"reviews", "review_moves", "review_milestones", "audit_entries", "audit_heads"}
SENTENCES = {need.name: need.sentence for move in REVIEW_TABLE.moves for need in move.conditions}
MISSING_INPUT = {"has_reason": {"reason": " "}, "decision_is_owned": {"on_behalf_of": " "}}


def move(session: Session, ready: Ready, trigger: str, by: str = "coordinator", **told: str) -> Any:
    """One attempt through the service."""
    made = reviews.advance(session, ready.actor(by), ready.review, trigger, **{**TOLD, **told})
    session.flush()
    return made


@EVERY_STATE
def test_exactly_the_listed_moves_succeed_and_every_other_is_refused_and_changes_nothing(
    session: Session, make: Make, state: ReviewState
) -> None:
    ready = ready_review(make, state)
    before, offered = raw(session), listed("review", state.value)
    for trigger in triggers("review"):
        with undone(session):
            if trigger in offered:
                made = move(session, ready, trigger)
                dest = offered[trigger].dest
                assert (made.source.value, made.dest.value, ready.review.state.value) == (state.value, dest, dest)
                after = raw(session)
                assert differing(before, after) <= WRITTEN
                assert {"reviews", "review_moves", "audit_entries", "audit_heads"} <= differing(before, after)
                assert len(after["review_moves"]) == len(before["review_moves"]) + 1
            else:
                with pytest.raises(MoveUnknown) as refused:
                    move(session, ready, trigger)
                assert refused.value.reasons == (f"There is no move “{trigger}” from “{state.label}”.",)
                assert differing(before, raw(session)) == set()
    assert raw(session) == before


def _approver(session: Session, ready: Ready, user_id: UUID) -> None:
    publication = session.scalars(select(Publication).filter_by(review_id=ready.review.id)).one()
    publication.approved_by_id = user_id
    session.flush()


def _take_away(session: Session, ready: Ready, need: str) -> dict[str, str]:
    """Break one condition; what the page then says."""
    if need == "two_people_release":
        _approver(session, ready, ready.people["coordinator"].id)
    elif need not in MISSING_INPUT:
        BREAKS[need](ready)
    session.flush()
    return MISSING_INPUT.get(need, {})


@EVERY_STATE
def test_each_condition_alone_stops_its_move_in_its_own_words_and_only_a_waivable_one_gives_way(
    session: Session, make: Make, state: ReviewState
) -> None:
    ready = ready_review(make, state)
    for row in listed("review", state.value).values():
        for need in row.needs:
            with undone(session):
                told = _take_away(session, ready, need)
                before = raw(session)
                with pytest.raises(ConditionsUnmet) as refused:
                    move(session, ready, row.trigger, **told)
                assert refused.value.reasons == (SENTENCES[need],), (row, need)
                assert ready.review.state is state
                assert differing(before, raw(session)) == set()
                _set_aside(session, ready, row, need, told)


def _set_aside(session: Session, ready: Ready, row: Row, need: str, told: dict[str, str]) -> None:
    """A waivable condition gives way to a reason by somebody who may; a hard one to nobody."""
    leads, panel = ready.actor("second_coordinator"), ready.actor("panel")
    if not row.may_waive(need):
        with suppress(NotNow):  # which says that it is hard wherever it is asked
            reviews.waive(session, leads, ready.review, need, "It cannot be had.")
        session.flush()
        with pytest.raises(ConditionsUnmet):
            move(session, ready, row.trigger, **told)
        return
    with pytest.raises(Unfit):
        reviews.waive(session, leads, ready.review, need, " \n")
    with pytest.raises(NotAllowed):
        reviews.waive(session, panel, ready.review, need, "It cannot be had.")
    reviews.waive(session, leads, ready.review, need, "It cannot be had.")
    session.flush()
    with pytest.raises(NotNow):
        reviews.waive(session, leads, ready.review, need, "Twice.")
    move(session, ready, row.trigger)
    assert ready.review.state.value == row.dest


@EVERY_STATE
def test_a_move_is_made_only_by_whoever_may(session: Session, make: Make, state: ReviewState) -> None:
    ready = ready_review(make, state)
    before = raw(session)
    for row in listed("review", state.value).values():
        may = MAY["review"][row.trigger] | {"second_coordinator"}
        for name in sorted(ready.people.keys() - may):
            with pytest.raises(NotAllowed):
                move(session, ready, row.trigger, name)
        assert differing(before, raw(session)) == set(), row
        for name in sorted(may):
            with undone(session):
                told = {"on_behalf_of": ""} if name == "executive_chair" else {}
                assert move(session, ready, row.trigger, name, **told).recorded_by_id == ready.people[name].id


@EVERY_STATE
def test_the_last_move_is_undone_once_by_a_second_person_back_to_where_it_came_from(
    session: Session, make: Make, state: ReviewState
) -> None:
    ready = ready_review(make, state)
    may = MAY["review"]["correct"] - {"coordinator"} | {"second_coordinator"}
    for row in rows_of("review"):
        if row.dest != state.value or row.trigger == "correct":
            continue
        with undone(session):
            last_move(ready, ready.review, row.trigger, ReviewState(row.source), ready.people["coordinator"])
            before = raw(session)
            with pytest.raises(ConditionsUnmet) as refused:
                move(session, ready, "correct", "coordinator")
            assert refused.value.reasons == (SENTENCES["second_person"],)
            with pytest.raises(ConditionsUnmet):
                move(session, ready, "correct", "chair", reason="")
            for name in sorted(ready.people.keys() - may - {"coordinator"}):
                with pytest.raises(NotAllowed):
                    move(session, ready, "correct", name)
            assert differing(before, raw(session)) == set()
            for name in sorted(may):
                with undone(session):
                    move(session, ready, "correct", name)
                    assert ready.review.state.value == row.source
                    with pytest.raises(MoveUnknown):
                        move(session, ready, "correct", "coordinator")
