"""Calendar months, right at month ends and in leap years."""

from __future__ import annotations

import calendar
from datetime import date, timedelta


def add_months(day: date, months: int) -> date:
    """The same day number so many months later, or the last day of a shorter month."""
    whole = day.year * 12 + day.month - 1 + months
    year, month = divmod(whole, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def first_in_time(day: date, months: int) -> date:
    """The earliest start whose limit of so many months has not passed by a day: any start before it is late.

    Lets a list ask for what is late with a plain comparison of days.
    """
    start = add_months(day, -months)
    while add_months(start, months) < day:
        start += timedelta(days=1)
    return start
