"""`make recount`: every figure of the executive counted again in plain Python over raw rows, for 10,000 actions with a history.

Exits 0 only where every figure, table, band, quarter and list agrees, as at today and as at past days, whole and cut.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from benchmarks.national import National, Size, fill
from darddr import clock, policies
from darddr.models.action import Action, ActionMove
from darddr.models.duty import Priority
from darddr.models.plan import Recommendation
from darddr.models.review import Review, ReviewMilestone, ReviewMove
from darddr.services import figure_history, figure_lists, figure_tables, figure_trend, figures
from darddr.services.figure_views import COLUMNS, Cut, View, Waits
from darddr.services.figures import FIGURES
from darddr.services.opening import make_installation
from darddr.services.progress import Age
from darddr.settings import Settings
from darddr.storage.database import reading, writing
from darddr.vocabulary.library import THEMES
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.records import RecommendationScope
from darddr.workflow.states import ActionState, ReviewState

AT_A_TIME = 500


def main() -> int:
    """Make a database and count it twice; how many faults there are, at most 1."""
    options = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    options.add_argument("--actions", type=int, default=10_000)
    options.add_argument("--reviews", type=int, default=300)
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        opened = make_installation(Settings.for_instance(Path(folder) / "instance"))
        with writing(opened.engine) as session:
            made = make(session, asked.actions, asked.reviews, asked.seed)
        with reading(opened.engine) as session:
            compared, faults = recount(session, made, asked.seed)
        opened.engine.dispose()
    for fault in faults[:40]:
        print(f"FAULT: {fault}")
    print(
        f"{asked.actions} actions: {compared} numbers compared, {len(faults)} differ; {time.monotonic() - began:.0f} s"
    )
    return 1 if faults else 0


def make(session: Session, actions: int, reviews: int, seed: int) -> National:
    """Two partnerships with such a history, that most actions and reviews were something else on an earlier day."""
    dice = random.Random(seed)
    size = Size(partnerships=2, reviews=reviews, actions=actions, seed=seed, day=clock.today())
    made = fill(session.connection(), size)
    _spread(session, made, dice)
    session.flush()
    return made


def _spread(session: Session, made: National, dice: random.Random) -> None:
    """Priorities, themes, scopes, owners, days of entry, and moves."""
    connection = session.connection()
    for place in made.places:
        priorities = [Priority(partnership_id=place.id, position=number, title=f"Aim {number}") for number in range(3)]
        session.add_all(priorities)
        session.flush()
        keys = [each.id for each in priorities]
        for row in connection.execute(sa.select(Action.id, Action.state).filter_by(partnership_id=place.id)).all():
            entered = clock.now() - timedelta(days=dice.randrange(900))
            told = {"priority_id": dice.choice([*keys, None]), "has_owner": dice.random() < 0.8, "recorded_at": entered}
            if dice.random() < 0.05:
                told |= {"lead_agency_id": None, "group_id": None}
            connection.execute(sa.update(Action.__table__).where(Action.__table__.c.id == row.id).values(**told))
    for row in connection.execute(sa.select(Recommendation.id)).all():
        told = {"theme": dice.choice([*THEMES, None]), "scope_tier": dice.choice([*RecommendationScope, None])}
        table = Recommendation.__table__
        connection.execute(sa.update(table).where(table.c.id == row.id).values(**told))
    _history(connection, dice, Action, ActionMove, "action_id", list(ActionState))
    _history(connection, dice, Review, ReviewMove, "review_id", list(ReviewState))


def _history(
    connection: sa.Connection, dice: random.Random, model: Any, moves: Any, key: str, states: list[Any]
) -> None:
    """Up to five moves each, ending in the present state; some never moved; days may run backwards, as late entries do."""
    rows = []
    review = model.id if model is Review else model.review_id
    for row in connection.execute(sa.select(model.id, model.partnership_id, review.label("review"), model.state)).all():
        path = [*(dice.choice(states) for _ in range(dice.randrange(6))), row.state]
        for step in range(1, len(path)):
            on = clock.today() - timedelta(days=dice.randrange(900))
            said = {"source": path[step - 1], "dest": path[step], "trigger": "went", "happened_on": on, "step": step}
            placed = {"partnership_id": row.partnership_id, "review_id": row.review, key: row.id}
            rows.append({"id": uuid4(), "recorded_at": clock.now(), **said, **placed})
    for start in range(0, len(rows), AT_A_TIME):
        connection.execute(sa.insert(moves.__table__), rows[start : start + AT_A_TIME])


@dataclass
class Raw:
    """The rows of one partnership as they lie in the database."""

    actions: list[Any]
    reviews: list[Any]
    themes: dict[UUID, tuple[Any, Any]]
    action_moves: dict[UUID, list[Any]]
    review_moves: dict[UUID, list[Any]]
    notices: dict[UUID, date]

    @classmethod
    def read(cls, session: Session, partnership_id: UUID) -> Raw:
        """Everything that figures are counted from, without a condition but the partnership."""

        def rows(model: Any) -> list[Any]:
            table = model.__table__
            return list(session.execute(sa.select(table).where(table.c.partnership_id == partnership_id)))

        def by(found: list[Any], key: str) -> dict[UUID, list[Any]]:
            grouped: dict[UUID, list[Any]] = defaultdict(list)
            for row in sorted(found, key=lambda row: row.step):
                grouped[getattr(row, key)].append(row)
            return grouped

        return cls(
            rows(Action),
            rows(Review),
            {row.id: (row.theme, row.scope_tier) for row in rows(Recommendation)},
            by(rows(ActionMove), "action_id"),
            by(rows(ReviewMove), "review_id"),
            {
                row.review_id: row.happened_on
                for row in rows(ReviewMilestone)
                if row.kind == Milestone.NOTICE_RECEIVED and not row.replaced
            },
        )


class Count:
    """The figures of one view, counted by hand."""

    def __init__(self, raw: Raw, view: View) -> None:
        self.raw, self.view, self.day = raw, view, view.day

    def state(self, row: Any, moves: dict[UUID, list[Any]], day: date) -> Any:
        """Where it stood at the end of a day."""
        if day >= clock.today():
            return row.state
        own = moves.get(row.id, [])
        by_then = [move.dest for move in own if move.happened_on <= day]
        since = [move.source for move in own if move.happened_on > day]
        return (by_then[-1:] or since[:1] or [row.state])[0]

    def was_there(self, row: Any, day: date) -> bool:
        """Whether an action was kept, or had moved, by the end of a day."""
        if day >= clock.today() or any(move.happened_on <= day for move in self.raw.action_moves.get(row.id, [])):
            return True
        return entered(row) <= day

    def review_was_there(self, row: Any, day: date) -> bool:
        """Whether notice of a review had come by a day."""
        return day >= clock.today() or self.raw.notices.get(row.id, entered(row)) <= day

    def shared(self, row: Any, name: str) -> Any:
        """What an action is counted under."""
        if name in ("theme", "scope"):
            return self.raw.themes[row.recommendation_id][name == "scope"]
        column = {"agency": "lead_agency_id", "group": "group_id", "review": "review_id", "priority": "priority_id"}
        return getattr(row, column[name])

    def is_cut_in(self, row: Any) -> bool:
        """Whether an action is among those that the view is cut to."""
        cut = self.view.cut
        for name in COLUMNS:
            wanted = None if name in cut.missing else getattr(cut, name)
            if (wanted is not None or name in cut.missing) and self.shared(row, name) != wanted:
                return False
        if cut.waits is not None and self.waits(row) != cut.waits:
            return False
        return cut.age is None or (row.due_on is not None and self.age(row) == cut.age)

    def waits(self, row: Any) -> Waits:
        """For whom an action waits."""
        state = self.state(row, self.raw.action_moves, self.day)
        if state == ActionState.PROPOSED:
            return Waits.AGENCY
        if state == ActionState.OWNER_COMPLETE:
            return Waits.EXECUTIVE
        return Waits.OWNER if row.has_owner else Waits.NOBODY

    def age(self, row: Any) -> Age:
        """How late an action is."""
        late = (self.day - row.due_on).days
        return (
            Age.LATE_30 if late <= 30 else Age.LATE_90 if late <= 90 else Age.LATE_365 if late <= 365 else Age.LATE_LONG
        )

    def counts(self, row: Any, key: str, day: date) -> bool:
        """Whether a figure counts an action as at a day."""
        state = self.state(row, self.raw.action_moves, day)
        late = row.due_on is not None and row.due_on < day
        soon = row.due_on is not None and day <= row.due_on < day + timedelta(days=28)
        return {
            "open": not state.is_end,
            "overdue": not state.is_end and late,
            "soon": not state.is_end and soon,
            "awaiting": state == ActionState.OWNER_COMPLETE,
            "signed_off": state == ActionState.SIGNED_OFF,
            "not_implemented": state == ActionState.NOT_IMPLEMENTED,
        }[key]

    def there(self) -> list[Any]:
        """The actions of the view."""
        return [row for row in self.raw.actions if self.was_there(row, self.day) and self.is_cut_in(row)]

    def listed(self, key: str) -> set[UUID]:
        """The rows a figure counts."""
        figure = FIGURES[key]
        if figure.of == "actions":
            return {row.id for row in self.there() if self.counts(row, key, self.day)}
        cut = self.view.cut.review
        return {
            row.id
            for row in self.raw.reviews
            if cut in (None, row.id)
            and self.review_was_there(row, self.day)
            and self.state(row, self.raw.review_moves, self.day) in figure.states
        }

    def grouped(self, by: str) -> dict[Any, Counter[str]]:
        """Counts by what actions share."""
        found: dict[Any, Counter[str]] = defaultdict(Counter)
        for row in self.there():
            own = found[self.shared(row, by)]
            own.update(figure.key for figure in figure_tables.GROUPED if self.counts(row, figure.key, self.day))
        return found

    def trend(self) -> list[tuple[int, int, int]]:
        """Opened, ended and overdue in each quarter."""
        mine = [row for row in self.raw.actions if self.is_cut_in(row)]
        moves = [move for row in mine for move in self.raw.action_moves.get(row.id, [])]
        return [
            (
                sum(each.first <= entered(row) <= each.last for row in mine),
                sum(
                    move.dest.is_end and not move.source.is_end and each.first <= move.happened_on <= each.last
                    for move in moves
                ),
                sum(self.was_there(row, each.last) and self.counts(row, "overdue", each.last) for row in mine),
            )
            for each in figure_trend.quarters_to(self.day)
        ]


def entered(row: Any) -> date:
    """The day a row was entered, in England and Wales."""
    return row.recorded_at.astimezone(clock.LONDON).date()


def recount(session: Session, made: National, seed: int) -> tuple[int, list[str]]:
    """Count everything twice; how many numbers were compared, and where they differ."""
    faults: list[str] = []
    compared = 0
    for place in made.places:
        raw, actor = Raw.read(session, place.id), policies.load_actor(session, place.executive_id, clock.today())
        for view in views(View(actor, place.id, clock.today()), raw, random.Random(seed)):
            for what, told, counted in pairs(session, view, Count(raw, view)):
                compared += 1
                if told != counted:
                    faults.append(f"{what} as at {view.day}, {view.cut}: told {told}, counted {counted}")
    return compared, faults


def views(whole: View, raw: Raw, dice: random.Random) -> Iterator[View]:
    """Today and past days, each whole and cut by something that is there."""
    some = dice.choice(raw.actions)
    theme, scope = raw.themes[some.recommendation_id]
    cuts = (
        Cut(),
        Cut(agency=some.lead_agency_id),
        Cut(group=some.group_id, theme=theme),
        Cut(review=some.review_id),
        Cut(priority=some.priority_id, scope=scope),
        Cut(missing=("agency",)),
        Cut(missing=("theme", "priority")),
    )
    for days in (0, 1, dice.randrange(40, 300), dice.randrange(300, 700)):
        for cut in cuts if days in (0, 1) else cuts[:4]:
            yield replace(whole, day=clock.today() - timedelta(days=days), cut=cut)


def pairs(session: Session, view: View, count: Count) -> Iterator[tuple[str, Any, Any]]:
    """What is told and what is counted, number by number."""
    for key, number in figures.counts(session, view).items():
        listed = count.listed(key)
        yield key, number, len(listed)
        pages = figure_lists.reviews if FIGURES[key].of == "reviews" else figure_lists.actions
        if view.cut == Cut() or len(listed) < 200:
            yield f"list of {key}", _whole(pages, session, view, key), listed
    for by in COLUMNS:
        told = {row.key: +Counter(row.counts) for row in figure_tables.grouped(session, view, by)}
        counted = {key: +own for key, own in count.grouped(by).items()}
        if len(counted) <= figure_tables.MOST_GROUPS:
            yield f"by {by}", told, counted
        else:
            yield f"by {by}", [key for key, own in told.items() if own != counted[key]], []
    late = [row for row in count.there() if count.counts(row, "overdue", view.day)]
    told_late = {(w, a): n for w, own in figure_tables.overdue_by_age(session, view).items() for a, n in own.items() if n}
    yield "overdue by age", told_late, dict(Counter((count.waits(row), count.age(row)) for row in late))
    for at, (quarter, counted_quarter) in enumerate(zip(figure_trend.trend(session, view), count.trend(), strict=True)):
        yield f"quarter {at}", (quarter.opened, quarter.ended, quarter.overdue), counted_quarter
    yield from _narrowed(session, view, count)


def _narrowed(session: Session, view: View, count: Count) -> Iterator[tuple[str, Any, Any]]:
    """Each bar of the chart opens as many as it shows."""
    for waits in Waits:
        own = replace(view, cut=replace(view.cut, waits=waits, age=Age.LATE_90))
        yield (
            f"bar {waits.value}",
            figures.counts(session, own)["overdue"],
            len(Count(count.raw, own).listed("overdue")),
        )


def _whole(pages: Any, session: Session, view: View, key: str) -> set[UUID]:
    """Every row of a list, page after page."""
    found: list[UUID] = []
    after = ""
    while True:
        page = pages(session, view, FIGURES[key], after)
        found += [line.id for line in page.lines]
        if page.next is None:
            break
        after = page.next
    assert len(found) == len(set(found)) == page.total
    return set(found)


if __name__ == "__main__":
    sys.exit(main())
