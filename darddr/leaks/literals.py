"""What is looked for as registered: addresses, postcodes, e-mail addresses, places and anything else."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from darddr.leaks.addresses import Line, door, lines, postcodes
from darddr.leaks.company import names_a_person
from darddr.leaks.folding import GAP, Folded, alone, drawn, fold, loose, squash
from darddr.leaks.names import WORDS, Unit
from darddr.leaks.register import Register
from darddr.leaks.report import Kind
from darddr.leaks.spans import Span

_SPACE = r"[\s_\-]{0,3}"
_AT = (
    rf"{_SPACE}(?:@|%40|[(\[{{<*]{_SPACE}(?:at|@){_SPACE}[)\]}}>*]|(?<![a-z0-9])(?:at|@)(?: sign)?(?![a-z0-9])){_SPACE}"
)
_DOT = rf"{_SPACE}(?:\.|[(\[{{<*]{_SPACE}(?:dot|\.){_SPACE}[)\]}}>*]|(?<![a-z0-9])(?:dot|point|full stop)(?![a-z0-9])){_SPACE}"
_DASH = rf"{_SPACE}(?:[-_]|[(\[{{<*]?{_SPACE}(?<![a-z0-9])(?:dash|hyphen|minus|underscore|under score)(?![a-z0-9])[)\]}}>*]?)?{_SPACE}"
_TELLING, _DIGITS, _SPACED = 6, 6, 9


@dataclass(frozen=True, slots=True)
class _Literal:
    """One thing sought: `needles` are squashed spellings of which one must be in a text for it to be there at all.

    `telling` is the word of the pattern that may be a letter off.
    """

    identifier: str
    kind: Kind
    pattern: re.Pattern[str]
    needles: tuple[str, ...]
    unit: Unit | None = None
    telling: str = ""
    raw: bool = False
    house: str = ""


class LiteralIndex:
    """Every literal of a register, compiled once."""

    def __init__(self, register: Register) -> None:
        found: list[_Literal] = []
        for person in register.people:
            for address in person.addresses:
                found += [_line(code, "postcode", line) for code, line in postcodes(address)]
                found += [_line(address, "address", line) for line in lines(address)]
                if _is_strange(address):
                    found.append(_strange(address, "address"))
            found += [_email(email) for email in person.emails]
            found += [each for text in person.other for each in _other(text)]
        self._literals = found + [each for text in register.places for each in _plain(text, "place")]

    def spans(self, folded: Folded) -> Iterator[Span]:
        """Every literal in the text; a place that is an ordinary word or name needs a person's care too."""
        beginnings = _by_beginning(folded.words)
        for literal in self._literals:
            if _may_stand(literal, folded):
                for start, end in _places(literal, literal.pattern, folded.text):
                    if literal.unit is None or _as_given(folded, start, end, literal.unit):
                        yield Span(start, end, literal.identifier, literal.kind)
            if literal.telling:
                yield from _misspelt(literal, folded, beginnings)


def _places(literal: _Literal, pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """Where a pattern stands by itself; a street only with its house."""
    for match in alone(pattern, text, (lambda _: False) if literal.house else str.isalnum):
        if not literal.house:
            yield match.span()
        elif place := door(text, *match.span(), literal.house):
            yield place


def _may_stand(literal: _Literal, folded: Folded) -> bool:
    if literal.kind == "postcode":
        return any(drawn(needle) in folded.drawn for needle in literal.needles)
    within = folded.text if literal.raw else folded.squashed
    return not literal.needles or any(needle in within for needle in literal.needles)


def _by_beginning(words: frozenset[str]) -> Mapping[str, list[str]]:
    beginnings: dict[str, list[str]] = defaultdict(list)
    for word in words:
        if len(word) >= _TELLING - 1:
            beginnings[word[0]].append(word)
    return beginnings


def _misspelt(literal: _Literal, folded: Folded, words: Mapping[str, list[str]]) -> Iterator[Span]:
    """The literal with its most telling word a letter off."""
    telling = literal.telling
    for word in words.get(telling[0], ()):
        if word == telling or abs(len(word) - len(telling)) > 1 or word in WORDS:
            continue
        if OSA.distance(word, telling, score_cutoff=1) <= 1:
            pattern = re.compile(literal.pattern.pattern.replace(telling, word))
            for start, end in _places(literal, pattern, folded.text):
                index, begin, _ = folded.original(start, end)
                if " " in folded.text[start:end] or folded.originals[index][begin].isupper():
                    yield Span(start, end, literal.identifier, literal.kind, near=True)


def _as_given(folded: Folded, start: int, end: int, unit: Unit) -> bool:
    position, start, end = folded.original(start, end)
    return names_a_person(folded.originals[position], start, end, unit)


def _line(identifier: str, kind: Kind, line: Line) -> _Literal:
    found = _literal(identifier, kind, line.pattern, line.needles, line.telling)
    return replace(found, house=line.house)


def _literal(
    identifier: str, kind: Kind, pattern: str, needles: tuple[str, ...], telling: str = "", unit: Unit | None = None
) -> _Literal:
    telling = telling if len(telling) >= _TELLING and telling.isalpha() else ""
    return _Literal(identifier, kind, re.compile(pattern), needles, unit, telling)


def _plain(text: str, kind: Kind) -> list[_Literal]:
    if _is_strange(text):
        return [_strange(text, kind)]
    pattern = loose(text)
    if not pattern:
        return []
    key, words = squash(fold(text)), re.findall("[a-z]+", fold(text))
    if len(key) >= _SPACED:
        pattern = f"(?:{pattern}|{GAP.join(key)})"
    careful = kind == "place" and key in WORDS
    unit = Unit(text, "forename", careful=True) if careful else None
    longest = max(words, key=len, default="")
    telling = "" if careful or longest in WORDS or (len(words) == 1 and len(longest) < _TELLING + 1) else longest
    return [_literal(text, kind, rf"{pattern}(?![a-z0-9])", (key,), telling, unit)]


def _other(text: str) -> list[_Literal]:
    """As registered, and its number without the words before it: “Crime ref 44/1234/24”, then 44/1234/24."""
    found = _plain(text, "other")
    words = fold(text).split()
    first = next((i for i, word in enumerate(words) if any(map(str.isdigit, word))), 0)
    number = re.findall(r"[a-z]+|[0-9]+", " ".join(words[first:]))
    if first and len("".join(number)) >= _DIGITS:
        pattern = r"[^a-z0-9\x1e]{0,3}".join(number)
        found.append(_literal(text, "other", rf"{pattern}(?![a-z0-9])", ("".join(number),)))
    return found


def _email(email: str) -> _Literal:
    """An e-mail address, also written out: sarah at example dot org."""
    local, _, domain = fold(email).partition("@")

    def spelt(part: str) -> str:
        pieces = re.split(r"([.\-_])", part)
        return "".join(_DOT if p == "." else _DASH if p in "-_" else re.escape(p) for p in pieces if p)

    pattern = spelt(local) + ((r"(?:\+[a-z0-9]+)?" + _AT + spelt(domain)) if domain else "")
    needle = max(re.findall(r"[a-z0-9]+", fold(email)) or [""], key=len)
    return _literal(email, "email", rf"{pattern}(?![a-z0-9])", (needle,))


def _is_strange(text: str) -> bool:
    """Whether a text is written in other letters than ours."""
    return re.search(r"[^\W\d_a-z]", fold(text)) is not None


def _strange(text: str, kind: Kind) -> _Literal:
    words = re.findall(r"\w+", fold(text))
    pattern = r"[\W_]{0,3}".join(re.escape(word) for word in words)
    return _Literal(text, kind, re.compile(pattern), (max(words, key=len),), raw=True)
