"""Names taken apart: every word of a full name that gives the person away, and how far it does."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from darddr.leaks.folding import fold, loose, squash
from darddr.leaks.ordinary import MONTHS, NICKNAMES, ORDINARY, PARTICLES, SUFFIXES, TITLES

Role = Literal["forename", "middle", "surname", "whole", "nickname"]

_ALIAS = re.compile(r"[(\"“]([^)\"”]+)[)\"”]")
_OTHERWISE = re.compile(r"\b(?:née|nee|né|formerly|previously|aka|a\.k\.a\.|also known as|known as)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unit:
    """One word (or hyphened pair) of a registered name; `careful` ones are ordinary words as well."""

    identifier: str
    role: Role
    careful: bool


@dataclass
class NameIndex:
    """Every unit by its squashed spelling, with its pattern and words; initials; spellings to find letter by letter."""

    units: dict[str, tuple[Unit, ...]] = field(default_factory=dict)
    patterns: dict[str, str] = field(default_factory=dict)
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    initials: dict[str, str] = field(default_factory=dict)
    spelled: dict[str, dict[str, str]] = field(default_factory=dict)

    def capitals(self, words: str) -> re.Pattern[str] | None:
        """Names in joined capitals (MrsWhitlock, photoOfSarah), of those that are in any of the folded words."""
        keys = [key for key in self._distinct if key in words]
        if not keys:
            return None
        either = "|".join(key.capitalize() for key in sorted(keys, key=len, reverse=True))
        return re.compile(rf"(?<=[a-z])(?:{either})(?![a-z])|(?<![A-Za-z])(?:{either})(?=[A-Z])")

    @cached_property
    def _distinct(self) -> list[str]:
        return [key for key, units in self.units.items() if len(key) > 3 and not all(unit.careful for unit in units)]

    @classmethod
    def of(cls, names: Iterable[str]) -> NameIndex:
        """Compile the names of a register once."""
        index = cls()
        gathered: dict[str, list[Unit]] = defaultdict(list)
        for name in names:
            for text, role in _parts(name):
                index._add(gathered, name, text, role)
            index._add_whole(gathered, name)
        index.units = {key: tuple(dict.fromkeys(units)) for key, units in gathered.items()}
        return index

    def present(self, words: frozenset[str]) -> list[str]:
        """The units whose every word stands in a text, longest first."""
        here = [key for key, parts in self.words.items() if key in words or words.issuperset(parts)]
        return sorted(here, key=len, reverse=True)

    def _add(self, gathered: dict[str, list[Unit]], name: str, text: str, role: Role) -> None:
        words = tuple(re.findall(r"[a-z]+", fold(text)))
        if not (key := "".join(words)) or (len(key) == 1 and role != "middle"):
            return
        careful = key in ORDINARY or key in MONTHS or len(key) <= 2 or role == "nickname"
        gathered[key].append(Unit(name, role, careful))
        if key not in self.patterns:
            self.patterns[key] = key if len(words) == 1 else f"{loose(text)}|{key}"
            self.words[key] = words
        if len(key) >= 7 and not careful:
            self._spell(key, key, name)
        if role == "forename":
            for nickname in NICKNAMES.get(key, ()):
                self._add(gathered, name, nickname, "nickname")

    def _spell(self, core: str, spelling: str, name: str) -> None:
        """Keep a spelling to be looked for letter by letter, under a part of it that is looked for first."""
        self.spelled.setdefault(core, {}).setdefault(spelling, name)

    def _add_whole(self, gathered: dict[str, list[Unit]], name: str) -> None:
        """Joined spellings (sarahwhitlock, swhitlock) and initials with points (s.w., s.j.w.)."""
        parts = _parts(name)
        first = next((squash(fold(text)) for text, role in parts if role == "forename"), "")
        last = next((squash(fold(text)) for text, role in parts if role == "surname"), "")
        if not first or not last:
            return
        middles = [squash(fold(text)) for text, role in parts if role == "middle"]
        for joined in (first + last, last + first, "".join([first, *middles, last])):
            self._spell(last, joined, name)
            self._add(gathered, name, joined, "whole")
        if len(last) >= 4:
            self._add(gathered, name, first[0] + last, "whole")
        for letters in (first[0] + last[0], "".join(each[0] for each in (first, *middles, last) if each)):
            self.initials.setdefault(letters, name)


def _parts(name: str) -> list[tuple[str, Role]]:
    """Forenames, surname and its halves, and every "known as" of a full name."""
    parts: list[tuple[str, Role]] = [
        (alias, "forename") for alias in _ALIAS.findall(name) if not _OTHERWISE.search(alias)
    ]
    main, *others = _OTHERWISE.split(_ALIAS.sub(" ", name))
    for other in others:
        words = _bare(other)
        parts += [(words[0], "surname" if len(words) == 1 else "forename")] if words else []
        parts += _surname(words[1:])
    if "," in main:
        last, _, first = main.partition(",")
        main = f"{first} {last}"
    words = _bare(main)
    if words:
        parts.append((words[0], "forename"))
        begin = next((i for i, word in enumerate(words[1:-1], 1) if fold(word) in PARTICLES), len(words) - 1)
        parts += [(word, "middle") for word in words[1:begin]]
        parts += _surname(words[max(begin, 1) :])
    return parts


def _bare(text: str) -> list[str]:
    """The words of a name without titles before or honours behind."""
    words = text.replace(",", " ").split()
    while len(words) > 1 and fold(words[0]).strip(".") in TITLES:
        words.pop(0)
    while len(words) > 1 and fold(words[-1]).strip(".") in SUFFIXES:
        words.pop()
    return words


def _surname(words: list[str]) -> list[tuple[str, Role]]:
    """A surname whole, and each half of a double-barrelled one."""
    if not words:
        return []
    whole = " ".join(words)
    halves = [half for half in re.split(r"[\s\-‐‑–]+", whole) if len(half) > 2 and fold(half) not in PARTICLES]
    saint = fold(words[0]).strip(".") in ("st", "saint")
    return [(whole, "surname"), *((half, "surname") for half in halves if half != whole and not saint)]
