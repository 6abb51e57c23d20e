"""The chapters of an overview report, in the order of 2016-format reports, and what each says from the facts.

Source of the order: the overview report template of the 2016 multi-agency statutory guidance. A chapter is the author's
own text for its key, then what the record itself can say; a chapter with nothing to say says that.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from darddr.documents.facts import FindingFacts, OverviewFacts, RecommendationFacts
from darddr.documents.package import PORTRAIT
from darddr.documents.story import Story
from darddr.documents.tables import Column
from darddr.documents.xml import clean, join_lines, said, strong, words

_UNKNOWN = "Not recorded"


@dataclass(frozen=True)
class Chapter:
    """A standard chapter: `opening` sentences, the author's text, then what `shows` writes from the facts it `holds`.

    `what` names in a sentence what is absent when the facts, or else the author's text, are. Where it `shows_alone`, the author's
    text is what it shows.
    """

    key: str
    title: str
    what: str
    holds: Callable[[OverviewFacts], object] | None = None
    opening: Callable[[OverviewFacts], tuple[str, ...]] | None = None
    shows: Callable[[Story, OverviewFacts], None] | None = None
    shows_alone: bool = False

    def is_missing(self, facts: OverviewFacts) -> bool:
        """Whether what this chapter stands on is absent: its facts, or else the author's text."""
        return not (self.holds(facts) if self.holds else text_of(facts, self.key))


def text_of(facts: OverviewFacts, key: str) -> tuple[str, ...]:
    """The author's paragraphs for a key, blank ones left out."""
    return tuple(text for part in facts.sections if part.key == key for text in part.paragraphs if clean(text).strip())


def joined(names: tuple[str, ...]) -> str:
    """Names in a sentence: "Sarah", "Sarah and Tom", "Sarah, Tom and Ann"."""
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)


def write_text(
    story: Story, facts: OverviewFacts, paragraphs: Iterable[str], style: str = "Numbered Paragraph"
) -> None:
    """Write the author's own words, in the language the author chose."""
    story.prose(paragraphs, style, facts.layout.language)


def write_chapter(story: Story, chapter: Chapter, facts: OverviewFacts, *, new_page: bool = False) -> None:
    """Write a chapter under the author's own title or the usual one; what it lacks is said in its place."""
    own = (clean(part.title).strip() for part in facts.sections if part.key == chapter.key)
    title = next(filter(None, own), "")
    story.language = facts.layout.language if title else ""
    story.heading(1, title or chapter.title, new_page=new_page)
    story.language = ""
    if chapter.opening:
        story.prose(chapter.opening(facts))
    if not chapter.shows_alone:
        write_text(story, facts, text_of(facts, chapter.key))
    if chapter.is_missing(facts):
        story.not_recorded(chapter.what)
    elif chapter.shows:
        chapter.shows(story, facts)


def _introduction(facts: OverviewFacts) -> tuple[str, ...]:
    who = joined(facts.pseudonyms) or "the person who died"
    when = f" in {facts.month_of_death}" if facts.month_of_death else ""
    opening = f"This report of a {facts.display_name} looks at how agencies responded to {who} before the death{when}."
    return opening, facts.legal_basis


def _people(story: Story, facts: OverviewFacts) -> None:
    story.prose(("The people in this report are known by the pseudonyms below.",))
    columns = (
        Column("Pseudonym", 16),
        Column("Who they were", 22),
        Column("Relationship", 24),
        Column("Age band", 13),
        Column("Pseudonym chosen by", 25),
    )
    rows = ((p.pseudonym, p.role, p.relationship, p.age_band, p.chosen_by) for p in facts.people)
    story.table(PORTRAIT, "People in this report", columns, _plain(rows))


def _questions(story: Story, facts: OverviewFacts) -> None:
    columns = (Column("Number", 12), Column("Question for the review", 88))
    rows = ((question.number, question.text) for question in facts.questions)
    story.table(PORTRAIT, "Questions the review set out to answer", columns, _plain(rows))


def _involvement(story: Story, facts: OverviewFacts) -> None:
    """The record speaks until the author does: what a family allows to be said is for a person to weigh."""
    if not text_of(facts, "involvement"):
        story.prose(facts.involvement)


def _parallel(story: Story, facts: OverviewFacts) -> None:
    if not text_of(facts, "parallel_reviews"):
        story.prose(facts.parallel)


def _contributors(story: Story, facts: OverviewFacts) -> None:
    story.prose(("These agencies and organisations contributed to the review.",))
    for agency in facts.contributors:
        story.add("List Bullet", words(agency))


def _panel(story: Story, facts: OverviewFacts) -> None:
    columns = (Column("Name", 28), Column("Agency", 36), Column("Role", 36))
    rows = ((member.name, member.agency, member.role) for member in facts.panel)
    story.table(PORTRAIT, "Members of the review panel", columns, _plain(rows))


def _independence(facts: OverviewFacts) -> tuple[str, ...]:
    chair = f"The review was chaired by {facts.chair}." if facts.chair else ""
    author = f"The report was written by {facts.author}." if facts.author else ""
    return (" ".join(sentence for sentence in (chair, author) if sentence),)


def _chronology(story: Story, facts: OverviewFacts) -> None:
    columns = (
        Column("Date", 15),
        Column("Time", 10),
        Column("Agency", 17),
        Column("Event or contact", 34),
        Column("Response", 24),
    )
    rows = (
        (date, time.strip() or "No time", agency, event, response)
        for date, time, agency, event, response in facts.chronology
    )
    story.table(PORTRAIT, "Combined chronology", columns, _plain(rows))


def _analysis(story: Story, facts: OverviewFacts) -> None:
    """Each finding once, under the question it answers; those that answer none come last under their own heading."""
    by_question: dict[str, list[FindingFacts]] = {}
    for finding in facts.findings:
        by_question.setdefault(finding.question, []).append(finding)
    for question in facts.questions:
        story.heading(2, f"Question {question.number}")
        story.prose((question.text,), style="Question")
        answers = by_question.pop(question.number, [])
        for finding in answers:
            _finding(story, finding)
        if not answers:
            story.add("Not Recorded", words("No finding is recorded for this question."))
    if by_question:
        story.heading(2, "Findings outside the questions")
    for finding in chain.from_iterable(by_question.values()):
        _finding(story, finding)


def _finding(story: Story, finding: FindingFacts) -> None:
    about = ", ".join(part for part in (finding.agency, finding.kind.lower()) if part)
    lead = f"Finding {finding.ref} ({about}). " if about else f"Finding {finding.ref}. "
    recorded = words(f" Recorded {finding.recorded}.") if finding.recorded else ""
    story.add("Numbered Paragraph", strong(lead), words(finding.text.rstrip()), recorded)


def _lessons(story: Story, facts: OverviewFacts) -> None:
    story.prose(facts.lessons)


def _recommendations(story: Story, facts: OverviewFacts) -> None:
    for recommendation in facts.recommendations:
        story.add("Numbered Paragraph", *_recommendation(recommendation))


def _recommendation(recommendation: RecommendationFacts) -> Iterator[str]:
    scope = f" ({recommendation.scope.lower()})" if recommendation.scope else ""
    text = strong(f"Recommendation {recommendation.number}{scope}. ") + words(recommendation.text)
    lesson = words(f"It follows from this lesson: {recommendation.lesson}") if recommendation.lesson else ""
    yield join_lines(part for part in (text, lesson) if part)


def _plain(rows: Iterable[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Rows of text as rows of runs; an empty cell says so, since a screen reader passes over nothing."""
    for row in rows:
        yield tuple([said(cell, _UNKNOWN) for cell in row])


def _glossary(story: Story, facts: OverviewFacts) -> None:
    """Terms and what they mean: a line each, with a colon between; a line without one goes on with the line before it."""
    rows: list[list[str]] = []
    for line in text_of(facts, GLOSSARY.key):
        term, colon, meaning = line.partition(":")
        if colon and meaning.strip():
            rows.append([term.strip(), meaning.strip()])
        elif rows:
            rows[-1][1] += f" {line.strip()}"
        else:
            rows.append([line.strip(), ""])
    rows.sort(key=lambda row: row[0].casefold())
    story.table(PORTRAIT, "Terms used in this report", (Column("Term", 28), Column("Meaning", 72)), _plain(rows))
    story.add("Normal", words(" "))


APPENDIX = "appendix-"
"""What the key of a section begins with that is an appendix of the author's own."""
GLOSSARY = Chapter(
    "glossary", "Glossary", "glossary", lambda facts: text_of(facts, "glossary"), shows=_glossary, shows_alone=True
)
"""Printed only where it has been written: a short report needs none."""

CHAPTERS = (
    Chapter("introduction", "Introduction", "legal basis", lambda f: f.legal_basis, opening=_introduction),
    Chapter("timescales", "Timescales", "timescales of the review"),
    Chapter("confidentiality", "Confidentiality", "people this report is about", lambda f: f.people, shows=_people),
    Chapter("terms_of_reference", "Terms of reference", "terms of reference", lambda f: f.questions, shows=_questions),
    Chapter("methodology", "Methodology", "methodology"),
    Chapter(
        "involvement",
        "Involvement of family, friends, work colleagues, neighbours and the wider community",
        "family involvement",
        lambda f: text_of(f, "involvement") or f.involvement,
        shows=_involvement,
    ),
    Chapter(
        "contributors", "Contributors to the review", "contributors", lambda f: f.contributors, shows=_contributors
    ),
    Chapter("panel", "Review panel members", "members of the panel", lambda f: f.panel, shows=_panel),
    Chapter("independence", "Author of the overview report", "independence of chair and author", opening=_independence),
    Chapter(
        "parallel_reviews",
        "Parallel reviews",
        "parallel reviews",
        lambda f: text_of(f, "parallel_reviews") or f.parallel,
        shows=_parallel,
    ),
    Chapter("equality", "Equality and diversity", "equality and diversity"),
    Chapter("dissemination", "Dissemination", "dissemination"),
    Chapter("background", "Background information (the facts)", "background information"),
    Chapter("chronology", "Chronology", "chronology", lambda f: f.chronology, shows=_chronology),
    Chapter("overview", "Overview", "overview"),
    Chapter("analysis", "Analysis", "findings", lambda f: f.findings, shows=_analysis),
    Chapter("conclusions", "Conclusions", "conclusions"),
    Chapter("lessons", "Lessons to be learnt", "lessons", lambda f: f.lessons, shows=_lessons),
    Chapter(
        "recommendations", "Recommendations", "recommendations", lambda f: f.recommendations, shows=_recommendations
    ),
)
