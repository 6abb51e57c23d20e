"""What each move needs, written out as decided: nothing of it may be missing when the move is made."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from darddr.vocabulary.home_office import LetterOutcome
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.records import PublicationKind
from darddr.workflow import conditions as c
from darddr.workflow import engine
from darddr.workflow.actions import ACTION_TABLE
from darddr.workflow.errors import ConditionsUnmet
from darddr.workflow.facts import ActionFacts, ReviewFacts
from darddr.workflow.moves import Inputs, Move, Table
from darddr.workflow.reviews import REVIEW_TABLE

DECISION = "has_reason decision_is_owned"

REVIEW = {
    "accept:notified": "has_victim has_source notice_received",
    "transfer:notified": "has_reason",
    "transfer:scoping": "has_reason",
    "transfer:deciding": "has_reason",
    "start_decision:scoping": "scoping_sent scoping_returned",
    "decide_review:deciding": f"scope_checked {DECISION}",
    "decide_no_review:deciding": f"scope_checked specialist_advised {DECISION}",
    "close_no_review:no_review": "home_office_told no_review_answered",
    "direct:no_review": "direction_received",
    "begin_gathering:commissioning": "has_chair independence_declared has_panel has_questions terms_agreed "
    "family_offered_terms home_office_told",
    "begin_analysis:gathering": "first_panel agency_returns_in",
    "begin_drafting:analysis": "has_findings findings_are_agreed",
    "circulate_draft:drafting": "draft_is_built",
    "request_sign_off:consultation": "family_offered_draft agencies_commented has_recommendations "
    "recommendations_have_actions actions_have_owner_and_date",
    "approve:sign_off": "decision_is_owned",
    "ask_amendments:with_home_office": "submitted letter_received letter_asks_amendments",
    "ask_resubmission:with_home_office": "submitted letter_received letter_asks_resubmission",
    "clear:with_home_office": "submitted letter_received letter_clears",
    "finish_amendments:amending": "amendments_made points_are_answered decision_is_owned",
    "resubmit:resubmitting": "points_are_answered",
    "publish:cleared": "publication_is_decided withholding_has_reason report_names_nobody points_are_answered "
    "proceedings_clear linked_processes_let_publish family_told_of_publication agencies_told_of_publication "
    "two_people_release",
    "close:monitoring": "actions_have_ended plan_audited decision_is_owned",
    "gather_again:analysis": "has_reason",
    "analyse_again:drafting": "has_reason",
    "analyse_again:consultation": "has_reason",
    "draft_again:consultation": "has_reason",
    "return_draft:sign_off": DECISION,
    "draft_again:amending": "has_reason",
    "draft_again:resubmitting": "has_reason",
    "amend_again:cleared": "has_reason",
    "reconsider:no_review": "has_reason",
    "reopen_notified:transferred": "has_reason",
    "reopen_deciding:no_review_closed": "has_reason",
    "reopen_commissioning:no_review_closed": "direction_received has_reason",
    "reopen_analysis:monitoring": DECISION,
    "reopen_analysis:closed": DECISION,
    "reopen_cleared:monitoring": DECISION,
    "reopen_monitoring:closed": DECISION,
}

ACTION = {
    "agree:proposed": "action_has_owner action_has_group decision_is_owned",
    "agree_in_part:proposed": "action_has_owner action_has_group says_which_part has_reason decision_is_owned",
    "reject:proposed": DECISION,
    "propose_again:rejected": "has_reason",
    "start:agreed": "",
    "complete:agreed": "action_has_evidence",
    "complete:in_progress": "action_has_evidence",
    "complete:returned": "action_has_evidence",
    "resume:returned": "",
    "sign_off:owner_complete": "action_has_evidence signed_off_by_another",
    "return_action:owner_complete": "has_reason",
    "end_not_implemented:agreed": "has_reason",
    "end_not_implemented:in_progress": "has_reason",
    "end_not_implemented:returned": "has_reason",
    "supersede:proposed": "has_reason",
    "supersede:agreed": "has_reason",
    "supersede:in_progress": "has_reason",
    "supersede:owner_complete": "has_reason",
    "supersede:returned": "has_reason",
    "reopen:signed_off": "has_reason",
    "reopen:not_implemented": "has_reason",
}

CORRECTION = "has_reason second_person"
NEEDS = [(REVIEW_TABLE, REVIEW), (ACTION_TABLE, ACTION)]

SOMEBODY = uuid4()
INPUTS = Inputs(actor_id=SOMEBODY)
BARE_REVIEW = ReviewFacts(
    findings_not_agreed=1,
    recommendations_without_action=1,
    actions_without_owner_or_date=1,
    open_actions=1,
    open_points=1,
    publication=PublicationKind.SUMMARY,
    processes_holding=1,
    last_moved_by=SOMEBODY,
)
BARE = {
    # A publication that nobody has approved, and one that this very person has: no facts lack both.
    "review": (BARE_REVIEW, replace(BARE_REVIEW, publication_approved_by=SOMEBODY)),
    "action": (ActionFacts(owner_id=SOMEBODY, last_moved_by=SOMEBODY),),
}


def rows(table: Table, needs: dict[str, str]) -> list[tuple[Move, set[str]]]:
    """Every move of a table with what it should need."""
    return [
        (move, set((CORRECTION if move.trigger == "correct" else needs[f"{move.trigger}:{move.source.value}"]).split()))
        for move in table.moves
    ]


ROWS = [(table.name, move, needed) for table, needs in NEEDS for move, needed in rows(table, needs)]


@pytest.mark.parametrize(("table", "move", "needed"), ROWS, ids=lambda value: getattr(value, "key", ""))
def test_where_nothing_is_there_a_move_lacks_exactly_what_it_needs(table: str, move: Move, needed: set[str]) -> None:
    lacking = {need.name for facts in BARE[table] for need in engine.unmet(move, facts, INPUTS)}
    assert lacking == needed


@pytest.mark.parametrize(("table", "needs"), NEEDS, ids=lambda value: getattr(value, "name", ""))
def test_every_move_written_out_is_a_row(table: Table, needs: dict[str, str]) -> None:
    assert {f"{move.trigger}:{move.source.value}" for move in table.moves if move.trigger != "correct"} == set(needs)


def test_a_hard_condition_is_lacking_even_where_it_is_said_to_be_waived() -> None:
    everything = frozenset(need.name for move in REVIEW_TABLE.moves for need in move.conditions)
    move = engine.find(REVIEW_TABLE, REVIEW_TABLE.states.DECIDING, "decide_no_review")
    left = engine.unmet(move, replace(BARE_REVIEW, waived=everything), INPUTS)
    assert {need.name for need in left} == {"scope_checked", "has_reason", "decision_is_owned"}


@pytest.mark.parametrize("outcome", LetterOutcome)
def test_a_letter_opens_the_one_move_that_fits_it(outcome: LetterOutcome) -> None:
    fits = {
        LetterOutcome.PUBLISH: "clear",
        LetterOutcome.AMEND: "ask_amendments",
        LetterOutcome.RESUBMIT: "ask_resubmission",
    }
    known = ReviewFacts(
        milestones={Milestone.SUBMITTED: date(2026, 1, 1), Milestone.LETTER_RECEIVED: date(2026, 2, 1)},
        letter_outcome=outcome,
    )
    offered = engine.offers(REVIEW_TABLE, REVIEW_TABLE.states.WITH_HOME_OFFICE, known, INPUTS)
    assert {offer.move.trigger for offer in offered if not offer.unmet} == {fits[outcome]}


def test_an_approval_of_nothing_is_no_decision_and_nobody_is_not_another_person() -> None:
    assert not c.PUBLICATION_DECIDED.holds(ReviewFacts(publication_approved_by=SOMEBODY), INPUTS)
    assert not c.ANOTHER_SIGNS.holds(ActionFacts(owner_id=SOMEBODY), Inputs())


def test_a_refused_move_names_what_is_missing_and_changes_nothing() -> None:
    subject = type("Subject", (), {"state": REVIEW_TABLE.states.DRAFTING})()
    move = engine.find(REVIEW_TABLE, subject.state, "circulate_draft")
    with pytest.raises(ConditionsUnmet) as refused:
        engine.fire(REVIEW_TABLE, subject, move, BARE_REVIEW, INPUTS)
    assert refused.value.reasons == ("Build the overview report at least once.",)
    assert subject.state is REVIEW_TABLE.states.DRAFTING
