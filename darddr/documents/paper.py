"""Any paper that is not a report of its own: a title, then blocks in reading order, in the house template.

The facts say what stands in it; this module alone knows how it looks. Whatever a block lacks is said in its place, and
`lacking` names it once more for whoever sends the paper on.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, dropwhile, takewhile
from typing import Any

from darddr.documents.package import LANDSCAPE, PORTRAIT, Page, Particulars, section, write
from darddr.documents.story import NEARER, Story
from darddr.documents.tables import Column
from darddr.documents.template import LANGUAGE, Template, house
from darddr.documents.xml import clean, join_lines, lines, said, words

NOT_YET = "Not yet recorded"
_NEW_PAGE = "<w:pageBreakBefore/>"
_APART = '<w:spacing w:before="240"/>'
"""Space above whatever follows a table."""


@dataclass(frozen=True)
class Heading:
    """A heading of level 2 or 3; one that starts a page breaks it."""

    text: str
    level: int = 2
    new_page: bool = False


@dataclass(frozen=True)
class Text:
    """Somebody's words; each line is a paragraph, and one typed with a bullet becomes a real list item."""

    text: str


@dataclass(frozen=True)
class Bullets:
    """Points of a list."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Numbered:
    """Numbered points. The numbers run through the whole paper, so that a paper has one such list."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Fields:
    """Labels and values, one under the other; an empty value is marked as not yet recorded."""

    caption: str
    pairs: tuple[tuple[str, str], ...]
    heads: tuple[str, str] = ("What", "What the record says")


@dataclass(frozen=True)
class Table:
    """A table; a number beside a column's title is its share of the width. `needs` names what is missing where no row is."""

    caption: str
    columns: tuple[tuple[str, float], ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str = "There is nothing to list."
    needs: str = ""
    blank: str = "–"


@dataclass(frozen=True)
class Missing:
    """Something the record does not hold yet."""

    what: str


@dataclass(frozen=True)
class Letter:
    """One letter, on a page of its own where anything stands before it. The first paragraph greets, and stands above the subject.

    Its words are marked with its language where it has one, and so is a paragraph that names another (`[cy]`, `[en]`).
    """

    sender: tuple[str, ...]
    to: tuple[str, ...]
    about: tuple[tuple[str, str], ...]
    subject: str
    paragraphs: tuple[str, ...]
    language: str = ""


@dataclass(frozen=True)
class Turn:
    """The paper turns: these words end the pages before, the blocks after stand on pages of the other shape."""

    words: str
    page: Page


Block = Heading | Text | Bullets | Numbered | Fields | Table | Missing | Letter | Turn


@dataclass(frozen=True)
class PaperFacts:
    """A whole paper as at a day. `kind` is what sort of paper it is; an empty marking means it is published.

    `opening` are lines under the title. A paper without a title of its own opens with its first block, as letters do. A table
    right under a heading shows its caption where `is_captioned`.
    """

    title: str
    kind: str
    reference: str
    partnership: str
    marking: str
    as_at: date
    blocks: tuple[Block, ...]
    opening: tuple[tuple[str, str], ...] = ()
    is_titled: bool = True
    is_captioned: bool = True
    page: Page = PORTRAIT
    closing: str = ""
    language: str = LANGUAGE


MANY_HEADINGS, LONG = 3, 1_200
"""Headings and words above which a paper gets a list of contents."""
_NO_ROOM = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
"""For the paragraph that Word wants after a table at the end: too low to be pushed to a page of its own."""
_SUBJECT = 26
"""Half points of a letter's subject."""


def paper(facts: PaperFacts, template: Template | None = None) -> bytes:
    """A paper as .docx bytes, its marking in the header and in the first line."""
    styles = template or house()
    body = _Body(Story(styles), facts.page, facts.is_captioned)
    if facts.marking:
        body.story.language = LANGUAGE if facts.language != LANGUAGE else ""
        body.story.add("Marking", words(facts.marking))
        body.story.language = ""
    if facts.is_titled:
        body.story.heading(1, facts.title, numbered=False)
        if facts.opening:
            body.story.add("Normal", lines(*facts.opening))
    contents = Story(styles)
    for block in takewhile(_is_text, facts.blocks):
        body.write(block)
    body.story.leave_room(contents)
    for block in dropwhile(_is_text, facts.blocks):
        body.write(block)
    if len(body.story.headings) > MANY_HEADINGS and _length(facts) > LONG:
        is_title_alone = facts.is_titled and all(level > 1 for level, _, _ in body.story.headings[1:])
        contents.contents("Contents", body.story, new_page=False, first=2 if is_title_alone else 1)
    if facts.closing:
        body.paragraph("Normal", words(facts.closing))
    elif body.is_after_table:
        body.story.add("Normal", words(" "), properties=_NO_ROOM)
    body.story.raw(section(body.page))
    about = Particulars(
        title=facts.title,
        subject=facts.kind,
        partnership=facts.partnership,
        reference=facts.reference,
        marking=facts.marking,
        as_at=facts.as_at,
        language=facts.language,
    )
    pages = (PORTRAIT, LANDSCAPE) if any(isinstance(block, Turn) for block in facts.blocks) else (facts.page,)
    return write(styles, about, pages, body.story.pieces())


def _is_text(block: Block) -> bool:
    return isinstance(block, Text)


def _length(facts: PaperFacts) -> int:
    """Words of what the blocks say; headings and captions come on top."""
    said = chain(chain.from_iterable(facts.opening), chain.from_iterable(map(_texts, facts.blocks)))
    return sum(len(text.split()) for text in said)


def _texts(block: Block) -> Iterator[str]:
    if isinstance(block, Text):
        yield block.text
    elif isinstance(block, (Bullets, Numbered)):
        yield from block.items
    elif isinstance(block, Fields):
        yield from chain.from_iterable(block.pairs)
    elif isinstance(block, Table):
        yield from chain.from_iterable(block.rows)
    elif isinstance(block, Letter):
        yield from block.paragraphs


def lacking(facts: PaperFacts) -> tuple[str, ...]:
    """Everything the paper marks as not yet recorded, each once."""
    found: list[str] = []
    for block in facts.blocks:
        if isinstance(block, Missing):
            found.append(block.what)
        elif isinstance(block, Fields):
            found += [_within(label) for label, value in block.pairs if not _is_said(value)]
        elif isinstance(block, Table) and block.needs and not block.rows:
            found.append(block.needs)
    return tuple(dict.fromkeys(found))


def _within(label: str) -> str:
    """A label as it stands within a sentence."""
    return label[:1].lower() + label[1:]


def _is_said(text: str) -> bool:
    return bool(clean(text).strip())


class _Body:
    """Writes blocks one after the other, keeping to what the block before asks for."""

    def __init__(self, story: Story, page: Page, is_captioned: bool) -> None:
        self.story, self.page, self._is_captioned = story, page, is_captioned
        self.is_after_table = self._is_under_heading = False
        self._has_begun = False

    def write(self, block: Block) -> None:
        _WRITERS[type(block)](self, block)
        self._is_under_heading, self._has_begun = isinstance(block, Heading), True

    def paragraph(self, style: str, *runs: str, properties: str = "") -> None:
        """A paragraph; what follows a table stands apart from it."""
        self.story.add(style, *runs, properties=(_APART if self.is_after_table else "") + properties)
        self.is_after_table = False

    def heading(self, block: Heading) -> None:
        self.story.heading(block.level, block.text, numbered=False, new_page=block.new_page)
        self.is_after_table = False

    def text(self, block: Text) -> None:
        self._prose(clean(block.text).split("\n"))

    def _prose(self, paragraphs: list[str], language: str = "") -> None:
        if self.is_after_table and paragraphs:
            self.story.add("Normal", words(" "), properties='<w:spacing w:before="0" w:after="0"/>')
        self.is_after_table = False
        self.story.prose(paragraphs, style="Normal", language=language)

    def bullets(self, block: Bullets) -> None:
        for item in filter(_is_said, block.items):
            self.paragraph("List Bullet", words(item), properties=NEARER)

    def numbered(self, block: Numbered) -> None:
        for item in filter(_is_said, block.items):
            self.paragraph("List Number", words(item), properties=NEARER)

    def missing(self, block: Missing) -> None:
        self.story.not_recorded(block.what)
        self.is_after_table = False

    def fields(self, block: Fields) -> None:
        rows = ((words(label), said(value, NOT_YET)) for label, value in block.pairs)
        columns = (Column(block.heads[0], 32), Column(block.heads[1], 68))
        self._table(block.caption, columns, rows)

    def table(self, block: Table) -> None:
        if block.rows:
            columns = tuple(Column(title, share) for title, share in block.columns)
            self._table(block.caption, columns, ([said(cell, block.blank) for cell in row] for row in block.rows))
        elif block.needs:
            self.story.not_recorded(block.needs)
            self.is_after_table = False
        else:
            self.paragraph("Normal", words(f"{block.caption}: {block.empty}"))

    def _table(self, caption: str, columns: tuple[Column, ...], rows: Iterator[Any]) -> None:
        shown = caption if self._is_captioned or not self._is_under_heading else ""
        self.story.table(self.page, shown, columns, rows)
        self.is_after_table = True

    def letter(self, block: Letter) -> None:
        opening, *rest = block.paragraphs or ("",)
        self.story.language = block.language
        self.story.add("Normal", _under_one_another(block.sender), properties=_NEW_PAGE if self._has_begun else "")
        self.story.add("Normal", _under_one_another(block.to), properties=_APART)
        self.story.add("Normal", lines(*block.about), properties=_APART)
        self._prose([opening], block.language)
        self.story.heading(1, block.subject, numbered=False, half_points=_SUBJECT)
        self._prose(rest, block.language)
        self.story.language = ""

    def turn(self, block: Turn) -> None:
        self.paragraph("Normal", words(block.words), properties=section(self.page))
        self.page = block.page


def _under_one_another(texts: tuple[str, ...]) -> str:
    return join_lines(words(text) for text in texts)


_WRITERS: dict[type, Callable[[_Body, Any], None]] = {
    Heading: _Body.heading,
    Text: _Body.text,
    Bullets: _Body.bullets,
    Numbered: _Body.numbered,
    Missing: _Body.missing,
    Fields: _Body.fields,
    Table: _Body.table,
    Letter: _Body.letter,
    Turn: _Body.turn,
}
