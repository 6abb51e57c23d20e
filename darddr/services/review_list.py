"""The list of reviews: filtered, sorted, in pages that never count past what they skip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from darddr.models.person import Person
from darddr.models.review import Review, ReviewMilestone
from darddr.policies import Actor
from darddr.policies.visible import readable_reviews
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.records import PersonRole
from darddr.workflow.states import Phase, ReviewState

PAGE = 25
NEVER = date(1, 1, 1)
"""Stands for a missing notice date, so that undated reviews sort together."""


@dataclass(frozen=True)
class Wanted:
    """What a reader filters and sorts by. `after` is the (sort value, id) of the last row of the page before."""

    phase: Phase | None = None
    words: str = ""
    sort: str = "received"
    descending: bool = True
    after: tuple[str, UUID] | None = None


@dataclass(frozen=True)
class ReviewLine:
    """One review of the list; `pseudonyms` are of those who died."""

    id: UUID
    reference: str
    state: ReviewState
    received_on: date | None
    pseudonyms: str


@dataclass(frozen=True)
class ReviewPage:
    """A page of the list, how many there are in all, and where the next page begins."""

    lines: tuple[ReviewLine, ...]
    total: int
    next_after: tuple[str, UUID] | None


def reviews_page(session: Session, actor: Actor, wanted: Wanted) -> ReviewPage:
    """One page of the reviews the actor may read, in three statements whatever their number."""
    received = (
        select(ReviewMilestone.review_id, ReviewMilestone.happened_on)
        .where(ReviewMilestone.kind == Milestone.NOTICE_RECEIVED, ReviewMilestone.replaced.is_(False))
        .subquery()
    )
    chosen = and_(*_clauses(actor, wanted))
    total = session.scalar(select(func.count()).select_from(Review).where(chosen)) or 0
    key = {
        "received": func.coalesce(received.c.happened_on, NEVER),
        "reference": Review.reference,
        "state": Review.state,
    }[wanted.sort]
    rows = session.execute(
        select(Review.id, Review.reference, Review.state, received.c.happened_on)
        .outerjoin(received, received.c.review_id == Review.id)
        .where(chosen, *_after(key, wanted))
        .order_by(*((key.desc(), Review.id.desc()) if wanted.descending else (key, Review.id)))
        .limit(PAGE + 1)
    ).all()
    shown = rows[:PAGE]
    names = _pseudonyms(session, [row.id for row in shown])
    lines = tuple(ReviewLine(row.id, row.reference, row.state, row.happened_on, names.get(row.id, "")) for row in shown)
    return ReviewPage(lines, total, _cursor(lines[-1], wanted) if len(rows) > PAGE else None)


def _clauses(actor: Actor, wanted: Wanted) -> list[ColumnElement[bool]]:
    clauses = [readable_reviews(actor)]
    if wanted.phase is not None:
        clauses.append(Review.state.in_([state for state in ReviewState if state.phase is wanted.phase]))
    if wanted.words:
        clauses.append(Review.reference.icontains(wanted.words, autoescape=True))
    return clauses


def _after(key: Any, wanted: Wanted) -> list[ColumnElement[bool]]:
    if wanted.after is None:
        return []
    text, last_id = wanted.after
    value: object = date.fromisoformat(text) if wanted.sort == "received" else text
    further = (key < value, Review.id < last_id) if wanted.descending else (key > value, Review.id > last_id)
    return [or_(further[0], and_(key == value, further[1]))]


def _cursor(line: ReviewLine, wanted: Wanted) -> tuple[str, UUID]:
    values = {
        "received": (line.received_on or NEVER).isoformat(),
        "reference": line.reference,
        "state": line.state.value,
    }
    return values[wanted.sort], line.id


def _pseudonyms(session: Session, review_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The pseudonyms of those who died, of the reviews shown and no others."""
    named: dict[UUID, str] = {}
    people = select(Person).where(Person.review_id.in_(review_ids), Person.role == PersonRole.VICTIM)
    for person in session.scalars(people.order_by(Person.recorded_at, Person.id)):
        before = named.get(person.review_id)
        named[person.review_id] = f"{before}, {person.pseudonym}" if before else person.pseudonym or ""
    return named
