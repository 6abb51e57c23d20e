"""What comes before a decision: the notification record and the return that agencies fill in."""

from __future__ import annotations

from darddr.documents.paper import Bullets, Fields, Heading, Missing, PaperFacts, Table, Text
from darddr.services.papers.record import BY_HAND, Record, to_write
from darddr.services.report_facts import day_text
from darddr.vocabulary.milestones import Milestone

PEOPLE = (("Pseudonym", 24.0), ("Who they are to the review", 36.0), ("Relationship", 40.0))


def people(record: Record) -> Table:
    """Everybody the review is about, by pseudonym."""
    rows = tuple((person.pseudonym, person.role, person.relationship) for person in record.people)
    return Table("People, by pseudonym", PEOPLE, rows, needs="people the review is about", blank="Not recorded")


def notification_record(record: Record) -> PaperFacts:
    """What the partnership was told, by whom and when, and what follows from it."""
    review = record.review
    circumstances = (review.circumstances or "").strip()
    return record.paper(
        "Notification record",
        Text(
            "This is the partnership’s record of a death of which it was told. Real names, dates of birth and addresses are kept "
            "apart from it and stand in no document."
        ),
        Heading("The notice"),
        Fields(
            "The notice of the death",
            (
                ("Day the notice was received", record.day(Milestone.NOTICE_RECEIVED)),
                ("Who told the partnership", review.source.label if review.source else ""),
                ("Month of the death", f"{review.month_of_death:%B %Y}" if review.month_of_death else ""),
                ("Law that would apply", review.legal_basis.label),
                ("Coordinator", record.coordinator),
                ("Recorded on", day_text(review.recorded_at.date())),
                ("Notice acknowledged on", BY_HAND),
            ),
        ),
        Heading("The people concerned"),
        people(record),
        Heading("What is known of the circumstances"),
        Text(circumstances) if circumstances else Missing("circumstances of the death"),
        Heading("What follows"),
        Text(_due(record)),
        Bullets(
            (
                "Write to agencies so that records are secured and searched: the scoping letter and its return.",
                "Check the death against the law that applies. What the police or the coroner have decided does not settle it.",
                "Hear a domestic abuse specialist before the decision.",
                "Tell the Home Office and the family what was decided, whichever way.",
            )
        ),
    )


def _due(record: Record) -> str:
    due = record.due("decision")
    return (
        f"The decision whether to hold a review is due by {due}, one month after the notice."
        if due
        else "The decision whether to hold a review is due one month after the notice; its day is not recorded yet."
    )


ASKED = (
    "Did your agency have any contact with the people concerned? If it had none, say so here and go to the end.",
    "From when to when was your agency in contact, and which services were involved?",
    "In a few sentences, what was the contact about?",
    "Did your agency know or suspect domestic abuse? Since when, and from whom?",
    "Was a risk assessment made, or a referral to a multi-agency meeting (MARAC)? When?",
    "Were children or adults at risk known to your agency in this household?",
    "Is your agency looking into its own work already, or is a complaint, claim or investigation under way?",
    "Is there learning your agency has acted on or should act on now?",
)


def scoping_return(record: Record) -> PaperFacts:
    """The form that goes with a scoping letter: empty, but for the questions."""
    return record.paper(
        "Scoping return",
        Text(
            "Please fill in the right-hand column and send the same file back by secure means. The people to search for are named to "
            "you separately; write roles or the pseudonyms below here, never real names."
        ),
        Heading("Who fills this in"),
        to_write("Your agency", "Agency", "Name and post", "Secure e-mail address", "Day records were secured", "Date"),
        Heading("The people concerned"),
        people(record),
        Heading("What your agency knew"),
        Table(
            "Questions to the agency",
            (("Question", 45), ("Your answer", 55)),
            tuple((question, BY_HAND) for question in ASKED),
        ),
        closing="End of the scoping return. Thank you.",
    )
