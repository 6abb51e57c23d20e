"""The form an agency fills in to say how its actions go, as a Word file: what we know, and room for what they say.

Ids of form and rows stand in bookmarks, which every office program keeps, beside a reference that people can read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from darddr.documents.action_plan import counted
from darddr.documents.package import LANDSCAPE, Particulars, day, section, write
from darddr.documents.story import Story
from darddr.documents.tables import Column
from darddr.documents.template import house
from darddr.documents.xml import bookmarked, escape, join_lines, lines, said, strong, words
from darddr.vocabulary.update_forms import CHOOSE, STATUSES, Heading

COLUMNS = (
    Column(Heading.REF, 13),
    Column(Heading.ACTION, 24),
    Column(Heading.TARGET, 10),
    Column(Heading.STATUS, 10.5),
    Column(Heading.PROGRESS, 23),
    Column(Heading.STATUS_NOW, 11.5),
    Column(Heading.DATE_AND_WHY, 16),
    Column(Heading.EVIDENCE, 18),
)
ANSWERER = (Column("About this return", 30), Column("Your answer", 70))
_FIRST_BOOKMARK = 1000
"""Below it are the bookmarks of headings."""


@dataclass(frozen=True)
class UpdateRow:
    """One action a form asks about: its id as bookmarks and cells carry it, and what is known of it."""

    mark: str
    ref: str
    text: str
    target_text: str
    target_on: date | None
    status: str


@dataclass(frozen=True)
class UpdateFormFacts:
    """One form to one agency; `about` says which actions it asks about."""

    mark: str
    reference: str
    agency: str
    partnership: str
    about: str
    marking: str
    issued_on: date
    due_on: date
    rows: tuple[UpdateRow, ...]


def update_form(facts: UpdateFormFacts) -> bytes:
    """A form as .docx bytes."""
    story = Story(house())
    story.add("Marking", words(facts.marking))
    story.heading(1, f"Update on actions: {facts.agency}", numbered=False)
    reference = strong("Form reference: ") + bookmarked(facts.mark, _FIRST_BOOKMARK, words(facts.reference))
    told = lines(
        ("About", facts.about),
        ("From", facts.partnership),
        ("Issued", day(facts.issued_on)),
        ("Please send back by", day(facts.due_on)),
    )
    story.add("Normal", join_lines((told, reference)))
    story.prose(_GUIDE, "Normal")
    story.table(LANDSCAPE, "Who fills this in", ANSWERER, _answerer())
    story.table(LANDSCAPE, counted(len(facts.rows), "action"), COLUMNS, _rows(facts))
    story.add("Normal", words("End of the form."), properties='<w:spacing w:before="240"/>')
    story.raw(section(LANDSCAPE))
    about = Particulars(
        title=f"Update form {facts.reference}",
        subject="Progress of actions",
        partnership=facts.partnership,
        reference=facts.reference,
        marking=facts.marking,
        as_at=facts.issued_on,
    )
    return write(house(), about, (LANDSCAPE,), story.pieces())


_GUIDE = (
    "Fill in the last four columns of each row, as far as there is something to say. Leave a row empty where nothing "
    "has changed. Do not change, add or delete rows, and save the file as Word (.docx).",
    f"Status now is one of: {', '.join(STATUSES)}. “Complete” needs evidence: say what shows that the change is in "
    "place and where it is kept.",
    "A new date is a request: give the date and the reason. Use roles, never the names of people of a case.",
)


def _answerer() -> Iterator[tuple[str, str]]:
    yield words(Heading.NAME), ""
    yield words(Heading.DATE), ""


def _rows(facts: UpdateFormFacts) -> Iterator[tuple[str, ...]]:
    for number, row in enumerate(facts.rows, start=_FIRST_BOOKMARK + 1):
        yield (
            bookmarked(row.mark, number, strong(row.ref)),
            words(row.text),
            said(row.target_text, "No date set"),
            words(row.status),
            "",
            _choice(number),
            "",
            "",
        )


def _choice(number: int) -> str:
    """A list to choose from; its words stay plain text for programs that know no such list."""
    listed = "".join(
        f'<w:listItem w:displayText="{escape(each)}" w:value="{escape(each)}"/>' for each in (CHOOSE, *STATUSES)
    )
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{Heading.STATUS_NOW}"/><w:id w:val="{number}"/><w:showingPlcHdr/>'
        f"<w:dropDownList>{listed}</w:dropDownList></w:sdtPr><w:sdtContent>{words(CHOOSE)}</w:sdtContent></w:sdt>"
    )
