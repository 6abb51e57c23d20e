"""Target dates: the words as written beside what they mean, and the last day on which they are still kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from darddr.importers.dates import DateReading, read_date
from darddr.services.errors import Unfit
from darddr.vocabulary.records import DatePrecision

MONTHS_OF = {DatePrecision.MONTH: 1, DatePrecision.QUARTER: 3, DatePrecision.YEAR: 12}


@dataclass(frozen=True)
class Target:
    """A target date: its words, the first and the last day they allow, and how exactly they were given."""

    text: str = ""
    starts_on: date | None = None
    due_on: date | None = None
    precision: DatePrecision = DatePrecision.NONE


def target_of(words: str) -> Target:
    """What somebody typed, understood; words that state no date ("Ongoing") are kept as they are.

    Raises Unfit for a date that cannot be or could mean several days.
    """
    reading = read_date(words)
    if reading.problem:
        raise Unfit(
            f"“{reading.about or words.strip()}” cannot be used as a target date: {reading.problem}.", "target_text"
        )
    return target_from(reading)


def target_from(reading: DateReading) -> Target:
    """A reading as it is kept. A date read with a doubt keeps its value; one that cannot be has none."""
    if reading.value is None:
        return Target(reading.text)
    precision = DatePrecision(reading.precision)
    return Target(reading.text, reading.value, last_day(reading.value, precision), precision)


def last_day(first: date, precision: DatePrecision) -> date:
    """The last day of the month, quarter or year that begins on `first`; of a day, the day itself."""
    months = MONTHS_OF.get(precision, 0)
    if not months:
        return first
    after = first.year * 12 + first.month - 1 + months
    return date(after // 12, after % 12 + 1, 1) - timedelta(days=1)
