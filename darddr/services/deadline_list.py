"""Every deadline of the reviews a person may follow, in a fixed number of statements that open nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from darddr.deadlines.calendars import Calendar
from darddr.deadlines.editions import limits_of
from darddr.deadlines.holds import Held
from darddr.deadlines.reckoning import Agreed, Deadline, reckon
from darddr.deadlines.targets import Target
from darddr.models.review import Extension, Review, ReviewMilestone
from darddr.policies import Actor
from darddr.policies.visible import followed_reviews
from darddr.services.clock_page import TARGETS_RUN, target_stands
from darddr.services.clocks import RUNS, held_by_review, stands
from darddr.services.local_targets import calendars, targets_on
from darddr.vocabulary.milestones import Milestone


@dataclass(frozen=True)
class Loaded:
    """All that the deadlines of some reviews are reckoned from."""

    reviews: Sequence[Any]
    dates: dict[UUID, dict[Milestone, date]]
    agreed: dict[UUID, dict[str, list[Agreed]]]
    holds: dict[UUID, list[Held]]
    targets: dict[UUID, list[Target]]
    calendars: dict[UUID, Calendar]


@dataclass(frozen=True)
class Line:
    """One deadline of one review."""

    review_id: UUID
    reference: str
    deadline: Deadline
    late: int


def load(session: Session, wanted: ColumnElement[bool]) -> Loaded:
    """The rows of the reviews that a condition chooses, in seven statements whatever their number."""
    columns = (Review.id, Review.partnership_id, Review.reference, Review.state, Review.guidance_edition)
    reviews: Sequence[Any] = session.execute(select(*columns).where(wanted).order_by(Review.reference)).all()
    dates: dict[UUID, dict[Milestone, date]] = defaultdict(dict)
    events = select(ReviewMilestone.review_id, ReviewMilestone.kind, ReviewMilestone.happened_on)
    for event in session.execute(
        events.join(Review, Review.id == ReviewMilestone.review_id).where(wanted, ReviewMilestone.replaced.is_(False))
    ):
        dates[event.review_id][event.kind] = event.happened_on
    agreed: dict[UUID, dict[str, list[Agreed]]] = defaultdict(dict)
    extensions = select(Extension.review_id, Extension.limit, Extension.due_on, Extension.agreed_on)
    for row in session.execute(
        extensions.join(Review, Review.id == Extension.review_id).where(wanted, Extension.replaced.is_(False))
    ):
        agreed[row.review_id][row.limit] = [Agreed(row.due_on, row.agreed_on)]
    places = {row.partnership_id for row in reviews}
    return Loaded(
        reviews,
        dates,
        agreed,
        held_by_review(session, wanted),
        targets_on(session, places),
        calendars(session, places),
    )


def reckoned(loaded: Loaded, day: date) -> Iterator[Line]:
    """The deadlines of loaded reviews as at a day, statutory ones before local targets."""
    nothing: dict[Any, Any] = {}
    for row in loaded.reviews:
        dates, agreed = loaded.dates.get(row.id, nothing), loaded.agreed.get(row.id, nothing)
        holds = loaded.holds.get(row.id, ())
        for rule in limits_of(row.guidance_edition):
            if rule.done not in dates and row.state not in RUNS[rule.name]:
                continue  # neither met nor running: nothing to reckon
            found = reckon(rule, dates, day, agreed=agreed.get(rule.name, ()), holds=holds)
            if found is not None and stands(found, row.state):
                yield Line(row.id, row.reference, found, found.days_late(day))
        for target in loaded.targets.get(row.partnership_id, ()):
            if target.suggested.done not in dates and row.state not in TARGETS_RUN[target.suggested.name]:
                continue
            found = reckon(target.rule, dates, day, holds=holds, calendar=loaded.calendars[row.partnership_id])
            if found is not None and target_stands(found, row.state):
                yield Line(row.id, row.reference, found, found.days_late(day))


def deadlines_followed(session: Session, actor: Actor, day: date) -> list[Line]:
    """Every deadline of the reviews this person may follow, by reference."""
    return list(reckoned(load(session, followed_reviews(actor)), day))
