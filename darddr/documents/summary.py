"""The executive summary: a short report of its own, to be read without the overview report beside it.

Source of the order: the executive summary template of the 2016 multi-agency statutory guidance. The combined chronology
and the action plan stay in the overview report; what happened is told in the author's few paragraphs.
"""

from dataclasses import replace

from darddr.documents.chapters import CHAPTERS as OVERVIEW_CHAPTERS
from darddr.documents.chapters import Chapter, text_of, write_chapter, write_text
from darddr.documents.facts import OverviewFacts
from darddr.documents.front import all_of, missing, particulars, title_page
from darddr.documents.package import PORTRAIT, section, write
from darddr.documents.story import Story
from darddr.documents.template import Template, house
from darddr.documents.xml import words

_OVERVIEW = {chapter.key: chapter for chapter in OVERVIEW_CHAPTERS}


def _issues(story: Story, facts: OverviewFacts) -> None:
    """The author's key issues, or else every finding in a line of its own."""
    if text_of(facts, "key_issues"):
        return
    story.prose(("The panel recorded these findings.",))
    for finding in facts.findings:
        about = ", ".join(part for part in (finding.agency, finding.kind.lower()) if part)
        story.add("List Bullet", words(f"{finding.text.rstrip()} ({about})" if about else finding.text.rstrip()))


OWN_CHAPTERS = (
    Chapter("summary_chronology", "Summary of what happened", "summary of what happened"),
    Chapter(
        "key_issues",
        "Key issues arising from the review",
        "key issues",
        lambda facts: text_of(facts, "key_issues") or facts.findings,
        shows=_issues,
    ),
)
"""Chapters that only the summary has; the others are chapters of the overview report, said again here."""
KEYS = tuple(chapter.key for chapter in OWN_CHAPTERS)
CHAPTERS = (
    replace(_OVERVIEW["timescales"], title="The review process", opening=_OVERVIEW["introduction"].opening),
    _OVERVIEW["confidentiality"],
    _OVERVIEW["contributors"],
    _OVERVIEW["panel"],
    _OVERVIEW["independence"],
    _OVERVIEW["terms_of_reference"],
    *OWN_CHAPTERS,
    _OVERVIEW["conclusions"],
    _OVERVIEW["lessons"],
    _OVERVIEW["recommendations"],
)


def summary(facts: OverviewFacts, template: Template | None = None) -> bytes:
    """An executive summary as .docx bytes.

    Sections, findings and chronology that have no chapter here are left to the overview report. Whatever is absent is
    named in the text.
    """
    styles = template or house()
    body, front = Story(styles, facts.layout.numbering), Story(styles)
    missing(body, facts, CHAPTERS)
    for chapter in CHAPTERS:
        write_chapter(body, chapter, facts, new_page=chapter is CHAPTERS[0])
    body.add("Normal", words("End of the executive summary."), properties='<w:spacing w:before="240"/>')
    body.raw(section(PORTRAIT))
    title_page(front, facts, "Executive summary")
    front.contents("Contents", body)
    return write(styles, particulars(facts, "Executive summary"), (PORTRAIT,), all_of(front, body))


def summarise(story: Story, facts: OverviewFacts) -> None:
    """The summary as the first chapter of the overview report: what happened, key issues, conclusions, lessons, recommendations.

    The review process, its people and panel stand in chapters of their own there, and are not said twice.
    """
    story.heading(1, "Executive summary", new_page=True)
    for chapter in CHAPTERS[CHAPTERS.index(OWN_CHAPTERS[0]) :]:
        story.heading(2, chapter.title)
        if chapter.opening:
            story.prose(chapter.opening(facts))
        write_text(story, facts, text_of(facts, chapter.key))
        if chapter.is_missing(facts):
            story.not_recorded(chapter.what)
        elif chapter.shows:
            chapter.shows(story, facts)
