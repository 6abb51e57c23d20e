"""Days a family asked to avoid: how they are read, every year or once, and the next day that is free."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from darddr.services.avoided import NoSuchDays, is_avoided, next_free, read_days

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
QUICK = settings(deadline=None, max_examples=60)


def written(day: date, *, year: bool = False) -> str:
    return f"{day.day} {day:%B}{f' {day.year}' if year else ''}"


@pytest.mark.parametrize(
    ("line", "inside", "outside"),
    [
        ("7 March", ["2026-03-07", "2031-03-07"], ["2026-03-06", "2026-03-08"]),
        ("7th mar", ["2026-03-07"], ["2026-04-07"]),
        ("7/3", ["2026-03-07"], ["2026-07-03"]),
        ("7.3.2027", ["2027-03-07"], ["2026-03-07"]),
        ("24 December to 2 January", ["2026-12-24", "2026-12-31", "2027-01-02"], ["2026-12-23", "2027-01-03"]),
        ("3 May - 5 May", ["2026-05-04"], ["2026-05-06"]),
        ("1 June 2027 to 14 June 2027", ["2027-06-01", "2027-06-14"], ["2026-06-03", "2027-06-15"]),
        ("30 May until 2 June 2027", ["2027-05-30", "2027-06-02"], ["2026-05-31"]),
        ("29 February", ["2028-02-29", "2027-02-28", "2027-03-01"], ["2028-02-28", "2028-03-01"]),
        ("29 Feb 2028", ["2028-02-29"], ["2028-02-28"]),
    ],
)
def test_a_line_names_these_days_and_no_others(line: str, inside: list[str], outside: list[str]) -> None:
    days = read_days(line)
    assert all(date.fromisoformat(day) in days for day in inside)
    assert not any(date.fromisoformat(day) in days for day in outside)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("31 September", "is no day there is"),
        ("30 Feb", "is no day there is"),
        ("29 February 2027", "is no day there is"),
        ("7 Mai", "is no day there is"),
        ("5 Maybe", "is no day there is"),
        ("7 13", "is no day there is"),
        ("0 March", "is no day there is"),
        ("14 June 2027 to 1 June 2027", "ends before it starts"),
        ("1 June 2027 to 5 June", "has a year on one side alone"),
        ("her birthday", "names no days"),
        ("7 March to 8 March to 9 March", "names no days"),
        ("", "names no days"),
    ],
)
def test_a_line_that_names_no_days_says_which_line_and_why(line: str, why: str) -> None:
    with pytest.raises(NoSuchDays) as refused:
        read_days(line)
    assert why in refused.value.sentence
    assert f"“{line}”" in refused.value.sentence
    assert line == "" or line not in str(refused.value)


@QUICK
@given(day=DAYS)
def test_every_day_there_is_comes_again_every_year(day: date) -> None:
    days = read_days(written(day))
    assert day in days
    for year in (2027, 2028):
        hit = [each for n in range(366) if (each := date(year, 1, 1) + timedelta(days=n)).year == year and each in days]
        assert len(hit) == (2 if (day.month, day.day) == (2, 29) and year == 2027 else 1)


@QUICK
@given(first=DAYS, length=st.integers(0, 300), other=DAYS)
def test_a_span_of_once_holds_exactly_its_days(first: date, length: int, other: date) -> None:
    last = first + timedelta(days=length)
    days = read_days(f"{written(first, year=True)} to {written(last, year=True)}")
    assert (other in days) is (first <= other <= last)


@QUICK
@given(first=DAYS, last=DAYS, other=DAYS)
def test_a_yearly_span_and_its_complement_share_nothing(first: date, last: date, other: date) -> None:
    leap_days = {(2, 28), (2, 29), (3, 1)}
    if (other.month, other.day) in leap_days or (first.month, first.day) == (last.month, last.day):
        return
    one, two = read_days(f"{written(first)} to {written(last)}"), read_days(f"{written(last)} to {written(first)}")
    on_an_end = (other.month, other.day) in {(first.month, first.day), (last.month, last.day)}
    assert ((other in one) and (other in two)) is on_an_end
    assert other in one or other in two


@QUICK
@given(day=DAYS, spans=st.lists(st.tuples(DAYS, st.integers(0, 40)), max_size=4))
def test_the_next_free_day_is_the_first_that_nothing_holds(day: date, spans: list[tuple[date, int]]) -> None:
    avoided = [
        read_days(f"{written(on, year=True)} to {written(on + timedelta(days=length), year=True)}")
        for on, length in spans
    ]
    free = next_free(day, avoided)
    assert free is not None
    assert not is_avoided(free, avoided)
    assert all(is_avoided(day + timedelta(days=n), avoided) for n in range((free - day).days))


def test_where_every_day_is_held_none_is_free() -> None:
    assert next_free(date(2026, 11, 24), [read_days("1 January to 31 December")]) is None
    assert next_free(date.max, [read_days("31 December")]) is None
