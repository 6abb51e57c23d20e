"""Three boxes that make a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from darddr.forms.base import Form
from darddr.forms.dates import DateParts


class DayForm(Form):
    """A form with one date."""

    on = DateParts("When", required="Say when.")


def read(*parts: str) -> DayForm:
    """The form after somebody typed three parts."""
    app = Flask(__name__)
    app.config.update(SECRET_KEY="test", WTF_CSRF_ENABLED=False)
    data = dict(zip(("on-day", "on-month", "on-year"), parts, strict=True))
    with app.test_request_context("/", method="POST", data=data):
        form = DayForm()
        form.validate()
        return form


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_day_is_read_back(day: date) -> None:
    assert read(str(day.day), str(day.month), f"{day.year:04d}").on.date == day
    assert read(f"{day.day:02d}", f"{day:%B}", f"{day.year:04d}").on.date == day


@pytest.mark.parametrize(
    "parts", [("31", "9", "2020"), ("29", "2", "2023"), ("1", "1", "23"), ("", "3", "2020"), ("x", "1", "2020")]
)
def test_no_such_day_is_said_in_one_sentence(parts: tuple[str, str, str]) -> None:
    form = read(*parts)
    assert form.on.date is None
    (sentence,) = form.errors["on"]
    assert "is not a date" in sentence


def test_nothing_typed_asks_for_the_day() -> None:
    assert read("", "", "").errors["on"] == ["Say when."]


def test_a_day_fills_the_boxes() -> None:
    app = Flask(__name__)
    app.config.update(SECRET_KEY="test", WTF_CSRF_ENABLED=False)
    with app.test_request_context("/"):
        form = DayForm(data={"on": date(2026, 2, 1) + timedelta(days=2)})
    assert [getattr(form.on, part)._value() for part in ("day", "month", "year")] == ["3", "2", "2026"]
