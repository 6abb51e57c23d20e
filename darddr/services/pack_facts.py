"""What the reports of a pack say, as at a day, from clear columns: the executive's own, and the extracts for two strategies."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr.documents.tabled import Cell, PartFacts, TabledFacts, TableFacts
from darddr.models.meeting import Meeting
from darddr.models.partnership import Partnership
from darddr.models.review import Extension, Review, ReviewMilestone
from darddr.services import figures, meetings, themes
from darddr.services.clocks import due, next_due
from darddr.services.duties import priority_titles
from darddr.services.figures import GROUPED, Group, View, review_state, reviews_of
from darddr.services.progress import agency_names
from darddr.services.report_facts import MARKING
from darddr.services.wording import counted
from darddr.vocabulary.milestones import Milestone
from darddr.workflow.states import PENDING, UNDER_WAY
from darddr.workflow.states import ReviewState as S

Rows = tuple[tuple[Cell, ...], ...]
MOST_LINES = 200
"""Lines that a list of the executive report prints at most."""
A_YEAR = timedelta(days=365)
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

STANDING = ("Overdue", "At risk", "On track", "Signed off", "Not implemented")


def standing(group: Group) -> tuple[int, ...]:
    """How the actions of a row stand, from their dates alone, in the order of STANDING.

    At risk are those due within 28 days. A richer rule of colours may take the place of this one.
    """
    of = group.counts
    return (
        of["overdue"],
        of["soon"],
        of["open"] - of["overdue"] - of["soon"],
        of["signed_off"],
        of["not_implemented"],
    )


@dataclass(frozen=True)
class Frame:
    """What every report of a pack shares."""

    view: View
    partnership: Partnership

    def report(self, title: str, headline: str, *parts: PartFacts, marking: str = MARKING) -> TabledFacts:
        """A report under the frame's day and partnership."""
        day, name = self.view.day, self.partnership
        reference = f"{name.code}-{day.isoformat()}"
        return TabledFacts(f"{title}: {name.name}", name.name, reference, marking, day, headline, parts)


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
        PartFacts("Figures", (), (_ten(counts),)),
        PartFacts("Where each review stands", _PAST_STATES, (_reviews(session, frame.view),)),
        PartFacts("How actions stand", (), (_by_agency(session, frame.view), _late(session, frame.view))),
        _slips(session, frame.view),
        _decisions(session, frame.view),
        PartFacts("National recommendations", ("Answers of departments are not part of this report.",)),
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
    rows = [(_review_row(row, dates[row.id], agreed[row.id], view.day)) for row in found]
    rows.sort(key=lambda row: (-row[4], row[0]))
    columns = ("Review", "State", "Notice received", "Next deadline", "Days late", "Waits for")
    return TableFacts("Reviews pending or under way", columns, tuple(rows), "No review is pending or under way.")


def _review_row(row: Any, dates: dict[Milestone, date], agreed: dict[str, date], day: date) -> tuple[Any, ...]:
    pressing = next_due(due(row.state, row.guidance_edition, dates, agreed))
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


def _by_agency(session: Session, view: View) -> TableFacts:
    names = agency_names(session, view.partnership_id)
    rows = figures.grouped(session, view, "agency")[: figures.MOST_GROUPS]
    told: Rows = tuple((names.get(row.key, "No lead agency named"), *standing(row)) for row in rows)
    return TableFacts("Actions by lead agency", ("Lead agency", *STANDING), told, "No action has been recorded.")


def _late(session: Session, view: View) -> TableFacts:
    late = figures.overdue_by_age(session, view)
    ages = tuple(age.label for age in next(iter(late.values())))
    rows: Rows = tuple((waits.label, *numbers.values()) for waits, numbers in late.items())
    return TableFacts("Overdue, by whom they wait for", ("Waits for", *ages), rows)


def _slips(session: Session, view: View) -> PartFacts:
    since = _last_meeting(session, view)
    slips = meetings.changes(session, view.actor, view.partnership_id, since, view.day, most=MOST_LINES).slips
    rows = tuple(
        (f"{row.reference}, action {row.number}", row.due_on, row.slips, row.happened_on) for row in slips.lines
    )
    columns = ("Action", "Now due", "Moved back", "Moved on")
    said = f"{counted(slips.count, 'target date').capitalize()} moved since {_day(since)}."
    return PartFacts("Target dates that moved", (said,), (TableFacts("Target dates that moved", columns, rows),))


def _last_meeting(session: Session, view: View) -> date:
    """The last meeting before the day; a quarter of a year before it where none is kept."""
    held = select(Meeting.held_on).where(Meeting.partnership_id == view.partnership_id, Meeting.held_on < view.day)
    return session.scalar(held.order_by(Meeting.held_on.desc()).limit(1)) or view.day - A_QUARTER


def _decisions(session: Session, view: View) -> PartFacts:
    if view.is_past:
        return PartFacts("Decisions needed", ("What waits for a decision is known of today only.",))
    waits = meetings.waiting(session, view.actor, view.partnership_id, MOST_LINES)
    rows = [(line.reference, f"Decide: {line.state.label}") for line in waits.reviews.lines]
    rows += [(line.reference, "Approve publication") for line in waits.publications.lines]
    rows += [(f"{line.reference}, action {line.number}", "Sign off") for line in waits.actions.lines]
    rows += [
        (line.reference, f"Ratify: {line.dest.label}")
        for line in meetings.to_ratify(session, view.actor, view.partnership_id, MOST_LINES).lines
    ]
    table = TableFacts("Decisions needed", ("What", "Decision"), tuple(rows), "Nothing waits for a decision.")
    return PartFacts("Decisions needed", (), (table,))


def _themes(session: Session, partnership_id: UUID) -> list[tuple[str | None, str]]:
    return [*themes.labels(session, partnership_id).items(), (None, "No theme of the list")]


def assessment_extract(session: Session, frame: Frame) -> TabledFacts:
    """Themes, their change since last year, and how far the actions of last year were carried out."""
    now = {row.key: row.counts for row in figures.grouped(session, frame.view, "theme")}
    before_view = replace(frame.view, day=frame.view.day - A_YEAR)
    before = {row.key: row.counts for row in figures.grouped(session, before_view, "theme")}
    rows = tuple(
        (label, _all(then), _all(new), _all(new) - _all(then))
        for theme, label in _themes(session, frame.view.partnership_id)
        for new, then in ((now.get(theme, {}), before.get(theme, {})),)
        if new or then
    )
    then, today = figures.counts(session, before_view), figures.counts(session, frame.view)
    carried = (
        f"A year before, {counted(then['open'], 'action')} were open. Since then {counted(max(0, today['signed_off'] - then['signed_off']))} "
        f"were signed off and {counted(max(0, today['not_implemented'] - then['not_implemented']))} ended without being done; "
        f"{counted(today['open'])} are open now."
    )
    columns = ("Theme", "A year before", "Now", "Change")
    table = TableFacts("Actions by theme", columns, rows, "No action has a theme.")
    return frame.report(
        "Extract for the strategic assessment",
        carried,
        PartFacts("Themes and how they changed", (), (table,)),
        PartFacts("How far last year’s actions were carried out", (carried,)),
    )


def _all(counts: dict[str, int]) -> int:
    return sum(counts.get(key, 0) for key in ("open", "signed_off", "not_implemented"))


def plan_extract(session: Session, frame: Frame) -> TabledFacts:
    """Actions under each priority of the partnership plan."""
    titles = priority_titles(session, frame.view.partnership_id)
    found = {row.key: row for row in figures.grouped(session, frame.view, "priority")}
    none = Group(None, dict.fromkeys((figure.key for figure in GROUPED), 0))
    rows: Rows = tuple((title, *standing(found.get(key, none))) for key, title in titles.items())
    rows += (("Under no priority", *standing(found.get(None, none))),)
    placed = sum(_all(row.counts) for key, row in found.items() if key is not None)
    headline = (
        f"{counted(placed, 'action').capitalize()} {'carries' if placed == 1 else 'carry'} out a priority of the plan."
    )
    table = TableFacts("Actions by priority", ("Priority", *STANDING), rows)
    return frame.report("Extract for the partnership plan", headline, PartFacts("Actions by priority", (), (table,)))


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
