"""What goes to the Home Office: a checklist, the answers to what it asked, and the pack, one zip file that says what is in it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from darddr.documents.action_plan import action_plan
from darddr.documents.chapters import CHAPTERS
from darddr.documents.front import absent
from darddr.documents.overview import overview
from darddr.documents.package import LANDSCAPE
from darddr.documents.paper import Block, Heading, PaperFacts, Table, Text, lacking, paper
from darddr.documents.summary import CHAPTERS as SUMMARY_CHAPTERS
from darddr.documents.summary import summary
from darddr.documents.zipped import stamped
from darddr.models.home_office import HomeOfficeRound
from darddr.services.letter_points import Listed, points_of
from darddr.services.papers.letters import to_home_office
from darddr.services.papers.record import BY_HAND, Record
from darddr.services.plans import plan_of
from darddr.services.report_facts import action_plan_facts, day_text
from darddr.services.rounds import rounds_of
from darddr.services.submission_checks import Made, checks_of
from darddr.services.wording import counted
from darddr.vocabulary.home_office import Judged
from darddr.vocabulary.milestones import Milestone as M

cover = to_home_office("home-office-cover")
YES, NOT_YET = "Yes", "Not yet"


class PackFile(NamedTuple):
    """One file of a pack: its kind, what it is called, its bytes, and what it still lacks."""

    kind: str
    title: str
    data: bytes
    missing: tuple[str, ...]


def checklist(record: Record) -> PaperFacts:
    """What the Home Office's panel has often found wanting, and what the record can show of each."""
    rows = tuple((what, YES if there else NOT_YET, where) for what, there, where in shown_by(record))
    made = checks_of(record.session, record.review)
    return record.paper(
        "Checklist before submission",
        Text(
            "Each point is something that letters of the Home Office have asked partnerships to mend. “Yes” means that the record holds "
            "it; whether it is good enough is for the chair and the partnership to judge."
        ),
        Table("What the record holds", (("Point", 52), ("In the record", 16), ("Where", 32)), rows),
        Heading("What a person has to judge"),
        Table(
            "Judged by the chair and the coordinator",
            (("Question", 64), ("Answer, name and date", 36)),
            tuple((each.label, _judged(made.get(each))) for each in Judged),
        ),
    )


def _judged(made: Made | None) -> str:
    """Who judged it to be so and when; room for an answer where nobody has."""
    return f"{YES}. {made.by or 'Somebody'}, {day_text(made.check.recorded_at.date())}" if made is not None else BY_HAND


def shown_by(record: Record) -> Iterator[tuple[str, bool, str]]:
    """Each point of the checklist that the record can show, whether it does, and where."""
    sections, found = record.review.sections or {}, record.overview.recommendations
    actions = [action for each in found for action in each.actions]

    def written(key: str) -> bool:
        return bool(sections.get(key, "").strip())

    yield "Executive approved the report and the plan", M.EXECUTIVE_APPROVED in record.dates, "Dates of the review"
    yield "Family was offered the terms of reference", M.FAMILY_OFFERED_TERMS in record.dates, "Dates of the review"
    yield (
        "Family was offered the draft, with time and an advocate",
        M.FAMILY_OFFERED_DRAFT in record.dates,
        "Dates of the review",
    )
    yield "Agencies checked the draft for accuracy", M.AGENCIES_COMMENTED in record.dates, "Dates of the review"
    yield (
        "Chair’s independence is declared and described",
        M.INDEPENDENCE_DECLARED in record.dates and written("independence"),
        "Author of the report",
    )
    yield "Family’s part is described", written("involvement"), "Involvement of family and friends"
    yield "Equality and diversity is written", written("equality"), "Equality and diversity"
    named = written("parallel_reviews") or bool(record.overview.parallel)
    yield "Parallel reviews are named", named, "Parallel reviews"
    yield (
        "Every question has a finding",
        bool(record.questions) and {n for n, _ in record.questions} <= {f.question for f in record.findings},
        "Analysis",
    )
    yield "Conclusions are written", written("conclusions"), "Conclusions"
    yield "Every recommendation has an action", bool(found) and all(each.actions for each in found), "Action plan"
    yield (
        "Every action has a lead, an owner and a date",
        bool(actions) and all(a.lead_agency and a.owner_post and a.target_date for a in actions),
        "Action plan",
    )


def qa_response(record: Record) -> PaperFacts:
    """The answers to what the letters of the Home Office asked, letter by letter; room to write them in where none is logged."""
    rounds = [each for each in rounds_of(record.session, record.review) if each.received_on is not None]
    listed = points_of(record.session, record.review)
    blocks: list[Block] = []
    for row in rounds:
        blocks += _answers(row, [each for each in listed if each.point.round_id == row.id], is_only=len(rounds) == 1)
    made = record.paper("Response to the Home Office", *(blocks or _to_be_written(record)))
    return replace(made, page=LANDSCAPE)


def _answers(row: HomeOfficeRound, points: Sequence[Listed], *, is_only: bool) -> Iterator[Block]:
    """One letter and the answers to its points."""
    if not is_only:
        yield Heading(f"Round {row.number}")
    dated = f", dated {day_text(row.letter_on)}," if row.letter_on else ""
    yield Text(f"The Home Office’s letter{dated} was received on {day_text(row.received_on)}.")
    if not points:
        yield Text("The letter asks for nothing to be changed.")
        return
    yield Table(
        f"Points of the letter of round {row.number} and our answers",
        RESPONSE_COLUMNS,
        tuple(_answer(each) for each in points),
        blank="Not yet answered",
    )


def _answer(listed: Listed) -> tuple[str, ...]:
    point = listed.point
    accepted = point.answer.label if point.answer is not None else ""
    answer = [point.response or "", f"{accepted}: {point.reason}" if point.reason else accepted]
    changed = [point.change_made or "", point.where_made or ""]
    done = f"Done on {day_text(point.done_on)}" if point.done_on is not None else "Not yet done"
    return (
        point.printed or str(point.position),
        point.text or "",
        _lines(answer),
        _lines(changed),
        _lines([listed.owner, done]),
    )


def _lines(parts: Sequence[str]) -> str:
    return "\n".join(part for part in parts if part)


RESPONSE_COLUMNS = (
    ("Number", 9),
    ("What the Home Office asked", 28),
    ("Our answer", 25),
    ("What was changed, page and paragraph", 18),
    ("Who, and when done", 20),
)


def _to_be_written(record: Record) -> Iterator[Block]:
    """A table to be filled in by hand: no letter is logged, as in a review that was brought in late."""
    letter = record.day(M.LETTER_RECEIVED)
    yield Text(
        f"The Home Office’s letter was received on {letter}. Each of its points is answered below."
        if letter
        else "No letter of the Home Office is recorded yet."
    )
    yield Text(
        "Write one row for each point of the letter, in its own words and under its own number. "
        "A point that is not accepted is answered with the reason."
    )
    yield Table(
        "Points of the letter and our answers",
        RESPONSE_COLUMNS,
        tuple((str(number), *(BY_HAND,) * 4) for number in range(1, 7)),
    )


def files(record: Record) -> Iterator[PackFile]:
    """The files of a pack one by one, so that only one is being made at a time."""
    facts = record.overview
    yield _paper(record, "home-office-cover", cover(record))
    yield _paper(record, "home-office-checklist", checklist(record))
    yield PackFile("overview", "Overview report", overview(facts, record.template), absent(facts, CHAPTERS))
    yield PackFile("summary", "Executive summary", summary(facts, record.template), absent(facts, SUMMARY_CHAPTERS))
    plan = replace(
        action_plan_facts(record.session, plan_of(record.session, record.review), record.marking, with_rows=False),
        recommendations=facts.recommendations,
    )
    yield PackFile(
        "action-plan",
        "Action plan",
        action_plan(plan, record.template),
        () if plan.recommendations else ("recommendations and actions",),
    )
    if M.LETTER_RECEIVED in record.dates:
        yield _paper(record, "qa-response", qa_response(record))


def _paper(record: Record, kind: str, facts: PaperFacts) -> PackFile:
    return PackFile(kind, facts.title, paper(facts, record.template), lacking(facts))


def pack(record: Record) -> bytes:
    """The whole pack as one zip file, made in memory: every file, and one that says what is in it and what is missing."""
    made = io.BytesIO()
    listed: list[tuple[str, str, tuple[str, ...]]] = []
    moment = datetime(record.today.year, record.today.month, record.today.day)
    with zipfile.ZipFile(made, "w") as archive:
        for file in files(record):
            name = f"{record.review.reference}-{file.kind}.docx"
            archive.writestr(_stored(name, moment), file.data)
            listed.append((name, file.title, file.missing))
            record.say(name)
        name = f"{record.review.reference}-contents.docx"
        archive.writestr(_stored(name, moment), paper(contents(record, listed), record.template))
        record.say(name)
    return made.getvalue()


def _stored(name: str, moment: datetime) -> zipfile.ZipInfo:
    """An entry that is not packed again: a Word file is a zip file itself."""
    entry = stamped(name, moment)
    entry.compress_type = zipfile.ZIP_STORED
    return entry


def contents(record: Record, listed: list[tuple[str, str, tuple[str, ...]]]) -> PaperFacts:
    """What is in a pack, and everything that its files mark as missing."""
    missing = tuple((title, what) for _, title, whole in listed for what in whole)
    return record.paper(
        "Contents of the pack",
        Text(f"This pack holds {counted(len(listed), 'file')} beside this list."),
        Table("Files", (("File", 55), ("What it is", 45)), tuple((name, title) for name, title, _ in listed)),
        Heading("What is missing"),
        Table(
            "What the files mark as not yet recorded",
            (("Document", 35), ("What it does not yet say", 65)),
            missing,
            empty="nothing. Every part of every file that comes from the record has something to say.",
        ),
        Heading("What is added by hand"),
        Text(
            "The Home Office’s data form is not part of this pack: fill in the form it supplies and send it with these files."
        ),
    )


def parts_of(data: bytes) -> tuple[tuple[str, bytes], ...]:
    """The Word files of a finished pack, by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return tuple((name, archive.read(name)) for name in archive.namelist())
