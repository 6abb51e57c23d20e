"""Names in a text: units found side by side are one name; a unit alone is judged by its company."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from darddr.leaks.company import names_a_person
from darddr.leaks.folding import Folded, alone, drawn, squash
from darddr.leaks.names import NameIndex, Unit
from darddr.leaks.ordinary import ABBREVIATIONS
from darddr.leaks.spans import Span

_BETWEEN = re.compile(r"(?!'s)[^a-z0-9\x1e]{0,3}(?:[a-z]\.?[^a-z0-9\x1e]{1,2})?")
_INITIALS = re.compile(
    r"(?<![a-z0-9.])(?:[a-z]\.[^\S\x1e]?(?:[a-z]\.[^\S\x1e]?){0,3}[a-z]\.|[a-z](?:\.[a-z]){1,3}(?![a-z0-9]))(?![a-z])"
)
_POINT = re.compile(r"\.[^\S\x1e]?[a-z](?:\.|(?![a-z0-9]))")
_LONGEST_INITIALS = 12
_LONGEST_WORD = 40
_NO_LETTER = frozenset(" \n\t\x1e,;:()/-'\"")
_SPACED = re.compile(r"[^a-z0-9][a-z](?:[ ._*\-] ?[a-z](?![a-z])){3,}")
_CAMEL = re.compile(r"(?<=[a-z])[A-Z]")
_ACCOUNT = re.compile(r"[a-z]+[._][a-z]+")
_WEAKER = {"nickname": 2, "middle": 1, "account": 1}
_SPACED_INITIALS = re.compile(r"(?<![A-Z]\s)\b[A-Z](?:[ \xa0][A-Z]){2,3}\b")
_LETTERS = re.compile(r"[^\W\d_]+")
_DIGIT_WITHIN = re.compile(r"[013457$@|!]+[a-z]")
_AROUND_DIGIT = re.compile(r"[a-z0-9$@|!]+")


@dataclass(frozen=True, slots=True)
class _Find:
    start: int
    end: int
    key: str
    units: tuple[Unit, ...]
    near: bool


def name_spans(index: NameIndex, folded: Folded, near: Mapping[str, str], label: bool) -> Iterator[Span]:
    """Every registered name in the text; `near` maps misspelt words of it to the unit they resemble."""
    group: list[_Find] = []
    for find in _finds(index, folded, near):
        if group and _same_name(group, find, folded.text):
            group.append(find)
        else:
            yield from _judged(group, folded, label)
            group = [find]
    yield from _judged(group, folded, label)
    yield from _initials(index, folded)
    yield from _spelled_out(index, folded)
    yield from _camel(index, folded)
    yield from _with_digits(index, folded)
    yield from _strange(index, folded)


def _finds(index: NameIndex, folded: Folded, near: Mapping[str, str]) -> Iterator[_Find]:
    """Units where they stand, in order."""
    keys = index.present(folded.words)
    patterns = [index.patterns[key] for key in keys] + [word for word in near if word not in keys]
    if not patterns:
        return
    either = re.compile(rf"(?:{'|'.join(patterns)})(?![a-z])(?!'t\b)")
    for match in alone(either, folded.text, str.isalpha):
        key = squash(match[0])
        resembles = near.get(key)
        units = index.units[resembles] if resembles else index.units.get(key, ())
        near_too = resembles is not None or key in index.plurals
        yield _Find(match.start(), match.end(), resembles or key, units, near_too)


def _identifiers(group: list[_Find]) -> list[str]:
    """The names all members of a group belong to, in the register's order."""
    common = dict.fromkeys(unit.identifier for unit in group[0].units)
    for find in group[1:]:
        theirs = {unit.identifier for unit in find.units}
        common = {name: None for name in common if name in theirs}
    return list(common)


def _same_name(group: list[_Find], find: _Find, text: str) -> bool:
    apart = text[group[-1].end : find.start]
    known = all(find.key != earlier.key for earlier in group)
    return known and bool(_BETWEEN.fullmatch(apart)) and bool(_identifiers([*group, find]))


def _judged(group: list[_Find], folded: Folded, label: bool) -> Iterator[Span]:
    """The span of a group, if it names anybody."""
    if not group:
        return
    position, start, end = folded.original(group[0].start, group[-1].end)
    text = folded.originals[position]
    if len(group) == 1:
        standing = [
            u
            for u in group[0].units
            if _alone_too(u, label, end - start) and names_a_person(text, start, end, u, group[0].near)
        ]
        if not standing:
            return
        unit = min(standing, key=lambda u: _WEAKER.get(u.role, 0))
        near = group[0].near or unit.role == "nickname"
        yield Span(group[0].start, group[0].end, unit.identifier, "name", near)
        return
    identifier = _identifiers(group)[0]
    if all(unit.careful for find in group for unit in find.units) and not label:
        words = re.findall(r"[^\W\d_]+", text[start:end])
        if not all(word[0].isupper() for word in words) and not _ACCOUNT.fullmatch(text[start:end]):
            return
    nicknamed = any(all(u.role == "nickname" for u in f.units if u.identifier == identifier) for f in group)
    near = nicknamed or any(find.near for find in group)
    yield Span(group[0].start, group[-1].end, identifier, "name", near)


def _alone_too(unit: Unit, label: bool, length: int) -> bool:
    """A middle initial says nothing alone, and an account (sarahw) only among properties and names."""
    return length > 2 if unit.role == "middle" else label or unit.role != "account"


def _initials(index: NameIndex, folded: Folded) -> Iterator[Span]:
    """S.W., S. W., S.J.W.: capitals with points, and not an abbreviation everybody uses."""
    for point in _POINT.finditer(folded.text):  # rare, so that the costly pattern is tried in few places
        first, last = point.start() - _LONGEST_INITIALS, point.end() + _LONGEST_INITIALS
        match = _INITIALS.search(folded.text, max(0, first), last)
        if match is None:
            continue
        letters = squash(match[0])
        name = index.initials.get(letters)
        if name is None or letters in ABBREVIATIONS:
            continue
        position, start, end = folded.original(match.start(), match.end())
        if not any(char.islower() for char in folded.originals[position][start:end]):
            yield Span(match.start(), match.end(), name, "name")
    if not any(len(letters) > 2 for letters in index.initials):
        return
    for spaced in _SPACED_INITIALS.finditer(folded.whole):
        if name := index.initials.get(squash(spaced[0].lower())):
            yield Span(*folded.of_whole(*spaced.span()), name, "name")


def _spelled_out(index: NameIndex, folded: Folded) -> Iterator[Span]:
    """Names with something between their letters: Sarah|Whitlock, W hitlock, s a r a h."""
    between = r"[^a-z0-9\x1e]{0,3}"
    for core, spellings in index.spelled.items():
        for spelling, name in spellings.items() if core in folded.squashed else ():
            if spelling not in folded.squashed:
                continue
            pattern = re.compile(rf"{between.join(spelling)}(?![a-z0-9])")
            for match in alone(pattern, folded.text, str.isalnum):
                if all(piece in index.units for piece in re.findall("[a-z]+", match[0])):
                    continue  # found word by word
                if not _ends_a_word(folded, match):
                    yield Span(match.start(), match.end(), name, "name")
    for match in _SPACED.finditer("\n" + folded.text):  # the first character stands before the letters
        units = index.units.get(squash(match[0]))
        if units:
            yield Span(match.start(), match.end() - 1, units[0].identifier, "name")


def _ends_a_word(folded: Folded, match: re.Match[str]) -> bool:
    """Whether the first letter belongs to what goes before: 2 p.m. Price was raised."""
    position, start, end = folded.original(match.start(), match.end())
    words = folded.originals[position][start:end]
    return words[0].islower() and not words[1:2].isalnum() and not words.islower()


def _camel(index: NameIndex, folded: Folded) -> Iterator[Span]:
    """Names in joined capitals, which folding would hide."""
    pattern = index.capitals(" ".join(folded.words))
    if pattern is None:
        return
    known: dict[str, list[re.Match[str]]] = {}
    for capital in _CAMEL.finditer(folded.whole):
        begin = capital.start()
        while begin and folded.whole[begin - 1].isalpha():
            begin -= 1
        word = _LETTERS.match(folded.whole, begin)
        if word is None:
            continue
        if word[0] not in known:
            known[word[0]] = list(pattern.finditer(word[0]))
        for match in known[word[0]]:
            units = [unit for unit in index.units[match[0].lower()] if unit.role not in ("middle", "account")]
            if units:
                start, end = folded.of_whole(begin + match.start(), begin + match.end())
                yield Span(start, end, units[0].identifier, "name")


def _with_digits(index: NameIndex, folded: Folded) -> Iterator[Span]:
    """Wh1tlock, S@rah: digits and signs that stand for the letter they look like."""
    for inside in _DIGIT_WITHIN.finditer(folded.text):
        start = inside.start()
        if start and folded.text[start - 1] in _NO_LETTER and not folded.text[start : start + 4][1:].isalpha():
            continue
        while start and _AROUND_DIGIT.match(folded.text[start - 1]):
            start -= 1
        word = _AROUND_DIGIT.match(folded.text, start)
        if word is None or len(word[0]) > _LONGEST_WORD:
            continue
        if name := index.looks.get(drawn(word[0])):
            yield Span(word.start(), word.end(), name, "name", near=True)


def _strange(index: NameIndex, folded: Folded) -> Iterator[Span]:
    """Names in other letters than ours, words of which no pattern of ours would find."""
    for text, name in index.strange.items():
        if text.split()[0] in folded.text:
            pattern = r"[\W_]{0,3}".join(re.escape(word) for word in text.split())
            for match in re.finditer(pattern, folded.text):
                yield Span(match.start(), match.end(), name, "name")
