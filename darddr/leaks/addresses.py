"""Addresses taken apart: the postcode, and every line that leads to the door."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from darddr.leaks.folding import GAP, fold, loose, squash
from darddr.leaks.numerals import TENS, UNITS

_POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)[ \-.]{0,2}(\d[a-z]{2})\b")
_STREETS = (
    "road rd; street st str; avenue ave av; lane ln; drive dr drv; close cl clo; court ct crt; crescent cres cresc; terrace ter "
    "terr; gardens garden gdns gdn; place pl; square sq; grove gr grv; park pk; house hse; flat apartment apt flt; way wy; "
    "mount mt; saint st; north n nth; south s sth; east e; west w; buildings bldgs; estate est; heights hts; hill hl; view vw"
)
_SAME_STREET = {word: row.split() for row in _STREETS.split(";") for word in row.split()}
_ALIKE = {"0": "[0o]", "o": "[0o]", "1": "[1il]", "i": "[1il]", "l": "[1il]", "5": "[5s]", "s": "[5s]"}
_NUMBER = r"(?:(?:number|no|nr|num|house|#)" + GAP + ")?"
_HOUSE = re.compile(r"^\W*(?:no\.?|number|#)?\s*(\d{1,4}[a-z]?(?:\s?[-/]\s?\d{1,4}[a-z]?)?)\s+(.*)$")
_REACH = 32
_UNIT = re.compile(r"^\W*(?:flat|apartment|apt|unit|room|studio|floor|bedsit|block)\b")


@dataclass(frozen=True, slots=True)
class Line:
    """A pattern, the words one of which must be in a text for it to match at all, and the one that may be misspelt.

    `house` is the number that stands before or behind the pattern of a street.
    """

    pattern: str
    needles: tuple[str, ...]
    telling: str = ""
    house: str = ""


def postcodes(address: str) -> Iterator[tuple[str, Line]]:
    """Each postcode as it is printed, with letters and digits that are taken for each other."""
    for outward, inward in _POSTCODE.findall(fold(address)):
        code = outward + inward
        spaced = r"[^a-z0-9\x1e]{0,3}".join(_ALIKE.get(char, char) for char in code)
        yield f"{outward} {inward}".upper(), Line(rf"{spaced}(?![a-z0-9])", (code,))


def lines(address: str) -> Iterator[Line]:
    """First line (with as much of the rest as follows), and the house with its street without flat or name before it."""
    every = [line for line in re.split(r"[,;\n]", _POSTCODE.sub("", fold(address))) if squash(line)]
    if not every:
        return
    kept = list(every)
    first = kept.pop(0)
    while kept and not re.search(r"[a-z]{2,}.*[a-z]{3,}|\d.*\s[a-z]{3,}", _UNIT.sub("", first)):
        first = f"{first} {kept.pop(0)}"
    if len(re.findall(r"[a-z]+|[0-9]+", first)) > 1:
        yield from _forms(first, kept)
    for number, line in enumerate(every):
        if _HOUSE.match(line) and line != first and number < len(every):
            yield from _forms(line, every[number + 1 :])
        elif _UNIT.match(line) and (house := re.search(r"\b\d{1,4}[a-z]?\s+[a-z]{3,}.*$", _UNIT.sub("", line)[3:])):
            yield from _forms(house[0], every[number + 1 :])


def _forms(line: str, rest: list[str]) -> Iterator[Line]:
    """14 Larkspur Close, number 14 in Larkspur Close, fourteen Larkspur Close, Larkspur Close 14."""
    follows = "".join(f"(?:{GAP}{loose(each)})?" for each in rest)
    house = _HOUSE.match(line)
    words = re.findall(r"[a-z]+|[0-9]+", house[2] if house else line)
    if not words:
        return
    longest = max((word for word in words if word not in _SAME_STREET), key=len, default=words[-1])
    number = GAP.join(re.findall(r"[a-z]+|[0-9]+", house[1])) if house else ""
    spelt = "|".join([number, *_in_words(house[1])]) if house else ""
    street = GAP.join(_street(word) for word in words)
    yield Line(rf"{street}(?![a-z0-9]){follows}", (longest,), longest, spelt)


def door(text: str, start: int, end: int, house: str) -> tuple[int, int] | None:
    """The span of a street with its house: 14, number 14 in, fourteen; Larkspur Close 14."""
    first = max(0, start - _REACH)
    if before := re.search(rf"(?<![a-z0-9]){_NUMBER}(?:{house}){GAP}(?:in|on|at|of)?{GAP}$", text[first:start]):
        return first + before.start(), end
    if after := re.compile(rf"{GAP}(?:at|house)?{GAP}{_NUMBER}(?:{house})(?![a-z0-9])").match(text, end):
        return start, after.end()
    return None


def _in_words(number: str) -> list[str]:
    if not number.isdigit() or not 0 < int(number) < 100:
        return []
    tens, ones = divmod(int(number), 10)
    if int(number) < 20:
        return [UNITS[int(number) - 1]]
    ten = next(word for word, value in TENS.items() if value == tens * 10)
    return [rf"{ten}[ -]?{UNITS[ones - 1]}" if ones else ten]


def _street(word: str) -> str:
    """A word of a first line, whichever way its kind of street is shortened."""
    return rf"(?:{'|'.join(_SAME_STREET[word])})" if word in _SAME_STREET else word
