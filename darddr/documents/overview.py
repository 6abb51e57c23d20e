"""The overview report: title page, contents, chapters, and the action plan as an appendix on turned pages."""

from darddr.documents.action_plan import COLUMNS_BY_NUMBER, counted, plan_rows
from darddr.documents.chapters import CHAPTERS, joined, text_of, write_chapter
from darddr.documents.facts import OverviewFacts, SectionFacts
from darddr.documents.front import all_of, missing, particulars, title_page
from darddr.documents.package import LANDSCAPE, PORTRAIT, section, write
from darddr.documents.story import Story
from darddr.documents.summary import KEYS as SUMMARY_KEYS
from darddr.documents.template import Template, house
from darddr.documents.xml import clean, words

KEYS = ("preface", *(chapter.key for chapter in CHAPTERS))
"""Keys of `SectionFacts` that have a place of their own; any other key but the summary's own makes a chapter
before the conclusions.
"""


def overview(facts: OverviewFacts, template: Template | None = None) -> bytes:
    """An overview report as .docx bytes.

    Each finding and each action is printed exactly once. Whatever is absent is named in the text.
    """
    styles = template or house()
    body, front = Story(styles), Story(styles)
    missing(body, facts, CHAPTERS)
    _preface(body, facts)
    for chapter in CHAPTERS:
        if chapter.key == "conclusions":
            _extra_chapters(body, facts)
        write_chapter(body, chapter, facts, new_page=chapter.key == "introduction")
    _appendix(body, facts)
    title_page(front, facts, "Overview report")
    front.contents("Contents", body)
    about = particulars(facts, "Overview report")
    return write(styles, about, (PORTRAIT, LANDSCAPE), all_of(front, body))


def _preface(story: Story, facts: OverviewFacts) -> None:
    story.heading(1, "Preface", numbered=False, new_page=True)
    who = joined(facts.pseudonyms) or "the person who died"
    condolence = f"The members of the review panel offer their condolences to everyone who knew and loved {who}."
    story.prose(text_of(facts, "preface") or (condolence,), style="Normal")


def _extra_chapters(story: Story, facts: OverviewFacts) -> None:
    """The author's own chapters, in the order given."""
    extra: dict[str, list[SectionFacts]] = {}
    for part in facts.sections:
        if part.key not in KEYS and part.key not in SUMMARY_KEYS:
            extra.setdefault(part.key, []).append(part)
    for parts in extra.values():
        story.heading(1, clean(parts[0].title).strip() or clean(parts[0].key).strip() or "Further information")
        for part in parts:
            story.prose(part.paragraphs)


def _appendix(story: Story, facts: OverviewFacts) -> None:
    """The plan on landscape pages; the paragraph before it ends the upright ones."""
    story.add(
        "Normal",
        words("The actions that carry out the recommendations are in Appendix A."),
        properties=f'<w:spacing w:before="240"/>{section(PORTRAIT)}',
    )
    story.heading(1, "Appendix A: action plan", numbered=False)
    if facts.recommendations:
        actions = sum(len(recommendation.actions) for recommendation in facts.recommendations)
        rows = plan_rows(facts.recommendations, with_text=False)
        story.table(LANDSCAPE, f"Action plan: {counted(actions, 'action')}", COLUMNS_BY_NUMBER, rows)
        story.add("Normal", words("End of the report."), properties='<w:spacing w:before="240"/>')
    else:
        story.not_recorded("actions")
    story.raw(section(LANDSCAPE))
