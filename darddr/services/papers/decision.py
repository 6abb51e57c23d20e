"""The decision whether to hold a review: its record, and the paper that looks for somebody to lead one."""

from __future__ import annotations

from dataclasses import replace

from darddr.documents.paper import Bullets, Fields, Heading, Missing, PaperFacts, Table, Text
from darddr.models.user import User
from darddr.services.papers.letters import OUR_LAW, decided
from darddr.services.papers.notification import people
from darddr.services.papers.record import BY_HAND, Record, to_write
from darddr.services.wording import joined
from darddr.vocabulary.milestones import Milestone as M
from darddr.vocabulary.records import LegalBasis

CHECKLIST = {
    LegalBasis.S9_DHR: (
        "Was the person who died aged 16 or over?",
        "Has the death, or does it appear to have, resulted from violence, abuse or neglect?",
        "Was that by a relative, by somebody the person was or had been in an intimate relationship with, or by a member of the "
        "same household?",
        "If the person took their own life: do the circumstances give cause for concern, such as coercive control?",
    ),
    LegalBasis.S8A_DARDR: (
        "Has the death, or does it appear to have, resulted from domestic abuse towards the person?",
        "Were both people aged 16 or over?",
        "Were they personally connected, as the Domestic Abuse Act 2021 has it?",
        "Which kind of abuse: physical or sexual, violent or threatening, controlling or coercive, economic, psychological or other?",
    ),
}
"""Sources: Domestic Violence, Crime and Victims Act 2004, sections 9(1) and 8A; Domestic Abuse Act 2021, sections 1 and 2."""


def decision_record(record: Record) -> PaperFacts:
    """What was considered, what was decided, by whom and why, and who was told."""
    return record.paper(
        "Decision record",
        Text(_opening(record)),
        Heading("What led to the decision"),
        Fields(
            "Steps before the decision",
            (
                ("Notice received", record.day(M.NOTICE_RECEIVED)),
                ("Scoping letters sent", record.day(M.SCOPING_SENT)),
                ("Scoping returns in", record.day(M.SCOPING_RETURNED)),
                ("Scope checklist completed", record.day(M.SCOPE_CHECKED)),
                ("Domestic abuse specialist heard", record.day(M.SPECIALIST_ADVISED)),
                ("Decision due by", record.due("decision")),
            ),
        ),
        people(record),
        Heading("Whether the law applies"),
        Text(OUR_LAW[record.review.legal_basis]),
        Table(
            "Checklist",
            (("Question", 62), ("Answer, and what it rests on", 38)),
            tuple((question, BY_HAND) for question in CHECKLIST[record.review.legal_basis]),
        ),
        Heading("What was considered"),
        to_write(
            "At the decision meeting",
            "Who attended, and for which agency",
            "Advice of the domestic abuse specialist",
            "Anybody who saw it otherwise, and why",
            "Other reviews or proceedings under way",
        ),
        Heading("The decision"),
        *_decision(record),
        Heading("Who was told"),
        _told(record),
        Heading("Signature"),
        to_write("Signed by whoever decided", "Name and post", "Signature", "Date"),
    )


def _opening(record: Record) -> str:
    outcome = decided(record)
    if not outcome:
        return (
            "This record is made ready for the decision whether to hold a review. The decision has not been made yet."
        )
    day = record.day(M.DECIDED)
    return f"{'On ' + day + ' the' if day else 'The'} partnership decided {outcome}."


def _decision(record: Record) -> tuple[Fields | Heading | Missing | Text, ...]:
    move = record.decision
    maker = record.session.get(User, move.recorded_by_id) if move is not None and move.recorded_by_id else None
    by = (move.on_behalf_of or (maker.name if maker else "") or "") if move is not None else ""
    outcome = decided(record)
    reason = (move.reason or "").strip() if move is not None else ""
    return (
        Fields(
            "What was decided",
            (
                ("Decision", outcome[:1].upper() + outcome[1:]),
                ("Day of the decision", record.day(M.DECIDED)),
                ("Decided by", by),
            ),
        ),
        Heading("Reasons", level=3),
        Text(reason) if reason else Missing("reasons for the decision"),
    )


def _told(record: Record) -> Table:
    rows = (
        ("Home Office", record.day(M.HOME_OFFICE_TOLD) or "Not yet recorded"),
        ("Family", record.day(M.FAMILY_TOLD) or "Not yet recorded"),
        ("Coroner", BY_HAND),
        ("Senior investigating officer", BY_HAND),
        ("Agencies asked for a scoping return", BY_HAND),
    )
    return Table("Notices of the decision", (("Who", 55), ("Day they were told", 45)), rows)


def expression_of_interest(record: Record) -> PaperFacts:
    """What a partnership sends to people who might chair a review; it tells nothing of the case."""
    agencies = joined(record.agencies) or "agencies still to be named"
    made = record.paper(
        "Expression of interest for an independent chair",
        Text(
            f"{record.partnership.name} looks for an independent chair, who may also be the author, for a "
            f"{record.review.display_name.label} ({record.review.reference}). {OUR_LAW[record.review.legal_basis]} Nothing of the "
            "case is told at this stage."
        ),
        Heading("What the work is"),
        Bullets(
            (
                "Lead a panel of senior people from local agencies and specialist domestic abuse services.",
                "Agree the terms of reference with the partnership, after the family has had the chance to see them.",
                "Offer the family a part in the review, with an advocate beside them.",
                "Question agencies’ accounts of their own work, and find what there is to learn.",
                "Write, or answer for, an overview report, an executive summary and an action plan, up to the Home Office’s clearance.",
            )
        ),
        Heading("Dates"),
        Fields(
            "What is known of the timetable",
            (
                ("Decision to hold a review", record.day(M.DECIDED)),
                ("Report due by", record.due("report")),
                ("Answers to this paper by", BY_HAND),
                ("Conversations with candidates", BY_HAND),
                ("First panel meeting expected", BY_HAND),
            ),
        ),
        Heading("Whom we look for"),
        Text(
            "The statutory guidance of December 2016 asks for an independent and experienced chair. Please show that you have"
        ),
        Bullets(
            (
                "knowledge of domestic abuse, of coercive control and of how the law and local services answer them,",
                "experience of leading reviews, inquiries or partnerships, and of writing clearly about them,",
                "an understanding of equality and of what keeps people from asking for help,",
                "experience of work with bereaved families,",
                "training for chairs of these reviews (please give its date).",
            )
        ),
        Heading("Independence"),
        Text(
            f"The chair must not work, or have lately worked, for an agency that takes part ({agencies}), and must have had nothing to "
            "do with the case. Please declare anything that somebody might see as a conflict."
        ),
        Heading("How to answer"),
        Table(
            "What to send",
            (("What we ask", 45), ("Your answer", 55)),
            tuple(
                (asked, BY_HAND)
                for asked in (
                    "Name, and how to reach you",
                    "Reviews you have chaired or written, with links to those published",
                    "Training and supervision",
                    "Declaration of independence, and of any conflict",
                    "Days you would need, and your day rate",
                    "When you could begin, and times you are not free",
                    "Insurance, registration with the Information Commissioner, secure e-mail",
                    "Two people we may ask about your work",
                )
            ),
        ),
        Text(
            f"Please answer to {record.coordinator or 'the coordinator of the review'}, quoting {record.review.reference}."
        ),
    )
    return replace(made, opening=tuple(line for line in made.opening if line[0] != "Review"))
