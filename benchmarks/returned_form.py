"""A returned update form of 200, 500 and 2,000 rows, taken in by the services, against reading that file.

Run: python benchmarks/returned_form.py. Limit: at most 5 x, Word and Excel, on both databases. Taking in is everything
after the file is read: it is put in the tray, each row is judged, and every answer is written with its entry in the log. Nothing is kept.
Fewer rows are shown without a limit: there the names of a review are read for a row or two. So is a move ticked in every
row: it is a second change of each.
"""

from __future__ import annotations

import gc
import io
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import openpyxl
import sqlalchemy as sa
from docx import Document
from fresh import told
from national import Size
from places import filled, kinds
from side_by_side import interleaved, ratio, shown
from sqlalchemy.orm import Session

from darddr import clock
from darddr.importers.update_forms import ReturnedForm, read_form
from darddr.models.action import Action
from darddr.models.partnership import Agency
from darddr.models.subject import Place
from darddr.policies import Actor, load_actor
from darddr.services import returns, update_forms
from darddr.services.answers import Taking
from darddr.services.returns import Opened, Ticked
from darddr.storage.database import WRITES, open_session, writing

ROWS = 2_000
FEWER = (200, 500)
LIMIT = 5.0
ROUNDS = 3
OURS, READ, MOVED = "ours", "reading the file", "with a move of each"
ACTIONS: Any = Action.__table__
SAID = "Training has begun in two of the three teams; {} people came and the third team follows next month."


def one_agency_leads(engine: sa.Engine, partnership_id: Any, count: int) -> Any:
    """The agency that leads so many open actions and no more; each is agreed, so that it can start."""
    with engine.execution_options(**{WRITES: True}).begin() as connection:
        agency_id = connection.scalar(sa.select(Agency.id).where(Agency.partnership_id == partnership_id).limit(1))
        chosen = sa.select(Action.id).where(Action.is_open).order_by(Action.id).limit(count)
        connection.execute(sa.update(ACTIONS).values(lead_agency_id=None))
        connection.execute(
            sa.update(ACTIONS).where(ACTIONS.c.id.in_(chosen)).values(lead_agency_id=agency_id, state="agreed")
        )
    return agency_id


def answered_word(data: bytes) -> bytes:
    """The Word form with progress in every row."""
    document = Document(io.BytesIO(data))
    for at, row in enumerate(document.tables[1]._tbl.tr_lst[1:]):
        row.tc_lst[4].p_lst[0].add_r().text = SAID.format(at)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def answered_sheet(data: bytes) -> bytes:
    """The Excel form with progress in every row."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["Update form"]
    for at in range(6, sheet.max_row + 1):
        if sheet.cell(at, 1).value:
            sheet.cell(at, 6).value = SAID.format(at)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


FILLED = {"docx": answered_word, "xlsx": answered_sheet}


def take_in(session: Session, actor: Actor, place: Place, read: ReturnedForm, moves: bool) -> int:
    """Put a file in the tray, look at it and take in every row. How many were."""
    draft = returns.keep(session, actor, place, Opened("back", read))
    seen = returns.look_at(session, actor, draft)
    rows = frozenset(row.row.at for row in seen.open_rows)
    versions = {row.row.at: row.action.version_id for row in seen.open_rows if row.action is not None}
    ticked = Ticked(rows, rows if moves else frozenset(), frozenset(), versions)
    done = returns.take(session, actor, draft, ticked, Taking("A. Manager", clock.today()))
    session.flush()
    assert done.moves == (done.rows if moves else 0)
    return done.rows


def works(
    engine: sa.Engine, actor: Actor, place: Place, name: str, data: bytes, count: int
) -> dict[str, Callable[[], None]]:
    """Reading a file, and taking in what it says; beside them the same with a move of every action."""
    read = read_form(name, data)
    started = replace(read, rows=tuple(replace(row, status="In progress") for row in read.rows))

    def parse() -> None:
        assert len(read_form(name, data).rows) == count

    def taken(said: ReturnedForm, moves: bool) -> None:
        with open_session(engine, writes=True) as session:
            assert take_in(session, actor, place, said, moves) == count
            session.rollback()

    return {
        OURS: lambda: taken(read, False),
        READ: parse,
        MOVED: lambda: taken(started, True),
    }


def files_of(engine: sa.Engine, actor_id: Any, place: Place, agency_id: Any) -> tuple[Actor, dict[str, bytes]]:
    """Both files of a new form, answered."""
    with writing(engine) as session:
        actor = load_actor(session, actor_id, clock.today())
        agency = session.get_one(Agency, agency_id)
        form = update_forms.issue(session, actor, place, agency, clock.today() + timedelta(days=14))
        return actor, {suffix: fill(update_forms.file_of(session, form, suffix)) for suffix, fill in FILLED.items()}


def unlimited(name: str, figure: float) -> None:
    """Print a figure on which no limit stands."""
    print(f"{name:58s} {figure:7.2f}  no limit")


def measure(kind: str) -> list[tuple[str, float, float]]:
    """The figures of one database."""
    figures = []
    with filled(kind, Size(partnerships=1, reviews=300, actions=10_000)) as (_, engine, national):
        home = national.places[0]
        for count in (*FEWER, ROWS):
            place, agency_id = Place(home.id), one_agency_leads(engine, home.id, count)
            actor, files = files_of(engine, home.coordinator_id, place, agency_id)
            gc.collect()
            gc.freeze()  # what was prepared before must not be walked again while the clock runs
            for suffix, data in files.items():
                called = f"{kind}: returned form, {count:,} rows, {suffix}"
                done = works(engine, actor, place, f"back.{suffix}", data, count)
                moved = {MOVED: done.pop(MOVED), READ: done[READ]}
                times = interleaved(done, rounds=ROUNDS)
                shown(called, times)
                if count == ROWS:
                    figures.append((called, ratio(times, OURS, READ), LIMIT))
                    if suffix == "docx":
                        unlimited(f"{called}, {MOVED}", ratio(interleaved(moved, rounds=1), MOVED, READ))
                else:
                    unlimited(called, ratio(times, OURS, READ))
    return figures


def main() -> int:
    """Measure both databases."""
    return told([figure for kind in kinds() for figure in measure(kind)])


if __name__ == "__main__":
    sys.exit(main())
