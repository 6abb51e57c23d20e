"""Days written in every common way, found and compared with the registered ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from darddr.leaks.folding import Folded, alone
from darddr.leaks.numerals import DAY_WORDS, MONTH_NUMBER, ORDINALS, ROMAN_MONTHS, UNITS, year_of
from darddr.leaks.spans import Span

_S = r"[^a-z0-9\x1e]{0,3}"
_WORD = "(?:twenty|thirty)?[ -]?(?:" + "|".join([*ORDINALS, "thirtieth"]) + ")"
_DAY = rf"(?<![a-z0-9])(?:\d{{1,2}}(?:{_S}(?:st|nd|rd|th|fed|af|ain|il|ydd|eg))?|{_WORD})"
_DAYS_BEFORE = re.compile(
    rf"(?:(?P<other>{_DAY}){_S}(?:and|to|or|until)?{_S})?(?P<day>{_DAY}){_S}(?:day{_S}of|of|o|de)?{_S}$"
)
_YEAR_WORDS = rf"(?:one thousand nine|nineteen|twenty|two thousand)(?:[ -]{{1,2}}(?:and|hundred|[a-z]*ty|{'|'.join(UNITS)})){{0,4}}"
# A day's year may run into the number of a footnote, as the text of a PDF has it.
_YEAR = rf"(?:(?P<year>\d{{4}}|'?\d{{2}}|{_YEAR_WORDS})(?![a-z0-9])|(?P<noted>(?:19|20)\d\d)(?=\d{{1,2}}(?![a-z0-9])))"
_YEAR_AFTER = re.compile(rf"(?:{_S}(?:in the year|in|of)(?![a-z]))?{_S}{_YEAR}")
_DAY_AFTER = re.compile(rf"{_S}(?:the )?(?P<day>{_DAY})(?![a-z0-9])")
_YEAR_BEFORE = re.compile(r"(?<![a-z0-9])(?P<year>\d{4})[^a-z0-9\x1e]{1,3}(?:(?P<day>\d{1,2})[^a-z0-9\x1e]{1,3})?$")
# Each begins with a plain class, which the matcher finds far quicker than a look behind; see alone().
_MARK = r"[^a-z0-9\x1e]{1,3}"
_NUMERIC = re.compile(rf"([0-9][0-9]{{0,3}})({_MARK})([0-9]{{1,2}})({_MARK})('?[0-9]{{2}}|[0-9]{{4}}|[0-9])(?![0-9])")
_COMPACT = re.compile(r"([0-9][0-9]{5}(?:[0-9]{2})?)(?:[0-9]{4}|[0-9]{6})?(?![0-9])")
_ROMAN = re.compile(rf"([0-9][0-9]?){_MARK}([ivx]{{1,4}}){_MARK}('?[0-9]{{2}}|[0-9]{{4}})(?![0-9])")
_MONTHS_COUNTED = "|".join(
    [*ORDINALS[:12], *(f"{n}{'st' if n == 1 else 'nd' if n == 2 else 'rd' if n == 3 else 'th'}" for n in range(1, 13))]
)
_OF_THE = re.compile(rf" (?:of|in) the ({_MONTHS_COUNTED})(?: month)?(?:,| of| in)* ('?[0-9]{{2}}|[0-9]{{4}})(?![0-9])")
_DAY_BEFORE_THAT = re.compile(rf"({_DAY})(?: day)?$")
_SHORT = re.compile(r"([0-9][0-9]?)[/.\-]([0-9]{1,2})(?![0-9]|[/.\-][0-9])")
_FIRM = re.compile(r"[./\\\-_:|]")
_SENTENCE_END = re.compile(r"\x1e|(?<!\bd\.o\.b)[.!?;]\s")
_BORN = re.compile(r"\b(?:birthday|born|birth|birthdate|dob|d\.o\.b|turn(?:ed|ing|s)|aged?|years old|celebrat\w+)\b")
_DIED = re.compile(r"\b(?:died|death|killed|murdered|deceased|dod|d\.o\.d|passed away|fatal\w*|anniversary)\b")
# Beside another year, only these say that the day is the same day of the year.
_AGAIN = (re.compile(r"\b(?:birthday|turn(?:ed|ing|s)|would have been|reached)\b"), re.compile(r"\banniversary\b"))
_BESIDE_BEFORE, _BESIDE_AFTER = 70, 60
_Reading = tuple[int | None, int, int]


class DateIndex:
    """The registered days, for one pass over a text."""

    def __init__(self, births: tuple[date, ...], deaths: tuple[date, ...]) -> None:
        self._known = {(day.year, day.month, day.day): day.isoformat() for day in (*births, *deaths)}
        months = {day.month for day in (*births, *deaths)}
        written = sorted((name for name, number in MONTH_NUMBER.items() if number in months), key=len, reverse=True)
        self._months = re.compile(f"(?:{'|'.join(written)})(?![a-z])")
        born = {(day.month, day.day): day.isoformat() for day in births}
        died = {(day.month, day.day): day.isoformat() for day in deaths}
        self._yearless: Mapping[re.Pattern[str], dict[tuple[int, int], str]] = {_BORN: born, _DIED: died}
        self._again: Mapping[re.Pattern[str], dict[tuple[int, int], str]] = dict(zip(_AGAIN, (born, died), strict=True))

    def spans(self, folded: Folded) -> Iterator[Span]:
        """Registered days in the text; without their year only beside “birthday”, “born”, “died” and the like."""
        if not self._known:
            return
        text = folded.text
        for pattern, readings in ((_NUMERIC, _numeric), (_COMPACT, _compact), (_ROMAN, _roman)):
            for match in alone(pattern, text, str.isdigit, 1):
                for reading in readings(match):
                    yield from self._spans(text, match.start(), match.end(), reading)
        for match in _OF_THE.finditer(text):
            if day := _DAY_BEFORE_THAT.search(text[max(0, match.start() - 20) : match.start()]):
                begin = match.start() - len(day[0])
                yield from self._spans(text, begin, match.end(), (year_of(match[2]), _day(match[1]), _day(day[1])))
        for match in alone(_SHORT, text, _runs_on):
            yield from self._spans(text, *match.span(), (None, int(match[2]), int(match[1])))
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
        for word, days in (self._yearless if year is None else self._again).items():
            if (month, day) in days and word.search(_beside(text, start, end)):
                yield Span(start, end, days[month, day], "date", near=True)


def _runs_on(char: str) -> bool:
    return char.isdigit() or char in "/.-"


def _beside(text: str, start: int, end: int) -> str:
    """What the same sentence says around a day."""
    earlier, later = (
        side.replace("_", " ")
        for side in (text[max(0, start - _BESIDE_BEFORE) : start], text[end : end + _BESIDE_AFTER])
    )
    return f"{_SENTENCE_END.split(earlier)[-1]} ~ {_SENTENCE_END.split(later)[0]}"


def _numeric(match: re.Match[str]) -> list[_Reading]:
    """Day-month-year, month-day-year and year-month-day readings of three numbers; loose ones may be a row of figures."""
    first, one, month, two, third = match.groups()
    a, b, c = int(first), int(month), int(third.lstrip("'"))
    if a > 31:
        return [(a, b, c), (a, c, b)]
    if len(third) == 1:
        return []
    padded = len(first) == len(month) == 2 or len(third) == 4
    if not padded and not (_FIRM.search(one) and _FIRM.search(two)):
        return []
    return [(c, b, a), (c, a, b), (a, b, c)]


def _compact(match: re.Match[str]) -> list[_Reading]:
    run = match[1]
    if len(run) == 6:
        a, b, c = int(run[:2]), int(run[2:4]), int(run[4:])
        return [(c, b, a), (a, b, c)] if match[0] == run else []
    return [(int(run[:4]), int(run[4:6]), int(run[6:])), (int(run[4:]), int(run[2:4]), int(run[:2]))]


def _roman(match: re.Match[str]) -> list[_Reading]:
    month = ROMAN_MONTHS.get(match[2])
    return [(year_of(match[3]), month, int(match[1]))] if month else []


def _around(text: str, month: re.Match[str]) -> Iterator[tuple[int, int, _Reading]]:
    """The days a month's name is part of: 7 March 1984, March 7th 1984, 1984 March 7, seventh of March."""
    number = MONTH_NUMBER[month[0]]
    before = text[max(0, month.start() - 40) : month.start()]
    base = month.start() - len(before)
    if days := _DAYS_BEFORE.search(before):
        year = _YEAR_AFTER.match(text, month.end())
        end = year.end() if year else month.end()
        written = [day for day in (days["day"], days["other"]) if day]
        for day in written:
            yield base + days.start(), end, (_year(year), number, _day(day))
    if day_after := _DAY_AFTER.match(text, month.end()):
        day = _day(day_after["day"])
        year = _YEAR_AFTER.match(text, day_after.end())
        led = _YEAR_BEFORE.search(before)
        if led and not year:
            yield base + led.start(), day_after.end(), (int(led["year"]), number, day)
        else:
            end = year.end() if year else day_after.end()
            yield month.start(), end, (_year(year), number, day)


def _day(text: str) -> int:
    digits = re.match(r"\d+", text)
    return int(digits[0]) if digits else DAY_WORDS.get(re.sub(r"[ -]", "", text), 0)


def _year(found: re.Match[str] | None) -> int | None:
    return year_of(found["year"] or found["noted"]) if found else None
