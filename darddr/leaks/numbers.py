"""Telephone and NHS numbers in any grouping, in digits or in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from darddr.leaks.folding import Folded
from darddr.leaks.numerals import UNITS
from darddr.leaks.register import Person
from darddr.leaks.report import Kind
from darddr.leaks.spans import Span

_RUN = re.compile(r"\d(?:[^a-z0-9\x1e]{0,4}[\doil]){4,}")
_READ_AS = str.maketrans("oil", "011")
_BETWEEN = r"[^a-z0-9\x1e]{0,4}"
_NAMES = {word: str(number) for number, word in enumerate(UNITS[:9], 1)} | {
    "zero": "0",
    "nought": "0",
    "oh": "0",
    "o": "0",
}
_SPOKEN = re.compile(
    rf"(?<![a-z])(?:(?:{'|'.join(_NAMES)}|double|treble|triple)[^a-z0-9\x1e]{{1,3}}){{4,}}(?:{'|'.join(_NAMES)})(?![a-z])"
)
_SHORTEST, _SHORTEST_LOCAL = 5, 6


class NumberIndex:
    """Registered numbers by the digits that never change: no trunk 0, no country code 44."""

    def __init__(self, people: tuple[Person, ...]) -> None:
        self._digits: dict[str, tuple[str, Kind, bool]] = {}
        for person in people:
            for phone in person.phones:
                bare = re.sub(r"^(?:0044|44|0)+", "", re.sub(r"\D", "", phone))
                self._add(bare, phone, "phone")
                local = _local(bare)
                if len(local) >= _SHORTEST_LOCAL:
                    self._digits.setdefault(local, (phone, "phone", True))
            for number in person.nhs_numbers:
                self._add(re.sub(r"\D", "", number), number, "nhs")

    def _add(self, digits: str, identifier: str, kind: Kind) -> None:
        if len(digits) >= _SHORTEST:
            self._digits[digits] = (identifier, kind, False)

    def spans(self, folded: Folded) -> Iterator[Span]:
        """Every registered number; digits before it must be its own prefix, digits after it none."""
        if not self._digits:
            return
        for run in _RUN.finditer(folded.text):
            written = run[0].translate(_READ_AS)
            bare = re.sub(r"\D", "", written)
            for digits, (identifier, kind, near) in self._digits.items():
                if digits in bare:
                    yield from _placed(run.start(), written, digits, Span(0, 0, identifier, kind, near))
        if len(_NAMES.keys() & folded.words) >= _SHORTEST - 2:
            yield from self._spoken(folded.text)

    def _spoken(self, text: str) -> Iterator[Span]:
        """Oh one six three two: a number read out, with its doubles."""
        for run in _SPOKEN.finditer(text):
            said, times = "", 1
            for word in re.findall("[a-z]+", run[0]):
                if word in _NAMES:
                    said, times = said + _NAMES[word] * times, 1
                else:
                    times = 2 if word == "double" else 3
            for digits, (identifier, kind, _) in self._digits.items():
                if digits in said:
                    yield Span(run.start(), run.end(), identifier, kind)


def _local(bare: str) -> str:
    """A landline's number without its area's (Ofcom: 02x and eight digits, 011x and 01x1 and seven, else 01xxx)."""
    if not bare.startswith(("1", "2")) or len(bare) < _SHORTEST_LOCAL:
        return ""
    if bare.startswith("2"):
        return bare[2:]
    return bare[3:] if bare[1] == "1" or bare[2] == "1" else bare[4:]


def _placed(base: int, written: str, digits: str, like: Span) -> Iterator[Span]:
    prefix = rf"(?:(?:00)?44{_BETWEEN})?(?:0{_BETWEEN})?" if like.kind == "phone" and not like.near else ""
    before = r"(?<!\d)(?<!\d[^\w\x1e])" if like.near else r"(?<!\d)"
    for match in re.finditer(rf"{before}{prefix}{_BETWEEN.join(digits)}(?!\d)", written):
        yield Span(base + match.start(), base + match.end(), like.identifier, like.kind, like.near)
