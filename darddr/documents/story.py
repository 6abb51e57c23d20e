"""The body of a document while it is written: pieces in reading order, and the headings the contents list needs."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from darddr.documents.package import Page
from darddr.documents.tables import Column, table
from darddr.documents.template import Template
from darddr.documents.xml import (
    bookmarked,
    clean,
    escape,
    field_end,
    field_start,
    link_inside,
    paragraph,
    sized,
    spoken,
    words,
)
from darddr.vocabulary.languages import parted

NOT_RECORDED = "Not yet recorded: {}."
_PLAIN_HEADING = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr><w:ind w:left="0" w:firstLine="0"/>'
_SECTION_HEADING = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'
_IN_SECTION = '<w:numPr><w:ilvl w:val="2"/><w:numId w:val="1"/></w:numPr>'
_RUNNING = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="4"/></w:numPr>'
_NEW_PAGE = "<w:pageBreakBefore/>"
_APART = '<w:spacing w:before="360"/>'
_AFTER_LIST = '<w:spacing w:before="160"/>'
NEARER = '<w:ind w:left="567" w:hanging="340"/>'
"""Where lists stand in text that is not numbered, and so not indented itself."""
_BULLET = re.compile(r"(?:[•●▪■‣◦·∙➢✓]\s*)+(?=\S)|[-–—*]\s+(?=\S)")
_NUMBER = re.compile(r"\(?(?:\d{1,3}|[a-z])[.)]\s+(?=\S)")


class Story:
    """Collects pieces of XML; tables stay unmade until the file is written, so they never stand in memory whole."""

    def __init__(self, template: Template, numbering: str = "chapters") -> None:
        """Start an empty body in the styles of this template, its paragraphs numbered 1.1 by chapter, or otherwise."""
        self.template = template
        self._numbering = numbering
        self.headings: list[tuple[int, str, str]] = []
        self._pieces: list[Iterable[str]] = []
        self._chapter = self._section = 0
        self._in_section = False
        self.language = ""

    def pieces(self) -> Iterator[str]:
        """Everything so far, in reading order."""
        return chain.from_iterable(self._pieces)

    def raw(self, *xml: str) -> None:
        """Add finished XML."""
        self._pieces.append(xml)

    def leave_room(self, other: "Story") -> None:
        """Put here whatever another story will hold by the time the file is written."""
        self._pieces.append(_held_later(other))

    def add(self, style: str, *runs: str, properties: str = "") -> None:
        """Add one paragraph in the style of this name, its words marked with the story's language while it has one."""
        if self.language:
            runs = tuple(spoken(run, self.language) for run in runs)
        if style == "Numbered Paragraph":
            properties += self._number()
        self._pieces.append((paragraph(self.template.ids[style], *runs, properties=properties),))

    def heading(
        self, level: int, title: str, *, numbered: bool = True, new_page: bool = False, half_points: int = 0
    ) -> None:
        """Add a heading with a bookmark; level 1 is numbered by its style unless it stands outside the chapters.

        Its size is its style's, or `half_points` where a letter's subject is to be no larger than its words.
        """
        number = ""
        if level == 1 and numbered:
            self._chapter += 1
            number = str(self._chapter)
        if level == 1:
            self._section, self._in_section = 0, False
        elif level == 2 and self._numbering == "sections" and self._chapter:
            self._section += 1
            self._in_section = True
            number = f"{self._chapter}.{self._section}"
        self.headings.append((level, number, title))
        plain = _PLAIN_HEADING if level == 1 and not numbered else _SECTION_HEADING if level == 2 and number else ""
        shown = sized(title, half_points) if half_points else words(title)
        mark = bookmarked(_bookmark(len(self.headings)), len(self.headings), shown)
        self.add(f"Heading {level}", mark, properties=(_NEW_PAGE if new_page else "") + plain)

    def _number(self) -> str:
        """Properties that number a paragraph otherwise than its style does."""
        if self._numbering == "running":
            return _RUNNING
        if self._in_section:
            return _IN_SECTION
        self._section += 1
        return ""

    def prose(self, paragraphs: Iterable[str], style: str = "Numbered Paragraph", language: str = "") -> None:
        """Add people's paragraphs; one typed with a bullet becomes a real list item, blank ones are left out.

        In unnumbered text a typed number becomes a real one too; in numbered text it stays as it was written. Where their language is
        told, each is marked with it, or with the one that `[cy]` or `[en]` at its beginning names.
        """
        before, nearer, is_after_list = self.language, NEARER if style == "Normal" else "", False
        for text in paragraphs:
            text = clean(text).strip()
            if language:
                self.language, text = parted(text, language)
            if bullet := _BULLET.match(text):
                self.add("List Bullet", words(text[bullet.end() :]), properties=nearer)
            elif style == "Normal" and (number := _NUMBER.match(text)):
                self.add("List Number", words(text[number.end() :]), properties=nearer)
            elif text:
                self.add(style, words(text), properties=_AFTER_LIST if nearer and is_after_list else "")
            is_after_list = bool(bullet) if text else is_after_list
        self.language = before

    def not_recorded(self, what: str) -> None:
        """Say in the file that something is absent."""
        self.add("Not Recorded", words(NOT_RECORDED.format(what)))

    def table(self, page: Page, caption: str, columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> None:
        """Add a table under its caption; rows are asked for only when the file is written. A paragraph must follow.

        A table right under a heading that says what it holds needs no caption.
        """
        if caption:
            self.add("Caption", words(caption))
        self._pieces.append(table(self.template, page.text_width, columns, rows))

    def contents(self, title: str, story: "Story", *, new_page: bool = True, first: int = 1) -> None:
        """Add the list of contents of another story: a field Word can refresh, already filled in from its headings.

        It shows titles that lead to their sections. Page numbers appear when the field is updated in Word: only a
        program that lays out pages knows them, and a wrong number is worse than none. `first` is the highest level listed: a paper's own
        title is not part of its contents.
        """
        self.add("TOC Heading", words(title), properties=_NEW_PAGE if new_page else _APART)
        shown = [heading for heading in enumerate(story.headings, start=1) if first <= heading[1][0] <= 2]
        for index, (mark, (level, number, text)) in enumerate(shown):
            label = f"{number}\t{text}" if number else text
            start = field_start(f'TOC \\o "{first}-2" \\h \\z \\u') if index == 0 else ""
            end = field_end() if index == len(shown) - 1 else ""
            plain = '<w:ind w:left="0" w:firstLine="0"/>' if level == 1 and not number else ""
            tab = '<w:tabs><w:tab w:val="left" w:pos="567"/></w:tabs>' if number else ""
            entry = link_inside(escape(_bookmark(mark)), words(label))
            self.add(f"TOC {level}", start, entry, end, properties=tab + plain)


def _held_later(story: Story) -> Iterator[str]:
    yield from story.pieces()


def _bookmark(number: int) -> str:
    return f"_Toc{number:06}"
