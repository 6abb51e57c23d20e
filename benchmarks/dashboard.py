"""Ratio 10: the figures of the executive's page over 100,000 actions in 3,000 reviews, against the same SQL by the bare driver.

Run: python benchmarks/dashboard.py. Limit: at most 1.3 x on both databases, and the partial indexes seen in the plan.
Everything stands in a single partnership, so that all of it is counted. The bare variant runs our own statements through
the driver and fetches their rows: no policies, no types, no figures made. The peer loads the actions as ORM objects and
counts in Python, once. What one of the nation's 40 partnerships pays for its own 2,500 actions is told without a limit:
its SQL takes a millisecond or two, so that figure is about Python.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from fresh import told
from national import Size
from places import filled, kinds
from side_by_side import beside, interleaved, ratio, shown
from sqlalchemy.orm import Session

from darddr.models.action import Action
from darddr.policies import Actor, load_actor
from darddr.services import progress
from darddr.storage.database import reading

DAY = Size().day
LIMIT = 1.3
PARTIAL = {"open": {"ix_actions_open_figures", "ix_actions_open_due"}, "ended": {"ix_actions_ended_figures"}}
"""The partial indexes by the half of the actions they hold: open ones have two, either of which leaves the others out."""

Statement = tuple[str, Any]


def figures(session: Session, actor: Actor, partnership_id: UUID) -> tuple[Any, ...]:
    """Every figure of the page, as its view asks for them."""
    cells = progress.action_cells(session, actor, partnership_id, DAY)
    return (
        progress.review_counts(session, actor, partnership_id),
        progress.lines_by_agency(cells, progress.agency_names(session, partnership_id)),
        progress.lines_by_group(cells, progress.group_names(session, partnership_id)),
    )


@contextmanager
def overheard(engine: sa.Engine) -> Iterator[list[Statement]]:
    """The statements sent meanwhile with what is bound to them."""
    sent: list[Statement] = []

    def keep(_connection: Any, _cursor: Any, statement: str, bound: Any, _context: Any, _many: bool) -> None:
        sent.append((statement, bound))

    sa.event.listen(engine, "before_cursor_execute", keep)
    yield sent
    sa.event.remove(engine, "before_cursor_execute", keep)


def bare(connection: Any, statements: list[Statement]) -> Callable[[], object]:
    """The same statements by the driver alone."""

    def work() -> None:
        for statement, bound in statements:
            cursor = connection.cursor()
            cursor.execute(statement, bound)
            cursor.fetchall()
            cursor.close()

    return work


def by_objects(session: Session, partnership_id: UUID) -> Callable[[], object]:
    """What an ORM invites to: load the actions, count in Python."""

    def work() -> Counter[tuple[Any, ...]]:
        counts: Counter[tuple[Any, ...]] = Counter()
        for row in session.scalars(sa.select(Action).where(Action.partnership_id == partnership_id)):
            counts[row.lead_agency_id, row.group_id, row.state, row.is_overdue(DAY)] += 1
        session.expunge_all()
        return counts

    return work


def plan_of(connection: Any, kind: str, statements: list[Statement]) -> str:
    """What the database says it will do about the actions."""
    statement, bound = next(each for each in statements if "actions" in each[0])
    cursor = connection.cursor()
    cursor.execute(("EXPLAIN QUERY PLAN " if kind == "sqlite" else "EXPLAIN ") + statement, bound)
    return "\n".join(str(row[-1]) for row in cursor.fetchall())


def uses_indexes(plan: str) -> bool:
    """Whether a plan finds the open actions and the ended ones each in an index of theirs."""
    return all(any(index in plan for index in half) for half in PARTIAL.values())


def measure(kind: str, partnerships: int) -> tuple[tuple[str, float, float], bool]:
    """The figure beside its limit, and whether the plan is as it should be.

    Where all the actions are one partnership's, PostgreSQL rightly reads the table from end to end: nothing is left out.
    """
    name = f"10 {kind}, {partnerships} partnership{'s' if partnerships > 1 else ''}"
    with filled(kind, Size(partnerships=partnerships)) as (_, engine, national), reading(engine) as session:
        place = national.places[0]
        actor = load_actor(session, place.executive_id, DAY)
        with overheard(engine) as statements:
            figures(session, actor, place.id)
        connection: Any = session.connection().connection
        works = {"ours": lambda: figures(session, actor, place.id), "bare driver": bare(connection, statements)}
        times = interleaved(works, repeat=3)
        peer = interleaved({"ours": works["ours"], "ORM objects": by_objects(session, place.id)}, rounds=1)
        plan = plan_of(connection, kind, statements)
    used = uses_indexes(plan)
    wanted = kind == "sqlite" or partnerships > 1
    shown(name, times)
    beside(f"{name}: ORM objects counted in Python", peer, "ours", "ORM objects")
    said = "yes" if used else "NO" if wanted else "no, and none is wanted: every action is this partnership’s"
    print(f"{name}: partial indexes in the plan: {said}")
    if wanted and not used:
        print(plan)
    return (f"{name}: figures", ratio(times, "ours", "bare driver"), LIMIT), used or not wanted


def main() -> int:
    """Measure both databases, both spreads."""
    whole = [measure(kind, 1) for kind in kinds()]
    parts = [measure(kind, 40) for kind in kinds()]
    for (name, figure, _), _ in parts:
        print(f"{name:58s} {figure:7.2f}  x bare driver")
    return told([figure for figure, _ in whole]) or int(not all(is_fit for _, is_fit in [*whole, *parts]))


if __name__ == "__main__":
    sys.exit(main())
