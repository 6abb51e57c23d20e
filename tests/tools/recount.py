"""`make recount`: every figure of the executive counted again in plain Python over raw rows, for 10,000 actions with a history.

Colours are held against the rule in Python, past days against a walk back through the changes kept since.
Exits 0 only where every figure, table, band, quarter and list agrees, as at today and as at past days, whole and cut.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from benchmarks.national import National
from darddr import clock, policies
from darddr.services import figure_history, figure_lists, figure_tables, figure_trend, figures
from darddr.services.figure_views import COLUMNS, Cut, View, Waits
from darddr.services.figures import ALL, FIGURES
from darddr.services.opening import make_installation
from darddr.services.progress import Age
from darddr.settings import Settings
from darddr.storage.database import reading, writing
from darddr.vocabulary.standing import Brag
from tests.tools.recount_by_hand import Count, Raw
from tests.tools.recount_made import make


def main() -> int:
    """Make a database and count it twice; how many faults there are, at most 1."""
    options = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    options.add_argument("--actions", type=int, default=10_000)
    options.add_argument("--reviews", type=int, default=300)
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    began = monotonic()
    with tempfile.TemporaryDirectory() as folder:
        opened = make_installation(Settings.for_instance(Path(folder) / "instance"))
        with writing(opened.engine) as session:
            made = make(session, asked.actions, asked.reviews, asked.seed)
        with reading(opened.engine) as session:
            compared, faults = recount(session, made, asked.seed)
        opened.engine.dispose()
    for fault in faults[:40]:
        print(f"FAULT: {fault}")
    print(f"{asked.actions} actions: {compared} numbers compared, {len(faults)} differ; {monotonic() - began:.0f} s")
    return 1 if faults else 0


def recount(session: Session, made: National, seed: int, most_views: int | None = None) -> tuple[int, list[str]]:
    """Count everything twice, or so many views of each partnership by chance; how many numbers were compared, and where they differ."""
    faults: list[str] = []
    compared = 0
    for place in made.places:
        raw, actor = Raw.read(session, place.id), policies.load_actor(session, place.executive_id, clock.today())
        dice = random.Random(seed)
        every = list(views(View(actor, place.id, clock.today()), raw, dice))
        for asked in every if most_views is None else [every[0], *dice.sample(every[1:], most_views - 1)]:
            view = figure_history.as_of(session, asked)
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
        Cut(brag=Brag.AMBER),
        Cut(missing=("agency",)),
        Cut(missing=("theme", "priority")),
    )
    for days in (0, 1, dice.randrange(40, 300), dice.randrange(300, 700)):
        for cut in cuts if days in (0, 1) else cuts[:6]:
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
        told = {
            row.key: +(Counter(row.counts) + Counter(row.brags)) for row in figure_tables.grouped(session, view, by)
        }
        counted = {key: +own for key, own in count.grouped(by).items()}
        if len(counted) <= figure_tables.MOST_GROUPS:
            yield f"by {by}", told, counted
        else:
            yield f"by {by}", [key for key, own in told.items() if own != counted[key]], []
    whole = Counter(count.brag(row) for row in count.there())
    yield "by colour", +Counter(figure_tables.by_colour(session, view)), whole
    late = [row for row in count.there() if count.counts(row, "overdue", view.day)]
    told_late = {
        (w, a): n for w, own in figure_tables.overdue_by_age(session, view).items() for a, n in own.items() if n
    }
    yield "overdue by age", told_late, dict(Counter((count.waits(row), count.age(row)) for row in late))
    for at, (quarter, counted_quarter) in enumerate(zip(figure_trend.trend(session, view), count.trend(), strict=True)):
        yield f"quarter {at}", (quarter.opened, quarter.ended, quarter.overdue), counted_quarter
    yield from _narrowed(session, view, count)


def _narrowed(session: Session, view: View, count: Count) -> Iterator[tuple[str, Any, Any]]:
    """Each bar of a chart opens as many as it shows."""
    for brag, number in figure_tables.by_colour(session, view).items() if view.cut.brag is None else ():
        own = replace(view, cut=replace(view.cut, brag=brag))
        page = figure_lists.actions(session, own, ALL)
        yield f"colour {brag.value}", (page.total, {line.colour for line in page.lines} - {brag}), (number, set())
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
