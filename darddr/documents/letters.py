"""A letter's wording filled in: `{{ field }}` is replaced as literal text, once, and nothing else is ever worked out."""

import re
from collections.abc import Collection, Mapping

_FIELD = re.compile(r"\{\{([^{}]*)\}\}")
_APART = re.compile(r"\n[ \t]*\n")


class LetterUnfit(Exception):
    """A wording that cannot be filled: fields nobody knows, and fields there is nothing for."""

    def __init__(self, unknown: tuple[str, ...], empty: tuple[str, ...]) -> None:
        """Keep the names of both kinds of fields, in the order of the wording."""
        super().__init__("The wording cannot be filled in.")
        self.unknown, self.empty = unknown, empty


def fields_in(wording: str) -> tuple[str, ...]:
    """The names of the fields of a wording, each once, in its order."""
    return tuple(dict.fromkeys(name.strip() for name in _FIELD.findall(wording)))


def fill(wording: str, values: Mapping[str, str]) -> tuple[str, ...]:
    """The paragraphs of a wording with every field replaced; lines of a list are paragraphs of their own.

    A value is never looked into: braces that somebody typed come out as they were typed. Raises LetterUnfit, naming
    every unknown and every empty field, before anything is made.
    """
    check((wording,), values)
    return tuple(
        _FIELD.sub(lambda found: values[found[1].strip()], part)
        for block in _APART.split(wording)
        for part in _parts(block.strip("\n"))
        if part.strip()
    )


def check(wordings: Collection[str], values: Mapping[str, str]) -> None:
    """Raises LetterUnfit unless every field of these wordings has something to put there."""
    names = tuple(dict.fromkeys(name for wording in wordings for name in fields_in(wording)))
    unknown = tuple(name for name in names if name not in values)
    empty = tuple(name for name in names if name in values and not values[name].strip())
    if unknown or empty:
        raise LetterUnfit(unknown, empty)


def _parts(block: str) -> list[str]:
    """A block as it stands, or line by line where it is a list."""
    lines = block.split("\n")
    return lines if any(line.startswith("- ") for line in lines) else [block]
