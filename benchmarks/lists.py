"""Ratio 11: a page at depth 95,000 of the list of actions, and the last page of the list of reviews, against page one.

Run: python benchmarks/lists.py. Limit: at most 1.3 x on both databases, unfiltered too; every page counts what there is
in all and opens what it shows. 100,000 actions in 3,000 reviews of one partnership, for its coordinator. The peer skips
the same rows by OFFSET.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from fresh import told
from national import Size
from places import filled, kinds
from side_by_side import beside, interleaved, ratio, shown
from sqlalchemy.orm import Session

from darddr.models.action import Action
from darddr.models.review import Review
from darddr.policies import Actor, load_actor
from darddr.services import review_list
from darddr.services.action_list import Cursor, actions_page
from darddr.services.action_wanted import Show, Wanted
from darddr.services.review_list import reviews_page
from darddr.storage.database import reading

DAY = Size().day
LIMIT = 1.3
DEPTH = 0.95
LISTS = (Show.ALL, Show.OPEN, Show.OVERDUE)


def cursor_at_depth(session: Session, show: Show) -> Cursor:
    """The last row before 95 of 100 of a list."""
    wanted = sa.select(Action.due_on, Action.id).order_by(Action.due_on.is_(None), Action.due_on, Action.id)
    if show is not Show.ALL:
        wanted = wanted.where(Action.is_open)
    if show is Show.OVERDUE:
        wanted = wanted.where(Action.due_on < DAY)
    count = session.scalar(sa.select(sa.func.count()).select_from(wanted.subquery())) or 0
    return Cursor(*session.execute(wanted.offset(int(count * DEPTH)).limit(1)).one())


def by_offset(session: Session) -> Callable[[], object]:
    """What an ORM invites to: skip the rows that came before."""
    wanted = sa.select(Action).order_by(Action.due_on.is_(None), Action.due_on, Action.id)

    def work() -> None:
        session.scalars(wanted.offset(95_000).limit(50)).all()
        session.expunge_all()

    return work


def last_of_reviews(session: Session, actor: Actor) -> review_list.Wanted:
    """The last page but one of the reviews, newest first, as its predecessor's cursor would ask for it."""
    oldest = reviews_page(session, actor, review_list.Wanted(descending=False), DAY)
    assert oldest.next is not None
    return review_list.Wanted(cursor=review_list.Cursor(oldest.next.value, oldest.next.id))


def measure_actions(session: Session, actor: Actor, name: str) -> list[tuple[str, float, float]]:
    """Every list of actions, at its beginning and at depth."""
    works: dict[str, Callable[[], Any]] = {}
    for show in LISTS:
        wanted, cursor = Wanted(show=show), cursor_at_depth(session, show)
        works[f"{show} first"] = lambda wanted=wanted: actions_page(session, actor, wanted, DAY)
        works[f"{show} deep"] = lambda wanted=wanted, cursor=cursor: actions_page(session, actor, wanted, DAY, cursor)
    for page_name, page in works.items():
        assert len(page().lines) == 50, page_name
    times = interleaved(works, repeat=3)
    peer = interleaved({"deep": works[f"{Show.ALL} deep"], "OFFSET 95,000": by_offset(session)}, rounds=3)
    shown(name, times)
    beside(f"{name}: OFFSET 95,000, ORM objects, no count", peer, "deep", "OFFSET 95,000")
    return [(f"{name}: actions, {show}", ratio(times, f"{show} deep", f"{show} first"), LIMIT) for show in LISTS]


def measure_reviews(session: Session, actor: Actor, name: str) -> list[tuple[str, float, float]]:
    """The list of reviews, newest first."""
    last = last_of_reviews(session, actor)
    works = {
        "reviews first": lambda: reviews_page(session, actor, review_list.Wanted(), DAY),
        "reviews last": lambda: reviews_page(session, actor, last, DAY),
    }
    times = interleaved(works)
    shown(name, times)
    return [(f"{name}: reviews", ratio(times, "reviews last", "reviews first"), LIMIT)]


def measure(kind: str) -> list[tuple[str, float, float]]:
    """The figures of one database."""
    with filled(kind, Size(partnerships=1)) as (_, engine, national), reading(engine) as session:
        actor = load_actor(session, national.places[0].coordinator_id, DAY)
        assert session.scalar(sa.select(sa.func.count()).select_from(Review)) == 3_000
        return [*measure_actions(session, actor, f"11 {kind}"), *measure_reviews(session, actor, f"11 {kind}")]


def main() -> int:
    """Measure both databases."""
    return told([figure for kind in kinds() for figure in measure(kind)])


if __name__ == "__main__":
    sys.exit(main())
