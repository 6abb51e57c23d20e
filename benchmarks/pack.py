"""The Home Office pack of a large review (2,000 contacts, 200 actions, 300 findings), against the bare writers of the same files.

Run: python benchmarks/pack.py. Limit: at most 6 x. Ours reads the record from SQLite, opens what is sealed and writes every file; the
bare side has every paragraph and cell of the same files ready in reading order, as benchmarks/overview.py has, and only writes them into
zip files. Memory: twice the review may take at most 2.2 x what it takes above the record itself.
"""

from __future__ import annotations

import io
import sys
import tempfile
import tracemalloc
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from overview import bare, reading_order
from side_by_side import interleaved, ratio, shown
from sqlalchemy.orm import Session

from darddr.documents.facts import ChronologyRow
from darddr.models.plan import Plan
from darddr.models.review import Review
from darddr.models.user import User
from darddr.policies import Actor
from darddr.services.opening import make_installation
from darddr.services.papers import events
from darddr.services.papers.home_office import pack, parts_of
from darddr.services.papers.record import Record
from darddr.settings import Settings
from darddr.storage.database import writing
from darddr.vocabulary.milestones import Milestone
from darddr.workflow.states import ReviewState

sys.path.insert(0, str(Path(__file__).parent.parent))
from tests.factories import Make

CONTACTS, ACTIONS, FINDINGS = 2_000, 200, 300
LIMIT, FLAT = 6.0, 2.2
TEXT = (
    "The agency recorded the contact, asked how things were at home, and did not ask again when they came back alone. "
)


def rows(count: int) -> tuple[ChronologyRow, ...]:
    """Contacts, each of some thirty words."""
    return tuple(
        ChronologyRow(f"{n % 28 + 1} May 2024", "14:20", f"Agency {n % 9}", f"{n} {TEXT}", "Noted and filed.")
        for n in range(count)
    )


@contextmanager
def large(times: int = 1) -> Iterator[Record]:
    """The record of a review, so many times as large."""
    with tempfile.TemporaryDirectory() as folder:
        opened = make_installation(Settings.for_instance(Path(folder) / "instance", secure_cookies=False))
        with writing(opened.engine) as session:
            review, user = _fill(session, times)
            events.events_of = lambda *_: rows(CONTACTS * times)
            session.flush()
            yield Record(session, Actor(user.id), review, "OFFICIAL-SENSITIVE")
        opened.engine.dispose()


def _fill(session: Session, times: int) -> tuple[Review, User]:
    make = Make(session)
    partnership = make.partnership()
    review = make.review(partnership, ReviewState.WITH_HOME_OFFICE)
    make.milestone(review, Milestone.LETTER_RECEIVED, date(2026, 1, 5))
    agency, user = make.agency(partnership), make.coordinator(partnership)
    asked = [make.question(review, number) for number in range(1, 11)]
    for number in range(FINDINGS * times):
        make.finding(review, asked[number % 10], agency, user, text=f"{number} {TEXT * 3}")
    plan = session.query(Plan).filter_by(review_id=review.id).one()
    for number in range(ACTIONS * times):
        if number % 4 == 0:
            advice = make.recommendation(plan, text=f"{number} {TEXT}", lesson=TEXT)
        make.action(advice, text=f"{number} {TEXT}", lead_agency_id=agency.id, owner_post="Head of service")
    return review, user


def drawn(record: Record) -> bytes:
    """The pack, from a record that has to be read again."""
    record.session.expire_all()
    return pack(Record(record.session, record.actor, record.review, record.marking))


def written(ready: list[list[object]]) -> bytes:
    """The least: the same files by the bare writer, in one zip file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for number, blocks in enumerate(ready):
            archive.writestr(f"{number}.docx", bare(blocks))
    return made.getvalue()


def peak(record: Record) -> int:
    """Bytes that making a pack takes at its highest."""
    drawn(record)
    tracemalloc.start()
    drawn(record)
    highest = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return highest


def main() -> int:
    """Print the paired median and the memory of the pack once and twice as large."""
    with large() as record:
        ready = [reading_order(data) for _, data in parts_of(drawn(record))]
        times = interleaved({"pack": lambda: drawn(record), "bare writers": lambda: written(ready)}, rounds=7)
        shown(f"{CONTACTS:,} contacts, {ACTIONS} actions, {FINDINGS} findings", times)
        against, once = ratio(times, "pack", "bare writers"), peak(record)
    with large(2) as record:
        twice = peak(record)
    held = against <= LIMIT and twice <= FLAT * once
    print(f"memory: {once / 2**20:.1f} MB, twice the review {twice / 2**20:.1f} MB (limit {FLAT:g} x)")
    print(f"pack: {against:.1f} x the bare writers (limit {LIMIT:g} x): {'held' if held else 'NOT HELD'}")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
