"""How dates and numbers of days read, and where static files are found."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from darddr.web import components


def test_dates_read_as_people_write_them() -> None:
    assert components.day_text(date(2026, 6, 4)) == "4 June 2026"
    assert components.month_text(date(2026, 6, 4)) == "June 2026"
    assert components.day_text(datetime(2026, 6, 3, 23, 30, tzinfo=UTC)) == "4 June 2026"
    assert [components.day_text(None), components.moment_text(None), components.month_text(None)] == ["", "", ""]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime(2026, 6, 4, 14, 15, tzinfo=UTC), "4 June 2026 at 3:15pm"),
        (datetime(2026, 12, 4, 0, 5), "4 December 2026 at 12:05am"),
        (datetime(2026, 12, 4, 12, 0, tzinfo=UTC), "4 December 2026 at 12:00pm"),
    ],
)
def test_moments_are_london_time(value: datetime, text: str) -> None:
    assert components.moment_text(value) == text


def test_days_carry_their_unit() -> None:
    counted = [components.days_text(count) for count in (0, 1, -1, 1200, None)]
    assert counted == ["0 days", "1 day", "-1 day", "1,200 days", ""]


def test_assets_have_an_address_that_changes_with_the_file(app: Flask) -> None:
    with app.test_request_context("/"):
        address = components.asset("darddr.css")
    assert re.fullmatch(r"/static/darddr\.css\?v=[0-9a-f]{12}", address)
    with app.test_client().get(address) as answer:
        assert answer.status_code == 200
