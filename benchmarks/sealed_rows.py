"""Ratios 3 and 4: what sealing costs beside the same rows kept as plain text through the same ORM.

10,000 rows of five fields of about 300 characters in 300 reviews; of each sealed row the log keeps a digest, as it does
in the application. Every variant runs once per round, the order rotates, and a figure is the median of the ratios
within each round, so machine load cancels out. SQLite always; PostgreSQL where DARDDR_TEST_POSTGRES_URL names a
database that may be filled. Exit 1 where a limit is not held.
"""

from __future__ import annotations

import gc
import os
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from darddr import audit, crypto
from darddr.crypto.keyring import Keyring
from darddr.crypto.keystore import KeyStore
from darddr.crypto.providers import EnvProvider
from darddr.crypto.rootkey import RootKey
from darddr.crypto.scopes import Scope, SealClass
from darddr.models.audit import AuditEntry, AuditHead
from darddr.models.base import Base
from darddr.models.sealing import SealedField, Sealing, sealed_record
from darddr.storage.database import make_engine, reading, writing

ROWS = int(os.environ.get("DARDDR_BENCH_ROWS", "10000"))
ROUNDS = max(7, int(os.environ.get("DARDDR_BENCH_ROUNDS", "9")))
REVIEWS = 300
FIELDS = ("happened", "background", "response", "analysis", "lesson")


class Plain(Base):
    """The limit: the same fields as text columns."""

    __tablename__ = "bench_plain"
    review_id: Mapped[UUID] = mapped_column(index=True)
    status: Mapped[str]
    happened: Mapped[str | None]
    background: Mapped[str | None]
    response: Mapped[str | None]
    analysis: Mapped[str | None]
    lesson: Mapped[str | None]


class Sealed(Sealing, Base):
    """The same fields in one sealed record."""

    __tablename__ = "bench_sealed"
    review_id: Mapped[UUID] = mapped_column(index=True)
    status: Mapped[str]
    narrative_record: Mapped[bytes | None] = sealed_record(SealClass.NARRATIVE)
    happened = SealedField[str]("narrative_record")
    background = SealedField[str]("narrative_record")
    response = SealedField[str]("narrative_record")
    analysis = SealedField[str]("narrative_record")
    lesson = SealedField[str]("narrative_record")


Model = Any
"""`Plain` or `Sealed`: they share attributes and no base that has them."""


def rows() -> list[dict[str, object]]:
    """What every variant writes: prose of about 300 characters, some of it with curly quotes and accents."""
    rng = random.Random(7)
    words = re.findall(
        r"\S+", "the panel heard that her sister’s calls to the agency were noted but café visits were not"
    )
    reviews = [uuid4() for _ in range(REVIEWS)]
    return [
        {
            "review_id": rng.choice(reviews),
            "status": "agreed",
            **{f: " ".join(rng.choices(words, k=54)) for f in FIELDS},
        }
        for _ in range(ROWS)
    ]


def write(engine: sa.Engine, model: Model, values: list[dict[str, object]]) -> None:
    """Build and save every row in one transaction."""
    with writing(engine) as session:
        session.add_all([model(**row) for row in values])


def read_all(engine: sa.Engine, model: Model) -> int:
    """Load every row and touch every field; the number of characters seen."""
    with reading(engine) as session:
        return sum(
            len(r.happened) + len(r.background) + len(r.response) + len(r.analysis) + len(r.lesson)
            for r in session.scalars(sa.select(model))
        )


def read_list(engine: sa.Engine, model: Model) -> int:
    """Load every row and show only what is not sealed."""
    with reading(engine) as session:
        return sum(len(row.status) for row in session.scalars(sa.select(model)))


def ratio(
    plain: Callable[[], object], sealed: Callable[[], object], between: Callable[[], None]
) -> tuple[float, float]:
    """Median of the paired ratios of sealed to plain, and the median time of plain in seconds."""
    times: dict[int, list[float]] = {0: [], 1: []}
    variants = (plain, sealed)
    for round_number in range(ROUNDS + 1):
        for which in (0, 1) if round_number % 2 else (1, 0):
            between()
            gc.collect()
            started = time.perf_counter()
            variants[which]()
            if round_number:
                times[which].append(time.perf_counter() - started)
    paired = [s / p for p, s in zip(times[0], times[1], strict=True)]
    return statistics.median(paired), statistics.median(times[0])


def report(name: str, figure: float, limit: float, seconds: float) -> bool:
    """Print one figure beside its limit; whether it held."""
    held = figure <= limit
    verdict = "held" if held else "NOT HELD"
    print(f"{name:58s} {figure:5.2f} x  limit {limit:.2f}  (plain {seconds * 1000:6.0f} ms)  {verdict}")
    return held


def measure(url: str, name: str, read_limit: float) -> bool:
    """All figures on one database."""
    engine = make_engine(url)
    names = ("bench_plain", "bench_sealed", AuditEntry.__tablename__, AuditHead.__tablename__)
    tables = [Base.metadata.tables[name] for name in names]
    Base.metadata.drop_all(engine, tables=tables)
    Base.metadata.create_all(engine, tables=tables)
    values = rows()
    for review_id in {row["review_id"] for row in values}:
        crypto.ring().open_scope(Scope.review(UUID(str(review_id))), [SealClass.NARRATIVE])

    def clear() -> None:
        with engine.begin() as connection:
            for table in tables:
                connection.execute(table.delete())

    def nothing() -> None: ...

    write_figure = ratio(lambda: write(engine, Plain, values), lambda: write(engine, Sealed, values), clear)
    clear()
    write(engine, Plain, values)
    write(engine, Sealed, values)
    if read_all(engine, Plain) != read_all(engine, Sealed):
        raise SystemExit("The sealed rows do not read as the plain ones do.")
    read_figure = ratio(lambda: read_all(engine, Plain), lambda: read_all(engine, Sealed), nothing)
    opened = crypto.ring().openings
    with reading(engine) as session:
        held_by_log = len(audit.entries_of(session, audit.INSTALLATION_CHAIN, limit=ROWS))
    if held_by_log != -(-ROWS // audit.AT_MOST):
        raise SystemExit("The log does not hold what was written.")
    list_figure = ratio(lambda: read_list(engine, Plain), lambda: read_list(engine, Sealed), nothing)
    opened = crypto.ring().openings - opened
    held = [
        report(f"3  {name}: read {ROWS:,} rows, every field touched", read_figure[0], read_limit, read_figure[1]),
        report(f"3  {name}: write {ROWS:,} rows", write_figure[0], 1.20, write_figure[1]),
        report(f"4  {name}: list that shows no sealed field", list_figure[0], 1.00, list_figure[1]),
    ]
    print(f"4  {name}: values opened by that list: {opened}, limit 0  {'held' if opened == 0 else 'NOT HELD'}")
    Base.metadata.drop_all(engine, tables=tables)
    engine.dispose()
    return all(held) and opened == 0


def main() -> int:
    """Measure, print, and say by exit status whether every limit held."""
    with tempfile.TemporaryDirectory() as folder:
        keyring = Keyring(KeyStore(f"sqlite:///{Path(folder) / 'keystore.db'}"), EnvProvider(RootKey.make().text()))
        keyring.initialise(database_empty=True)
        crypto.install(keyring)
        held = measure(f"sqlite:///{Path(folder) / 'bench.db'}", "SQLite", 1.25)
        if url := os.environ.get("DARDDR_TEST_POSTGRES_URL"):
            held = measure(url, "PostgreSQL", 1.35) and held
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
