"""What an audit reports."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a file: the rule broken, where, and one sentence on what to put right.

    `where` may quote a few words of the file, so faults are shown to the person who holds it and never logged.
    """

    rule: str
    where: str
    message: str


def numbered(noun: str, numbers: Sequence[int], shown: int = 3) -> str:
    """Places in words: "row 2", "rows 2, 3 and 4", "rows 2, 3, 4 and 9 more"."""
    if len(numbers) == 1:
        return f"{noun} {numbers[0]}"
    first = [str(number) for number in numbers[:shown]]
    last = first.pop() if len(numbers) <= shown else f"{len(numbers) - shown} more"
    return f"{noun}s {', '.join(first)} and {last}"
