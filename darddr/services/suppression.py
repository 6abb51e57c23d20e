"""One rule for every count that leaves the partnership: none under five is told, and none can be worked out from what is.

A public table divides one whole population into fixed categories (never those that happen to occur). The rule:

1. A population under five is not counted at all, in none of its tables; an empty one is said to be empty.
2. Every count under five is withheld, nothing included.
3. Where the withheld counts could be told from the total (one alone is withheld; or together they are nothing, or four each), the
   smallest of the others is withheld too, with all others equal to it.

Why nothing can be worked out, even by somebody who knows the rule. Withheld counts of two or more categories that together are neither
nothing nor four each can be shared out otherwise, every one of them. Where another count was added, what is withheld holds two different
numbers at least and the rule does not look at order, so any exchange of them is published alike. Where nothing is left to add, the total
could as well be all of any one category. Tables of one population share no more than its total, which is told in all or in none.
`make suppression` tries it by brute force.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LEAST = 5
"""The smallest count that may be told."""


@dataclass(frozen=True)
class Told:
    """What may be told of a table: each count or None where it is withheld, and the total likewise."""

    counts: tuple[int | None, ...]
    total: int | None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is withheld."""
        return self.total is not None and None not in self.counts


def suppressed(counts: Sequence[int]) -> Told:
    """What may be told of a population divided into categories. Raises ValueError for a count below nothing."""
    if any(count < 0 for count in counts):
        raise ValueError("a count cannot be below nothing")
    total = sum(counts)
    if not total:
        return Told(tuple(counts), 0)
    if total < LEAST:
        return Told((None,) * len(counts), None)
    small = [count for count in counts if count < LEAST]
    withheld = {count for count in counts if count < LEAST}
    if small and not _can_be_shared_out(small):
        withheld |= {min((count for count in counts if count >= LEAST), default=LEAST)}
    return Told(tuple(None if count in withheld else count for count in counts), total)


def _can_be_shared_out(small: Sequence[int]) -> bool:
    """Whether several small counts of this sum could be others, each of them."""
    return len(small) > 1 and 0 < sum(small) < len(small) * (LEAST - 1)
