"""Days written in every common way, found and compared with the registered ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from darddr.leaks.folding import Folded, alone
from darddr.leaks.ordinary import MONTHS, words
from darddr.leaks.spans import Span

_MONTH_NUMBER = {name: number for number, name in enumerate(MONTHS, 1)}
_MONTH_NUMBER |= {name[:3]: number for name, number in _MONTH_NUMBER.items()} | {"sept": 9}
_UNITS = words(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
) + words("seventeen eighteen nineteen")
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_ORDINALS = words(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_DAY_WORDS = {word: number for number, word in enumerate(_ORDINALS, 1)} | {"thirtieth": 30, "thirtyfirst": 31}
_DAY_WORDS |= {f"twenty{word}": 20 + number for number, word in enumerate(_ORDINALS[:9], 1)}

_S = r"[^a-z0-9\x1e]{0,3}"
_WORD = "(?:twenty|thirty)?[ -]?(?:" + "|".join([*_ORDINALS, "thirtieth"]) + ")"
_DAY = rf"(?<![a-z0-9])(?:\d{{1,2}}(?:{_S}(?:st|nd|rd|th))?|{_WORD})"
_DAYS_BEFORE = re.compile(
    rf"(?:(?P<other>{_DAY}){_S}(?:and|to|or|until)?{_S})?(?P<day>{_DAY}){_S}(?:day{_S}of|of)?{_S}$"
)
_YEAR_WORDS = rf"(?:nineteen|twenty|two thousand)(?:[ -]{{1,2}}(?:and|hundred|[a-z]*ty|{'|'.join(_UNITS)})){{0,4}}"
_YEAR = rf"(?P<year>\d{{4}}|'?\d{{2}}|{_YEAR_WORDS})(?![a-z0-9])"
_YEAR_AFTER = re.compile(rf"(?:{_S}(?:in|of)(?![a-z]))?{_S}{_YEAR}")
_DAY_AFTER = re.compile(rf"{_S}(?:the )?(?P<day>{_DAY})(?![a-z0-9])")
_YEAR_BEFORE = re.compile(r"(?<![a-z0-9])(?P<year>\d{4})[^a-z0-9\x1e]{1,3}(?:(?P<day>\d{1,2})[^a-z0-9\x1e]{1,3})?$")
# Each begins with a plain class, which the matcher finds far quicker than a look behind; see alone().
_MARK = r"(?:[ \n]?[./\-_][ \n]?| )"
_NUMERIC = re.compile(rf"([0-9][0-9]{{0,3}}){_MARK}([0-9]{{1,2}}){_MARK}('?[0-9]{{2}}|[0-9]{{4}})(?![0-9])")
_COMPACT = re.compile(r"([0-9][0-9]{7})(?![0-9])")
_SENTENCE_END = re.compile(r"\x1e|(?<!\bd\.o\.b)[.!?;]\s")
_BORN = re.compile(r"\b(?:birthday|born|birth|dob|d\.o\.b)\b")
_DIED = re.compile(r"\b(?:died|death|killed|murdered|deceased)\b")
_Reading = tuple[int | None, int, int]


class DateIndex:
    """The registered days, for one pass over a text."""

    def __init__(self, births: tuple[date, ...], deaths: tuple[date, ...]) -> None:
        self._known = {(day.year, day.month, day.day): day.isoformat() for day in (*births, *deaths)}
        months = {day.month for day in (*births, *deaths)}
        written = sorted((name for name, number in _MONTH_NUMBER.items() if number in months), key=len, reverse=True)
        self._months = re.compile(f"(?:{'|'.join(written)})(?![a-z])")
        self._yearless: Mapping[re.Pattern[str], dict[tuple[int, int], str]] = {
            _BORN: {(day.month, day.day): day.isoformat() for day in births},
            _DIED: {(day.month, day.day): day.isoformat() for day in deaths},
        }

    def spans(self, folded: Folded) -> Iterator[Span]:
        """Registered days in the text; without a year only beside “birthday”, “born”, “died” and the like."""
        if not self._known:
            return
        text = folded.text
        for pattern, readings in ((_NUMERIC, _numeric), (_COMPACT, _compact)):
            for match in alone(pattern, text, str.isdigit):
                for reading in readings(match):
                    yield from self._spans(text, match.start(), match.end(), reading)
        for month in alone(self._months, text, str.isalpha):
            for start, end, reading in _around(text, month):
                yield from self._spans(text, start, end, reading)

    def _spans(self, text: str, start: int, end: int, reading: _Reading) -> Iterator[Span]:
        year, month, day = reading
        if year is not None:
            for full in (year,) if year >= 100 else (1900 + year, 2000 + year):
                if identifier := self._known.get((full, month, day)):
                    yield Span(start, end, identifier, "date")
            return
        earlier, later = text[max(0, start - 30) : start], text[end : end + 20]
        beside = f"{_SENTENCE_END.split(earlier)[-1]} ~ {_SENTENCE_END.split(later)[0]}"
        for word, days in self._yearless.items():
            if (month, day) in days and word.search(beside):
                yield Span(start, end, days[month, day], "date", near=True)


def _numeric(match: re.Match[str]) -> list[_Reading]:
    """Day-month-year, month-day-year and year-month-day readings of three numbers."""
    a, b, c = (int(group.lstrip("'")) for group in match.groups())
    if a > 31:
        return [(a, b, c)]
    return [(c, b, a), (c, a, b), (a, b, c)]


def _compact(match: re.Match[str]) -> list[_Reading]:
    run = match[1]
    return [(int(run[:4]), int(run[4:6]), int(run[6:])), (int(run[4:]), int(run[2:4]), int(run[:2]))]


def _around(text: str, month: re.Match[str]) -> Iterator[tuple[int, int, _Reading]]:
    """The days a month's name is part of: 7 March 1984, March 7th 1984, 1984 March 7, seventh of March."""
    number = _MONTH_NUMBER[month[0]]
    before = text[max(0, month.start() - 40) : month.start()]
    base = month.start() - len(before)
    if days := _DAYS_BEFORE.search(before):
        year = _YEAR_AFTER.match(text, month.end())
        end = year.end() if year else month.end()
        written = [day for day in (days["day"], days["other"]) if day]
        for day in written:
            yield base + days.start(), end, (_year(year["year"]) if year else None, number, _day(day))
    if day_after := _DAY_AFTER.match(text, month.end()):
        day = _day(day_after["day"])
        year = _YEAR_AFTER.match(text, day_after.end())
        led = _YEAR_BEFORE.search(before)
        if led and not year:
            yield base + led.start(), day_after.end(), (int(led["year"]), number, day)
        else:
            end = year.end() if year else day_after.end()
            yield month.start(), end, (_year(year["year"]) if year else None, number, day)


def _day(text: str) -> int:
    digits = re.match(r"\d+", text)
    return int(digits[0]) if digits else _DAY_WORDS.get(re.sub(r"[ -]", "", text), 0)


def _year(text: str) -> int:
    """1984, '84, nineteen eighty-four, two thousand and four."""
    text = text.lstrip("'")
    if text.isdigit():
        return int(text)
    spelt = [word for word in re.split(r"[ -]+", text) if word != "and"]
    if spelt[:2] == ["two", "thousand"]:
        return 2000 + _below_hundred(spelt[2:])
    century = 1900 if spelt[0] == "nineteen" else 2000
    return century + _below_hundred([word for word in spelt[1:] if word != "hundred"])


def _below_hundred(spelt: list[str]) -> int:
    return sum(_TENS.get(word, 0) + (_UNITS.index(word) + 1 if word in _UNITS else 0) for word in spelt)
