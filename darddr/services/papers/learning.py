"""What spreads the learning: a briefing of two pages, and the notice that goes with a published report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from darddr.documents.paper import Block, Bullets, Fields, Heading, Missing, PaperFacts, Text
from darddr.documents.xml import clean
from darddr.services.papers.record import BY_HAND, Record
from darddr.services.report_facts import LAW
from darddr.services.wording import counted, joined
from darddr.vocabulary.milestones import Milestone as M
from darddr.vocabulary.records import FindingKind

POINTS, LETTERS, STORY = 3, 150, 560
"""Points of a list, and letters of a point and of the story, so that a briefing fits its two pages."""
CUT = " … (shortened; the report says the rest)"
ASK = (
    "Would I have seen what was happening here? What would have told me?",
    "Do I ask about abuse when somebody is alone, and more than once?",
    "Whom do I tell, and do I know what they did with it?",
    "What will I do differently from tomorrow?",
)


def shortened(text: str, most: int) -> str:
    """A text in one paragraph, cut at the end of a word where it is longer, and saying so."""
    text = " ".join(line.strip() for line in clean(text[: most * 4]).split("\n"))
    if len(text) <= most:
        return text
    cut = text[:most].rsplit(" ", 1)[0] if " " in text[:most] else text[:most]
    return cut.rstrip(" ,;:.") + CUT


def briefing(record: Record) -> PaperFacts:
    """Two pages for people at work: what happened, what was learned, what to do."""
    facts = record.overview
    good = [each.text for each in facts.findings if each.kind == FindingKind.GOOD_PRACTICE.label.lower()]
    learned = [each.text for each in facts.findings if each.kind != FindingKind.GOOD_PRACTICE.label.lower()]
    return record.paper(
        "Learning briefing",
        *_story(record),
        Heading("What stood in the way"),
        *_points(learned, "key findings"),
        *((Heading("What was done well"), *_points(good, "good practice")) if good else ()),
        Heading("What was learned"),
        *_points(facts.lessons, "lessons"),
        Heading("What is asked of services"),
        *_points((each.text for each in facts.recommendations), "recommendations"),
        Heading("Talk about it in your team"),
        Bullets(ASK),
        Heading("If you or somebody you know is affected"),
        Text(f"In an emergency ring 999. The local domestic abuse service is reached at: {BY_HAND.lower()}."),
    )


def _story(record: Record) -> Iterator[Block]:
    who, month = joined(record.victims) or "The person who died", record.review.month_of_death
    died = f" died in {month:%B %Y}" if month else " has died"
    yield Text(
        f"{who}{died}. A {record.review.display_name.label} asked what there is to learn. These two pages are for everybody who may "
        "meet a person in the same situation. Names are pseudonyms."
    )
    yield Heading("What happened")
    story = record.section("summary_chronology") or record.section("background")
    yield Text(shortened(story, STORY)) if story.strip() else Missing("summary of what happened")


def _points(texts: Iterable[str], what: str) -> Iterator[Block]:
    told = [text for text in texts if clean(text[: LETTERS * 4]).strip()]
    if not told:
        yield Missing(what)
        return
    yield Bullets(tuple(shortened(text, LETTERS) for text in told[:POINTS]))
    if len(told) > POINTS:
        yield Text(f"The report has {counted(len(told) - POINTS)} more.")


def publication_notice(record: Record) -> PaperFacts:
    """The notice for a partnership's pages and for the press, once the family has been told."""
    review, facts = record.review, record.overview
    who, month = joined(record.victims) or "a person", review.month_of_death
    actions = sum(len(each.actions) for each in facts.recommendations)
    published = record.day(M.PUBLISHED)
    made = f"{counted(len(facts.recommendations), 'recommendation')}".capitalize()
    return record.paper(
        "Publication notice",
        Heading(f"{review.display_name.label}: the death of {who}"),
        Text(
            f"{record.partnership.name} {'published on ' + published if published else 'publishes'} the report of a "
            f"{review.display_name.label} about the death of {who}{f' in {month:%B %Y}' if month else ''}. {who} is a pseudonym."
            if record.victims
            else f"{record.partnership.name} publishes the report of a {review.display_name.label}."
        ),
        Text(
            "The partnership and everybody who worked on the review offer their condolences to the family and friends."
        ),
        Text(
            f"{LAW[review.legal_basis]} Its purpose is to learn, and not to say who is to blame. "
            f"{made} and {counted(actions, 'action')} came of it; the partnership follows up every action until it is done."
        ),
        Heading("Where to read it"),
        Fields(
            "The published papers",
            (
                ("Overview report and executive summary", BY_HAND),
                ("Action plan, as it stands today", BY_HAND),
                (
                    "Letter of the Home Office",
                    record.day(M.LETTER_RECEIVED) and f"Received on {record.day(M.LETTER_RECEIVED)}",
                ),
            ),
        ),
        Heading("Words of the family or of the partnership"),
        Text(f"[A statement, if one is wanted, {BY_HAND.lower()}]"),
        Heading("If you are affected"),
        Text(
            "If you are in danger, ring 999. The National Domestic Abuse Helpline is free on 0808 2000 247 at any hour. The local "
            f"service: {BY_HAND.lower()}."
        ),
        Heading("Questions"),
        Text(
            f"Questions go to the press office of the partnership, quoting {review.reference}; please do not contact the family."
        ),
    )
