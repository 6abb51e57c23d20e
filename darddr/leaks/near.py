"""Near spellings: words of a text that are one or two slips away from a registered name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from rapidfuzz.distance import OSA

from darddr.leaks.folding import Folded, fold
from darddr.leaks.names import NameIndex
from darddr.leaks.ordinary import MONTHS, ORDINARY, TRADE

_WORDS = re.compile(r"[^\W\d_]+")
_SOUNDS = str.maketrans("kpqzgy", "cfcsji")
# Endings that make ordinary words; a name ends so only when it is registered so.
_ENDINGS = ("ing", "ed", "ly", "tion", "ment", "ness", "ance", "ence", "ity", "ies", "ers", "able", "ful", "ist", "ism")


class NearIndex:
    """The registered units worth comparing, by the sound of their first letter."""

    def __init__(self, index: NameIndex, excused: Sequence[str]) -> None:
        self._index = index
        self._excused = (
            ORDINARY | TRADE | frozenset(MONTHS) | frozenset(word for text in excused for word in _words(text))
        )
        self._by_sound: dict[str, list[str]] = defaultdict(list)
        for key, units in index.units.items():
            if len(key) >= 5 and key not in ORDINARY and any(u.role in ("forename", "surname") for u in units):
                self._by_sound[key[0].translate(_SOUNDS)].append(key)

    def words(self, folded: Folded, label: bool) -> dict[str, str]:
        """Misspelt word -> unit; names shorter than five letters only count exactly."""
        written = set(_WORDS.findall("\n".join(folded.originals)))
        small = {fold(word) for word in written if word[0].islower()}
        capital = {fold(word) for word in written if label or word[0].isupper()}
        found = {}
        for word in capital - self._excused - self._index.units.keys() - (set() if label else small):
            if len(word) >= 4 and (key := self._nearest(word)):
                found[word] = key
        return found

    def _nearest(self, word: str) -> str | None:
        for key in self._by_sound.get(word[:1].translate(_SOUNDS), ()):
            allowed = 1 if len(key) < 8 else 2
            if abs(len(word) - len(key)) > allowed:
                continue
            if any(word.endswith(ending) and not key.endswith(ending) for ending in _ENDINGS):
                continue
            if OSA.distance(word, key, score_cutoff=allowed) <= allowed:
                return key
        return None


def _words(text: str) -> list[str]:
    return [fold(word) for word in _WORDS.findall(text)]
