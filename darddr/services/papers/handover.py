"""What somebody new to a review has to know: where it stands, what is next, who is on it, and what the record lacks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select

from darddr.documents.chapters import CHAPTERS
from darddr.documents.front import absent
from darddr.documents.paper import Block, Bullets, Heading, PaperFacts, Table, Text
from darddr.models.action import Action
from darddr.models.partnership import Agency
from darddr.services.clocks import deadlines_of
from darddr.services.papers import family
from darddr.services.papers.record import Record, to_write
from darddr.services.report_facts import day_text
from darddr.services.review_history import history_of
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.reviews import REVIEW_TABLE

LAST, MOST = 25, 200
"""Entries of the history, and rows of the list of actions, that a handover prints at most."""
SOON = timedelta(days=28)


def handover(record: Record) -> PaperFacts:
    """The handover to a new coordinator."""
    return record.paper(
        "Handover to a new coordinator",
        Text(_standing(record)),
        Heading("What is due"),
        *_due(record),
        Heading("What can come next"),
        *_next(record),
        Heading("Dates of the review"),
        _dates(record),
        Heading("Who is on the review"),
        _members(record),
        Heading("Whom the review is about"),
        _people(record),
        Heading("The family"),
        *family.standing(record),
        Heading("Linked processes"),
        *family.linked(record),
        Heading("Open actions"),
        _actions(record),
        Heading("What the report does not say yet"),
        _lacks(record),
        Heading("What happened last"),
        _history(record),
        Heading("What no record tells"),
        to_write(
            "To be told in person, and written in",
            "Who has the family’s trust, and by whom they wish to be reached",
            "Police, court and inquest: whom to ask, what waits",
            "Promises made and not yet kept",
            "Where papers outside this system are",
            "What worries you",
        ),
    )


def _standing(record: Record) -> str:
    review = record.review
    lead = f" {record.coordinator} has coordinated it." if record.coordinator else ""
    chair = record.named(ReviewRole.CHAIR)
    return (
        f"The review stands at “{review.state.label}”, in the phase “{review.state.phase.label}”.{lead} "
        f"{'The independent chair is ' + chair + '.' if chair else 'No independent chair is recorded.'} "
        "Real names are in the register of names of the review and nowhere in this paper."
    )


def _due(record: Record) -> Iterator[Block]:
    running = tuple(each.sentence for each in deadlines_of(record.session, record.review) if each.done_on is None)
    yield Bullets(running) if running else Text("No time limit runs at present.")


def _next(record: Record) -> Iterator[Block]:
    moves = tuple(
        dict.fromkeys(
            move.label
            for move in REVIEW_TABLE.moves
            if move.source is record.review.state and move.trigger != "correct"
        )
    )
    yield Bullets(moves) if moves else Text("The path of the review ends here.")


def _dates(record: Record) -> Table:
    rows = tuple((kind.label, record.day(kind) or "Not yet recorded") for kind in Milestone)
    return Table("Dated events", (("Event", 68), ("Day", 32)), rows)


def _members(record: Record) -> Table:
    rows = tuple(
        (
            user.name or "",
            ReviewRole(membership.role).label,
            agency.name if agency else "–",
            day_text(membership.started_on),
        )
        for membership, user, agency in record.members
    )
    return Table(
        "People who work on the review",
        (("Name", 27), ("Part", 28), ("Agency", 28), ("Since", 17)),
        rows,
        needs="people who work on the review",
    )


def _people(record: Record) -> Table:
    rows = tuple((each.pseudonym, each.role, each.chosen_by) for each in record.people)
    columns = (("Pseudonym", 30), ("Who they are to the review", 40), ("Pseudonym chosen by", 30))
    return Table("People, by pseudonym", columns, rows, needs="people the review is about", blank="Not recorded")


def _actions(record: Record) -> Table:
    wanted = (
        select(Action, Agency.name)
        .outerjoin(Agency, Agency.id == Action.lead_agency_id)
        .where(Action.review_id == record.review.id, Action.is_open)
        .order_by(Action.due_on.is_(None), Action.due_on, Action.position, Action.id)
        .limit(MOST)
    )
    rows = tuple(
        (action.number, action.text or "", agency or "–", action.state.label, _when(record, action))
        for action, agency in record.session.execute(wanted)
    )
    columns = (("Number", 10), ("Action", 38), ("Lead", 20), ("Where it stands", 15), ("Due", 17))
    return Table("Open actions, the most pressing first", columns, rows, empty="none is open.")


def _when(record: Record, action: Action) -> str:
    if action.due_on is None:
        return "No date"
    day = day_text(action.due_on)
    if action.due_on < record.today:
        return f"Overdue since {day}"
    return f"{day}, soon" if action.due_on <= record.today + SOON else day


def _lacks(record: Record) -> Table:
    rows = tuple((what[:1].upper() + what[1:],) for what in absent(record.overview, CHAPTERS))
    return Table(
        "Parts of the overview report with nothing to say",
        (("Part", 100),),
        rows,
        empty="none. Every part has something to say.",
    )


def _history(record: Record) -> Table:
    entries = history_of(record.session, record.review)[:LAST]
    rows = tuple((day_text(each.happened_on), each.title, each.who) for each in entries)
    return Table(
        f"The last {LAST} entries at most, newest first",
        (("Day", 20), ("What", 55), ("Recorded by", 25)),
        rows,
        empty="nothing yet.",
    )
