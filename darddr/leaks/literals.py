"""What is looked for as registered: addresses, postcodes, e-mail addresses, places and anything else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from darddr.leaks.company import names_a_person
from darddr.leaks.folding import GAP, Folded, alone, fold, loose, squash
from darddr.leaks.names import Unit
from darddr.leaks.ordinary import MONTHS, ORDINARY
from darddr.leaks.register import Register
from darddr.leaks.report import Kind
from darddr.leaks.spans import Span

_POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)[ \-.]{0,2}(\d[a-z]{2})\b")
_STREETS = (
    "road rd; street st str; avenue ave av; lane ln; drive dr; close cl; court ct; crescent cres cresc; terrace ter "
    "terr; gardens gdns gdn; place pl; square sq; grove gr grv; park pk; house hse; flat apartment apt; way wy; mount mt"
)
_SAME_STREET = {word: row.split() for row in _STREETS.split(";") for word in row.split()}
_SPACE = r"[ \t\n]{0,3}"
_AT = rf"{_SPACE}(?:@|[(\[{{]{_SPACE}at{_SPACE}[)\]}}]|\bat\b|%40){_SPACE}"
_DOT = rf"{_SPACE}(?:\.|[(\[{{]{_SPACE}dot{_SPACE}[)\]}}]|\bdot\b){_SPACE}"
_DASH = rf"{_SPACE}(?:[-_]|\b(?:dash|hyphen|underscore)\b)?{_SPACE}"


@dataclass(frozen=True, slots=True)
class _Literal:
    """One thing sought: `needles` are squashed spellings of which one must be in a text for it to be there at all."""

    identifier: str
    kind: Kind
    pattern: re.Pattern[str]
    needles: tuple[str, ...]
    unit: Unit | None = None


class LiteralIndex:
    """Every literal of a register, compiled once."""

    def __init__(self, register: Register) -> None:
        self._literals: list[_Literal] = []
        for person in register.people:
            for address in person.addresses:
                self._literals += _address(address)
            self._literals += [_email(email) for email in person.emails]
            self._literals += [each for text in person.other for each in _plain(text, "other")]
        self._literals += [each for text in register.places for each in _plain(text, "place")]

    def spans(self, folded: Folded) -> Iterator[Span]:
        """Every literal in the text; a place that is an ordinary word or name needs a person's care too."""
        for literal in self._literals:
            if not any(needle in folded.squashed for needle in literal.needles):
                continue
            for match in alone(literal.pattern, folded.text, str.isalnum):
                if literal.unit is None or _as_given(folded, match, literal.unit):
                    yield Span(match.start(), match.end(), literal.identifier, literal.kind)


def _as_given(folded: Folded, match: re.Match[str], unit: Unit) -> bool:
    position, start, end = folded.original(match.start(), match.end())
    return names_a_person(folded.originals[position], start, end, unit)


def _plain(text: str, kind: Kind) -> list[_Literal]:
    pattern = loose(text)
    if not pattern:
        return []
    key = squash(fold(text))
    careful = kind == "place" and (key in ORDINARY or key in MONTHS)
    unit = Unit(text, "forename", careful=True) if careful else None
    return [_Literal(text, kind, re.compile(rf"{pattern}(?![a-z0-9])"), (key,), unit)]


def _address(address: str) -> list[_Literal]:
    """First line (with as much of the rest as follows) and postcode, each on its own."""
    found: list[_Literal] = []
    folded = fold(address)
    for outward, inward in _POSTCODE.findall(folded):
        code = outward + inward
        spaced = r"[^a-z0-9\x1e]{0,2}".join(code)
        pattern = re.compile(rf"(?<![a-z0-9]){spaced}(?![a-z0-9])")
        found.append(_Literal(f"{outward} {inward}".upper(), "postcode", pattern, (code,)))
    lines = [line for line in re.split(r"[,;\n]", _POSTCODE.sub("", folded)) if squash(line)]
    if not lines:
        return found
    first = lines.pop(0)
    while lines and not re.search(r"[a-z]{3,}.*[a-z]{3,}|\d.*\s[a-z]{3,}", first.replace("flat", "")):
        first = f"{first} {lines.pop(0)}"
    words = re.findall(r"[a-z]+|[0-9]+", first)
    if len(words) > 1:
        rest = "".join(f"(?:{GAP}{loose(line)})?" for line in lines)
        pattern = re.compile(rf"{GAP.join(_street(word) for word in words)}(?![a-z0-9]){rest}")
        longest = max((word for word in words if word not in _SAME_STREET), key=len, default=words[-1])
        found.append(_Literal(address, "address", pattern, (longest,)))
    return found


def _street(word: str) -> str:
    """A word of a first line, whichever way its kind of street is shortened."""
    return rf"(?:{'|'.join(_SAME_STREET[word])})" if word in _SAME_STREET else word


def _email(email: str) -> _Literal:
    """An e-mail address, also written out: sarah at example dot org."""
    local, _, domain = fold(email).partition("@")

    def spelt(part: str) -> str:
        pieces = re.split(r"([.\-_])", part)
        return "".join(_DOT if p == "." else _DASH if p in "-_" else re.escape(p) for p in pieces if p)

    pattern = spelt(local) + (_AT + spelt(domain) if domain else "")
    needle = max(re.findall(r"[a-z0-9]+", fold(email)), key=len)
    return _Literal(email, "email", re.compile(rf"{pattern}(?![a-z0-9])"), (needle,))
