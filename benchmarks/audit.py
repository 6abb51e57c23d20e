"""Ratio 13: the log, appended to and verified.

Run: python benchmarks/audit.py. An entry written and committed costs at most 1.8 x the same bytes put in by a plain
insert and committed: that is what a request does. Verifying 100,000 entries takes at most 2.6 x a bare scan of them by
the driver. Many entries in one transaction are told without a limit: the end of their chain is asked for and its head
moved once, so that each costs an insert, what it says and its mac. The peer of verifying decodes and re-serialises JSON.
"""

from __future__ import annotations

import hmac
import json
import sys
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import orjson
import sqlalchemy as sa
from fresh import told
from places import kinds, settings
from side_by_side import beside, interleaved, ratio, shown

from darddr import audit, clock
from darddr.audit.chain import START, ChainKey
from darddr.crypto import ring
from darddr.crypto.scopes import Scope
from darddr.models.audit import AuditEntry, AuditHead
from darddr.models.partnership import Partnership
from darddr.models.subject import Place
from darddr.services.opening import make_installation
from darddr.storage.database import reading, writing

ENTRIES = 100_000
MANY = 300
_ADD = sa.insert(AuditEntry)


def partnership(engine: sa.Engine) -> UUID:
    """A partnership with a chain of its own."""
    made = uuid4()
    ring().open_scope(Scope.partnership(made))
    with writing(engine) as session:
        session.add(Partnership(id=made, name=str(made), code=str(made)))
    return made


def long_chain(engine: sa.Engine) -> UUID:
    """A partnership whose chain holds 100,000 entries."""
    made = partnership(engine)
    key, before, rows = ChainKey(made), START, []
    for sequence in range(1, ENTRIES + 1):
        body = said(sequence)
        before = key.mac(before, body)
        rows.append({"id": uuid4(), "chain_id": made, "sequence": sequence, "body": body, "mac": before})
    with writing(engine) as session:
        session.execute(_ADD, rows)
        seal = key.seal(made, ENTRIES, before)
        session.execute(sa.insert(AuditHead), {"id": made, "sequence": ENTRIES, "mac": before, "seal": seal})
    return made


def said(sequence: int) -> bytes:
    """The body of an entry."""
    facts = {"trigger": "accept", "source": "notified", "dest": "scoping", "happened_on": "2026-01-05"}
    entry = {"at": clock.now().isoformat(), "actor": str(UUID(int=7)), "facts": facts, "review": str(UUID(int=9))}
    return orjson.dumps({**entry, "tag": "review.moved", "sequence": sequence}, option=orjson.OPT_SORT_KEYS)


def append(session: Any, place: Place) -> None:
    """One entry, as a service writes it."""
    audit.record(
        session,
        UUID(int=7),
        audit.Tag.REVIEW_MOVED,
        place,
        trigger="accept",
        source="notified",
        dest="scoping",
        happened_on="2026-01-05",
    )


class Plain:
    """The same bytes put into the same table, chained to nothing."""

    def __init__(self) -> None:
        self.chain, self.sequence = uuid4(), 0

    def insert(self, session: Any) -> None:
        """One row."""
        self.sequence += 1
        body, mac = said(self.sequence), bytes(32)
        row = {"id": uuid4(), "chain_id": self.chain, "sequence": self.sequence, "body": body, "mac": mac}
        session.connection().execute(_ADD, row)


def appending(engine: sa.Engine, each: int) -> dict[str, Callable[[], None]]:
    """Both ways of writing entries, so many in one transaction."""
    place, table = Place(partnership(engine)), Plain()

    def ours() -> None:
        with writing(engine) as session:
            for _ in range(each):
                append(session, place)

    def plain() -> None:
        with writing(engine) as session:
            for _ in range(each):
                table.insert(session)

    return {"ours": ours, "plain insert": plain}


def verifying(session: Any, chain: UUID) -> dict[str, Callable[[], None]]:
    """Walking the chain, walking the rows, and walking objects whose JSON is made anew."""
    connection = session.connection().connection
    bound = {"sqlite": ("?", chain.hex), "postgresql": ("%s", chain)}[session.get_bind().dialect.name]
    statement = f"SELECT sequence, body, mac FROM audit_entries WHERE chain_id = {bound[0]} ORDER BY sequence"
    key = ring().chain_key(Scope.partnership(chain))

    named = {"name": "scan"} if bound[0] == "%s" else {}  # PostgreSQL streams by named cursors alone

    def scan() -> None:
        cursor = connection.cursor(**named)
        cursor.execute(statement, (bound[1],))
        count = 0
        while rows := cursor.fetchmany(1000):
            for _sequence, _body, _mac in rows:
                count += 1
        assert count == ENTRIES
        cursor.close()

    def ours() -> None:
        found = audit.verify(session, chain)
        assert found.ok, found.faults
        assert found.entries == ENTRIES

    def anew() -> None:
        before = START
        wanted = sa.select(AuditEntry).filter_by(chain_id=chain).order_by(AuditEntry.sequence)
        for entry in session.scalars(wanted.execution_options(yield_per=1000)):
            body = json.dumps(json.loads(entry.body), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            before = hmac.digest(key, before + body.encode(), "sha256")
        session.expunge_all()

    return {"bare scan": scan, "ours": ours, "ORM objects, JSON made anew": anew}


def measure(kind: str) -> list[tuple[str, float, float]]:
    """The figures of one database."""
    name = f"13 {kind}"
    with settings(kind) as chosen:
        engine = make_installation(chosen).engine
        single = interleaved(appending(engine, 1), repeat=20)
        many = interleaved(appending(engine, MANY))
        chain = long_chain(engine)
        with reading(engine) as session:
            works = verifying(session, chain)
            peer = interleaved({name: works[name] for name in ("ours", "ORM objects, JSON made anew")}, rounds=1)
            times = interleaved({name: works[name] for name in ("ours", "bare scan")})
        engine.dispose()
    for heading, taken in (("committed each", single), (f"{MANY} in one transaction", many), ("verify", times)):
        shown(f"{name}, {heading}", taken)
    print(f"{name}: {MANY} in one transaction, a plain insert each: {ratio(many, 'ours', 'plain insert'):.2f} x")
    beside(f"{name}: ORM objects, JSON made anew", peer, "ours", "ORM objects, JSON made anew")
    return [
        (f"{name}: append, committed each", ratio(single, "ours", "plain insert"), 1.8),
        (f"{name}: verify {ENTRIES:,}", ratio(times, "ours", "bare scan"), 2.6),
    ]


def main() -> int:
    """Measure both databases."""
    return told([figure for kind in kinds() for figure in measure(kind)])


if __name__ == "__main__":
    sys.exit(main())
