"""The scanner: a register compiled once, and everything of it that a text gives away."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from darddr.leaks.ages import AgeIndex
from darddr.leaks.dates import DateIndex
from darddr.leaks.folding import Folded, fold, loose, squash
from darddr.leaks.literals import LiteralIndex
from darddr.leaks.names import NameIndex
from darddr.leaks.namesearch import name_spans
from darddr.leaks.near import NearIndex
from darddr.leaks.numbers import NumberIndex
from darddr.leaks.ordinary import TITLES
from darddr.leaks.register import Register
from darddr.leaks.report import Kind, Match
from darddr.leaks.spans import Span, widest


@dataclass(frozen=True, slots=True)
class Found:
    """An identity in the text at `index` of those searched, `start` characters into it, in the words of the text."""

    index: int
    start: int
    identifier: str
    kind: Kind
    match: Match
    text: str


class Scanner:
    """Finds what a register forbids; safe to share, it keeps nothing of the texts."""

    def __init__(self, register: Register) -> None:
        people = register.people
        self._names = NameIndex.of(dict.fromkeys(name for person in people for name in person.names))
        allowed = [*register.allowed, *(person.pseudonym for person in people if person.pseudonym)]
        self._near = NearIndex(self._names, allowed)
        self._allowed = [(squash(fold(text)), loose(text)) for text in _writings(allowed)]
        self._dates = DateIndex(
            tuple(day for person in people for day in person.dates_of_birth),
            tuple(day for person in people for day in person.dates_of_death),
        )
        self._ages = AgeIndex([(person.dates_of_birth, person.dates_of_death) for person in people])
        self._numbers = NumberIndex(people)
        self._literals = LiteralIndex(register)

    def search(self, texts: Sequence[str], label: bool = False) -> Iterator[Found]:
        """Everything registered in the texts, in order; `label`: they are properties and names, not prose."""
        folded = Folded(texts)
        spans = [
            *name_spans(self._names, folded, self._near.words(folded, label), label),
            *self._dates.spans(folded),
            *self._ages.spans(folded),
            *self._numbers.spans(folded),
            *self._literals.spans(folded),
        ]
        return self._found(folded, spans)

    def names(self, text: str) -> Iterator[Found]:
        """Only the names of one text, exact or folded: cheap enough for every keystroke."""
        folded = Folded([text])
        return self._found(folded, list(name_spans(self._names, folded, {}, label=False)))

    def _found(self, folded: Folded, spans: Sequence[Span]) -> Iterator[Found]:
        if not spans:
            return
        excused = self._excused(folded)
        starts = [start for start, _ in excused]
        for span in widest(spans):
            before = bisect_right(starts, span.start) - 1
            if before >= 0 and any(end >= span.end for _, end in excused[max(0, before - 3) : before + 1]):
                continue
            index, start, end = folded.original(span.start, span.end)
            words = folded.originals[index][start:end]
            match: Match = "near" if span.near else "exact" if words in span.identifier else "folded"
            yield Found(index, start, span.identifier, span.kind, match, words)

    def _excused(self, folded: Folded) -> list[tuple[int, int]]:
        """Where allowed names and pseudonyms stand, in order."""
        here = [pattern for needle, pattern in self._allowed if needle in folded.squashed]
        if not here:
            return []
        either = "|".join(sorted(here, key=len, reverse=True))
        return [m.span() for m in re.finditer(rf"(?<![a-z0-9])(?:{either})(?![a-z0-9])", folded.text)]


def _writings(allowed: Sequence[str]) -> list[str]:
    """Allowed texts as given, without their title, and with the surname first."""
    writings = dict.fromkeys(text for text in allowed if loose(text))
    for text in list(writings):
        words = [word for word in text.split() if fold(word).strip(".") not in TITLES]
        if len(words) > 1 and all(word.isalpha() for word in words):
            writings |= dict.fromkeys([" ".join(words), " ".join([words[-1], *words[:-1]])])
    return list(writings)
