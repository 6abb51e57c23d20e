"""A stretch of folded text that gives somebody away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from darddr.leaks.report import Kind


@dataclass(frozen=True, slots=True)
class Span:
    """Where in the folded text, whose identifier, of which kind, and whether the spelling is only near."""

    start: int
    end: int
    identifier: str
    kind: Kind
    near: bool = False


def widest(spans: Iterable[Span]) -> list[Span]:
    """One span for each place, identifier and kind: a shorter reading inside a longer one says nothing new."""
    kept: list[Span] = []
    last: dict[tuple[str, Kind], Span] = {}
    for span in sorted(spans, key=lambda s: (s.start, -s.end, s.near)):
        before = last.get((span.identifier, span.kind))
        if before is not None and span.end <= before.end:
            continue
        last[span.identifier, span.kind] = span
        kept.append(span)
    return kept
