"""Lists inside one cell: numbered, lettered or bulleted items, and which actions an item is about."""

from __future__ import annotations

import re
from dataclasses import dataclass

LINE_MARK = re.compile(
    r"^[ \t\u00a0]*(?P<mark>(?:action|step)s?\s*\d{1,2}(?:\.\d{1,2})*[a-z]?(?!\w)\s*[:.)\-–]?"
    r"|\(?\d{1,2}(?:\.\d{1,2}){0,3}[a-z]?\s*[.):](?!\d)"
    r"|\d{1,2}(?=\t)|\d{1,2}(?:\.\d{1,2}){1,3}(?=\s)|\(?(?:[a-h]|[ivx]{1,4})[.)](?=\s)"
    r"|\([a-h]\)|\((?:[ivx]{1,4})\))[ \t\u00a0]*",
    re.IGNORECASE | re.MULTILINE,
)
BARE_MARK = re.compile(
    rf"{LINE_MARK.pattern}|^[ \t]*(?P<bare>\d{{1,2}})[ \t]+(?=[A-Za-z])", re.IGNORECASE | re.MULTILINE
)
"""As LINE_MARK, and a bare figure: read only in a cell that also has ranges."""
LETTER_AND_POINT = re.compile(r"[A-Za-z]{1,4}\.")
"""Alone it is an initial, or the start of a sentence."""
INLINE_MARK = re.compile(r"(?:^|(?<=[\s;.]))(?P<mark>\(?\d{1,2}[.)])(?=\s+[A-Za-z•])")
RANGE = re.compile(
    r"^[ \t]*(?P<mark>(?:(?:actions?|nos?\.?|points?)\s*)?(?P<first>\d{1,2})(?:\s*(?:-|–"
    r"|to)\s*(?P<last>\d{1,2})|(?P<more>(?:\s*(?:,|&|and)\s*\d{1,2})+))"
    r"\s*[.):\-–]?)[ \t]+(?!(?:days?|weeks?|months?|years?|hours?)\b|"
    + r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))",
    re.IGNORECASE | re.MULTILINE,
)
BULLET = re.compile(r"^[ \t\u00a0]*(?:[•·●○▪■◦‣➢❖✓\uf0b7\uf0a7\uf0d8–—*-]|o(?=[ \t]))[ \t\u00a0]*(?=\S)")
KEY = re.compile(r"[\W_]*(?:(?:action|step)s?\b[\W_]*)?(\d+(?:\.\d+)*[a-z]?|[a-z]+)", re.IGNORECASE)
ORDER = "abcdefgh"
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")


Mark = tuple[int, int, tuple[str, ...], str]
"""Where a mark starts and ends, the numbers it covers, and the mark as printed."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list in a cell: the numbers it covers ("1", or "1", "2", "3"), its mark as printed, its words."""

    keys: tuple[str, ...]
    mark: str
    text: str


def number_key(mark: str | None) -> str:
    """Reduce a printed number to what it is compared by: "Action 2." and "(2)" are both "2"."""
    found = KEY.match(mark or "")
    return found.group(1).lower() if found else ""


def split_items(text: str, *, ranges: bool = True) -> list[Item]:
    """Split a cell at its numbers; words before the first are an item without keys; no numbers, no items.

    `ranges` allows "1-3 Complete", which a list of actions never holds.
    """
    if "\n" not in text:
        one = _single(text, ranges)
        if one is not None:
            return one
    marks = _marks(text, ranges)
    if not marks or (len(marks) == 1 and LETTER_AND_POINT.fullmatch(marks[0][3])):
        return []
    items = [Item((), "", text[: marks[0][0]].strip())] if text[: marks[0][0]].strip() else []
    stops = [start for start, _, _, _ in marks[1:]] + [len(text)]
    for (_, end, keys, mark), stop in zip(marks, stops, strict=True):
        items.append(Item(keys, mark, text[end:stop].strip()))
    return items


def _single(text: str, ranges: bool) -> list[Item] | None:
    """Read one line: no list, or a list of one; None when more numbers may follow in the line."""
    covered = RANGE.match(text) if ranges else None
    if covered:
        return [Item(_covered(covered), covered.group("mark").strip(), text[covered.end() :].strip())]
    found = LINE_MARK.match(text)
    if found is None or found.end() == len(text):
        return []
    mark = found.group().strip()
    key = number_key(mark)
    if key == "1":
        return None
    return [] if LETTER_AND_POINT.fullmatch(mark) else [Item((key,), mark, text[found.end() :].strip())]


def _marks(text: str, with_ranges: bool) -> list[Mark]:
    """Find the marks of the outermost list: those at line starts that ascend in one manner, else those in the line."""
    ranges: list[Mark] = []
    if with_ranges:
        ranges = [(m.start(), m.end(), _covered(m), m.group("mark").strip()) for m in RANGE.finditer(text)]
    taken = {start for start, _, _, _ in ranges}
    singles = [_mark(m) for m in (BARE_MARK if ranges else LINE_MARK).finditer(text) if text[m.end() :].strip()]
    marks = _ascending(sorted(ranges + [mark for mark in singles if mark[0] not in taken]))
    if len(marks) <= 1 and (not marks or marks[0][0] == 0):
        inline = [_mark(m) for m in INLINE_MARK.finditer(text)]
        if inline and inline[0][0] == 0 and [mark[2][0] for mark in inline[:2]] == ["1", "2"]:
            return _ascending(inline, gaps=False)
    return marks


def _mark(match: re.Match[str]) -> Mark:
    """Turn a match into a mark."""
    return match.start(), match.end(), (number_key(match.group()),), match.group().strip()


def _covered(match: re.Match[str]) -> tuple[str, ...]:
    """List every number a range mark covers."""
    first = int(match.group("first"))
    if match.group("last"):
        return tuple(str(number) for number in range(first, min(int(match.group("last")), first + 40) + 1))
    return (str(first), *re.findall(r"\d+", match.group("more")))


def _ascending(marks: list[Mark], *, gaps: bool = True) -> list[Mark]:
    """Keep the marks that count upwards in the manner of the first; others are lists inside an item, or plain text."""
    kept: list[Mark] = []
    last: tuple[int, ...] = ()
    for mark in marks:
        place = _place(mark[2][0], roman=bool(kept) and kept[0][2][0] == "i")
        if not kept or _follows(last, place, gaps=gaps):
            kept.append(mark)
            last = _place(mark[2][-1], roman=kept[0][2][0] == "i")
    return kept


def _place(key: str, *, roman: bool) -> tuple[int, ...]:
    """Give a key's place in its manner of counting: letters and Roman figures are kept apart from figures by a sign."""
    if key in ROMAN and (roman or key not in ORDER):
        return (-2, ROMAN.index(key) + 1)
    if key[:1].isalpha():
        return (-1, ORDER.find(key) + 1)
    figures = [int(part) for part in re.findall(r"\d+", key)]
    return (len(figures), *figures, ord(key[-1]) - 96 if key[-1].isalpha() else 0)


def _follows(last: tuple[int, ...], place: tuple[int, ...], *, gaps: bool) -> bool:
    if place[0] != last[0] or place <= last:
        return False
    return gaps or place[1] == last[1] + 1


def bullet_lines(text: str) -> list[str]:
    """Give the bulleted lines without their bullets, the lines after each joined on."""
    lines = [line for line in text.split("\n") if line.strip()]
    if not lines or not BULLET.match(lines[0]):
        return []
    items: list[str] = []
    for line in lines:
        if BULLET.match(line):
            items.append(BULLET.sub("", line).strip())
        else:
            items[-1] += f"\n{line.strip()}"
    return items
