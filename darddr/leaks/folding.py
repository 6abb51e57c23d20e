"""Folding: one plain spelling for every way of writing the same letters."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate

from darddr.leaks.lookalikes import TABLE

SEPARATOR = "\x1e"
GAP = r"[^a-z0-9\x1e]{0,3}"

_FREQUENT = [(char, TABLE[ord(char)]) for char in "’‘“”–—\u00a0"]
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_LENGTH_CHANGES = re.compile("[" + "".join(chr(code) for code, plain in TABLE.items() if len(plain) != 1) + "]")
_DRAWN = str.maketrans("0134578$@|!i", "oleastbsalll")
_LETTERS_ONLY = {code: " " for code in range(128) if not chr(code).islower()}
_NO_MARKS = {code: None for code in range(128) if not chr(code).isalnum()}


def fold(text: str) -> str:
    """Lower case without accents, ligatures, invisible characters, look-alike letters or curly quotes."""
    if text.isascii():
        return text.lower()
    for char, plain in _FREQUENT:  # most of what is not ASCII in English prose, and replacing is much the quicker
        text = text.replace(char, plain)
    return _BEYOND_ASCII.sub(lambda found: found[0].translate(TABLE), text).lower()


def squash(folded: str) -> str:
    """Only the letters and digits of a folded text."""
    return (folded if folded.isascii() else _BEYOND_ASCII.sub("", folded)).translate(_NO_MARKS)


def drawn(folded: str) -> str:
    """A folded text by its shapes: 1, |, ! and i are an l, 0 an o, 3 an e and so on."""
    return folded.translate(_DRAWN)


def loose(text: str) -> str:
    """A pattern for a piece of text whatever stands between its words; empty when it has none."""
    words = re.findall(r"[a-z]+|[0-9]+", fold(text))
    return GAP.join(words)


def alone(pattern: re.Pattern[str], text: str, joins: Callable[[str], bool], group: int = 0) -> Iterator[re.Match[str]]:
    """Matches with no character before them that joins them to another word or number; the next begins after `group`.

    A look behind in the pattern would say the same, but the matcher finds a literal beginning many times faster.
    """
    position = 0
    while match := pattern.search(text, position):
        start = match.start()
        if start and joins(text[start - 1]):
            position = start + 1
        else:
            position = max(match.end(group), start + 1)
            yield match


class Folded:
    """Texts folded and joined for one search, with the way back to each original.

    `text` is the joined folded text, `whole` the same before folding; a SEPARATOR stands between two originals and no pattern crosses it.
    """

    def __init__(self, originals: Sequence[str]) -> None:
        self.originals = originals
        whole = SEPARATOR.join(originals)
        if whole.count(SEPARATOR) >= len(originals) > 0:
            self.originals = [text.replace(SEPARATOR, " ") for text in originals]
            whole = SEPARATOR.join(self.originals)
        self.whole = whole
        self.text = fold(whole)
        self.starts = list(accumulate((len(each) + 1 for each in self.text.split(SEPARATOR)), initial=0))
        self._maps: dict[int, list[int] | None] = {}

    @cached_property
    def squashed(self) -> str:
        """Letters and digits only: what is not in here is nowhere, however it was spaced."""
        return squash(self.text)

    @cached_property
    def drawn(self) -> str:
        """Letters and digits only, by their shapes."""
        return drawn(self.squashed)

    @cached_property
    def words(self) -> frozenset[str]:
        """Every distinct run of letters."""
        return frozenset(_BEYOND_ASCII.sub(" ", self.text).translate(_LETTERS_ONLY).split())

    def of_whole(self, start: int, end: int) -> tuple[int, int]:
        """The span of the folded text that a span of `whole` became."""
        index = bisect_right(self._whole_starts, start) - 1
        base = self._whole_starts[index]
        return self.folded_span(index, start - base, end - base)

    @cached_property
    def _whole_starts(self) -> list[int]:
        return list(accumulate((len(text) + 1 for text in self.originals), initial=0))

    def original(self, start: int, end: int) -> tuple[int, int, int]:
        """(index of the original, start, end) of a span of the folded text."""
        index = bisect_right(self.starts, start) - 1
        begin, finish = start - self.starts[index], end - self.starts[index]
        if index not in self._maps:
            self._maps[index] = _offsets(self.originals[index])
        offsets = self._maps[index]
        if offsets is None:
            return index, begin, finish
        return index, offsets[begin], offsets[finish - 1] + 1

    def folded_span(self, index: int, start: int, end: int) -> tuple[int, int]:
        """The span of the folded text that a span of one original became."""
        text, base = self.originals[index], self.starts[index]
        return base + len(fold(text[:start])), base + len(fold(text[:end]))


def _offsets(text: str) -> list[int] | None:
    """For each folded character the index of the one it came from; None when they run side by side."""
    if text.isascii() or not _LENGTH_CHANGES.search(text):
        return None
    return [index for index, char in enumerate(text) for _ in fold(char)]
