"""Due days reckoned: what they say of themselves, and what must hold of every one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from darddr.deadlines.calendars import Calendar
from darddr.deadlines.editions import limits_of
from darddr.deadlines.holds import Held, spans
from darddr.deadlines.months import add_months
from darddr.deadlines.reckoning import Agreed, Deadline, reckon
from darddr.deadlines.rules import Rule, Unit
from darddr.deadlines.targets import SUGGESTED
from darddr.vocabulary.milestones import Milestone as M

DECISION, REPORT = limits_of("2016")
START, DUE = date(2026, 2, 2), date(2026, 8, 2)
LATER = date(2027, 6, 1)
DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
SPANS = st.lists(st.tuples(st.integers(-40, 400), st.integers(0, 200)), max_size=5)
FEW = settings(deadline=None, max_examples=60)


def reckoned(rule: Rule = REPORT, day: date = LATER, **given_: object) -> Deadline:
    """A deadline of a clock that has started on 2 February 2026."""
    found = reckon(rule, {M.DECIDED: START, M.NOTICE_RECEIVED: START}, day, **given_)
    assert found is not None
    return found


def held(*pairs: tuple[int, int], start: date = START) -> list[Held]:
    """Holds that begin so many days after the start and last so many days."""
    return [Held(start + timedelta(days=at), start + timedelta(days=at + lasts)) for at, lasts in pairs]


def test_the_decision_is_due_a_month_after_the_notice_and_says_why() -> None:
    found = reckon(DECISION, {M.NOTICE_RECEIVED: date(2026, 1, 31)}, date(2026, 2, 1))
    assert found is not None
    assert found.due_on == date(2026, 2, 28)
    assert found.sentence == (
        "The decision on a review is due by 28 February 2026: 1 month after the notice was received (31 January 2026)."
    )
    assert (found.slip_days, found.elapsed_days, found.counted_days) == (0, 1, 1)


def test_a_clock_that_has_not_started_has_no_deadline() -> None:
    assert reckon(REPORT, {M.NOTICE_RECEIVED: date(2026, 1, 31)}, LATER) is None


def test_another_day_agreed_stands_and_says_so() -> None:
    found = reckoned(agreed=[Agreed(date(2026, 12, 1), date(2026, 6, 1))])
    assert found.due_on == date(2026, 12, 1)
    assert found.sentence == (
        "The report is due by 1 December 2026, the date formally agreed instead of 2 August 2026, "
        "6 months after the decision to hold a review (2 February 2026)."
    )
    assert [each.days for each in found.revisions] == [121]


def test_a_day_agreed_that_equals_the_counted_one_reads_as_counted() -> None:
    assert "formally agreed" not in reckoned(agreed=[Agreed(DUE)]).sentence


def test_a_limit_that_cannot_be_agreed_keeps_its_day() -> None:
    assert reckoned(DECISION, agreed=[Agreed(LATER)]).due_on == date(2026, 3, 2)


def test_a_hold_explains_what_it_moved() -> None:
    found = reckoned(holds=[Held(date(2026, 3, 1), date(2026, 5, 30))])
    assert found.sentence == (
        "The report is due by 31 October 2026: 6 months after the decision to hold a review (2 February 2026) is "
        "2 August 2026; moved on by 90 days on hold (1 March 2026 to 30 May 2026, when work resumed)."
    )
    assert not found.on_hold


def test_a_hold_that_lasts_says_so_and_keeps_the_day_ahead() -> None:
    for day in (date(2026, 7, 1), date(2026, 7, 2), date(2027, 1, 1)):
        found = reckoned(day=day, holds=[Held(date(2026, 7, 1))])
        assert found.on_hold
        assert found.days_late(day) == 0
        assert found.due_on == DUE + (day - date(2026, 7, 1))
    assert "on hold since 1 July 2026, 184 days so far." in found.sentence


def test_a_hold_known_of_later_than_the_day_does_not_count_yet() -> None:
    early = reckoned(day=date(2026, 3, 1), holds=[Held(date(2026, 5, 1), date(2026, 6, 1))])
    assert (early.due_on, early.paused) == (DUE, ())


def test_work_may_be_counted_again_only_on_the_day_after_a_hold_ends() -> None:
    day_after = replace(REPORT, resumes_on_end=False)
    assert reckoned(day_after, holds=held((10, 5))).due_on == DUE + timedelta(days=6)
    assert reckoned(REPORT, holds=held((10, 5))).due_on == DUE + timedelta(days=5)


def test_a_hold_that_moves_nothing_is_named_with_the_reason() -> None:
    after = [Held(date(2026, 9, 25))]
    found = reckoned(day=date(2026, 10, 1), holds=after)
    assert found.sentence.endswith(" The hold begun on 25 September 2026 came after it was due and moves nothing.")
    assert (found.on_hold, found.days_late(date(2026, 10, 1))) == (False, 60)
    agreed = reckoned(day=date(2026, 10, 1), holds=after, agreed=[Agreed(date(2026, 12, 1), date(2026, 6, 1))])
    assert agreed.sentence.endswith(
        " The hold begun on 25 September 2026 came after that date was agreed and moves nothing."
    )
    before = [Held(date(2026, 5, 1), date(2026, 5, 11))]
    assert "nothing" not in reckoned(holds=before, agreed=[Agreed(date(2026, 12, 1), date(2026, 6, 1))]).sentence


def test_each_reading_of_a_late_hold_is_a_setting() -> None:
    on_day = [Held(DUE, DUE + timedelta(days=10))]
    after = [Held(DUE + timedelta(days=1), DUE + timedelta(days=11))]
    assert reckoned(holds=on_day).due_on == DUE + timedelta(days=10)
    assert reckoned(replace(REPORT, on_due_day=False), holds=on_day).due_on == DUE
    assert reckoned(holds=after).due_on == DUE
    assert reckoned(holds=after).paused_days == 0
    assert reckoned(replace(REPORT, after_due_day=True), holds=after).due_on == DUE + timedelta(days=10)


def test_a_later_hold_moves_an_agreed_day_only_where_the_rule_says_so() -> None:
    agreed, later = [Agreed(date(2026, 12, 1), date(2026, 6, 1))], [Held(date(2026, 7, 1), date(2026, 7, 31))]
    assert reckoned(agreed=agreed, holds=later).due_on == date(2026, 12, 1)
    moves = replace(REPORT, hold_moves_agreed=True)
    found = reckoned(moves, agreed=agreed, holds=later)
    assert found.due_on == date(2026, 12, 31)
    assert found.sentence.endswith("moved on by 30 days on hold (1 July 2026 to 31 July 2026, when work resumed).")
    earlier = [Held(date(2026, 5, 1), date(2026, 5, 11))]
    assert reckoned(moves, agreed=agreed, holds=earlier).due_on == date(2026, 12, 1)
    assert [each.due_on for each in reckoned(agreed=agreed, holds=earlier).revisions] == [
        date(2026, 8, 12),
        date(2026, 12, 1),
    ]


def test_a_due_day_rolls_to_a_working_day_only_where_the_rule_says_so() -> None:
    assert DUE.weekday() == 6
    assert reckoned().due_on == DUE
    rolled = reckoned(replace(REPORT, rolls=True))
    assert rolled.due_on == date(2026, 8, 3)
    assert rolled.sentence.endswith("is 2 August 2026; nobody works that day, so the next working day.")
    assert reckoned(replace(DECISION, rolls=True)).due_on == date(2026, 3, 2)


def test_what_was_done_before_a_clock_started_anew_does_not_end_it() -> None:
    dates = {M.NOTICE_RECEIVED: START, M.DECIDED: date(2026, 3, 1), M.DECISION_REOPENED: date(2026, 3, 1)}
    found = reckon(DECISION, dates, LATER)
    assert found is not None
    assert (found.began_on, found.done_on, found.due_on) == (date(2026, 3, 1), None, date(2026, 4, 1))
    again = reckon(DECISION, {**dates, M.DECIDED: date(2026, 3, 2)}, LATER)
    assert again is not None
    assert again.done_on == date(2026, 3, 2)
    reopened = reckon(REPORT, {M.DECIDED: START, M.DIRECTION_RECEIVED: DUE, M.REVIEW_REOPENED: LATER}, LATER)
    assert reopened is not None
    assert reopened.began_by is M.REVIEW_REOPENED


def test_a_target_in_working_days_leaves_out_holds_too() -> None:
    rule = replace(SUGGESTED["acknowledgement"], pausable=True, length=5)
    monday = date(2026, 6, 1)
    dates = {M.NOTICE_RECEIVED: monday}
    plain = reckon(rule, dates, LATER)
    on_hold = reckon(rule, dates, LATER, holds=[Held(date(2026, 6, 3), date(2026, 6, 8))])
    assert plain is not None
    assert on_hold is not None
    assert (plain.due_on, on_hold.due_on) == (date(2026, 6, 8), date(2026, 6, 11))


@FEW
@given(st.integers(0, 180), st.integers(1, 400))
def test_a_hold_within_the_clock_moves_a_pausable_day_by_its_days(at: int, lasts: int) -> None:
    day = START + timedelta(days=1000)
    found = reckoned(day=day, holds=held((at, lasts)))
    assert found.slip_days == found.paused_days == lasts
    assert found.counted_days == 1000 - lasts
    assert reckoned(DECISION, day=day, holds=held((at, lasts))).slip_days == 0


@FEW
@given(SPANS, SPANS)
def test_more_holds_never_bring_a_day_nearer_and_their_order_says_nothing(some, more) -> None:
    day = START + timedelta(days=1000)
    few, many = reckoned(day=day, holds=held(*some)), reckoned(day=day, holds=held(*some, *more))
    assert DUE <= few.due_on <= many.due_on
    assert many == reckoned(day=day, holds=held(*reversed([*some, *more])))
    assert many == reckoned(day=day, holds=held(*some, *more, *some))
    assert sum(each.days for each in many.revisions) == many.slip_days == many.paused_days


@FEW
@given(st.integers(0, 150), st.integers(1, 300), st.integers(0, 300))
def test_a_hold_cut_in_two_on_any_day_counts_the_same(at: int, lasts: int, cut: int) -> None:
    cut = min(cut, lasts)
    day = START + timedelta(days=1000)
    whole, halves = held((at, lasts)), held((at, cut), (at + cut, lasts - cut))
    assert reckoned(day=day, holds=whole).due_on == reckoned(day=day, holds=halves).due_on


@FEW
@given(st.integers(0, 180), st.integers(0, 300))
def test_a_hold_that_lasts_is_never_late_and_ending_it_today_changes_nothing(at: int, lasts: int) -> None:
    began = START + timedelta(days=at)
    day = began + timedelta(days=lasts)
    lasting, ended = reckoned(day=day, holds=[Held(began)]), reckoned(day=day, holds=[Held(began, day)])
    assert lasting.days_late(day) == 0
    assert lasting.due_on == ended.due_on == DUE + timedelta(days=lasts)


@FEW
@given(DAYS, SPANS, st.sampled_from(Unit), st.integers(1, 60))
def test_no_day_is_counted_twice_and_none_is_lost(start: date, pairs, unit: Unit, length: int) -> None:
    rule = replace(REPORT, unit=unit, length=length)
    day = start + timedelta(days=900)
    found = reckon(rule, {M.DECIDED: start}, day, holds=held(*pairs, start=start))
    assert found is not None
    assert found.elapsed_days == found.counted_days + found.paused_days == 900
    assert 0 <= found.paused_days <= 900
    assert found.first_on > start
    assert found.due_on >= found.first_on


@FEW
@given(SPANS)
def test_spans_are_apart_in_order_and_hold_every_day_of_every_hold(pairs) -> None:
    horizon = START + timedelta(days=300)
    found = spans(held(*pairs), START, horizon)
    days = [span.first + timedelta(days=number) for span in found for number in range(span.days)]
    wanted = {
        START + timedelta(days=at + number) for at, lasts in pairs for number in range(lasts) if 0 <= at + number < 300
    }
    assert days == sorted(wanted)
    assert all(one.until < other.first for one, other in pairwise(found))


@FEW
@given(DAYS, st.integers(0, 60))
def test_a_clock_started_later_is_never_due_earlier(day: date, days: int) -> None:
    first = reckon(DECISION, {M.NOTICE_RECEIVED: day}, LATER)
    second = reckon(DECISION, {M.NOTICE_RECEIVED: day + timedelta(days=days)}, LATER)
    assert first is not None
    assert second is not None
    assert first.due_on == add_months(day, 1)
    assert first.due_on <= second.due_on


@pytest.mark.parametrize("late", [0, 1, 30])
def test_days_late_count_up_to_the_day_it_was_done(late: int) -> None:
    done = DUE + timedelta(days=late)
    found = reckon(REPORT, {M.DECIDED: START, M.SUBMITTED: done}, LATER)
    assert found is not None
    assert found.days_late(LATER) == late
    assert reckoned(day=DUE - timedelta(days=1)).days_late(DUE - timedelta(days=1)) == 0
    assert Calendar("england").or_next(DUE) == date(2026, 8, 3)
