"""A page of a list that is followed by a cursor: never an offset, so that the last page is as quick as the first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Line = TypeVar("Line")

PAGE = 50


@dataclass(frozen=True)
class Paged(Generic[Line]):
    """Some lines, how many there are in all, and the cursor that the next page begins after, None at the end."""

    lines: tuple[Line, ...]
    total: int
    next: str | None


def paged(found: Sequence[Line], total: int, cursor: Callable[[Line], str]) -> Paged[Line]:
    """A page of what was found, which is one more than a page where there are more."""
    shown = tuple(found[:PAGE])
    return Paged(shown, total, cursor(shown[-1]) if len(found) > PAGE else None)
