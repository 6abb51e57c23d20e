"""Which row of a plan a row of a file is:

by its words, else by its printed number where the words are much the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Any, Protocol
from uuid import UUID

from darddr.services.import_keys import folded, row_key

ALIKE = 0.6
"""Share of words two texts must have in common to be one row reworded."""

COMPARED = 400
"""Characters compared of each: enough to tell rows apart, and quick for thousands."""


class Printed(Protocol):
    """A row of a file."""

    @property
    def number(self) -> str | None:
        """Its number as printed."""

    @property
    def text(self) -> str:
        """Its words."""


def keys_of(within: UUID, printed: Sequence[Printed]) -> list[bytes]:
    """The key of each row of a file inside its plan or recommendation;

    rows that say the same are told apart by their order.
    """
    seen: Counter[bytes] = Counter()
    keys = []
    for row in printed:
        plain = row_key(within, row.number or "", row.text)
        keys.append(row_key(within, row.number or "", row.text, seen[plain]) if seen[plain] else plain)
        seen[plain] += 1
    return keys


def match(within: UUID, printed: Sequence[Printed], kept: Iterable[Any]) -> list[tuple[bytes, Any | None]]:
    """For each row of a file its key and the row it is, None for a new one. Each kept row is found at most once."""
    keys = keys_of(within, printed)
    left = {row.import_key: row for row in kept}
    found: list[Any | None] = [left.pop(key, None) for key in keys]
    by_number: dict[str, list[Any]] = defaultdict(list)
    for row in left.values():
        by_number[folded(row.number)].append(row)
    wanted = Counter(folded(row.number or "") for row, here in zip(printed, found, strict=True) if here is None)
    for at, row in enumerate(printed):
        number = folded(row.number or "")
        same = by_number.get(number, [])
        if found[at] is None and len(same) == 1 and wanted[number] == 1 and _alike(row.text, same[0].text or ""):
            found[at] = same[0]
    return list(zip(keys, found, strict=True))


def _alike(first: str, second: str) -> bool:
    """Whether two texts are one reworded.

    Two that are the only ones without a number are compared like two of one number.
    """
    one, other = folded(first)[:COMPARED].split(), folded(second)[:COMPARED].split()
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE
