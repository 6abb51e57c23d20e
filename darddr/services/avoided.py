"""Days a family asked to avoid: how they are written, whether a day is among them, and the next that is not.

A line is a day or a span, every year or once: "7 March", "24 December to 2 January", "1 June 2027 to 14 June 2027".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from darddr.vocabulary.days import MONTHS, SHORT_MONTHS

LEAP = 2024
"""A year that has every day there is."""

WITHIN = 400
"""Days that are searched for a free one: more than a year, so that nothing is free after it either unless a span ends."""

SHAPE = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ /.]+([a-z]+|\d{1,2})\.?(?:[ /.]+(\d{4}))?", re.IGNORECASE)
BETWEEN = re.compile(r"\s+(?:to|until)\s+|\s*[–-]\s*", re.IGNORECASE)
HOW = "Write days like “7 March”, “24 December to 2 January” or “1 June 2027 to 14 June 2027”."


class NoSuchDays(ValueError):
    """A line that names no days; `sentence` says what is wrong. The exception's own text holds nothing of the line."""

    def __init__(self, sentence: str) -> None:
        super().__init__("NoSuchDays")
        self.sentence = sentence


@dataclass(frozen=True)
class Days:
    """A day or a span. Without a year (`first` and `last` are then of a leap year) it comes every year, and may go over New Year."""

    first: date
    last: date
    yearly: bool

    def __contains__(self, day: date) -> bool:
        if not self.yearly:
            return self.first <= day <= self.last
        return any(_within(self.first, self.last, each) for each in _as_leap(day))


def _as_leap(day: date) -> tuple[date, ...]:
    """A day in the leap year; 28 February and 1 March of a year without 29 February stand for that too."""
    own = day.replace(year=LEAP)
    has_leap_day = (date(day.year, 3, 1) - timedelta(days=1)).day == 29
    if has_leap_day or (day.month, day.day) not in ((2, 28), (3, 1)):
        return (own,)
    return own, date(LEAP, 2, 29)


def _within(first: date, last: date, day: date) -> bool:
    return first <= day <= last if first <= last else day >= first or day <= last


def read_days(text: str) -> Days:
    """The days a line names. Raises NoSuchDays for a day that does not exist, or an end before its start."""
    parts = BETWEEN.split(text.strip())
    found = [SHAPE.fullmatch(part.strip()) for part in parts]
    if len(parts) > 2 or not all(found):
        raise NoSuchDays(f"“{text.strip()[:60]}” names no days. {HOW}")
    matched = [each for each in found if each is not None]
    years = [match[3] for match in matched]
    if len(matched) == 2 and years[1] and not years[0]:
        years[0] = years[1]
    if any(years) and not all(years):
        raise NoSuchDays(f"“{text.strip()[:60]}” has a year on one side alone. {HOW}")
    first, last = (
        _day(match, int(year) if year else LEAP, text)
        for match, year in ((matched[0], years[0]), (matched[-1], years[-1]))
    )
    if years[0] and last < first:
        raise NoSuchDays(f"“{text.strip()[:60]}” ends before it starts.")
    return Days(first, last, yearly=not years[0])


def _day(match: re.Match[str], year: int, text: str) -> date:
    word = match[2].lower()
    names_month = word in SHORT_MONTHS or word in MONTHS or word == "sept"
    try:
        return date(year, SHORT_MONTHS.index(word[:3]) + 1 if names_month else int(word), int(match[1]))
    except ValueError:
        raise NoSuchDays(f"“{match[0].strip()[:60]}” in “{text.strip()[:60]}” is no day there is.") from None


def next_free(day: date, avoided: Sequence[Days]) -> date | None:
    """The day itself where it is free, else the first free one after it; None where none is within more than a year."""
    for ahead in range(WITHIN):
        try:
            later = day + timedelta(days=ahead)
        except OverflowError:
            return None
        if not is_avoided(later, avoided):
            return later
    return None


def is_avoided(day: date, avoided: Iterable[Days]) -> bool:
    """Whether a day is among some that are to be avoided."""
    return any(day in days for days in avoided)
