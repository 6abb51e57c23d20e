"""Calendar months at their ends."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from darddr.deadlines.months import add_months, first_in_time

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
MONTHS = st.integers(0, 48)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 12), 1, date(2026, 2, 12)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2023, 8, 29), 6, date(2024, 2, 29)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 6, 30), 6, date(2026, 12, 30)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -13, date(2024, 12, 15)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_a_month_later_has_the_same_day_number_or_is_the_last_of_a_shorter_month(
    day: date, months: int, expected: date
) -> None:
    assert add_months(day, months) == expected


@settings(deadline=None, max_examples=200)
@given(DAYS, MONTHS)
def test_months_move_the_month_and_never_the_day_number_upwards(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


@settings(deadline=None, max_examples=200)
@given(DAYS, MONTHS)
def test_the_first_start_in_time_parts_the_late_from_the_others(day: date, months: int) -> None:
    start = first_in_time(day, months)
    assert add_months(start, months) >= day
    assert all(add_months(start - timedelta(days=before), months) < day for before in range(1, 40))
    assert all(add_months(start + timedelta(days=after), months) >= day for after in range(40))
