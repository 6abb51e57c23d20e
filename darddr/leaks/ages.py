"""Ages that give a birthday away: “39 years, 11 months and 4 days”, “two days before her 40th birthday”."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from darddr.leaks.folding import Folded
from darddr.leaks.numerals import MONTH_NUMBER, number_of
from darddr.leaks.spans import Span

_N = r"(?:\d{1,3}(?:st|nd|rd|th)?|[a-z]+(?:[ -][a-z]+)?)"
_FIGURE = r"(?:\d{1,3}|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)?[ -]?[a-z]+)"
_AND = r"[ ,]{0,2}(?:and )?"
_AGE = re.compile(
    rf"(?P<years>{_FIGURE})[ -]years?{_AND}(?:(?P<months>{_FIGURE}) months?)?"
    rf"(?:{_AND}(?P<weeks>{_FIGURE}) weeks?)?(?:{_AND}(?P<days>{_FIGURE}) days?)?"
)
_BIRTHDAY = re.compile(
    rf"(?:(?:(?P<count>{_N}|a couple of|the) (?P<unit>days?|weeks?|fortnight|months?)|(?P<eve>the eve)|(?P<on>on)) ?"
    r"(?P<way>before|after|short of|shy of|prior to|away from|ahead of|until|from|following|past|off|of)? ?)"
    rf"(?:what (?:should|would) have been )?(?:her|his|their|the|a)? ?(?:own )?"
    rf"(?:(?:(?P<number>{_N}) )?birthday|(?:she|he|they)? ?turn(?:ed|ing) (?P<turned>{_FIGURE}))"
)
_DAY_IN_WORDS = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?(?: day)?(?: of)? ([a-z]{3,10}),? (\d{4})(?!\d)|(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?!\d)"
)
_LATER = frozenset({"after", "following", "past"})
_SLACK = {"day": 0, "week": 4, "fortnight": 4, "month": 8}
_LENGTH = {"day": 1, "week": 7, "fortnight": 14, "month": 30}
_LONG_COUNT = 7
_REACH = 120


class AgeIndex:
    """Registered births, with the days from which an age may be counted back to them."""

    def __init__(self, lives: Sequence[tuple[tuple[date, ...], tuple[date, ...]]]) -> None:
        self._lives = [(birth, deaths) for births, deaths in lives for birth in births]

    def spans(self, folded: Folded) -> Iterator[Span]:
        """Ages to the month or day at a registered death, or to the day on a day of the same sentence; birthdays likewise."""
        if not self._lives:
            return
        text = folded.text
        for match in _AGE.finditer(text) if " month" in text or " day" in text else ():
            yield from self._age(text, match)
        for match in _BIRTHDAY.finditer(text) if "birthday" in text or " turn" in text else ():
            yield from self._birthday(text, match)

    def _age(self, text: str, match: re.Match[str]) -> Iterator[Span]:
        stated = {key: number_of(value) for key, value in match.groupdict().items() if value}
        if len(stated) < 2 or None in stated.values():
            return
        whole = {key: value or 0 for key, value in stated.items()}
        exact = "days" in whole
        for birth, deaths in self._lives:
            for day in (*deaths, *(_days_beside(text, match) if exact else ())):
                if _fits(birth, day, whole):
                    yield Span(match.start(), match.end(), birth.isoformat(), "date", near=True)
                    break

    def _birthday(self, text: str, match: re.Match[str]) -> Iterator[Span]:
        unit = (match["unit"] or "day").rstrip("s")
        said = match["count"] or "a"
        count = 0 if match["on"] or match["way"] == "of" else number_of(said) or number_of(said.rpartition(" ")[2])
        if match["eve"]:
            count = 1
        if (match["count"] or "").startswith("a couple"):
            count = 2
        if count is None or (match["on"] and match["way"]):
            return
        distance = timedelta(days=count * _LENGTH[unit])
        said = match["number"] or match["turned"] or ""
        number = number_of(said) or number_of(said.partition(" ")[0])
        for birth, deaths in self._lives:
            for day in (*deaths, *_days_beside(text, match)):
                reached = day - distance if match["way"] in _LATER else day + distance
                if _is_birthday(birth, reached, max(_SLACK[unit], int(count > _LONG_COUNT)), number):
                    yield Span(match.start(), match.end(), birth.isoformat(), "date", near=True)
                    break


def _fits(birth: date, day: date, age: dict[str, int]) -> bool:
    """Whether the age in years, months and days (or years and days) is that of `birth` on `day`, give or take a day."""
    if day <= birth:
        return False
    if set(age) == {"years", "days"}:
        return abs((day - _birthday_in(birth, birth.year + age["years"])).days - age["days"]) <= 1
    months = age["years"] * 12 + age.get("months", 0)
    start = _months_on(birth, months)
    left = (day - start).days
    if "days" in age or "weeks" in age:
        return abs(left - age.get("days", 0) - 7 * age.get("weeks", 0)) <= (1 if "days" in age else 6)
    return left >= 0 and day < _months_on(birth, months + 1)


def _is_birthday(birth: date, day: date, slack: int, number: int | None) -> bool:
    if number is not None and abs(day.year - birth.year - number) > 1:
        return False
    return any(
        abs((day - _birthday_in(birth, year)).days) <= slack and (number is None or year - birth.year == number)
        for year in (day.year - 1, day.year, day.year + 1)
        if year > birth.year
    )


def _birthday_in(birth: date, year: int) -> date:
    return _months_on(birth, (year - birth.year) * 12)


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    year = min(year, 9998)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(last, day.day))
        except ValueError:
            continue
    return date(year, month + 1, 28)


def _days_beside(text: str, match: re.Match[str]) -> list[date]:
    """The full days of the same sentence."""
    earlier = re.split(r"\x1e|[.!?]\s", text[max(0, match.start() - _REACH) : match.start()])[-1]
    later = re.split(r"\x1e|[.!?]\s", text[match.end() : match.end() + _REACH])[0]
    days = []
    for day, month, year, d, m, y in _DAY_IN_WORDS.findall(f"{earlier} ~ {later}"):
        number = MONTH_NUMBER.get(month) if month else int(m)
        try:
            days.append(date(int(year or y), number or 0, int(day or d)))
        except ValueError:
            continue
    return days
