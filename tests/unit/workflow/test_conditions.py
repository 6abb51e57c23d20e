"""Conditions: each says one plain sentence, holds when it should, and gives way only where it may."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.records import PublicationKind
from darddr.workflow import conditions as c
from darddr.workflow import engine
from darddr.workflow.actions import ACTION_TABLE
from darddr.workflow.facts import ActionFacts, ReviewFacts
from darddr.workflow.moves import Inputs, happened
from darddr.workflow.reviews import REVIEW_TABLE

SOMEBODY, ANOTHER = uuid4(), uuid4()
ME = Inputs(actor_id=SOMEBODY)

USED = {need.name: need for table in (REVIEW_TABLE, ACTION_TABLE) for move in table.moves for need in move.conditions}

HARD = {
    "has_reason",
    "decision_is_owned",
    "second_person",
    "notice_received",
    "scope_checked",
    "direction_received",
    "independence_declared",
    "terms_agreed",
    "submitted",
    "letter_received",
    "publication_is_decided",
    "report_names_nobody",
    "two_people_release",
    "signed_off_by_another",
}


@pytest.mark.parametrize("need", USED.values(), ids=list(USED))
def test_a_condition_tells_its_reader_in_one_sentence(need) -> None:
    assert need.sentence[0].isupper()
    assert need.sentence.endswith(".")
    assert "\n" not in need.sentence
    assert len(need.sentence) <= 120


def test_two_conditions_of_one_name_are_the_same_condition() -> None:
    for table in (REVIEW_TABLE, ACTION_TABLE):
        for move in table.moves:
            for need in move.conditions:
                assert (need.sentence, need.asks, need.milestone) == (
                    USED[need.name].sentence,
                    USED[need.name].asks,
                    USED[need.name].milestone,
                )


def test_what_law_and_safety_ask_for_can_never_be_waived() -> None:
    waivable = {need.name for move in REVIEW_TABLE.moves for need in move.conditions if need.waivable}
    assert not waivable & HARD
    assert set(USED) >= HARD


def test_a_waiver_sets_aside_a_waivable_condition_and_no_other() -> None:
    move = engine.find(REVIEW_TABLE, REVIEW_TABLE.states.COMMISSIONING, "begin_gathering")
    names = frozenset(need.name for need in move.conditions)
    left = engine.unmet(move, ReviewFacts(waived=names), Inputs())
    assert {need.name for need in left} == {need.name for need in move.conditions if not need.waivable}


def test_a_dated_event_is_a_condition_that_names_the_event() -> None:
    need = happened(Milestone.TERMS_AGREED)
    assert need.sentence == "Record the date of: Terms of reference agreed."
    assert not need.holds(ReviewFacts(), Inputs())
    assert need.holds(ReviewFacts(milestones={Milestone.TERMS_AGREED: date(2026, 1, 1)}), Inputs())


@pytest.mark.parametrize(
    ("need", "facts", "inputs", "holds"),
    [
        (c.REASON, ReviewFacts(), Inputs(reason=" \n"), False),
        (c.PROCESSES_OVER, ReviewFacts(processes_holding=1), ME, False),
        (c.PROCESSES_OVER, ReviewFacts(), ME, True),
        (c.REASON, ReviewFacts(), Inputs(reason="Agreed."), True),
        (c.OWNED_DECISION, ReviewFacts(), Inputs(), False),
        (c.OWNED_DECISION, ReviewFacts(), Inputs(own_decision=True), True),
        (c.OWNED_DECISION, ReviewFacts(), Inputs(on_behalf_of="Chair, 4 June"), True),
        (c.SECOND_PERSON, ReviewFacts(last_moved_by=SOMEBODY), ME, False),
        (c.SECOND_PERSON, ReviewFacts(last_moved_by=ANOTHER), ME, True),
        (c.SECOND_PERSON, ReviewFacts(), ME, True),
        (c.VICTIM, ReviewFacts(), ME, False),
        (c.VICTIM, ReviewFacts(victims=2), ME, True),
        (c.SOURCE, ReviewFacts(), ME, False),
        (c.SOURCE, ReviewFacts(has_source=True), ME, True),
        (c.CHAIR, ReviewFacts(), ME, False),
        (c.CHAIR, ReviewFacts(has_chair=True), ME, True),
        (c.PANEL, ReviewFacts(panel_members=1), ME, False),
        (c.PANEL, ReviewFacts(panel_members=2), ME, True),
        (c.QUESTIONS, ReviewFacts(), ME, False),
        (c.QUESTIONS, ReviewFacts(questions=1), ME, True),
        (c.FINDINGS, ReviewFacts(), ME, False),
        (c.FINDINGS, ReviewFacts(findings=1), ME, True),
        (c.FINDINGS_AGREED, ReviewFacts(findings_not_agreed=1), ME, False),
        (c.FINDINGS_AGREED, ReviewFacts(), ME, True),
        (c.DRAFT_BUILT, ReviewFacts(), ME, False),
        (c.DRAFT_BUILT, ReviewFacts(draft_built=True), ME, True),
        (c.RECOMMENDATIONS, ReviewFacts(), ME, False),
        (c.RECOMMENDATIONS, ReviewFacts(recommendations=1), ME, True),
        (c.EVERY_RECOMMENDATION_ACTS, ReviewFacts(recommendations_without_action=1), ME, False),
        (c.EVERY_RECOMMENDATION_ACTS, ReviewFacts(), ME, True),
        (c.EVERY_ACTION_OWNED_AND_DATED, ReviewFacts(actions_without_owner_or_date=1), ME, False),
        (c.EVERY_ACTION_OWNED_AND_DATED, ReviewFacts(), ME, True),
        (c.PUBLICATION_DECIDED, ReviewFacts(), ME, False),
        (c.PUBLICATION_DECIDED, ReviewFacts(publication=PublicationKind.FULL), ME, False),
        (
            c.PUBLICATION_DECIDED,
            ReviewFacts(publication=PublicationKind.FULL, publication_approved_by=ANOTHER),
            ME,
            True,
        ),
        (c.WITHHOLDING_REASONED, ReviewFacts(publication=PublicationKind.WITHHELD), ME, False),
        (
            c.WITHHOLDING_REASONED,
            ReviewFacts(publication=PublicationKind.SUMMARY, publication_has_reason=True),
            ME,
            True,
        ),
        (c.WITHHOLDING_REASONED, ReviewFacts(publication=PublicationKind.FULL), ME, True),
        (c.NAMES_NOBODY, ReviewFacts(publication=PublicationKind.FULL), ME, False),
        (c.NAMES_NOBODY, ReviewFacts(publication=PublicationKind.FULL, release_ready=True), ME, True),
        (c.NAMES_NOBODY, ReviewFacts(publication=PublicationKind.WITHHELD), ME, True),
        (c.TWO_PEOPLE, ReviewFacts(publication_approved_by=SOMEBODY), ME, False),
        (c.TWO_PEOPLE, ReviewFacts(publication_approved_by=ANOTHER), ME, True),
        (c.ACTIONS_ENDED, ReviewFacts(open_actions=1), ME, False),
        (c.ACTIONS_ENDED, ReviewFacts(), ME, True),
        (c.OWNER, ActionFacts(), ME, False),
        (c.OWNER, ActionFacts(has_owner=True), ME, True),
        (c.TARGET_DATE, ActionFacts(), ME, False),
        (c.TARGET_DATE, ActionFacts(has_target_date=True), ME, True),
        (c.EVIDENCE, ActionFacts(), ME, False),
        (c.EVIDENCE, ActionFacts(has_evidence=True), ME, True),
        (c.ANOTHER_SIGNS, ActionFacts(owner_id=SOMEBODY), ME, False),
        (c.ANOTHER_SIGNS, ActionFacts(entered_by=frozenset({SOMEBODY})), ME, False),
        (c.ANOTHER_SIGNS, ActionFacts(owner_id=ANOTHER), ME, True),
        (c.ANOTHER_SIGNS, ActionFacts(), Inputs(), False),
    ],
    ids=lambda value: value.name if hasattr(value, "name") else None,
)
def test_a_condition_holds_exactly_when_it_should(need, facts, inputs: Inputs, holds: bool) -> None:
    assert need.holds(facts, inputs) is holds
