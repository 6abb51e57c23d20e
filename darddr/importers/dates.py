"""Dates as plans write them: the words stay, with the value, precision and recurrence they state.

British order always. `value` is the first day of the stated month, quarter or year. A financial year begins on 1 April;
"Q2 2019/20" counts from April, "Q2 2019" from January. Two-figure years up to 69 are this century's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
MONTH = (
    r"(?:jan(?:uary)?|feb(?:r?uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
YEAR = r"(?:(?:19|20)\d\d|['’]?\d\d)"
FORMS = (
    ("iso", r"(?P<iso_y>(?:19|20)\d\d)[-/.](?P<iso_m>\d{1,2})[-/.](?P<iso_d>\d{1,2})(?!\d)"),
    ("dmy", rf"(?P<dmy_d>\d{{1,2}})\s?[/.\-–]\s?(?P<dmy_m>\d{{1,2}})\s?[/.\-–]\s?(?P<dmy_y>{YEAR})(?!\d)"),
    (
        "text",
        rf"(?P<text_d>\d{{1,2}})(?:st|nd|rd"
        rf"|th)?[\s\-/,]*(?:of\s+)?(?P<text_m>{MONTH})[\s,\-/]*(?P<text_y>{YEAR})(?![\d/])",
    ),
    ("us", rf"(?P<us_m>{MONTH})\s+(?P<us_d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<us_y>(?:19|20)\d\d)(?!\d)"),
    ("month", rf"(?P<month_m>{MONTH})[\s,\-–/]*(?:of\s+)?(?P<month_y>{YEAR})(?![\d/]|\s*(?:st|nd|rd|th)\b)"),
    ("my", r"(?P<my_m>\d{1,2})[/.\-](?P<my_y>(?:19|20)\d\d)(?!\d)"),
    (
        "quarter",
        r"(?:q|quarter\s*|qtr\s*)(?P<quarter_n>[1-4])[\s,:\-/(]*(?:of\s+)?(?P<quarter_y>(?:19"
        r"|20)\d\d)(?P<quarter_f>\s?[/\-–]\s?\d{2,4})?",
    ),
    ("fy", r"(?P<fy_y>(?:19|20)\d\d)\s?[/\-–]\s?(?P<fy_e>(?:20)?\d\d)(?![\d/.\-])"),
    ("season", r"(?P<season_s>spring|summer|autumn|winter)\s*,?\s*(?:of\s+)?(?P<season_y>(?:19|20)\d\d)"),
    ("daymonth", rf"(?P<daymonth_d>\d{{1,2}})(?:st|nd|rd|th)?[\s\-]+(?:of\s+)?(?P<daymonth_m>{MONTH})"),
    ("year", r"(?P<year_y>(?:19|20)\d\d)(?![\d/])"),
)
DATE = re.compile(r"(?<![\w£.,/])(?:" + "|".join(f"(?P<{name}>{form})" for name, form in FORMS) + ")", re.IGNORECASE)
PARTS = {
    kind: [(name[len(kind) + 1 :], name) for name in DATE.groupindex if name.startswith(f"{kind}_")]
    for kind, _ in FORMS
}
LONE_MONTH = re.compile(rf"\b(?!may\b|mar\b|march\b){MONTH}|\b(?:May|March|Mar)\b", re.IGNORECASE)
LONE_MONTH_EXACT = re.compile(r"\b(?:MAY|MARCH|May|March|Mar)\b")
RECURS = re.compile(
    r"\b(?:(?:bi|semi|half|six|three|two|\d{1,2})[\s-]?)?(?:annual(?:ly)?|yearly|quarterly"
    r"|monthly|weekly|fortnightly|daily)\b"
    r"|\b(?:every|each)\s+(?:(?:\d{1,2}|two|three|four|six|twelve|other)\s+)?(?:years?|months?|weeks?|quarters?)\b"
    r"|\b(?:per annum|biennial(?:ly)?|biannual(?:ly)?|twice a year|once a year|twice yearly)\b",
    re.IGNORECASE,
)
RELATIVE = re.compile(
    r"\b(?:within|in)\s+(?:the\s+next\s+)?(?:\d{1,3}|one|two|three|six|twelve)\s+(?:day|week|month|year)s?", re.I
)
REVISED = re.compile(r"\b(?:revised|extended|moved|changed|now|new date|amended)\b", re.IGNORECASE)
OLD_SERIAL = re.compile(r"\d{5}")


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date as written and as understood.

    `precision` is day, month, quarter, year or none; `recurs` the words of a frequency; `basis` says how the value was
    reached where that is not plain; `problem` says in a few words what a person must settle, about the words `about`.
    """

    text: str
    value: date | None = None
    precision: str = "none"
    recurs: str | None = None
    basis: str = ""
    problem: str | None = None
    about: str = ""

    def as_json(self) -> dict[str, Any]:
        """Give the four keys the command promises."""
        value = self.value.isoformat() if self.value else None
        return {"text": self.text, "value": value, "precision": self.precision, "recurs": self.recurs}


NO_DATE = DateReading("")


@lru_cache(maxsize=4096)
def read_date(text: str) -> DateReading:
    """Read the date a cell states. Of several different dates the latest counts, and it says so."""
    text = text.strip()
    if not text:
        return NO_DATE
    recurs = RECURS.search(text)
    often = recurs.group().lower() if recurs else None
    found = find_dates(text)
    if not found:
        return replace(_without_year(text) or _explicit(text) or _words_only(text), text=text, recurs=often)
    reading = found[0]
    if len({(each.value, each.problem) for each in found}) > 1:
        reading = _several(text, found)
    return replace(reading, text=text, recurs=often)


def find_dates(text: str) -> list[DateReading]:
    """Find every dated expression in running words, in order; `text` of each is the expression itself."""
    found = [_reading(match) for match in DATE.finditer(text)]
    precise = [each for each in found if each.precision != "year" or each.basis]
    return precise or found


def _several(text: str, found: list[DateReading]) -> DateReading:
    """Choose between several dates: the last where the words say it was changed, else the latest."""
    broken = next((each for each in found if each.problem), None)
    dated = [each for each in found if each.value]
    if broken or not dated:
        return broken or found[0]
    if REVISED.search(text):
        return replace(dated[-1], basis="the date as changed")
    latest = max(dated, key=lambda each: each.value or date.min)
    return replace(latest, basis="the latest of several", problem="more than one date", about=text)


def _reading(match: re.Match[str]) -> DateReading:
    """Turn one match of the grammar into a reading."""
    kind = match.lastgroup or ""
    words = match.group().strip()
    part = {short: words_of for short, name in PARTS[kind] if (words_of := match.group(name))}
    year = _year(part["y"]) if "y" in part else 0
    if kind == "daymonth":
        return DateReading(words, problem="no year", about=words)
    if kind == "quarter":
        return _quarter(words, int(part["n"]), year, financial="f" in part)
    if kind == "season":
        return DateReading(words, date(year, SEASONS[part["s"].lower()], 1), "quarter", basis="season")
    if kind == "fy":
        return _financial_year(words, year, part["e"])
    if kind == "year":
        return DateReading(words, date(year, 1, 1), "year")
    month = int(part["m"]) if part["m"].isdigit() else MONTHS[part["m"][:3].lower()]
    day = int(part["d"]) if "d" in part else 1
    try:
        return DateReading(words, date(year, month, day), "day" if "d" in part else "month")
    except ValueError:
        return DateReading(words, problem="no such day" if month <= 12 else "no such month", about=words)


def _year(digits: str) -> int:
    """Complete a two-figure year."""
    number = int(digits.lstrip("'’"))
    return number if number > 99 else number + (2000 if number < 70 else 1900)


def _quarter(words: str, number: int, year: int, *, financial: bool) -> DateReading:
    """Give the first day of a quarter, of the calendar year or of the financial year."""
    first = number * 3 - 2 + (3 if financial else 0)
    return DateReading(words, date(year + (first > 12), (first - 1) % 12 + 1, 1), "quarter", basis="quarter")


def _financial_year(words: str, year: int, end: str) -> DateReading:
    """Read "2019/20" as the financial year from 1 April 2019; any other pair of years as a span."""
    if int(end) % 100 == (year + 1) % 100:
        return DateReading(words, date(year, 4, 1), "year", basis="financial year")
    if len(end) == 2 and 1 <= int(end) <= 12:
        return DateReading(words, date(year, int(end), 1), "month")
    return DateReading(words, date(_year(end), 1, 1), "year", basis="end of a span of years")


def _without_year(text: str) -> DateReading | None:
    """Read a month named without a year: with a frequency it recurs, alone it lacks its year."""
    month = LONE_MONTH_EXACT.search(text) or LONE_MONTH.search(text)
    if month is None or (month.group().lower() in {"may", "march", "mar"} and not LONE_MONTH_EXACT.search(text)):
        return None
    if RECURS.search(text):
        return DateReading(text, precision="month", basis=f"each {month.group()}")
    return DateReading(text, precision="month", problem="no year", about=text)


def _explicit(text: str) -> DateReading | None:
    """Ask dateparser, only for short words that carry day, month and year in a form the grammar lacks."""
    if len(text) > 40 or len(re.findall(r"\d+", text)) < 2 or not re.search(r"(?:19|20)\d\d", text):
        return None
    import dateparser  # takes half a second to load and is seldom needed

    parsed = dateparser.parse(
        text,
        languages=["en"],
        settings={"DATE_ORDER": "DMY", "STRICT_PARSING": True, "REQUIRE_PARTS": ["day", "month", "year"]},
    )
    return DateReading(text, parsed.date(), "day", basis="read by dateparser") if parsed else None


def _words_only(text: str) -> DateReading:
    """Keep words that state no date: "Immediate", "Ongoing", "within 3 months"."""
    if RELATIVE.search(text):
        return DateReading(text, basis="counts from a date the words do not give")
    if OLD_SERIAL.fullmatch(text) and 30000 < int(text) < 60000:
        serial = date.fromordinal(date(1899, 12, 30).toordinal() + int(text))
        return DateReading(text, serial, "day", basis="a spreadsheet's day number")
    return DateReading(text)
