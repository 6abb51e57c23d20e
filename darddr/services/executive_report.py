"""The executive's own report: figures, where each review stands and why late, actions, slips, decisions, and what departments answered."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr.deadlines.holds import Held
from darddr.documents.package import day
from darddr.documents.tabled import PartFacts, TabledFacts, TableFacts
from darddr.documents.workbook import Cell
from darddr.models.hold import Hold
from darddr.models.meeting import Meeting
from darddr.models.review import Extension, Review, ReviewMilestone
from darddr.services import figure_lists, figure_tables, figures, meetings
from darddr.services.clocks import due, held_by_review, next_due
from darddr.services.figure_views import View, review_state, reviews_of
from darddr.services.figures import FIGURES
from darddr.services.national_facts import national_part
from darddr.services.pack_facts import RULE, Frame, caveat_of, coloured, colours_of, named
from darddr.services.progress import agency_names
from darddr.services.wording import counted
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.standing import Brag
from darddr.workflow.states import PENDING, UNDER_WAY
from darddr.workflow.states import ReviewState as S

Rows = tuple[tuple[Cell, ...], ...]
MOST_LINES = 200
"""Lines that a list of the executive report prints at most."""
A_QUARTER = timedelta(days=91)

WAITS_FOR = {
    S.NOTIFIED: "the partnership, to scope it",
    S.SCOPING: "agencies’ first returns",
    S.DECIDING: "the executive’s decision",
    S.COMMISSIONING: "a chair and a panel",
    S.GATHERING: "agencies’ reviews of their own work",
    S.ANALYSIS: "the panel’s analysis",
    S.DRAFTING: "the author’s draft",
    S.CONSULTATION: "those who are consulted on the draft",
    S.SIGN_OFF: "the executive’s sign-off",
    S.WITH_HOME_OFFICE: "the Home Office",
    S.AMENDING: "changes the Home Office asked for",
    S.RESUBMITTING: "the report to be sent again",
}
"""For whom or what a review waits in a state: why it is late, as far as that may be said without its story."""


def executive_report(session: Session, frame: Frame) -> TabledFacts:
    """Where each review stands and why late, actions by agency, slips, what is late and what needs a decision."""
    counts = figures.counts(session, frame.view)
    headline = (
        f"{counted(counts['under_way'], 'review').capitalize()} under way and {counted(counts['pending'])} pending; "
        f"{counted(counts['open'], 'action')} open, of which {counted(counts['overdue'])} overdue; "
        f"{counted(counts['awaiting'])} waiting for sign-off."
    )
    return frame.report(
        "Executive report",
        headline,
        PartFacts("Figures", caveat_of(frame.view), (_ten(counts),)),
        PartFacts("Where each review stands", _PAST_STATES, (_reviews(session, frame.view),)),
        _actions(session, frame.view),
        _slips(session, frame.view),
        _decisions(session, frame.view),
        national_part(session, frame.view, frame.within, MOST_LINES),
    )


_PAST_STATES = ("Why a review is late is told by whom or what it waits for; nothing of what happened is told here.",)


def _ten(counts: dict[str, int]) -> TableFacts:
    rows = tuple(
        (figure.several[0].upper() + figure.several[1:], counts[key], figure.how)
        for key, figure in figures.FIGURES.items()
    )
    return TableFacts("The ten figures", ("Figure", "Number", "How it is counted"), rows)


def _reviews(session: Session, view: View) -> TableFacts:
    """Reviews pending or under way, the longest late first."""
    state = review_state(view)
    found = session.execute(
        select(Review.id, Review.reference, Review.guidance_edition, state.label("state"))
        .where(reviews_of(view), state.in_((*PENDING, *UNDER_WAY, S.CLEARED)))
        .order_by(Review.reference)
    ).all()
    dates, agreed = _dates(session, view)
    held = held_by_review(session, (Review.partnership_id == view.partnership_id) & (Hold.began_on <= view.day))
    rows = [(_review_row(row, dates[row.id], agreed[row.id], held.get(row.id, []), view.day)) for row in found]
    rows.sort(key=lambda row: (-row[4], row[0]))
    columns = ("Review", "State", "Notice received", "Next deadline", "Days late", "Waits for")
    return TableFacts("Reviews pending or under way", columns, tuple(rows), "No review is pending or under way.")


def _review_row(
    row: Any, dates: dict[Milestone, date], agreed: dict[str, date], held: list[Held], day: date
) -> tuple[Any, ...]:
    pressing = next_due(due(row.state, row.guidance_edition, dates, agreed, held, day))
    late = pressing.days_late(day) if pressing is not None else 0
    received = dates.get(Milestone.NOTICE_RECEIVED)
    deadline = pressing.due_on if pressing is not None else None
    return (row.reference, row.state.label, received, deadline, max(late, 0), WAITS_FOR.get(row.state, "publication"))


def _dates(session: Session, view: View) -> tuple[dict[UUID, dict[Milestone, date]], dict[UUID, dict[str, date]]]:
    """The events of reviews and the days agreed for their limits, as they were known on the day."""
    dates: dict[UUID, dict[Milestone, date]] = defaultdict(dict)
    agreed: dict[UUID, dict[str, date]] = defaultdict(dict)
    events = select(ReviewMilestone.review_id, ReviewMilestone.kind, ReviewMilestone.happened_on).where(
        ReviewMilestone.partnership_id == view.partnership_id,
        ReviewMilestone.replaced.is_(False),
        ReviewMilestone.happened_on <= view.day,
    )
    for event in session.execute(events):
        dates[event.review_id][event.kind] = event.happened_on
    limits = select(Extension.review_id, Extension.limit, Extension.due_on).where(
        Extension.partnership_id == view.partnership_id,
        Extension.replaced.is_(False),
        Extension.agreed_on <= view.day,
    )
    for limit in session.execute(limits):
        agreed[limit.review_id][limit.limit] = limit.due_on
    return dates, agreed


def _actions(session: Session, view: View) -> PartFacts:
    """Actions by colour, by colour and lead agency, and the overdue ones by whom they wait for."""
    colours = figure_tables.by_colour(session, view)
    whole, red, amber = sum(colours.values()), colours[Brag.RED], colours[Brag.AMBER]
    said = f"Of {counted(whole, 'action')}, {counted(red)} {'is' if red == 1 else 'are'} red and {counted(amber)} amber. {RULE}"
    rows = figure_tables.grouped(session, view, "agency")[: figure_tables.MOST_GROUPS]
    agencies = named(rows, agency_names(session, view.partnership_id), "No lead agency named")
    by_agency = coloured("Actions by lead agency and colour", "Lead agency", agencies, "No action has been recorded.")
    return PartFacts(
        "How actions stand", (said, *caveat_of(view)), (colours_of(colours), by_agency, _late(session, view))
    )


def _late(session: Session, view: View) -> TableFacts:
    late = figure_tables.overdue_by_age(session, view)
    ages = tuple(age.label for age in next(iter(late.values())))
    rows: Rows = tuple((waits.label, *numbers.values()) for waits, numbers in late.items())
    return TableFacts("Overdue, by whom they wait for", ("Waits for", *ages), rows)


def _slips(session: Session, view: View) -> PartFacts:
    since = _last_meeting(session, view)
    slips = meetings.changes(session, view.actor, view.partnership_id, since, view.day, most=MOST_LINES).slips
    rows = tuple((_called(row.reference, row.number), row.due_on, row.slips, row.happened_on) for row in slips.lines)
    columns = ("Action", "Now due", "Moved back", "Moved on")
    said = f"{counted(slips.count, 'target date').capitalize()} moved since {day(since)}."
    now = (f"The column “Now due” has the dates kept today, not those of {day(view.day)}.",) if view.is_past else ()
    return PartFacts(
        "Target dates that moved", (said, *now), (TableFacts("Target dates that moved", columns, rows),) if rows else ()
    )


def _last_meeting(session: Session, view: View) -> date:
    """The last meeting before the day; a quarter of a year before it where none is kept."""
    held = select(Meeting.held_on).where(Meeting.partnership_id == view.partnership_id, Meeting.held_on < view.day)
    return session.scalar(held.order_by(Meeting.held_on.desc()).limit(1)) or view.day - A_QUARTER


def _decisions(session: Session, view: View) -> PartFacts:
    if view.is_past:
        return _decisions_then(session, view)
    waits = meetings.waiting(session, view.actor, view.partnership_id, MOST_LINES)
    rows = [(line.reference, TO_DECIDE[line.state]) for line in waits.reviews.lines]
    rows += [(line.reference, "Approve publication") for line in waits.publications.lines]
    rows += [(_called(line.reference, line.number), "Sign off") for line in waits.actions.lines]
    rows += [
        (line.reference, f"Ratify: {line.dest.label}")
        for line in meetings.to_ratify(session, view.actor, view.partnership_id, MOST_LINES).lines
    ]
    table = TableFacts("Decisions needed", ("What", "Decision"), tuple(rows), "Nothing waits for a decision.")
    return PartFacts("Decisions needed", (), (table,))


def _decisions_then(session: Session, view: View) -> PartFacts:
    """What waited for a decision at the end of a past day, as far as moves tell it."""
    reviews = figure_lists.reviews(session, view, FIGURES["decide"]).lines
    actions = figure_lists.actions(session, view, FIGURES["awaiting"]).lines
    rows = [(line.reference, TO_DECIDE[line.state]) for line in reviews]
    rows += [(_called(line.plan, line.number), "Sign off") for line in actions]
    said = "Publications to approve and decisions to ratify are known of today only, so they are not listed for this past day."
    table = TableFacts("Decisions needed", ("What", "Decision"), tuple(rows), "Nothing waited for a decision.")
    return PartFacts("Decisions needed", (said,), (table,))


def _called(plan: str, number: str) -> str:
    """An action by its plan and number."""
    return f"{plan.removesuffix('-PLAN')}, action {number or '(no number)'}"


TO_DECIDE = {S.DECIDING: "Decide whether to hold a review", S.SIGN_OFF: "Sign off the report"}
"""What the executive is asked in each state that waits for it."""
