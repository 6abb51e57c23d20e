"""Months by name, and how a day is written."""

from __future__ import annotations

from datetime import date

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
SHORT_MONTHS = tuple(month[:3] for month in MONTHS)


def day_in_words(day: date) -> str:
    """A day as people write it: 7 March 2026."""
    return f"{day.day} {day:%B %Y}"
