"""A returned update form of 2,000 rows, taken in by the services, against reading that file.

Run: python benchmarks/returned_form.py. Limit: at most 5 x, Word and Excel, on both databases. Taking in is everything
after the file is read: it is put in the tray, each row is judged, and every answer is written with its entry in the log. Nothing is kept.
A form asks about 500 actions at most; for the measure alone that bound is lifted.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
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
LIMIT = 5.0
ROUNDS = 7
SAID = "Training has begun in two of the three teams; {} people came and the third team follows next month."


def one_agency_leads(engine: sa.Engine, partnership_id: Any) -> Any:
    """The agency that leads 2,000 open actions and no more."""
    with engine.execution_options(**{WRITES: True}).begin() as connection:
        agency_id = connection.scalar(sa.select(Agency.id).where(Agency.partnership_id == partnership_id).limit(1))
        chosen = sa.select(Action.id).where(Action.is_open).order_by(Action.id).limit(ROWS)
        connection.execute(sa.update(Action.__table__).values(lead_agency_id=None))  # type: ignore[arg-type]
        connection.execute(
            sa.update(Action.__table__).where(Action.id.in_(chosen)).values(lead_agency_id=agency_id)  # type: ignore[arg-type]
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
    for at in range(6, 6 + ROWS):
        sheet.cell(at, 6).value = SAID.format(at)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


FILLED = {"docx": answered_word, "xlsx": answered_sheet}


def take_in(session: Session, actor: Actor, place: Place, name: str, read: ReturnedForm) -> int:
    """Put a file in the tray, look at it and take in every row. How many were."""
    draft = returns.keep(session, actor, place, Opened(name, read))
    seen = returns.look_at(session, actor, draft)
    rows = frozenset(row.row.at for row in seen.open_rows)
    versions = {row.row.at: row.action.version_id for row in seen.open_rows if row.action is not None}
    ticked = Ticked(rows, frozenset(), frozenset(), versions)
    done = returns.take(session, actor, draft, ticked, Taking("A. Manager", clock.today()))
    session.flush()
    return done.rows


def works(engine: sa.Engine, actor: Actor, place: Place, name: str, data: bytes) -> dict[str, Callable[[], None]]:
    """Reading a file, and taking in what it says."""
    read = read_form(name, data)

    def parse() -> None:
        assert len(read_form(name, data).rows) == ROWS

    def taken() -> None:
        with open_session(engine, writes=True) as session:
            assert take_in(session, actor, place, name, read) == ROWS
            session.rollback()

    return {"ours": taken, "reading the file": parse}


def measure(kind: str) -> list[tuple[str, float, float]]:
    """The figures of one database."""
    figures = []
    with filled(kind, Size(partnerships=1, reviews=300, actions=10_000)) as (_, engine, national):
        home = national.places[0]
        agency_id = one_agency_leads(engine, home.id)
        place = Place(home.id)
        update_forms.MOST = ROWS
        with writing(engine) as session:
            actor = load_actor(session, home.coordinator_id, clock.today())
            agency = session.get_one(Agency, agency_id)
            form = update_forms.issue(session, actor, place, agency, clock.today() + timedelta(days=14))
            files = {suffix: fill(update_forms.file_of(session, form, suffix)) for suffix, fill in FILLED.items()}
        for suffix, data in files.items():
            times = interleaved(works(engine, actor, place, f"back.{suffix}", data), rounds=ROUNDS)
            shown(f"{kind}, {suffix}", times)
            figures.append(
                (f"{kind}: returned form, {ROWS:,} rows, {suffix}", ratio(times, "ours", "reading the file"), LIMIT)
            )
    return figures


def main() -> int:
    """Measure both databases."""
    return told([figure for kind in kinds() for figure in measure(kind)])


if __name__ == "__main__":
    sys.exit(main())
