"""The one door into the machines."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import uuid4

import pytest

from darddr.workflow import engine
from darddr.workflow.errors import ConditionsUnmet, MoveUnknown
from darddr.workflow.facts import ReviewFacts
from darddr.workflow.moves import Inputs
from darddr.workflow.reviews import REVIEW_TABLE
from darddr.workflow.states import ReviewState as S

READY = ReviewFacts(findings=1)


def test_a_move_that_lacks_something_says_everything_it_lacks_and_leaves_the_subject_as_it_was() -> None:
    subject = SimpleNamespace(state=S.ANALYSIS)
    move = engine.find(REVIEW_TABLE, S.ANALYSIS, "begin_drafting")
    with pytest.raises(ConditionsUnmet) as refused:
        engine.fire(REVIEW_TABLE, subject, move, ReviewFacts(findings_not_agreed=2), Inputs())
    assert refused.value.reasons == (
        "Record at least one finding.",
        "Agree or remove every finding that the panel has not yet agreed.",
    )
    assert subject.state is S.ANALYSIS
    engine.fire(REVIEW_TABLE, subject, move, READY, Inputs())
    assert subject.state is S.DRAFTING


def test_the_text_of_a_refusal_holds_nothing_of_the_case() -> None:
    with pytest.raises(MoveUnknown) as refused:
        engine.find(REVIEW_TABLE, S.ANALYSIS, "publish")
    assert str(refused.value) == "A move was refused."


def test_the_library_adds_nothing_to_the_subject_and_no_moves_around_the_table() -> None:
    subject = SimpleNamespace(state=S.ANALYSIS)
    engine.fire(REVIEW_TABLE, subject, engine.find(REVIEW_TABLE, S.ANALYSIS, "begin_drafting"), READY, Inputs())
    assert vars(subject) == {"state": S.DRAFTING}
    events = {name for machine in engine._machines.values() for name in machine.events}
    assert events == {move.key for table in engine.TABLES for move in table.moves}


def test_a_move_out_of_another_state_than_the_subjects_is_never_made() -> None:
    subject = SimpleNamespace(state=S.NOTIFIED)
    move = engine.find(REVIEW_TABLE, S.ANALYSIS, "begin_drafting")
    with pytest.raises(Exception, match="begin_drafting"):
        engine.fire(REVIEW_TABLE, subject, move, READY, Inputs())
    assert subject.state is S.NOTIFIED


def test_offers_hold_every_move_out_of_a_state_and_one_correction_back() -> None:
    facts = ReviewFacts(came_from=S.CONSULTATION, last_moved_by=uuid4())
    offered = {offer.move.key: offer for offer in engine.offers(REVIEW_TABLE, S.DRAFTING, facts, Inputs())}
    assert set(offered) == {
        "circulate_draft:drafting:consultation",
        "analyse_again:drafting:analysis",
        "correct:drafting:consultation",
    }


def test_a_move_that_only_asks_for_its_inputs_is_open() -> None:
    (back,) = [
        offer
        for offer in engine.offers(REVIEW_TABLE, S.ANALYSIS, ReviewFacts(), Inputs())
        if offer.move.trigger == "gather_again"
    ]
    assert [need.name for need in back.unmet] == ["has_reason"]
    assert back.is_open
    (on,) = [
        offer
        for offer in engine.offers(REVIEW_TABLE, S.ANALYSIS, ReviewFacts(), Inputs())
        if offer.move.trigger == "begin_drafting"
    ]
    assert not on.is_open


def test_a_correction_leads_only_back_where_the_last_move_came_from() -> None:
    facts = ReviewFacts(came_from=S.SCOPING)
    assert engine.find(REVIEW_TABLE, S.DECIDING, "correct", facts).dest is S.SCOPING
    with pytest.raises(MoveUnknown):
        engine.find(REVIEW_TABLE, S.DECIDING, "correct", ReviewFacts())
    with pytest.raises(MoveUnknown):
        engine.find(REVIEW_TABLE, S.DECIDING, "correct", ReviewFacts(came_from=S.CLOSED))
