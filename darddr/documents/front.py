"""What every report opens with: its title page, what it still lacks, and what the file says of itself."""

from collections.abc import Iterator, Sequence

from darddr.documents.chapters import Chapter, joined
from darddr.documents.facts import OverviewFacts
from darddr.documents.package import Particulars, day
from darddr.documents.story import Story
from darddr.documents.xml import lines, words


def particulars(facts: OverviewFacts, kind: str) -> Particulars:
    """What the file's own properties say; `kind` is "Overview report" or another report's name."""
    return Particulars(
        title=f"{kind}: {facts.reference}",
        subject=f"{facts.display_name} {kind.lower()}",
        partnership=facts.partnership,
        reference=facts.reference,
        marking=facts.marking,
        as_at=facts.as_at,
    )


def title_page(story: Story, facts: OverviewFacts, kind: str) -> None:
    """The marking, what the report is, who it is about by pseudonym, and who answers for it."""
    if facts.marking:
        story.add("Marking", words(facts.marking))
    story.add("Title", words(facts.display_name))
    who = joined(facts.pseudonyms) or "Pseudonym not yet recorded"
    died = f"Died in {facts.month_of_death}" if facts.month_of_death else "Month of death not yet recorded"
    story.add("Subtitle", words(f"{kind}: {who}\n{died}"))
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


def absent(facts: OverviewFacts, chapters: Sequence[Chapter]) -> tuple[str, ...]:
    """Everything the report still lacks, each once."""
    on_the_title_page = (
        ("pseudonym of the person who died", facts.pseudonyms),
        ("month of death", facts.month_of_death),
        ("independent chair", facts.chair),
        ("author", facts.author),
        ("month the report was completed", facts.completed),
    )
    found = [what for what, value in on_the_title_page if not value]
    found += [chapter.what for chapter in chapters if chapter.is_missing(facts)]
    told = {what.lower() for what in found}
    found += [what for what in facts.missing if what.lower() not in told]
    return tuple(dict.fromkeys(found))


def missing(story: Story, facts: OverviewFacts, chapters: Sequence[Chapter]) -> None:
    """Name in one place everything the report still lacks; nothing is written when it lacks nothing."""
    if lacks := absent(facts, chapters):
        story.heading(1, "What is not yet recorded", numbered=False, new_page=True)
        story.add("Normal", words("This report is not complete. It does not yet say what is listed here."))
        for what in lacks:
            story.not_recorded(what)


def all_of(*stories: Story) -> Iterator[str]:
    """The pieces of several stories, one after the other."""
    for story in stories:
        yield from story.pieces()
