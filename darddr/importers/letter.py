"""A letter of the Home Office's quality assurance panel: its numbered points, its dates and its verdict. No word of it is dropped.

What is guessed (the dates, the verdict) is only offered: a person confirms it. The grammar follows published letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from darddr.importers.docx_grid import read_docx
from darddr.importers.errors import Damaged, NoTable, PlanUnreadable, TooLarge, WrongType
from darddr.importers.grid import Table, cells_once
from darddr.importers.letter_marks import Mark, Path, mark_of
from darddr.importers.package import Package
from darddr.vocabulary.days import MONTHS
from darddr.vocabulary.home_office import LetterOutcome
from darddr.vocabulary.printable import printable

MOST_POINTS, LONGEST = 200, 400_000
"""No published letter has more than some twenty points, or is longer than ten pages."""

_DAY = rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<month>{'|'.join(MONTHS)})\b(?:,?\s+(?P<year>\d{{4}})\b)?"
DAY = re.compile(_DAY, re.IGNORECASE)
ONLY_A_DAY = re.compile(rf"\s*(?:date:?\s*)?(?:[a-z]+day,?\s+)?{_DAY}\s*\Z", re.IGNORECASE)
HEADING = re.compile(
    r"\s*(?:areas?|points?|matters|issues|changes|aspects)\b.{0,40}\b(?:development|improvement|amend\w*|revis\w*|address\w*|"
    r"consider\w*|change)\b.{0,40}\Z",
    re.IGNORECASE,
)
SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
NUMBERED_CELL = re.compile(r"\d{1,3}(?:\.\d{1,3})*\.?")


@dataclass(frozen=True)
class PointRead:
    """One point: its number as a reader would say it, and its words."""

    printed: str
    text: str


@dataclass(frozen=True)
class Letter:
    """A letter as understood. `rest` is every line that is no point; `panel_words` the panel's date where its year is missing."""

    points: tuple[PointRead, ...]
    rest: tuple[str, ...] = ()
    panel_on: date | None = None
    panel_words: str = ""
    letter_on: date | None = None
    outcome: LetterOutcome | None = None


@dataclass
class _Line:
    """A line of the letter; `opens` where it begins a paragraph."""

    text: str
    opens: bool


@dataclass
class _Reading:
    """Points and everything else, while they are told apart."""

    points: list[tuple[str, list[str]]] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    """Paragraphs without a mark after a point: they belong to it where another point follows, else to the end of the letter."""
    path: Path = field(default_factory=Path)

    def begin(self, mark: Mark, words: str) -> None:
        """Begin a point."""
        if self.points:
            self.points[-1][1].extend(self.waiting)
        else:
            self.rest.extend(self.waiting)
        self.waiting = []
        self.points.append((self.path.follow(mark), [words]))

    def go_on(self, line: _Line) -> None:
        """A line without a mark."""
        if not self.points:
            self.rest.append(line.text)
        elif line.opens or self.waiting:
            self.waiting.append(line.text)
        else:
            self.points[-1][1].append(line.text)


def read_letter(name: str, data: bytes) -> Letter:
    """Read a letter from a Word file or a text file. Raises PlanUnreadable with one sentence."""
    kind = name.lower().rpartition(".")[2]
    if kind == "docx":
        return _understood(list(_lines_of_word(name, data)))
    if kind == "txt":
        try:
            return read_letter_text(data.decode("utf-8-sig"))
        except UnicodeDecodeError:
            return read_letter_text(data.decode("cp1252", "replace"))
    raise WrongType(
        "Letters are read from Word files (.docx) and text files (.txt). Copy the words of this one and paste them."
    )


def read_letter_text(text: str) -> Letter:
    """Read a letter from its words, an empty line between paragraphs. Raises PlanUnreadable with one sentence."""
    if len(text) > LONGEST:
        raise TooLarge("This is longer than any letter of the Home Office. Copy the letter alone.")
    return _understood(list(_lines(printable(text).split("\n"))))


def _lines(texts: Iterable[str]) -> Iterator[_Line]:
    opens = True
    for text in texts:
        if text.strip():
            yield _Line(text.strip(), opens)
        opens = not text.strip()


def _lines_of_word(name: str, data: bytes) -> Iterator[_Line]:
    try:
        contents = read_docx(Package(name, data))
    except PlanUnreadable as unreadable:
        raise Damaged(f"{name} is damaged and cannot be opened. Copy its words and paste them.") from unreadable
    blocks = [_told(block) for block in contents.blocks]
    blocks += [[aside.text] for aside in contents.loose]
    if sum(len(text) for block in blocks for text in block) > LONGEST:
        raise TooLarge("This file is longer than any letter of the Home Office.")
    for block in blocks:
        for paragraph in block:
            yield from _lines(printable(paragraph).replace("\t", " ").split("\n"))


def _told(block: Table | str) -> list[str]:
    """A paragraph, or each row of a table: a number in its first cell is the row's mark."""
    if isinstance(block, str):
        return [block]
    rows = []
    for number, row in enumerate(block.rows, 1):
        cells = [cell.text for cell in cells_once(row) if cell.row == number]
        if len(cells) > 1 and NUMBERED_CELL.fullmatch(cells[0].strip()):
            cells[0] = cells[0].strip().rstrip(".") + "."
        rows.append(" ".join(cells))
    return rows


def _understood(lines: list[_Line]) -> Letter:
    if not lines:
        raise NoTable("There are no words in it.")
    heading = next((at for at, line in enumerate(lines) if HEADING.match(line.text)), None)
    reading = _Reading()
    for at, line in enumerate(lines):
        if heading is not None and at <= heading:
            reading.rest.append(line.text)
            continue
        mark = mark_of(line.text, reading.path)
        if mark is not None and (mark.kind[0] != "at" or (line.opens and (heading is not None or reading.points))):
            reading.begin(mark, line.text[mark.ends :].strip())
        else:
            reading.go_on(line)
    if len(reading.points) > MOST_POINTS:
        raise TooLarge(
            f"{len(reading.points)} points were read, more than any letter has. Paste the list of points alone."
        )
    rest = (*reading.rest, *reading.waiting)
    points = tuple(PointRead(printed, "\n".join(words)) for printed, words in reading.points)
    panel_on, panel_words = _panel_day([line.text for line in lines])
    return Letter(points, rest, panel_on, panel_words, _letter_day(lines), _verdict(" ".join(rest), bool(points)))


def _panel_day(lines: list[str]) -> tuple[date | None, str]:
    """The day of the sentence that speaks of the panel; its words alone where it has no year."""
    for line in lines:
        for sentence in SENTENCES.split(line):
            found = DAY.search(sentence) if re.search(r"\bpanel\b", sentence, re.IGNORECASE) else None
            if found is not None:
                return _date(found), "" if found["year"] else found.group().strip()
    return None, ""


def _letter_day(lines: list[_Line]) -> date | None:
    """The first line that is a date and nothing else."""
    return next((_date(found) for line in lines if (found := ONLY_A_DAY.match(line.text))), None)


def _date(found: re.Match[str]) -> date | None:
    if not found["year"]:
        return None
    try:
        return date(int(found["year"]), MONTHS.index(found["month"].lower()) + 1, int(found["day"]))
    except ValueError:
        return None


def _verdict(words: str, asks: bool) -> LetterOutcome | None:
    """What the letter seems to decide; nothing where it does not say."""
    told = words.lower()
    if re.search(r"\bresubmi|\bre-submi|\bnot adequate|\binadequate|\bnot (?:yet )?be published", told):
        return LetterOutcome.RESUBMIT
    if re.search(r"\bbe published\b|\badequate\b", told):
        revised = asks or re.search(r"\brevis|\bamend", told)
        return LetterOutcome.AMEND if revised else LetterOutcome.PUBLISH
    return None
