"""A full name taken apart: forenames, surname, titles, and every “known as”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Literal

from darddr.leaks.folding import fold, squash
from darddr.leaks.ordinary import PARTICLES, SUFFIXES, TITLES

Role = Literal["forename", "middle", "surname", "whole", "nickname", "account"]
Part = tuple[str, Role]

_ALIAS = re.compile(r"[(\"“‘\[]([^)\"”’\]]{2,})[)\"”’\]]")
_OTHERWISE = re.compile(
    r"\b(?:née|nee|né|formerly|previously|aka|a\.k\.a\.|also known as|known as|alias|otherwise|goes by|or)\b",
    re.IGNORECASE,
)
_OF = re.compile(r"\b[sdw]/o\b", re.IGNORECASE)
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def parts_of(name: str) -> list[Part]:
    """Forenames, surname and its halves, and every "known as" of a full name."""
    parts: list[Part] = [(alias, "forename") for alias in _ALIAS.findall(name) if not _OTHERWISE.search(alias)]
    main, *others = _OTHERWISE.split(_ALIAS.sub(_kept, _OF.sub(" ", name)))
    for other in others:
        words = _bare(other)
        parts += [(words[0], "surname" if len(words) == 1 else "forename")] if words else []
        parts += _surname(words[1:])
    if "," in main:
        last, _, first = main.partition(",")
        main = f"{first} {last}" if _bare(first) else last
    words = _bare(main)
    if words:
        parts.append((words[0], "forename"))
        parts += [(half, "middle") for half in _halves(words[0])]
        begin = next((i for i, word in enumerate(words[1:-1], 1) if fold(word) in PARTICLES), len(words) - 1)
        parts += [(word, "middle") for word in words[1:begin]]
        parts += _surname(words[max(begin, 1) :])
    return [*parts, *((text.translate(_SPELT_OUT), role) for text, role in parts if text.translate(_SPELT_OUT) != text)]


def joined(parts: list[Part]) -> Iterator[Part]:
    """Joined spellings: sarahwhitlock, whitlocksarah, swhitlock, sjwhitlock; sarahw is an account's, not a word of prose."""
    middles = _squashed(parts, "middle")
    for first, last in product(_squashed(parts, "forename"), _squashed(parts, "surname")):
        between = [each for each in middles if each not in first and each not in last]
        yield from (
            (each, "whole") for each in dict.fromkeys((first + last, last + first, first + "".join(between) + last))
        )
        if between:
            yield from ((each, "whole") for each in (first + between[0], between[0] + last) if len(each) >= 8)
            yield first[0] + "".join(each[0] for each in between) + last, "whole"
        if len(last) >= 4:
            yield first[0] + last, "whole"
        yield from ((each, "account") for each in (first + last[0], last + first[0]) if len(each) >= 5)


def initials(parts: list[Part]) -> set[str]:
    """The letters of s.w. and s.j.w., and of both halves of a double name."""
    firsts, lasts = (_initial([text for text, role in parts if role == wanted]) for wanted in ("forename", "surname"))
    between = "".join(each[0] for each in _squashed(parts, "middle"))
    return {a + m + z for a, m, z in product(firsts, {"", between}, lasts)}


def _initial(texts: list[str]) -> set[str]:
    folded = [fold(text) for text in texts]
    return {squash(each)[0] for each in folded if squash(each)} | {
        "".join(h[0] for h in _split(each)) for each in folded
    }


def _squashed(parts: list[Part], wanted: Role) -> list[str]:
    return [key for text, role in parts if role == wanted and (key := squash(fold(text)))]


def _kept(alias: re.Match[str]) -> str:
    return f" {alias[1]} " if _OTHERWISE.search(alias[1]) else " "


def _split(folded: str) -> list[str]:
    return [half for half in re.split(r"[^a-z]+", folded) if half] or [folded]


def _halves(forename: str) -> list[str]:
    halves = [half for half in re.split(r"[\-‐‑–]+", forename) if len(half) > 2 and fold(half) not in PARTICLES]
    return halves if len(halves) > 1 else []


def _bare(text: str) -> list[str]:
    """The words of a name without titles before or honours behind."""
    words = re.sub(r"[,;/]", " ", text).split()
    while len(words) > 1 and fold(words[0]).strip(".") in TITLES:
        words.pop(0)
    while len(words) > 1 and fold(words[-1]).strip(".") in SUFFIXES:
        words.pop()
    return words


def _surname(words: list[str]) -> list[Part]:
    """A surname whole, and each half of a double-barrelled one."""
    if not words:
        return []
    whole = " ".join(words)
    halves = [half for half in re.split(r"[\s\-‐‑–]+", whole) if len(half) > 2 and fold(half) not in PARTICLES]
    saint = fold(words[0]).strip(".") in ("st", "saint")
    return [(whole, "surname"), *((half, "surname") for half in halves if half != whole and not saint)]
