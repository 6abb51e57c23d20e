"""Dates as plans write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from darddr.importers.dates import find_dates, read_date

STATED = [
    ("By 31/12/2016", "2016-12-31", "day"),
    ("31/12/16", "2016-12-31", "day"),
    ("01.04.2021", "2021-04-01", "day"),
    ("2021-04-01", "2021-04-01", "day"),
    ("1st April 2021", "2021-04-01", "day"),
    ("Monday 3rd of June, 2019", "2019-06-03", "day"),
    ("June 3, 2019", "2019-06-03", "day"),
    ("3/4/2019", "2019-04-03", "day"),
    ("by 31.3.17", "2017-03-31", "day"),
    ("-20/01/2020", "2020-01-20", "day"),
    ("By 31/12/2016\nBy 31/12/2016\nBy 31/12/2016\nBy 31/12/2016", "2016-12-31", "day"),
    ("Apr-28", "2028-04-01", "month"),
    ("Sept '19", "2019-09-01", "month"),
    ("04/2028", "2028-04-01", "month"),
    ("March 2019", "2019-03-01", "month"),
    ("end of March 2020", "2020-03-01", "month"),
    ("May 2021", "2021-05-01", "month"),
    ("Q2 2019", "2019-04-01", "quarter"),
    ("Quarter 4 2019/20", "2020-01-01", "quarter"),
    ("Q2 2019/20", "2019-07-01", "quarter"),
    ("Spring 2021", "2021-03-01", "quarter"),
    ("2019/20", "2019-04-01", "year"),
    ("2020-21", "2020-04-01", "year"),
    ("about 2017", "2017-01-01", "year"),
    ("31 March 2019 (revised to 30 June 2019)", "2019-06-30", "day"),
    ("42735", "2016-12-31", "day"),
]


@pytest.mark.parametrize(("text", "value", "precision"), STATED)
def test_a_stated_date_gives_the_first_day_it_covers(text: str, value: str, precision: str) -> None:
    reading = read_date(text)
    assert (reading.value, reading.precision) == (date.fromisoformat(value), precision)
    assert reading.text == text
    assert reading.problem is None


@pytest.mark.parametrize(
    "text", ["Immediate", "Ongoing", "On-going", "within 3 months", "TBC", "ASAP", "it may be done", ""]
)
def test_words_that_state_no_date_are_kept_without_one(text: str) -> None:
    reading = read_date(text)
    assert (reading.text, reading.value, reading.precision, reading.problem) == (text, None, "none", None)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("31 September 2020", "no such day"),
        ("29/02/2019", "no such day"),
        ("31/13/2019", "no such month"),
        ("28 February", "no year"),
        ("by March", "no year"),
    ],
)
def test_a_date_that_cannot_be_is_a_problem_and_has_no_value(text: str, why: str) -> None:
    reading = read_date(text)
    assert (reading.value, reading.problem) == (None, why)


@pytest.mark.parametrize(
    ("text", "recurs", "value", "precision"),
    [
        ("November annually", "annually", None, "month"),
        ("Annually/ongoing through supervision", "annually", None, "none"),
        ("Audit March 2007 and bi-annually", "bi-annually", date(2007, 3, 1), "month"),
        ("every 6 months from 1 April 2020", "every 6 months", date(2020, 4, 1), "day"),
        ("Quarterly", "quarterly", None, "none"),
    ],
)
def test_a_frequency_is_kept_beside_the_date(text: str, recurs: str, value: date | None, precision: str) -> None:
    reading = read_date(text)
    assert (reading.recurs, reading.value, reading.precision) == (recurs, value, precision)


def test_several_dates_give_the_latest_and_say_so() -> None:
    reading = read_date("31 Dec 2019 and 30 June 2020")
    assert reading.value == date(2020, 6, 30)
    assert reading.problem == "more than one date"


def test_json_holds_the_four_promised_keys() -> None:
    assert read_date("By 31/12/2016").as_json() == {
        "text": "By 31/12/2016",
        "value": "2016-12-31",
        "precision": "day",
        "recurs": None,
    }


def test_dates_are_found_in_running_words() -> None:
    found = find_dates("Started 14/09/20, then June 2020, closed 04/11/2020")
    assert [each.text for each in found] == ["14/09/20", "June 2020", "04/11/2020"]


@settings(max_examples=60, deadline=None)
@given(
    st.dates(date(1990, 1, 1), date(2059, 12, 31)),
    st.sampled_from(["%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %y", "%Y-%m-%d"]),
)
def test_every_day_survives_every_british_spelling(day: date, spelling: str) -> None:
    reading = read_date(day.strftime(spelling))
    assert (reading.value, reading.precision) == (day, "day")


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=40))
def test_any_words_are_kept_and_never_break_the_reader(text: str) -> None:
    assert read_date(text).text == text.strip()
