"""What a panel works with: terms of reference, the form of an agency's review of its own work, agenda and minutes.

Sources of what each says: the parts that local protocols and the 2016 guidance's outline format of a management review list.
"""

from __future__ import annotations

from collections.abc import Iterator

from darddr.documents.paper import Block, Bullets, Fields, Heading, Missing, Numbered, PaperFacts, Table, Text
from darddr.services.papers.letters import OUR_LAW
from darddr.services.papers.notification import people
from darddr.services.papers.record import BY_HAND, Record, to_write
from darddr.vocabulary.milestones import Milestone as M
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import ReviewState as S

PURPOSE = (
    "establish what lessons are to be learned about the way local services work, alone and together, to protect people from domestic abuse;",
    "say how and within what time those lessons will be acted on, and what is expected to change;",
    "apply them to policies, procedures and daily work;",
    "help to prevent such deaths and to answer domestic abuse better, by acting earlier and together;",
    "add to what is known of domestic abuse;",
    "show what was done well.",
)
"""In our words, after the purposes the 2016 guidance gives a review."""


def panel_table(record: Record) -> Table:
    """The chair and the panel, who are named in the report too."""
    columns = (("Name", 32.0), ("Agency", 40.0), ("Part", 28.0))
    return Table("Chair and panel", columns, record.panel, needs="chair and members of the panel", blank="Not recorded")


def questions(record: Record) -> Numbered | Missing:
    """The questions, numbered as they are everywhere."""
    asked = tuple(text for _, text in record.questions)
    return Numbered(asked) if asked else Missing("questions of the terms of reference")


def terms_of_reference(record: Record) -> PaperFacts:
    """What the review asks, of whom, about which time, and how it goes about it."""
    name = record.review.display_name.label
    agreed = record.day(M.TERMS_AGREED)
    return record.paper(
        "Terms of reference",
        Text(
            f"The panel agreed these terms on {agreed}."
            if agreed
            else "These terms are a draft until the panel agrees them."
        ),
        Heading("Why there is a review"),
        Text(f"{OUR_LAW[record.review.legal_basis]} The purposes of a {name} are to:"),
        Bullets(PURPOSE),
        Text("It is no inquiry into how the person died or who is to blame, and no part of a disciplinary process."),
        Heading("Whom the review is about"),
        people(record),
        Heading("The time under review"),
        *_text_or_missing(record.section("timescales"), "period under review, with the reason for it"),
        Heading("Agencies that take part"),
        Bullets(record.agencies) if record.agencies else Missing("agencies that take part"),
        Heading("Questions each agency answers"),
        questions(record),
        Heading("Chair, author and panel"),
        panel_table(record),
        Heading("Family and friends"),
        Text(_family(record)),
        *_section(record, "Equality and diversity", "equality"),
        *_parallel(record),
        Heading("Timetable"),
        Fields(
            "Dates of the review",
            (
                ("Decision to hold a review", record.day(M.DECIDED)),
                ("First panel meeting", record.day(M.FIRST_PANEL)),
                ("Agencies’ chronologies and reviews in", record.day(M.AGENCY_RETURNS_IN)),
                ("Report due by", record.due("report")),
            ),
        ),
        Heading("Confidentiality and the media"),
        Text(
            "Everybody who takes part keeps the review’s papers confidential, uses the pseudonyms above, and sends papers by secure "
            "means only. Nobody but the partnership speaks to the media about the review, and only after the family has been told."
        ),
    )


def _family(record: Record) -> str:
    offered = record.day(M.FAMILY_OFFERED_TERMS)
    known = (
        f"The family was offered sight of these terms on {offered}."
        if offered
        else "When the family was offered sight of these terms is not yet recorded."
    )
    return (
        f"{known} The chair offers the family a part in the review, with a specialist advocate, at every stage: the questions, "
        "meetings, the draft report and its publication. Friends, colleagues and neighbours may be heard too."
    )


def _text_or_missing(text: str, what: str) -> tuple[Block, ...]:
    return (Text(text),) if text.strip() else (Missing(what),)


def _section(record: Record, title: str, key: str) -> Iterator[Block]:
    yield Heading(title)
    yield from _text_or_missing(record.section(key), title.lower())


def _parallel(record: Record) -> Iterator[Block]:
    """The author's words, or else the linked processes on record."""
    if record.section("parallel_reviews").strip() or not record.overview.parallel:
        yield from _section(record, "Other reviews and proceedings", "parallel_reviews")
    else:
        yield Heading("Other reviews and proceedings")
        yield Bullets(record.overview.parallel)


WORKED = (
    "Which records were read, on paper and on screen, and which could not be found",
    "Who was spoken to, by post, and when",
    "Policies and procedures in force at the time",
    "Workload, staffing, supervision and changes in the service at the time",
    "Other reviews, complaints, claims or proceedings",
)
CHECKED = (
    "Every question of the terms of reference is answered, with the record it rests on.",
    "What was done is judged by what was known, and by the policies in force, at the time.",
    "Equality, culture and what kept people from asking for help are looked at, not only named.",
    "Coercive control and economic abuse are named where they are seen.",
    "Good practice is shown as well as what went wrong.",
    "No real name, date of birth or address is in the text.",
    "Every recommendation follows from a finding, and says who will do what by when.",
)


def imr_template(record: Record) -> PaperFacts:
    """The form in which an agency reviews its own work: the parts, and every question with room for its answer."""
    return record.paper(
        "Individual management review",
        Text(
            "This form is for one agency’s account of its own work. Write under each heading, in the pseudonyms below, and delete "
            "what is printed there to help you. It is confidential and is never published."
        ),
        Heading("Agency and author"),
        to_write(
            "Who writes and who signs",
            "Agency",
            "Author and post",
            "The author had no part in the case and managed nobody who did",
            "Day records were secured",
            "Senior manager who signs",
            "Signature and date",
        ),
        Heading("Whom the review is about"),
        people(record),
        Heading("How the work was done"),
        Table(
            "Sources and circumstances",
            (("What to say", 45), ("Your answer", 55)),
            tuple((each, BY_HAND) for each in WORKED),
        ),
        Heading("What happened"),
        Text(
            "Tell in a few paragraphs what your agency’s contact was. The dated contacts go into the chronology form."
        ),
        Heading("Answers to the questions"),
        *_answers(record),
        Heading("Good practice, lessons and what has changed already"),
        to_write("What there is to learn", "Done well", "Lessons", "Changed since the death"),
        Heading("Recommendations of the agency"),
        Table(
            "Your agency’s recommendations",
            (("Recommendation", 30), ("Lesson it follows from", 25), ("Action and post", 25), ("By when", 20)),
            ((BY_HAND,) * 4,) * 3,
        ),
        Heading("Before you send it"),
        Table(
            "Checklist of the author", (("What to check", 75), ("Done", 25)), tuple((each, BY_HAND) for each in CHECKED)
        ),
    )


def _answers(record: Record) -> Iterator[Block]:
    if not record.questions:
        yield Missing("questions of the terms of reference")
    for number, text in record.questions:
        yield Heading(f"Question {number}", level=3)
        yield Text(text)
        yield Text(f"[Answer, and the record it rests on, {BY_HAND.lower()}]")


COMMON = (
    "Welcome, and a moment for the person who died",
    "Apologies, and conflicts of interest",
    "Minutes of the last meeting, and what came of them",
)
BUSINESS = {
    S.COMMISSIONING: (
        "Terms of reference",
        "Membership of the panel: is a specialist voice missing?",
        "Contact with the family",
    ),
    S.GATHERING: (
        "Chronologies and management reviews: what is in, what is late",
        "What agencies’ accounts leave open",
        "Contact with the family",
    ),
    S.ANALYSIS: (
        "Combined chronology: gaps and contradictions",
        "Findings for each question",
        "Good practice",
        "Contact with the family",
    ),
    S.DRAFTING: (
        "Draft report: findings, lessons and recommendations",
        "Actions: who leads, by when",
        "How the family will be shown the draft",
    ),
    S.CONSULTATION: (
        "Comments of agencies on accuracy",
        "Views of the family, and what is done about them",
        "Final report and action plan",
    ),
}
LATER = (
    "What the Home Office asked, and the answers to it",
    "Date and manner of publication",
    "Actions: what is done, what is late",
)
CLOSING = ("Learning to act on now", "Any other business", "Next meeting")


def _business(record: Record) -> tuple[str, ...]:
    return (*COMMON, *BUSINESS.get(record.review.state, LATER), *CLOSING)


def agenda(record: Record) -> PaperFacts:
    """The agenda of the next panel meeting, as the stage of the review suggests it."""
    return record.paper(
        "Agenda of the panel meeting",
        to_write("The meeting", "Date and time", "Place, or how to join"),
        Heading("Business"),
        Numbered(_business(record)),
        Heading("Who is asked to attend"),
        panel_table(record),
        Text(
            f"Papers and apologies go to {record.coordinator or 'the coordinator of the review'}. "
            "Please take no printed copies away from the meeting."
        ),
    )


def minutes(record: Record) -> PaperFacts:
    """The form of a meeting's minutes: everybody on the panel is on it, and so is the business of the agenda."""
    attendance = tuple((name, agency, BY_HAND) for name, agency, _ in record.panel)
    return record.paper(
        "Minutes of the panel meeting",
        Text(
            f"The chair of the panel is {record.named(ReviewRole.CHAIR) or 'not recorded yet'}. "
            "Write over what is printed in the right-hand columns."
        ),
        to_write("The meeting", "Date and time", "Minutes taken by"),
        Heading("Attendance"),
        Table(
            "Who attended",
            (("Name", 32), ("Agency", 38), ("Present or apologies", 30)),
            attendance,
            needs="chair and members of the panel",
        ),
        Heading("What was said and decided"),
        Table(
            "Business",
            (("Item", 30), ("What was said and decided", 45), ("Action, who and by when", 25)),
            tuple((f"{number}. {item}", BY_HAND, BY_HAND) for number, item in enumerate(_business(record), 1)),
        ),
        Heading("Challenge to agencies’ accounts"),
        Text(
            "A question the panel put to an agency is written down here with its answer, so that the report can show it was asked."
        ),
        Table("Questions put", (("Agency", 25), ("Question", 40), ("Answer", 35)), ((BY_HAND,) * 3,) * 2),
        Heading("Agreed as a true record"),
        to_write("Signed by the chair", "Signature", "Date"),
    )
