"""Two sequences laid beside each other: what stayed, what went, what came. Nearly linear, however long they are.

What occurs once in both anchors the rest (the idea of Bram Cohen's patience diff); only short stretches between anchors are compared
each with each.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

SMALL = 40_000
"""Comparisons a stretch without anchors may cost; a longer one counts as replaced whole."""


class Stretch(NamedTuple):
    """Old items `a` to `b` beside new items `c` to `d`, equal or replaced."""

    same: bool
    a: int
    b: int
    c: int
    d: int


def aligned(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[Stretch]:
    """Every stretch in order; none is empty on both sides."""
    waiting = [Stretch(False, 0, len(old), 0, len(new))]
    while waiting:
        stretch = waiting.pop()
        if stretch.same or stretch.a == stretch.b or stretch.c == stretch.d:
            if stretch.a != stretch.b or stretch.c != stretch.d:
                yield stretch
            continue
        parts = _split(old, new, *stretch[1:])
        if len(parts) == 1:
            yield parts[0]
        else:
            waiting.extend(reversed(parts))


def _split(old: Sequence[Hashable], new: Sequence[Hashable], a: int, b: int, c: int, d: int) -> list[Stretch]:
    """The stretch cut at what surely stayed; itself alone where nothing did."""
    begin, end = 0, 0
    while a + begin < b and c + begin < d and old[a + begin] == new[c + begin]:
        begin += 1
    while b - end > a + begin and d - end > c + begin and old[b - end - 1] == new[d - end - 1]:
        end += 1
    if begin or end:
        return [
            Stretch(True, a, a + begin, c, c + begin),
            Stretch(False, a + begin, b - end, c + begin, d - end),
            Stretch(True, b - end, b, d - end, d),
        ]
    if anchors := _anchors(old, new, a, b, c, d):
        return _between(anchors, a, b, c, d)
    if (b - a) * (d - c) <= SMALL:
        blocks = SequenceMatcher(None, old[a:b], new[c:d], autojunk=False).get_matching_blocks()
        found = [(a + block.a + i, c + block.b + i) for block in blocks for i in range(block.size)]
        return _between(found, a, b, c, d, whole=True) if found else [Stretch(False, a, b, c, d)]
    return [Stretch(False, a, b, c, d)]


def _between(anchors: list[tuple[int, int]], a: int, b: int, c: int, d: int, *, whole: bool = False) -> list[Stretch]:
    """Anchors and the gaps between them; where all that is equal has been found (`whole`), gaps need not be looked at again."""
    parts: list[Stretch] = []
    for i, j in (*anchors, (b, d)):
        if whole:
            parts += [Stretch(False, a, i, c, c), Stretch(False, i, i, c, j)]
        else:
            parts.append(Stretch(False, a, i, c, j))
        if (i, j) != (b, d):
            parts.append(Stretch(True, i, i + 1, j, j + 1))
        a, c = i + 1, j + 1
    return [part for part in parts if part.a != part.b or part.c != part.d]


def _anchors(old: Sequence[Hashable], new: Sequence[Hashable], a: int, b: int, c: int, d: int) -> list[tuple[int, int]]:
    """The longest run, in the order of both, of items that occur once in each."""
    at = _once(new, c, d)
    pairs = [(i, at[item]) for item, i in _once(old, a, b).items() if item in at]
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, j) in enumerate(pairs):
        place = bisect_left(ends, j)
        before.append(last[place - 1] if place else -1)
        if place == len(ends):
            ends.append(j)
            last.append(number)
        else:
            ends[place], last[place] = j, number
    run: list[tuple[int, int]] = []
    number = last[-1] if last else -1
    while number >= 0:
        run.append(pairs[number])
        number = before[number]
    return run[::-1]


def _once(items: Sequence[Hashable], start: int, end: int) -> dict[Hashable, int]:
    found: dict[Hashable, int] = {}
    for index in range(start, end):
        found[items[index]] = -1 if items[index] in found else index
    return {item: index for item, index in found.items() if index >= 0}
