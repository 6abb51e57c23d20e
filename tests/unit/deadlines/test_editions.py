"""Deadlines of an edition, and what they say of themselves."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from darddr.deadlines.editions import EDITIONS, TimeLimit, deadline, limits_of
from darddr.deadlines.months import add_months
from darddr.vocabulary.milestones import Milestone as M

DECISION, REPORT = limits_of("2016")


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=lambda edition: edition.key)
def test_every_edition_goes_by_its_own_key_and_every_limit_by_its_own_name(edition) -> None:
    assert EDITIONS[edition.key] is edition
    names = [limit.name for limit in edition.limits]
    assert len(names) == len(set(names))
    assert all(limit.months > 0 and limit.done not in limit.starts for limit in edition.limits)


def test_an_unknown_edition_has_no_limits() -> None:
    assert limits_of("2024 draft") == ()


def test_the_decision_is_due_a_month_after_the_notice_and_says_why() -> None:
    found = deadline(DECISION, {M.NOTICE_RECEIVED: date(2026, 1, 31)})
    assert found is not None
    assert found.due_on == date(2026, 2, 28)
    assert found.sentence == (
        "The decision on a review is due by 28 February 2026: 1 month after the notice was received (31 January 2026)."
    )


def test_a_clock_that_has_not_started_has_no_deadline() -> None:
    assert deadline(REPORT, {M.NOTICE_RECEIVED: date(2026, 1, 31)}) is None


def test_the_report_is_due_six_months_after_the_decision_unless_another_day_was_agreed() -> None:
    dates = {M.DECIDED: date(2026, 8, 31)}
    counted = deadline(REPORT, dates)
    agreed = deadline(REPORT, dates, date(2027, 9, 1))
    assert counted is not None
    assert agreed is not None
    assert (counted.due_on, agreed.due_on) == (date(2027, 2, 28), date(2027, 9, 1))
    assert agreed.sentence == (
        "The report is due by 1 September 2027, the date formally agreed instead of 28 February 2027, "
        "6 months after the decision to hold a review (31 August 2026)."
    )


def test_a_day_agreed_that_equals_the_counted_one_reads_as_counted() -> None:
    found = deadline(REPORT, {M.DECIDED: date(2026, 8, 31)}, date(2027, 2, 28))
    assert found is not None
    assert "formally agreed" not in found.sentence


def test_no_other_day_may_be_agreed_for_the_decision() -> None:
    found = deadline(DECISION, {M.NOTICE_RECEIVED: date(2026, 1, 12)}, date(2026, 12, 1))
    assert found is not None
    assert found.due_on == date(2026, 2, 12)


def test_a_direction_starts_the_clock_of_the_report_afresh() -> None:
    dates = {M.DECIDED: date(2025, 1, 10), M.DIRECTION_RECEIVED: date(2026, 3, 10)}
    found = deadline(REPORT, dates)
    assert found is not None
    assert found.due_on == date(2026, 9, 10)


@pytest.mark.parametrize(
    ("done", "day", "late"),
    [
        (None, date(2026, 2, 12), 0),
        (None, date(2026, 2, 13), 1),
        (date(2026, 2, 10), date(2027, 1, 1), 0),
        (date(2026, 3, 1), date(2027, 1, 1), 17),
    ],
)
def test_lateness_is_counted_to_the_day_it_was_done_or_to_today(done: date | None, day: date, late: int) -> None:
    dates = {M.NOTICE_RECEIVED: date(2026, 1, 12)} | ({M.DECIDED: done} if done else {})
    found = deadline(DECISION, dates)
    assert found is not None
    assert found.done_on == done
    assert found.days_late(day) == late


def test_a_limit_counts_from_the_first_of_its_starts_that_has_a_date() -> None:
    limit = TimeLimit("x", (M.SUBMITTED, M.DECIDED), M.PUBLISHED, 2, "it", "that")
    assert limit.start({M.DECIDED: date(2026, 1, 1)}) == date(2026, 1, 1)
    assert limit.start({M.DECIDED: date(2026, 1, 1), M.SUBMITTED: date(2026, 2, 1)}) == date(2026, 2, 1)
    assert limit.start({}) is None


@settings(deadline=None, max_examples=200)
@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.none() | st.dates(date(2000, 1, 1), date(2060, 1, 1)))
def test_a_deadline_says_its_own_day_and_start_and_is_never_negatively_late(start: date, agreed: date | None) -> None:
    for limit in (DECISION, REPORT):
        dates = dict.fromkeys(limit.starts, start)
        found = deadline(limit, dates, agreed)
        assert found is not None
        assert found.due_on == (agreed if agreed and limit.may_be_agreed else add_months(start, limit.months))
        for said in (found.due_on, start):
            assert f"{said.day} {said:%B %Y}" in found.sentence
        for day in (date.min, start, found.due_on, date.max):
            assert found.days_late(day) == max(0, (day - found.due_on).days)


@settings(deadline=None, max_examples=200)
@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(0, 60))
def test_a_later_start_is_never_due_earlier(start: date, days: int) -> None:
    first = deadline(REPORT, {M.DECIDED: start})
    second = deadline(REPORT, {M.DECIDED: start + timedelta(days=days)})
    assert first is not None
    assert second is not None
    assert first.due_on <= second.due_on
