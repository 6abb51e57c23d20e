"""Working days: weekends, bank holidays of two nations, and what a partnership adds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from darddr.deadlines.calendars import Calendar, bank_holidays

DAYS = st.dates(date(2010, 1, 1), date(2040, 12, 31))
FEW = settings(deadline=None, max_examples=60)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 4, 2), True),  # Thursday before Easter
        (date(2026, 4, 3), False),  # Good Friday
        (date(2026, 4, 4), False),  # Saturday
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 12, 28), False),  # in lieu of Boxing Day, which fell on a Saturday
        (date(2022, 9, 19), False),  # proclaimed for a state funeral
        (date(2026, 3, 17), True),  # a holiday of Northern Ireland alone
        (date(2026, 1, 2), True),  # a holiday of Scotland alone
    ],
)
@pytest.mark.parametrize("nation", ["england", "wales"])
def test_bank_holidays_are_those_of_england_and_wales(nation: str, day: date, works: bool) -> None:
    assert Calendar(nation).is_working(day) is works


def test_an_unknown_nation_has_weekends_alone() -> None:
    assert bank_holidays("nowhere", 2026) == frozenset()
    assert Calendar("nowhere").is_working(date(2026, 4, 3))


def test_a_closed_day_is_left_out() -> None:
    closed = Calendar("england", [date(2026, 6, 2)])
    assert not closed.is_working(date(2026, 6, 2))
    assert closed.after(date(2026, 6, 1), 1) == date(2026, 6, 3)
    assert closed.between(date(2026, 6, 1), date(2026, 6, 4)) == 2
    assert closed.or_next(date(2026, 6, 2)) == date(2026, 6, 3)


@FEW
@given(DAYS, st.integers(0, 40))
def test_so_many_working_days_later_lies_so_many_working_days_away(day: date, number: int) -> None:
    calendar = Calendar()
    later = calendar.after(day, number)
    assert calendar.between(day + timedelta(days=1), later + timedelta(days=1)) == number
    assert number == 0 or calendar.is_working(later)


@FEW
@given(DAYS, st.integers(0, 20), st.sets(st.integers(0, 30), max_size=5))
def test_a_closed_day_more_never_brings_a_day_nearer(day: date, number: int, closed: set[int]) -> None:
    more = Calendar("england", [day + timedelta(days=each) for each in closed])
    assert more.after(day, number) >= Calendar().after(day, number)
