"""Folding: one plain spelling for every way of writing the same letters."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, chain

SEPARATOR = "\x1e"
GAP = r"[^a-z0-9\x1e]{0,3}"

# Letters of other scripts that the eye takes for Latin ones (the common cases of Unicode TR 39), and Latin
# letters that Unicode does not decompose.
_LOOKALIKES = dict(zip("авекмнорстухіјѕԁԛԝһѵαβεηικμνορτυχωϲϳ", "abekmhopctyxijsdqwhvabenikmvoptuxwcj", strict=True)) | {
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ħ": "h",
    "ŧ": "t",
    "ı": "i",
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ð": "d",
}
_LOOKALIKES |= {"‘": "'", "’": "'", "‛": "'", "ʼ": "'", "´": "'", "`": "'", "“": '"', "”": '"', "…": "..."}
_RANGES = (
    (0x00, 0x0600),
    (0x1AB0, 0x1B00),
    (0x1D00, 0x2500),
    (0x2C60, 0x2C80),
    (0x2E00, 0x2E80),
    (0x3000, 0x3001),
    (0xA720, 0xA800),
    (0xFB00, 0xFB07),
    (0xFE00, 0xFE70),
    (0xFEFF, 0xFF5F),
    (0xFFF9, 0xFFFC),
    (0x1D400, 0x1D800),
    (0xE0000, 0xE0200),
)


def _plain(char: str) -> str:
    """The folded spelling of one character: nothing for marks and invisible characters."""
    category = unicodedata.category(char)
    if category in ("Cf", "Mn", "Me"):
        return ""
    if category in ("Zs", "Zl", "Zp"):
        return " "
    if category == "Pd" or char == "−":
        return "-"
    spelt = _LOOKALIKES.get(char) or unicodedata.normalize("NFKD", char).casefold()
    return "".join(_LOOKALIKES.get(c, c) for c in spelt if not unicodedata.combining(c)).casefold()


_TABLE = {
    code: plain
    for code in chain.from_iterable(range(*bounds) for bounds in _RANGES)
    if (plain := _plain(chr(code))) != chr(code)
}
_FREQUENT = [(char, _TABLE[ord(char)]) for char in "’‘“”–—\u00a0"]
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_LENGTH_CHANGES = re.compile("[" + "".join(chr(code) for code, plain in _TABLE.items() if len(plain) != 1) + "]")
_LETTERS_ONLY = {code: " " for code in range(128) if not chr(code).islower()}
_NO_MARKS = {code: None for code in range(128) if not chr(code).isalnum()}


def fold(text: str) -> str:
    """Lower case without accents, ligatures, invisible characters, look-alike letters or curly quotes."""
    if text.isascii():
        return text.lower()
    for char, plain in _FREQUENT:  # most of what is not ASCII in English prose, and replacing is much the quicker
        text = text.replace(char, plain)
    return _BEYOND_ASCII.sub(lambda found: found[0].translate(_TABLE), text).lower()


def squash(folded: str) -> str:
    """Only the letters and digits of a folded text."""
    return (folded if folded.isascii() else _BEYOND_ASCII.sub("", folded)).translate(_NO_MARKS)


def loose(text: str) -> str:
    """A pattern for a piece of text whatever stands between its words; empty when it has none."""
    words = re.findall(r"[a-z]+|[0-9]+", fold(text))
    return GAP.join(words)


def alone(pattern: re.Pattern[str], text: str, joins: Callable[[str], bool]) -> Iterator[re.Match[str]]:
    """Matches with no character before them that joins them to another word or number.

    A look behind in the pattern would say the same, but the matcher finds a literal beginning many times faster.
    """
    position = 0
    while match := pattern.search(text, position):
        start = match.start()
        if start and joins(text[start - 1]):
            position = start + 1
        else:
            position = max(match.end(), start + 1)
            yield match


class Folded:
    """Texts folded and joined for one search, with the way back to each original.

    `text` is the joined folded text; a SEPARATOR stands between two originals and no pattern crosses it.
    """

    def __init__(self, originals: Sequence[str]) -> None:
        self.originals = originals
        whole = SEPARATOR.join(originals)
        if whole.count(SEPARATOR) >= len(originals) > 0:
            self.originals = [text.replace(SEPARATOR, " ") for text in originals]
            whole = SEPARATOR.join(self.originals)
        self.text = fold(whole)
        self.starts = list(accumulate((len(each) + 1 for each in self.text.split(SEPARATOR)), initial=0))
        self._maps: dict[int, list[int] | None] = {}

    @cached_property
    def squashed(self) -> str:
        """Letters and digits only: what is not in here is nowhere, however it was spaced."""
        return squash(self.text)

    @cached_property
    def words(self) -> frozenset[str]:
        """Every distinct run of letters."""
        return frozenset(_BEYOND_ASCII.sub(" ", self.text).translate(_LETTERS_ONLY).split())

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
