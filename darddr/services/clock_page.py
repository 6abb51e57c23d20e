"""Every clock of one review told in full: what moved it and why, what it has counted, and the clocks that ran before it started anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr.deadlines.checklists import CHECKLISTS, Checklist
from darddr.deadlines.editions import limits_of
from darddr.deadlines.holds import Held
from darddr.deadlines.reckoning import Deadline, Revision, reckon
from darddr.deadlines.rules import OPENINGS
from darddr.models.review import Extension, Review, ReviewMilestone, ReviewMove
from darddr.models.user import User
from darddr.services.clocks import agreed_for, deadlines_of, held_on
from darddr.services.local_targets import calendar_of, targets_on
from darddr.services.milestones import milestones_of
from darddr.vocabulary.days import day_in_words
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.records import Answer
from darddr.workflow.reviews import REVIEW_TABLE
from darddr.workflow.states import PENDING, UNDER_WAY, ReviewState

TARGETS_RUN: Mapping[str, tuple[ReviewState, ...]] = {
    "acknowledgement": PENDING,
    "scoping_returns": PENDING,
    "chair": UNDER_WAY,
    "first_panel": UNDER_WAY,
}
"""The states in which a local target can still be missed."""

ANSWERS = Answer.choices()
OPENING_TRIGGERS = {move.trigger for move in REVIEW_TABLE.moves if move.records in OPENINGS}


@dataclass(frozen=True)
class Told:
    """One thing that moved a due day, in words; `reason` and `agreed_by` where a day was agreed."""

    revision: Revision
    what: str
    reason: str = ""
    agreed_by: str = ""
    recorded_by: str = ""


@dataclass(frozen=True)
class Clock:
    """A deadline with all that moved it. `ended` says why a clock that ran before runs no more."""

    deadline: Deadline
    late: int
    moved: tuple[Told, ...]
    ended: str = ""


@dataclass(frozen=True)
class Asked:
    """One question of a scope checklist with its answer."""

    question: str
    answer: str


def clocks_of(session: Session, review: Review, day: date) -> list[Clock]:
    """The statutory clocks as they run now or were met."""
    why = _why(session, review)
    return [_clock(each, day, why) for each in deadlines_of(session, review, day)]


def targets_for(session: Session, review: Review, day: date) -> list[Deadline]:
    """The partnership's own targets that run for a review or were met."""
    targets = targets_on(session, [review.partnership_id]).get(review.partnership_id, [])
    if not targets:
        return []
    dates, holds = milestones_of(session, review), held_on(session, review)
    calendar = calendar_of(session, review.partnership_id)
    found = (reckon(target.rule, dates, day, holds=holds, calendar=calendar) for target in targets)
    return [each for each in found if each is not None and target_stands(each, review.state)]


def target_stands(each: Deadline, state: ReviewState) -> bool:
    """Whether a target is told of in a state: it runs, or it was met."""
    return each.done_on is not None or state in TARGETS_RUN[each.name]


def earlier_clocks(session: Session, review: Review) -> list[Clock]:
    """The clocks that a transfer stopped or that a review opened again left behind, as they stood then."""
    moves = list(session.scalars(select(ReviewMove).filter_by(review_id=review.id).order_by(ReviewMove.step)))
    events = list(
        session.scalars(select(ReviewMilestone).filter_by(review_id=review.id).order_by(ReviewMilestone.recorded_at))
    )
    holds, why = held_on(session, review), _why(session, review)
    found = []
    for kind in OPENINGS:
        opened = next((event for event in events if event.kind is kind and not event.replaced), None)
        if opened is None:
            continue
        ended_on, known = opened.happened_on, _known_before(events, _moment(moves, opened))
        found += _left(session, review, kind, ended_on, known, holds, why)
    if review.state is ReviewState.TRANSFERRED and moves:
        known = {event.kind: event.happened_on for event in events if not event.replaced}
        found += _stopped(review, moves[-1].happened_on, known, holds, why)
    return found


def _left(
    session: Session,
    review: Review,
    kind: Milestone,
    ended_on: date,
    known: Mapping[Milestone, date],
    holds: list[Held],
    why: Mapping[UUID, Told],
) -> list[Clock]:
    """The clocks that an opening ended."""
    agreed, found = agreed_for(session, review), []
    for rule in limits_of(review.guidance_edition):
        if kind not in rule.starts:
            continue
        before = [each for each in agreed.get(rule.name, ()) if each.agreed_on is None or each.agreed_on < ended_on]
        deadline = reckon(rule, known, ended_on, agreed=before, holds=holds)
        if deadline is not None:
            found.append(replace(_clock(deadline, ended_on, why), ended=f"{kind.label} on {day_in_words(ended_on)}."))
    return found


def _stopped(
    review: Review, ended_on: date, known: Mapping[Milestone, date], holds: list[Held], why: Mapping[UUID, Told]
) -> list[Clock]:
    """The clock of the decision, which a transfer to another partnership stopped here; that one's starts with its own notice."""
    rules = [rule for rule in limits_of(review.guidance_edition) if rule.name == "decision"]
    found = (reckon(rule, known, ended_on, holds=holds) for rule in rules)
    ended = f"Transferred on {day_in_words(ended_on)}; the other partnership’s clock starts on the day it was told."
    return [replace(_clock(each, ended_on, why), ended=ended) for each in found if each is not None]


def _moment(moves: list[ReviewMove], opened: ReviewMilestone) -> datetime:
    """When a review was opened again: its move was recorded then, however often its day was corrected since."""
    made = [move.recorded_at for move in moves if move.trigger in OPENING_TRIGGERS]
    return max(made, default=opened.recorded_at)


def _known_before(events: list[ReviewMilestone], moment: datetime) -> dict[Milestone, date]:
    """The dates as they were known before a moment; `events` in the order of their recording."""
    return {
        event.kind: event.happened_on for event in events if event.recorded_at <= moment and event.kind not in OPENINGS
    }


def _clock(deadline: Deadline, day: date, why: Mapping[UUID, Told]) -> Clock:
    return Clock(deadline, deadline.days_late(day), tuple(_told(each, why) for each in deadline.revisions))


def _told(revision: Revision, why: Mapping[UUID, Told]) -> Told:
    source = revision.agreed.source if revision.agreed is not None else None
    if source is not None and source in why:
        return replace(why[source], revision=revision)
    if revision.span is not None:
        until = "and goes on" if revision.span.is_open else f"to {day_in_words(revision.span.until)}"
        return Told(revision, f"On hold from {day_in_words(revision.span.first)} {until}")
    return Told(revision, "Nobody works that day")


def _why(session: Session, review: Review) -> dict[UUID, Told]:
    """Why each other day was agreed and by whom, by row."""
    rows = (
        select(Extension, User)
        .outerjoin(User, User.id == Extension.recorded_by_id)
        .where(Extension.review_id == review.id)
    )
    return {
        row.id: Told(
            Revision(row.due_on, 0),
            f"Agreed on {day_in_words(row.agreed_on)}",
            row.reason or "",
            row.agreed_by or "",
            (user.name or "") if user is not None else "",
        )
        for row, user in session.execute(rows)
    }


def answers_of(session: Session, review: Review, checklist: Checklist) -> dict[str, str]:
    """What was answered last to the questions of a checklist; nothing where another list was asked."""
    kept = _kept_answers(session, review)
    return {key: kept[key] for key in checklist.questions if key in kept} if _asked(kept, checklist) else {}


def _asked(kept: Mapping[str, str], checklist: Checklist) -> bool:
    return kept.get("checklist") == checklist.key


def _kept_answers(session: Session, review: Review) -> dict[str, str]:
    row = session.scalar(
        select(ReviewMilestone).filter_by(review_id=review.id, kind=Milestone.SCOPE_CHECKED, replaced=False)
    )
    return dict(row.answers or {}) if row is not None else {}


def scope_answers(session: Session, review: Review) -> tuple[str, list[Asked]]:
    """The title of the checklist last answered and its questions with their answers; nothing where none was answered."""
    kept = _kept_answers(session, review)
    checklist = CHECKLISTS.get(kept.get("checklist", ""))
    if checklist is None:
        return "", []
    asked = [
        Asked(question, ANSWERS.get(kept[key], kept[key]))
        for key, question in checklist.questions.items()
        if key in kept
    ]
    return checklist.title, asked
