"""Numbers and lists as sentences say them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from darddr.vocabulary.days import day_in_words

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def counted(count: int, singular: str = "", plural: str = "") -> str:
    """A count in words up to nine, with its noun where one is given: "one man", "12 women", "none"."""
    if not singular:
        return "none" if count == 0 else _number(count)
    return f"{_number(count)} {singular if count == 1 else plural or singular + 's'}"


def _number(count: int) -> str:
    return NUMBERS[count] if 0 <= count < len(NUMBERS) else f"{count:,}"


def sentence(words: str) -> str:
    """Words with the full stop they may lack."""
    told = words.strip()
    return told if not told or told[-1] in ".!?…" else f"{told}."


def day_text(day: date | None) -> str:
    """A day as a document says it."""
    return day_in_words(day) if day else ""


def joined(parts: Sequence[str]) -> str:
    """A list as a sentence says it: "a", "a and b", "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
