"""Holds on a review as spans of days: joined where they overlap, so that no day is counted twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Held:
    """A hold: from the day work stopped to the day it resumed, which counts as worked; None while it lasts."""

    began_on: date
    ended_on: date | None = None


@dataclass(frozen=True)
class Span:
    """Days on hold, from the first to the day after the last; `is_open` where it lasts still."""

    first: date
    until: date
    is_open: bool = False

    @property
    def days(self) -> int:
        """How many days."""
        return (self.until - self.first).days


def spans(holds: Iterable[Held], start: date, horizon: date, *, resumes_on_end: bool = True) -> list[Span]:
    """The days on hold between the start of a clock and a day, in order, each day once."""
    joined: list[Span] = []
    for hold in sorted(holds, key=lambda each: each.began_on):
        ended = hold.ended_on if hold.ended_on is None or resumes_on_end else hold.ended_on + A_DAY
        is_open = ended is None or ended > horizon
        first, until = max(hold.began_on, start), horizon if is_open or ended is None else ended
        if first > until or (first == until and not is_open):
            continue
        if joined and first <= joined[-1].until:
            last = joined[-1]
            joined[-1] = Span(last.first, max(last.until, until), last.is_open or is_open)
        else:
            joined.append(Span(first, until, is_open))
    return joined
