"""What posted text turns into: ids, words of a list, lines."""

from __future__ import annotations

from uuid import UUID

LONGEST = 20_000
"""Characters of one passage; the longest recommendations and actions in published plans stay under half of this."""

TOO_LONG = "Use at most 20,000 characters."


def optional_id(text: str | UUID | None) -> UUID | None:
    """The id a choice stands for, None for the choice of nothing. Raises ValueError for what is no id."""
    if text is None or isinstance(text, UUID):
        return text
    return UUID(text) if text else None


def lines(text: str | None) -> tuple[str, ...]:
    """The lines of a box that asks for one thing a line, blank ones left out."""
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())
