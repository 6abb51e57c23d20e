"""The overview report: title page, contents, chapters, and the action plan as an appendix on turned pages."""

from darddr.documents.action_plan import COLUMNS_BY_NUMBER, counted, plan_rows
from darddr.documents.chapters import APPENDIX, CHAPTERS, GLOSSARY, Chapter, joined, text_of, write_chapter, write_text
from darddr.documents.facts import OverviewFacts
from darddr.documents.front import all_of, missing, particulars, title_page
from darddr.documents.package import LANDSCAPE, PORTRAIT, section, write
from darddr.documents.story import Story
from darddr.documents.summary import KEYS as SUMMARY_KEYS
from darddr.documents.summary import summarise
from darddr.documents.template import Template, house
from darddr.documents.xml import clean, words

KEYS = ("preface", *(chapter.key for chapter in CHAPTERS), GLOSSARY.key)
"""Keys of `SectionFacts` that have a place of their own; any other key but the summary's own and an appendix's makes a chapter
before the conclusions.
"""


def overview(facts: OverviewFacts, template: Template | None = None) -> bytes:
    """An overview report as .docx bytes.

    Each finding and each action is printed exactly once. Whatever is absent is named in the text.
    """
    styles = template or house()
    body, front = Story(styles, facts.layout.numbering), Story(styles)
    missing(body, facts, CHAPTERS)
    _preface(body, facts)
    if facts.layout.summary_bound_in:
        summarise(body, facts)
    for place, chapter in enumerate(in_order(facts)):
        write_chapter(body, chapter, facts, new_page=place == 0)
    _appendix(body, facts)
    title_page(front, facts, "Overview report")
    front.contents("Contents", body)
    about = particulars(facts, "Overview report")
    return write(styles, about, (PORTRAIT, LANDSCAPE), all_of(front, body))


def in_order(facts: OverviewFacts) -> list[Chapter]:
    """The chapters as the review orders them; those it does not place stand where they usually do, after the one before them."""
    found = {chapter.key: chapter for chapter in CHAPTERS}
    usual = list(found)
    for part in facts.sections:
        if part.key not in (*KEYS, *SUMMARY_KEYS) and not part.key.startswith(APPENDIX):
            title = clean(part.title).strip() or clean(part.key).strip() or "Further information"
            found.setdefault(part.key, Chapter(part.key, title, title.lower()))
            usual.insert(usual.index("conclusions"), part.key) if part.key not in usual else None
    if text_of(facts, GLOSSARY.key):
        found[GLOSSARY.key] = GLOSSARY
        usual.append(GLOSSARY.key)
    placed = [key for key in dict.fromkeys(facts.layout.order) if key in found]
    order = list(placed)
    for index, key in enumerate(usual):
        if key not in placed:
            before = next((each for each in reversed(usual[:index]) if each in order), None)
            order.insert(order.index(before) + 1 if before else 0, key)
    return [found[key] for key in order]


def _preface(story: Story, facts: OverviewFacts) -> None:
    story.heading(1, "Preface", numbered=False, new_page=True)
    who = joined(facts.pseudonyms) or "the person who died"
    condolence = f"The members of the review panel offer their condolences to everyone who knew and loved {who}."
    if own := text_of(facts, "preface"):
        write_text(story, facts, own, style="Normal")
    else:
        story.prose((condolence,), style="Normal")


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
    own = [part for part in facts.sections if part.key.startswith(APPENDIX) and text_of(facts, part.key)]
    if own:
        story.add("Normal", words("Further appendices follow."), properties=section(LANDSCAPE))
    for letter, part in zip("BCDEFGHIJKLMNOPQRSTUVWXYZ", own, strict=False):
        title = clean(part.title).strip()
        story.heading(
            1, f"Appendix {letter}: {title}" if title else f"Appendix {letter}", numbered=False, new_page=letter != "B"
        )
        write_text(story, facts, part.paragraphs, style="Normal")
    story.raw(section(PORTRAIT if own else LANDSCAPE))
