"""Chronologies: the form of one agency, and the combined one, on pages of landscape shape."""

from __future__ import annotations

from dataclasses import replace

from darddr.documents.package import LANDSCAPE
from darddr.documents.paper import Heading, PaperFacts, Table, Text
from darddr.services.papers import events
from darddr.services.papers.notification import people
from darddr.services.papers.record import BY_HAND, Record

COLUMNS = (
    ("Date", 11.0),
    ("Time", 8.0),
    ("Source of the record", 14.0),
    ("Person concerned", 13.0),
    ("Event or contact", 23.0),
    ("What was done", 17.0),
    ("Was policy followed? Comment", 14.0),
)
ROOM = 8
"""Rows printed for an agency to begin with; Word adds as many as are needed."""


def agency_chronology(record: Record) -> PaperFacts:
    """The form that every agency fills in, in the columns that merge into one."""
    made = record.paper(
        "Agency chronology",
        Text(
            "One row for each contact, oldest first, from your agency’s own records. Write the day as 4 June 2024; where only the "
            "month is known, write that. Keep the columns as they are, so that every agency’s rows can be put into one line of time."
        ),
        Text(f"Agency, author and date: {BY_HAND.lower()}."),
        people(record),
        Heading("Contacts"),
        Table("Contacts of the agency", COLUMNS, ((BY_HAND, *("–",) * 6), *(("–",) * 7,) * (ROOM - 1))),
    )
    return replace(made, page=LANDSCAPE)


def combined_chronology(record: Record) -> PaperFacts:
    """The contacts of all agencies in one line of time."""
    rows = tuple(
        (row.date, row.time or "No time", row.agency, row.event, row.response)
        for row in events.events_of(record.session, record.review)
    )
    made = record.paper(
        "Combined chronology",
        Text(
            "This brings together what agencies’ own chronologies say. Where two disagree, both rows stand; the panel decides what "
            "the report says."
        ),
        people(record),
        Heading("Contacts of all agencies"),
        Table(
            "Combined chronology",
            (("Date", 13), ("Time", 8), ("Agency", 17), ("Event or contact", 36), ("Response", 26)),
            rows,
            needs="contacts from agencies’ chronologies",
            blank="Not recorded",
        ),
    )
    return replace(made, page=LANDSCAPE)
