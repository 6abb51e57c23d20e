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
_CAPITALISED = re.compile(r"[A-ZÀ-ÞĀ-ɏͰ-ϿЀ-ЯＡ-Ｚ][^\W\d_]+")
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
        whole = "\n".join(folded.originals)
        written = {fold(word) for word in (_WORDS if label else _CAPITALISED).findall(whole)}
        found = {}
        for word in written - self._excused - self._index.units.keys():
            if len(word) >= 4 and (key := self._nearest(word)) and (label or not _also_small(word, whole)):
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


def _also_small(word: str, whole: str) -> bool:
    """A word the same text writes without its capital is an ordinary one."""
    return re.search(rf"\b{re.escape(word)}\b", whole) is not None


def _words(text: str) -> list[str]:
    return [fold(word) for word in _WORDS.findall(text)]
