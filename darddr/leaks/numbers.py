"""Telephone and NHS numbers in any grouping."""

from __future__ import annotations

import re
from collections.abc import Iterator

from darddr.leaks.folding import Folded
from darddr.leaks.register import Person
from darddr.leaks.report import Kind
from darddr.leaks.spans import Span

_RUN = re.compile(r"\d(?:[ \t\n().,\-/_+|]{0,4}\d){5,}")
_BETWEEN = r"[^a-z0-9\x1e]{0,4}"


class NumberIndex:
    """Registered numbers by the digits that never change: no trunk 0, no country code 44."""

    def __init__(self, people: tuple[Person, ...]) -> None:
        self._digits: dict[str, tuple[str, Kind]] = {}
        for person in people:
            for phone in person.phones:
                self._add(re.sub(r"^(?:0044|44|0)+", "", re.sub(r"\D", "", phone)), phone, "phone")
            for number in person.nhs_numbers:
                self._add(re.sub(r"\D", "", number), number, "nhs")

    def _add(self, digits: str, identifier: str, kind: Kind) -> None:
        if len(digits) >= 5:
            self._digits[digits] = (identifier, kind)

    def spans(self, folded: Folded) -> Iterator[Span]:
        """Every registered number; digits before it must be its own prefix, digits after it none."""
        if not self._digits:
            return
        for run in _RUN.finditer(folded.text):
            bare = re.sub(r"\D", "", run[0])
            for digits, (identifier, kind) in self._digits.items():
                if digits in bare:
                    yield from _placed(run, digits, identifier, kind)


def _placed(run: re.Match[str], digits: str, identifier: str, kind: Kind) -> Iterator[Span]:
    prefix = rf"(?:(?:00)?44{_BETWEEN})?(?:0{_BETWEEN})?" if kind == "phone" else ""
    for match in re.finditer(rf"(?<!\d){prefix}{_BETWEEN.join(digits)}(?!\d)", run[0]):
        yield Span(run.start() + match.start(), run.start() + match.end(), identifier, kind)
