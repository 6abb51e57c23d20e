"""All deadlines of 3,000 reviews: what reckoning and wording them takes beside loading the rows they are reckoned from.

Run: python benchmarks/deadlines.py. Limit: at most 50 microseconds a review above loading, on both databases. Every review has
its notice, two in three a decision, one in three a hold, one in nine another day agreed; four local targets are on.
"""

from __future__ import annotations

import statistics
import sys
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from fresh import told
from national import Size
from places import filled, kinds
from side_by_side import interleaved, shown
from sqlalchemy.orm import Session

from darddr import clock
from darddr.deadlines.targets import SUGGESTED
from darddr.models.clock_setting import LocalTarget
from darddr.models.hold import Hold
from darddr.models.review import Extension, Review, ReviewMilestone
from darddr.policies import load_actor
from darddr.policies.visible import followed_reviews
from darddr.services.deadline_list import load, reckoned
from darddr.storage.database import WRITES, reading
from darddr.vocabulary.clocks import HoldRequester
from darddr.vocabulary.milestones import Milestone

DAY = Size().day
LIMIT = 50.0
REVIEWS = 3_000
SIZE = Size(partnerships=1, reviews=REVIEWS, actions=REVIEWS, findings=REVIEWS)


def add(connection: sa.Connection, partnership_id: UUID) -> None:
    """Decisions, holds, agreed days and targets beside what the national data set holds."""
    reviews = connection.execute(sa.select(Review.id)).scalars().all()
    rows: dict[Any, list[dict[str, Any]]] = {ReviewMilestone: [], Hold: [], Extension: [], LocalTarget: []}
    for number, review_id in enumerate(reviews):
        day = DAY - timedelta(days=number % 900)
        own = {"partnership_id": partnership_id, "review_id": review_id}
        if number % 3:
            rows[ReviewMilestone].append(
                {**own, "kind": Milestone.DECIDED, "happened_on": day, "replaced": False, "brought_in": False}
            )
        if number % 3 == 1:
            ended = day + timedelta(days=90) if number % 2 else None
            held = {"requester": HoldRequester.CPS, "began_on": day + timedelta(days=30), "ended_on": ended}
            rows[Hold].append({**own, **held, "review_on": day})
        if number % 9 == 4:
            agreed = {"due_on": day + timedelta(days=400), "agreed_on": day, "replaced": False}
            rows[Extension].append({**own, "limit": "report", **agreed})
    for rule in SUGGESTED.values():
        target = {"name": rule.name, "is_on": True, "length": rule.length, "unit": rule.unit}
        rows[LocalTarget].append({"partnership_id": partnership_id, **target})
    for model, listed in rows.items():
        kept = {"version_id": 1, "recorded_at": clock.now(), "recorded_by_id": None}
        common = {name: value for name, value in kept.items() if name in model.__table__.c}
        connection.execute(sa.insert(model.__table__), [{"id": uuid4(), **common, **row} for row in listed])


def measure(kind: str) -> tuple[str, float, float]:
    """Microseconds a review that reckoning takes above loading, in the median round."""
    with filled(kind, SIZE) as (_, engine, national):
        place = national.places[0]
        with engine.execution_options(**{WRITES: True}).begin() as connection:
            add(connection, place.id)
        with reading(engine) as session:
            return compared(session, kind, place.coordinator_id)


def compared(session: Session, kind: str, coordinator_id: UUID) -> tuple[str, float, float]:
    """The rows loaded, and the rows loaded with every deadline of theirs reckoned."""
    wanted = followed_reviews(load_actor(session, coordinator_id, DAY))
    lines = list(reckoned(load(session, wanted), DAY))
    print(f"  {kind}: {len(lines):,} deadlines, of which {sum(line.late > 0 for line in lines):,} are late")
    works = {
        "rows loaded": lambda: load(session, wanted),
        "rows loaded, deadlines reckoned": lambda: [
            line.deadline.sentence for line in reckoned(load(session, wanted), DAY)
        ],
    }
    times = interleaved(works)
    shown(f"deadlines {kind}", times)
    above = [both - alone for alone, both in zip(*times.values(), strict=True)]
    return f"deadlines {kind}: microseconds a review above loading", statistics.median(above) / REVIEWS * 1e6, LIMIT


def main() -> int:
    """Measure both databases."""
    return told([measure(kind) for kind in kinds()])


if __name__ == "__main__":
    sys.exit(main())
