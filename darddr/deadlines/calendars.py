"""Days on which nobody works: weekends, the nation's bank holidays, and what a partnership adds to them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

SUBDIVISIONS = {"england": "ENG", "wales": "WLS"}
"""The nations that hold these reviews, as the library of holidays calls them."""

A_DAY = timedelta(days=1)
SATURDAY = 5


@lru_cache(maxsize=512)
def bank_holidays(nation: str, year: int) -> frozenset[date]:
    """The bank holidays of a year in a nation; of none for a nation that is not known."""
    from holidays import country_holidays  # loaded when first asked: most pages count months alone

    part = SUBDIVISIONS.get(nation)
    return frozenset(country_holidays("GB", subdiv=part, years=year)) if part is not None else frozenset()


class Calendar:
    """Working days of a nation, less the closed days given: a partnership's own, and bank holidays proclaimed since."""

    def __init__(self, nation: str = "england", closed: Iterable[date] = ()) -> None:
        self.nation = nation
        self.closed = frozenset(closed)

    def is_working(self, day: date) -> bool:
        """Whether anybody works on a day."""
        return day.weekday() < SATURDAY and day not in self.closed and day not in bank_holidays(self.nation, day.year)

    def after(self, day: date, number: int) -> date:
        """The day that is so many working days after another; that day itself does not count."""
        while number > 0:
            day += A_DAY
            number -= self.is_working(day)
        return day

    def between(self, first: date, last: date) -> int:
        """How many working days there are from one day up to another, which is not counted."""
        return sum(self.is_working(first + timedelta(days=number)) for number in range((last - first).days))

    def or_next(self, day: date) -> date:
        """The day itself where anybody works on it, or the next on which somebody does."""
        while not self.is_working(day):
            day += A_DAY
        return day
