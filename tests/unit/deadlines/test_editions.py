"""Editions as data: what is in force, what is switched off, and that nothing was made up for the latter."""

from __future__ import annotations

import pytest

from darddr.deadlines.checklists import CHECKLISTS, checklist_for
from darddr.deadlines.editions import EDITIONS, EditionStatus, limits_of
from darddr.deadlines.rules import FROM_MEMORY, OPENINGS, SINCE, Unit
from darddr.deadlines.targets import INFERRED, LONGEST, SUGGESTED, Target
from darddr.vocabulary.milestones import Milestone as M
from darddr.vocabulary.records import LegalBasis

DECISION, REPORT = limits_of("2016")


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=lambda edition: edition.key)
def test_every_edition_goes_by_its_own_key_and_every_limit_by_its_own_name(edition) -> None:
    assert EDITIONS[edition.key] is edition
    names = [limit.name for limit in edition.limits]
    assert len(names) == len(set(names))
    assert all(limit.length > 0 and limit.done not in limit.starts for limit in edition.limits)


def test_only_the_guidance_of_2016_is_in_force_and_has_limits() -> None:
    assert [key for key, each in EDITIONS.items() if each.status is EditionStatus.IN_FORCE] == ["2016"]
    assert [key for key, each in EDITIONS.items() if each.limits] == ["2016"]
    assert {key for key, each in EDITIONS.items() if not each.may_be_chosen} == {"2024-draft"}
    assert all(each.note for each in EDITIONS.values() if not each.limits)


def test_an_unknown_edition_has_no_limits() -> None:
    assert limits_of("2024 draft") == ()


def test_the_two_limits_of_2016_are_those_practitioners_recall_and_say_so() -> None:
    assert (DECISION.length, DECISION.unit, DECISION.pausable, DECISION.may_be_agreed) == (1, Unit.MONTHS, False, False)
    assert (REPORT.length, REPORT.unit, REPORT.pausable, REPORT.may_be_agreed) == (6, Unit.MONTHS, True, True)
    assert {DECISION.mark, REPORT.mark} == {FROM_MEMORY}
    for rule in (DECISION, REPORT):
        readings = (rule.resumes_on_end, rule.on_due_day, rule.after_due_day, rule.rolls, rule.hold_moves_agreed)
        assert readings == (True, True, False, False, False)


def test_lists_may_compare_clear_days_because_every_statutory_limit_counts_months_and_stays_on_its_day() -> None:
    for edition in EDITIONS.values():
        for rule in edition.limits:
            assert rule.unit is Unit.MONTHS
            assert not rule.rolls
            assert not rule.hold_moves_agreed


def test_every_event_that_starts_a_clock_has_words_and_no_opening_ends_one() -> None:
    rules = [*(rule for edition in EDITIONS.values() for rule in edition.limits), *SUGGESTED.values()]
    assert {kind for rule in rules for kind in rule.starts} <= set(SINCE)
    assert not {rule.done for rule in rules} & set(OPENINGS)


def test_targets_are_suggestions_marked_as_such_and_off() -> None:
    told = {name: (rule.length, rule.unit) for name, rule in SUGGESTED.items()}
    assert told == {
        "acknowledgement": (2, Unit.WORKING_DAYS),
        "scoping_returns": (14, Unit.DAYS),
        "chair": (56, Unit.DAYS),
        "first_panel": (42, Unit.DAYS),
    }
    assert all(rule.is_local and rule.mark == INFERRED for rule in SUGGESTED.values())
    assert not Target(SUGGESTED["chair"]).is_on
    assert set(LONGEST) == set(Unit)


@pytest.mark.parametrize("basis", LegalBasis)
def test_each_legal_basis_has_a_checklist_of_its_own_with_a_version(basis: LegalBasis) -> None:
    checklist = checklist_for(basis)
    assert checklist.basis is basis
    assert CHECKLISTS[checklist.key] is checklist
    assert all(question.endswith("?") for question in checklist.questions.values())


def test_the_household_is_asked_about_under_section_9_and_the_age_of_both_under_section_8a() -> None:
    nine, eight = checklist_for(LegalBasis.S9_DHR), checklist_for(LegalBasis.S8A_DARDR)
    assert "household" in nine.questions
    assert "household" not in eight.questions
    assert "both_16" in eight.questions
    assert "both_16" not in nine.questions


def test_a_length_reads_as_people_say_it() -> None:
    assert [unit.counted(1) for unit in Unit] == ["1 month", "1 day", "1 working day"]
    assert DECISION.start({}) is None
    assert REPORT.start({M.DECIDED: None, M.DIRECTION_RECEIVED: 1})[0] is M.DIRECTION_RECEIVED
