"""The names of a register: every word of them that gives somebody away, and how far it does."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from darddr.leaks.english import COMMON
from darddr.leaks.folding import drawn, fold, loose
from darddr.leaks.fullnames import Role, initials, joined, parts_of
from darddr.leaks.nicknames import other_names
from darddr.leaks.ordinary import ORDINARY, TRADE
from darddr.vocabulary.days import MONTHS

WORDS = ORDINARY | COMMON | TRADE | frozenset(MONTHS)
"""Whatever is a word of English besides being somebody's name."""

_STRANGE = re.compile(r"[^\W\d_a-z]")


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
    plurals: set[str] = field(default_factory=set)
    strange: dict[str, str] = field(default_factory=dict)
    """Names in other letters than ours, folded -> as registered."""

    def capitals(self, words: str) -> re.Pattern[str] | None:
        """Names in joined capitals (MrsWhitlock, photoOfSarah), of those that are in any of the folded words."""
        keys = [key for key in self._distinct if key in words]
        if not keys:
            return None
        either = "|".join(key.capitalize() for key in sorted(keys, key=len, reverse=True))
        return re.compile(rf"(?<=[a-z])(?:{either})(?![a-z])|(?<![A-Za-z])(?:{either})(?=[A-Z])")

    @cached_property
    def _distinct(self) -> list[str]:
        return [key for key, units in self.units.items() if len(key) > 2 and not all(unit.careful for unit in units)]

    @cached_property
    def looks(self) -> dict[str, str]:
        """What a name looks like, digits taken for letters -> as registered."""
        sure = [(key, unit) for key, units in self.units.items() for unit in units if not unit.careful and len(key) > 3]
        return {drawn(key): unit.identifier for key, unit in reversed(sure) if unit.role != "account"}

    @classmethod
    def of(cls, names: Iterable[str]) -> NameIndex:
        """Compile the names of a register once."""
        index = cls()
        gathered: dict[str, list[Unit]] = defaultdict(list)
        for name in names:
            if _STRANGE.search(fold(name)):
                index._add_strange(name)
                continue
            parts = parts_of(name)
            for text, role in parts:
                index._add(gathered, name, text, role)
            for text, role in joined(parts):
                if role == "whole" and len(text) >= 6:
                    last = next(text for text, role in parts if role == "surname")
                    core = "".join(re.findall("[a-z]", fold(last)))
                    index._spell(core if core in text else text, text, name)
                index._add(gathered, name, text, role)
            for letters in initials(parts):
                index.initials.setdefault(letters, name)
        index._add_plurals(gathered)
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
        careful = key in WORDS or len(key) <= 2 or role in ("nickname", "middle")
        gathered[key].append(Unit(name, role, careful))
        if key not in self.patterns:
            self.patterns[key] = key if len(words) == 1 else f"{loose(text)}|{key}"
            self.words[key] = words
        if len(key) >= 7 and not careful and role != "account":
            self._spell(key, key, name)
        if role == "forename":
            for nickname in other_names(key):
                self._add(gathered, name, nickname, "nickname")

    def _add_plurals(self, gathered: dict[str, list[Unit]]) -> None:
        """The Whitlocks, the Joneses, and Sarahs for Sarah's; not of what is a word besides."""
        for key, units in list(gathered.items()):
            ours = [unit for unit in units if unit.role in ("forename", "surname") and not unit.careful]
            ending = "es" if re.search(r"(?:s|x|z|ch|sh)$", key) else "s"
            plural = key + ending
            theirs = [unit for unit in gathered.get(plural, ()) if unit.role != "account"]
            if ours and len(key) > 2 and not theirs and plural not in WORDS:
                gathered[plural] = ours
                self.plurals.add(plural)
                self.patterns[plural], self.words[plural] = plural, (plural,)

    def _spell(self, core: str, spelling: str, name: str) -> None:
        """Keep a spelling to be looked for letter by letter, under a part of it that is looked for first."""
        self.spelled.setdefault(core, {}).setdefault(spelling, name)

    def _add_strange(self, name: str) -> None:
        """A name in Arabic, Bengali, Chinese or the like: whole, and each of its longer words."""
        words = [word for word in re.findall(r"\w+", fold(name)) if len(word) > 2]
        for text in (*words, " ".join(re.findall(r"\w+", fold(name)))):
            self.strange.setdefault(text, name)
