"""Numbers and months in words."""

from __future__ import annotations

import re

from darddr.leaks.ordinary import words
from darddr.vocabulary.days import MONTHS

UNITS = words(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
) + words("seventeen eighteen nineteen")
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
ORDINALS = words(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_TENTHS = {f"{ten[:-1]}ieth": number for ten, number in TENS.items()}
DAY_WORDS = {word: number for number, word in enumerate(ORDINALS, 1)} | {"thirtieth": 30, "thirtyfirst": 31}
DAY_WORDS |= {f"twenty{word}": 20 + number for number, word in enumerate(ORDINALS[:9], 1)}

_WELSH = words("ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr")
_WELSH_SOFT = {"fawrth": 3, "fai": 5, "fehefin": 6, "orffennaf": 7, "fedi": 9, "dachwedd": 11, "ragfyr": 12}
_SLIPS = {
    "febuary": 2,
    "feburary": 2,
    "janurary": 1,
    "jan uary": 1,
    "marhc": 3,
    "agust": 8,
    "septemeber": 9,
    "novemeber": 11,
}
MONTH_NUMBER = {name: number for number, name in enumerate(MONTHS, 1)}
MONTH_NUMBER |= {name[:3]: number for name, number in MONTH_NUMBER.items()} | {"sept": 9}
MONTH_NUMBER |= {name: number for number, name in enumerate(_WELSH, 1)} | _WELSH_SOFT | _SLIPS
ROMAN_MONTHS = {each: number for number, each in enumerate(words("i ii iii iv v vi vii viii ix x xi xii"), 1)}


def number_of(text: str) -> int | None:
    """39, 39th, thirty-nine, thirty-ninth, fortieth, a: as a number; None for anything else."""
    text = text.strip()
    if digits := re.match(r"\d+", text):
        return int(digits[0])
    if text in ("a", "an", "the"):
        return 1
    if (joined := re.sub(r"[ -]", "", text)) in DAY_WORDS:
        return DAY_WORDS[joined]
    total = 0
    for word in re.split(r"[ -]+", text):
        if word in UNITS:
            total += UNITS.index(word) + 1
        elif word in ORDINALS:
            total += ORDINALS.index(word) + 1
        elif word in TENS or word in _TENTHS:
            total += TENS.get(word) or _TENTHS[word]
        else:
            return None
    return total or None


def year_of(text: str) -> int:
    """1984, '84, nineteen eighty-four, one thousand nine hundred and eighty-four, two thousand and four."""
    text = text.lstrip("'")
    if text.isdigit():
        return int(text)
    spelt = [word for word in re.split(r"[ -]+", text) if word != "and"]
    if spelt[:2] == ["two", "thousand"]:
        return 2000 + _below_hundred(spelt[2:])
    if spelt[:3] == ["one", "thousand", "nine"]:
        return 1900 + _below_hundred([word for word in spelt[3:] if word != "hundred"])
    century = 1900 if spelt[0] == "nineteen" else 2000
    return century + _below_hundred([word for word in spelt[1:] if word != "hundred"])


def _below_hundred(spelt: list[str]) -> int:
    return sum(TENS.get(word, 0) + (UNITS.index(word) + 1 if word in UNITS else 0) for word in spelt)
