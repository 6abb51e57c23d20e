"""The list of reviews: filtered, sorted, in pages that never count past what they skip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, ScalarSelect, and_, case, func, or_, select, tuple_
from sqlalchemy.orm import Session

from darddr.deadlines.editions import EDITIONS
from darddr.deadlines.holds import Held
from darddr.deadlines.months import first_in_time
from darddr.deadlines.reckoning import Deadline
from darddr.deadlines.rules import OPENINGS, Rule
from darddr.models.hold import Hold
from darddr.models.person import Person
from darddr.models.review import Extension, Review, ReviewMilestone
from darddr.models.user import User
from darddr.policies import Actor
from darddr.policies.visible import readable_reviews
from darddr.services.clocks import RUNS, due, held_by_review, next_due
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.records import PersonRole
from darddr.workflow.states import Phase, ReviewState

PAGE = 25
NEVER = date(1, 1, 1)
"""Stands for a missing notice date, so that undated reviews sort together."""

LIMITS = tuple((key, limit) for key, edition in EDITIONS.items() for limit in edition.limits)
WATCHED = tuple(dict.fromkeys(kind for _, limit in LIMITS for kind in (*limit.starts, limit.done)))
AGREED = tuple(dict.fromkeys(limit.name for _, limit in LIMITS if limit.may_be_agreed))


class Sort(StrEnum):
    """What a list of reviews is sorted by; states sort in the order of a review's life."""

    RECEIVED = "received"
    REFERENCE = "reference"
    STATE = "state"


@dataclass(frozen=True)
class Cursor:
    """A row at the edge of a page: what it is sorted by and its id. `back` asks for the page that ends before it."""

    value: str
    id: UUID
    back: bool = False

    def __str__(self) -> str:
        return f"{'before' if self.back else 'after'}_{self.id}_{self.value}"

    @classmethod
    def read(cls, text: str, sort: Sort) -> Cursor | None:
        """The cursor that `str` wrote for a list so sorted; None for anything else, which is the first page."""
        way, _, rest = text.partition("_")
        row_id, _, value = rest.partition("_")
        try:
            cursor = cls(value, UUID(row_id), way == "before")
            _typed(sort, value)
        except ValueError:
            return None
        return cursor


@dataclass(frozen=True)
class Wanted:
    """What a reader filters and sorts by, and which page."""

    phase: Phase | None = None
    state: ReviewState | None = None
    words: str = ""
    overdue: bool = False
    sort: Sort = Sort.RECEIVED
    descending: bool = True
    cursor: Cursor | None = None


@dataclass(frozen=True)
class ReviewLine:
    """One review of the list; `pseudonyms` are of those who died, `late` the days its next deadline has passed."""

    id: UUID
    reference: str
    state: ReviewState
    received_on: date | None
    pseudonyms: str
    lead: str
    deadline: Deadline | None
    late: int


@dataclass(frozen=True)
class ReviewPage:
    """A page of the list, how many there are in all, and where the pages before and after it are, if there are any."""

    lines: tuple[ReviewLine, ...]
    total: int
    previous: Cursor | None
    next: Cursor | None


def reviews_page(session: Session, actor: Actor, wanted: Wanted, day: date) -> ReviewPage:
    """One page of the reviews the actor may read, in five statements whatever their number, in six where only late ones are asked for."""
    chosen = and_(*_clauses(actor, wanted, day), *_not_spared(session, actor, wanted, day))
    total = session.scalar(select(func.count()).select_from(Review).where(chosen)) or 0
    key, back = _key(wanted.sort), wanted.cursor is not None and wanted.cursor.back
    falling = wanted.descending is not back
    rows = session.execute(
        select(Review.reference, Review.lead_id, key.label("sort_key"), *_reckoned_from())
        .where(chosen, *_beyond(key, wanted.cursor, wanted.sort, falling))
        .order_by(*((key.desc(), Review.id.desc()) if falling else (key, Review.id)))
        .limit(PAGE + 1)
    ).all()
    more = len(rows) > PAGE
    shown = rows[:PAGE][::-1] if back else rows[:PAGE]
    before = _edge(shown[0], back=True) if shown and (more if back else wanted.cursor is not None) else None
    after = _edge(shown[-1]) if shown and (more or back) else None
    return ReviewPage(_lines(session, shown, day), total, before, after)


def _reckoned_from() -> list[Any]:
    """All that the deadlines of the review of the row are reckoned from, but its holds."""
    return [
        Review.id,
        Review.state,
        Review.guidance_edition,
        *(_happened(kind).label(kind.value) for kind in WATCHED),
        *(_agreed(name).label(f"agreed_{name}") for name in AGREED),
    ]


def _happened(kind: Milestone) -> ScalarSelect[date]:
    """The present date of an event of the review of the row."""
    return (
        select(ReviewMilestone.happened_on)
        .where(
            ReviewMilestone.review_id == Review.id, ReviewMilestone.kind == kind, ReviewMilestone.replaced.is_(False)
        )
        .correlate(Review)
        .scalar_subquery()
    )


def _agreed(name: str) -> ScalarSelect[date]:
    """The day agreed for a limit of the review of the row."""
    return (
        select(Extension.due_on)
        .where(Extension.review_id == Review.id, Extension.limit == name, Extension.replaced.is_(False))
        .correlate(Review)
        .scalar_subquery()
    )


def _clauses(actor: Actor, wanted: Wanted, day: date) -> list[ColumnElement[bool]]:
    clauses = [readable_reviews(actor)]
    if wanted.phase is not None:
        clauses.append(Review.state.in_([state for state in ReviewState if state.phase is wanted.phase]))
    if wanted.state is not None:
        clauses.append(Review.state == wanted.state)
    if wanted.words:
        clauses.append(Review.reference.icontains(wanted.words, autoescape=True))
    if wanted.overdue:
        clauses.append(_passed(day))
    return clauses


def _passed(day: date) -> ColumnElement[bool]:
    """Whether a limit runs and has passed, did no hold move it."""
    return or_(*(_late(edition, limit, day) for edition, limit in LIMITS))


def _not_spared(session: Session, actor: Actor, wanted: Wanted, day: date) -> list[ColumnElement[bool]]:
    """Leaves out the reviews that holds alone keep in time. A hold only moves a day on, so they are among those whose day has passed
    in clear columns; the few that were ever held are reckoned one by one, as every page reckons them.
    """
    if not wanted.overdue:
        return []
    doubtful = and_(readable_reviews(actor), _passed(day), Review.id.in_(select(Hold.review_id)))
    rows = session.execute(select(*_reckoned_from()).where(doubtful)).all()
    held = held_by_review(session, doubtful) if rows else {}
    spared = [row.id for row in rows if not any(each.days_late(day) for each in _running(row, held[row.id], day))]
    return [Review.id.not_in(spared)] if spared else []


def _running(row: Row[Any], held: list[Held], day: date) -> tuple[Deadline, ...]:
    values = row._mapping
    dates = {kind: values[kind.value] for kind in WATCHED if values[kind.value] is not None}
    agreed = {name: values[f"agreed_{name}"] for name in AGREED if values[f"agreed_{name}"] is not None}
    found = due(row.state, row.guidance_edition, dates, agreed, held, day)
    return tuple(each for each in found if each.done_on is None)


def _late(edition: str, limit: Rule, day: date) -> ColumnElement[bool]:
    """Whether a limit runs and has passed: the same answer as `Deadline.days_late` where there is no hold, in clear columns.

    Every statutory limit counts calendar months and stays on its day; a test holds the editions to that.
    """
    starts = [_happened(kind) for kind in limit.starts]
    start = func.coalesce(*starts) if len(starts) > 1 else starts[0]
    passed = start < first_in_time(day, limit.length)
    if limit.may_be_agreed:
        agreed = _agreed(limit.name)
        passed = or_(and_(start.is_not(None), agreed < day), and_(agreed.is_(None), passed))
    return and_(
        Review.guidance_edition == edition,
        Review.state.in_(RUNS[limit.name]),
        _not_done(limit),
        passed,
    )


def _not_done(limit: Rule) -> ColumnElement[bool]:
    """Whether it has not been done, or only before its clock started anew."""
    done = _happened(limit.done)
    anew = [_happened(kind) for kind in limit.starts if kind in OPENINGS]
    return or_(done.is_(None), *(done <= opened for opened in anew))


def _key(sort: Sort) -> ColumnElement[Any]:
    life = {state: place for place, state in enumerate(ReviewState)}
    keys: dict[Sort, ColumnElement[Any]] = {
        Sort.RECEIVED: func.coalesce(_happened(Milestone.NOTICE_RECEIVED), NEVER),
        Sort.REFERENCE: Review.reference.expression,
        Sort.STATE: case(life, value=Review.state),
    }
    return keys[sort]


def _typed(sort: Sort, value: str) -> date | int | str:
    """A cursor's value as its column has it. Raises ValueError where it is none."""
    if sort is Sort.RECEIVED:
        return date.fromisoformat(value)
    if sort is Sort.STATE:
        return range(len(ReviewState)).index(int(value))
    return value


def _beyond(key: ColumnElement[Any], cursor: Cursor | None, sort: Sort, falling: bool) -> list[ColumnElement[bool]]:
    if cursor is None:
        return []
    row, edge = tuple_(key, Review.id), (_typed(sort, cursor.value), cursor.id)
    return [row < edge if falling else row > edge]


def _edge(row: Row[Any], *, back: bool = False) -> Cursor:
    return Cursor(str(row.sort_key), row.id, back)


def _lines(session: Session, rows: Sequence[Row[Any]], day: date) -> tuple[ReviewLine, ...]:
    pseudonyms = _pseudonyms(session, [row.id for row in rows])
    users = session.scalars(select(User).where(User.id.in_({row.lead_id for row in rows if row.lead_id})))
    leads = {user.id: user.name or "" for user in users}
    held = held_by_review(session, Review.id.in_([row.id for row in rows]))
    return tuple(
        _line(row, pseudonyms.get(row.id, ""), leads.get(row.lead_id, ""), held.get(row.id, []), day) for row in rows
    )


def _line(row: Row[Any], pseudonyms: str, lead: str, held: list[Held], day: date) -> ReviewLine:
    pressing = next_due(_running(row, held, day))
    return ReviewLine(
        row.id,
        row.reference,
        row.state,
        row._mapping[Milestone.NOTICE_RECEIVED.value],
        pseudonyms,
        lead,
        pressing,
        pressing.days_late(day) if pressing is not None else 0,
    )


def _pseudonyms(session: Session, review_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The pseudonyms of those who died, of the reviews shown and no others."""
    named: dict[UUID, str] = {}
    people = select(Person).where(Person.review_id.in_(review_ids), Person.role == PersonRole.VICTIM)
    for person in session.scalars(people.order_by(Person.recorded_at, Person.id)):
        before = named.get(person.review_id)
        named[person.review_id] = f"{before}, {person.pseudonym}" if before else person.pseudonym or ""
    return named
