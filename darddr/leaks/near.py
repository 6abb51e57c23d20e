"""Misspelt names: words of a text a letter or two away from a registered name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from rapidfuzz.distance import OSA

from darddr.leaks.folding import Folded, fold
from darddr.leaks.names import WORDS, NameIndex

_WORDS = re.compile(r"[^\W\d_]+")
_CAPITALISED = re.compile(r"[A-ZÀ-ÞĀ-ɏͰ-ϿЀ-Я\u0531-\u0556\u13a0-\u13ef\ua4d0-\ua4ffＡ-Ｚ][^\W\d_]+")
_SOUNDS = str.maketrans("kpqzgy", "cfcsji")
# Endings that make ordinary words; a name ends so only when it is registered so.
_ENDINGS = ("ing", "ed", "ly", "tion", "ment", "ness", "ance", "ence", "ity", "ies", "ers", "able", "ful", "ist", "ism")
_RUN_TOGETHER = {"m": "rn", "w": "vv", "d": "cl"}
_SHORTEST, _SURE, _LONG = 4, 5, 8


class NearIndex:
    """The registered units worth comparing, by the sound of their first letter."""

    def __init__(self, index: NameIndex, excused: Sequence[str]) -> None:
        self._excused = WORDS | frozenset(word for text in excused for word in _words(text))
        self._by_sound: dict[str, list[str]] = defaultdict(list)
        self._drawn: dict[str, str] = {}
        self._known = {key for key, units in index.units.items() if any(u.role != "account" for u in units)}
        for key, units in index.units.items():
            named = any(u.role in ("forename", "surname") and not u.careful for u in units)
            if len(key) >= _SHORTEST - 1 and named and key not in index.plurals:
                self._by_sound[key[0].translate(_SOUNDS)].append(key)
                self._drawn |= {key.replace(one, two): key for one, two in _RUN_TOGETHER.items() if one in key}

    def words(self, folded: Folded, label: bool) -> dict[str, str]:
        """Misspelt word -> unit."""
        written = {fold(word) for word in set((_WORDS if label else _CAPITALISED).findall(folded.whole))}
        found = {}
        for word in written - self._excused - self._known:
            if len(word) < _SHORTEST - 1:
                continue
            key = self._drawn.get(word) or self._nearest(word)
            if key and (label or not _also_small(word, folded.whole)):
                found[word] = key
        return found

    def _nearest(self, word: str) -> str | None:
        for key in self._by_sound.get(word[:1].translate(_SOUNDS), ()):
            allowed = 1 if len(key) < _LONG else 2
            if abs(len(word) - len(key)) > allowed:
                continue
            if any(word.endswith(ending) and not key.endswith(ending) for ending in _ENDINGS):
                continue
            if OSA.distance(word, key, score_cutoff=allowed) > allowed:
                continue
            if len(key) >= _SURE or _slip(word, key):
                return key
        return None


def _slip(word: str, key: str) -> bool:
    """A short name is only recognised with two letters swapped, or one doubled or single: Sain, Siann, Ana."""
    if len(word) == len(key):
        return len(key) >= _SHORTEST and sorted(word) == sorted(key) and word[0] == key[0]
    if len(key) < _SHORTEST:
        return len(word) > len(key) and re.sub(r"([^aeiou])\1", r"\1", word) == key
    return re.sub(r"(.)\1", r"\1", word) == re.sub(r"(.)\1", r"\1", key)


def _also_small(word: str, whole: str) -> bool:
    """A word the same text writes without its capital is an ordinary one."""
    return re.search(rf"\b{re.escape(word)}\b", whole) is not None


def _words(text: str) -> list[str]:
    return [fold(word) for word in _WORDS.findall(text)]
