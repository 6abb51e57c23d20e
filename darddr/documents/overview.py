"""The overview report: title page, contents, chapters, and the action plan as an appendix on turned pages."""

from collections.abc import Iterator

from darddr.documents.action_plan import COLUMNS_BY_NUMBER, counted, plan_rows
from darddr.documents.chapters import CHAPTERS, Chapter, joined, text_of
from darddr.documents.facts import OverviewFacts, SectionFacts
from darddr.documents.package import LANDSCAPE, PORTRAIT, Particulars, day, section, write
from darddr.documents.story import Story
from darddr.documents.template import house, read_template
from darddr.documents.xml import clean, lines, words

KEYS = ("preface", *(chapter.key for chapter in CHAPTERS))
"""Keys of `SectionFacts` that have a place of their own; any other key makes a chapter before the conclusions."""


def overview(facts: OverviewFacts, template: bytes | None = None) -> bytes:
    """An overview report as .docx bytes; raises TemplateUnfit when a template lacks our styles.

    Each finding and each action is printed exactly once. Whatever is absent is named in the text.
    """
    styles = house() if template is None else read_template(template)
    body, front = Story(styles), Story(styles)
    _missing(body, facts)
    _preface(body, facts)
    for chapter in CHAPTERS:
        if chapter.key == "conclusions":
            _extra_chapters(body, facts)
        _chapter(body, chapter, facts)
    _appendix(body, facts)
    _title_page(front, facts)
    front.contents("Contents", body)
    about = Particulars(
        title=f"Overview report: {facts.reference}",
        subject=f"{facts.display_name} overview report",
        partnership=facts.partnership,
        reference=facts.reference,
        marking=facts.marking,
        as_at=facts.as_at,
    )
    return write(styles, about, (PORTRAIT, LANDSCAPE), _all(front, body))


def _all(*stories: Story) -> Iterator[str]:
    for story in stories:
        yield from story.pieces()


def _title_page(story: Story, facts: OverviewFacts) -> None:
    if facts.marking:
        story.add("Marking", words(facts.marking))
    story.add("Title", words(facts.display_name))
    who = joined(facts.pseudonyms) or "Pseudonym not yet recorded"
    died = f"Died in {facts.month_of_death}" if facts.month_of_death else "Month of death not yet recorded"
    story.add("Subtitle", words(f"Overview report: {who}\n{died}"))
    none = "Not yet recorded"
    details = lines(
        ("Commissioned by", facts.partnership),
        ("Reference", facts.reference),
        ("Independent chair", facts.chair or none),
        ("Author", facts.author or none),
        ("Report completed", facts.completed or none),
        ("Position at", day(facts.as_at)),
    )
    story.add("Title Details", details)


def _missing(story: Story, facts: OverviewFacts) -> None:
    """Name in one place everything the report still lacks; nothing is written when it lacks nothing."""
    title_page = (
        ("pseudonym of the person who died", facts.pseudonyms),
        ("month of death", facts.month_of_death),
        ("independent chair", facts.chair),
        ("author", facts.author),
        ("month the report was completed", facts.completed),
    )
    absent = [what for what, value in title_page if not value]
    absent += [chapter.what for chapter in CHAPTERS if chapter.is_missing(facts)]
    told = {what.lower() for what in absent}
    absent += [what for what in facts.missing if what.lower() not in told]
    if absent:
        story.heading(1, "What is not yet recorded", numbered=False, new_page=True)
        story.add("Normal", words("This report is not complete. It does not yet say what is listed here."))
        for what in dict.fromkeys(absent):
            story.not_recorded(what)


def _preface(story: Story, facts: OverviewFacts) -> None:
    story.heading(1, "Preface", numbered=False, new_page=True)
    who = joined(facts.pseudonyms) or "the person who died"
    condolence = f"The members of the review panel offer their condolences to everyone who knew and loved {who}."
    story.prose(text_of(facts, "preface") or (condolence,), style="Normal")


def _chapter(story: Story, chapter: Chapter, facts: OverviewFacts) -> None:
    story.heading(1, _title(facts, chapter), new_page=chapter.key == "introduction")
    if chapter.opening:
        story.prose(chapter.opening(facts))
    story.prose(text_of(facts, chapter.key))
    if chapter.is_missing(facts):
        story.not_recorded(chapter.what)
    elif chapter.shows:
        chapter.shows(story, facts)


def _title(facts: OverviewFacts, chapter: Chapter) -> str:
    """The author's own title for a chapter, or the usual one."""
    own = (clean(part.title).strip() for part in facts.sections if part.key == chapter.key)
    return next(filter(None, own), chapter.title)


def _extra_chapters(story: Story, facts: OverviewFacts) -> None:
    """The author's own chapters, in the order given."""
    extra: dict[str, list[SectionFacts]] = {}
    for part in facts.sections:
        if part.key not in KEYS:
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
