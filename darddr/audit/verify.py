"""Walking the chains: whether every entry is there, as it was written, up to the head, and the rows as the entries say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select, union
from sqlalchemy.orm import Session

from darddr.audit.chain import START, ChainKey, settle
from darddr.audit.imprints import INSTALLATION_CHAIN, SPEAKS
from darddr.audit.rows import Comparison, Ledger, RowFault
from darddr.crypto.errors import KeyProblem
from darddr.models.audit import AuditEntry, AuditHead
from darddr.models.partnership import Partnership

_AT_A_TIME = 500

_ROWS_AT = SPEAKS.index(b"r")
_ROWS = SPEAKS[_ROWS_AT]
"""The letter that tells an entry that speaks of rows from every other, which begins with its actor."""

_AT = b'"at":"'
"""What stands before the moment at which an entry says it was written: ISO 8601 in UTC, which sorts as it stands."""
_AT_LENGTH = len(_AT)
_STAMP = len("2026-01-05T12:00:00.000000+00:00")
"""Bytes of a moment; one of a whole second is shorter, and has the next fact behind its quotation mark."""
_AT_MOSTLY = len('{"actor":"00000000-0000-0000-0000-000000000000",')
_AT_MOSTLY_ENDS = _AT_MOSTLY + _AT_LENGTH + _STAMP
"""Where the moment stands in an entry about somebody that speaks of no rows."""

Head = Row[int, bytes, bytes]
"""Sequence and mac of the last entry of a chain, and the seal over both."""


@dataclass(frozen=True)
class ChainFault:
    """What is wrong with a chain, and from which entry on."""

    chain_id: UUID
    sequence: int
    message: str


@dataclass(frozen=True)
class ChainNote:
    """Something about an entry that is worth knowing and no fault."""

    chain_id: UUID
    sequence: int
    message: str


@dataclass(frozen=True)
class Verdict:
    """What walking every chain and comparing every row came to. Entries stand in the order in which they were written, whatever the
    clock said: where it had been set back, a note says so.
    """

    entries: int
    partnerships: int
    faults: tuple[ChainFault | RowFault, ...]
    notes: tuple[ChainNote, ...] = ()
    uncovered: int = 0
    """Rows of before the log kept imprints (audit/stock.py): neither right nor wrong."""

    @property
    def ok(self) -> bool:
        """Whether every entry and every row is as it was written."""
        return not self.faults


def verify(session: Session, chain_id: UUID | None = None) -> Verdict:
    """Walk one chain, or every chain, over its stored bytes, then compare the rows. The first fault of a chain is told.

    Rows of a broken chain are not compared: what it says cannot be trusted. Log and rows are seen as of one moment if
    nothing has been read in the session before.
    """
    if session.get_bind().dialect.name == "postgresql" and not session.in_transaction():
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    walk = walk_all(session, chain_id)
    walked = {*walk.ledgers, *(fault.chain_id for fault in walk.faults)} - {INSTALLATION_CHAIN}
    compared = Comparison(walk.ledgers)
    compared.of(session, chain_id)
    return Verdict(
        _count(session, chain_id) if walk.faults else walk.entries,
        len(walked),
        (*walk.faults, *compared.faults),
        tuple(walk.notes),
        compared.uncovered,
    )


def _count(session: Session, chain_id: UUID | None) -> int:
    """How many entries are stored, whatever is wrong with some."""
    counted = select(func.count()).select_from(AuditEntry)
    if chain_id is not None:
        counted = counted.where(AuditEntry.chain_id == chain_id)
    return session.scalar(counted) or 0


@dataclass
class Walk:
    """What the walked chains came to: what each whole one says of its rows, what is wrong with the others, and notes."""

    ledgers: dict[UUID, Ledger] = field(default_factory=dict)
    faults: list[ChainFault] = field(default_factory=list)
    notes: list[ChainNote] = field(default_factory=list)
    entries: int = 0
    """How many are as they were written."""


def walk_all(session: Session, chain_id: UUID | None = None) -> Walk:
    """Walk one chain, or every chain there is or should be."""
    settle(session)
    walk = Walk()
    for chain in _chains(session) if chain_id is None else [chain_id]:
        ledger = Ledger()
        last, fault = _fault(session, chain, ledger, walk.notes)
        walk.entries += last
        if fault:
            walk.faults.append(fault)
        else:
            walk.ledgers[chain] = ledger
    return walk


def _chains(session: Session) -> list[UUID]:
    """Every chain there is or should be: one that is gone with its head leaves the rows of its partnership."""
    found = session.scalars(union(select(AuditEntry.chain_id), select(AuditHead.id), select(Partnership.id)))
    return sorted({INSTALLATION_CHAIN, *found})


def _fault(session: Session, chain_id: UUID, ledger: Ledger, notes: list[ChainNote]) -> tuple[int, ChainFault | None]:
    """How far a chain is as it was written, and what is wrong with it. The head is read before the entries, because others may add some meanwhile."""
    try:
        key = ChainKey(chain_id)
    except KeyProblem as problem:
        return 0, ChainFault(chain_id, 0, problem.problem)
    head = _head(session, chain_id)
    last, message = _walk(session, chain_id, key, head, ledger, notes)
    ledger.is_whole = ledger.is_whole or not last
    message = message or _fault_of_end(session, chain_id, key, head, last)
    return last, ChainFault(chain_id, last + 1, message) if message else None


def _walk(
    session: Session, chain_id: UUID, key: ChainKey, head: Head | None, ledger: Ledger, notes: list[ChainNote]
) -> tuple[int, str]:
    """The last entry that is as it was written, and what is wrong with the next. Fills the ledger, and adds notes on the way."""
    last, before, latest, begin = 0, START, b"", key.begin
    head_at, head_mac = (head.sequence, head.mac) if head is not None else (0, START)
    for rows in _stored(session, chain_id):
        sequences, bodies, macs = zip(*rows, strict=True)
        is_sound = sequences == tuple(range(last + 1, last + len(rows) + 1))
        if is_sound:
            for previous, body, mac in zip((before, *macs), bodies, macs, strict=False):
                made = begin()  # 100,000 times and more: written out, because a call costs a tenth of it all
                made.update(previous + body)
                if made.finalize() != mac:
                    is_sound = False
                    break
        if is_sound and last < head_at <= sequences[-1]:
            is_sound = macs[head_at - last - 1] == head_mac
        told, message = (len(rows), "") if is_sound else _sound(key, rows, last, before, head)
        latest = _hear(bodies[:told], chain_id, last, latest, ledger, notes)
        if message:
            return last + told, message
        last, before = sequences[-1], macs[-1]
    return last, ""


def _sound(key: ChainKey, rows: Sequence[Any], last: int, before: bytes, head: Head | None) -> tuple[int, str]:
    """How many of these entries are as they were written, and what is wrong with the next."""
    for count, (sequence, body, mac) in enumerate(rows):
        if sequence != last + count + 1:
            return count, f"Entry {last + count + 1} is missing."
        if key.mac(before, body) != mac or (head is not None and sequence == head.sequence and mac != head.mac):
            return count, f"Entry {sequence} is not what was written."
        before = mac
    return len(rows), ""


def _hear(
    bodies: Sequence[bytes], chain_id: UUID, last: int, latest: bytes, ledger: Ledger, notes: list[ChainNote]
) -> bytes:
    """Take in what sound entries after `last` say of rows, note where the clock was set back, and give the last moment.

    Entries about somebody that speak of no rows have their moment in one place: looking there alone costs half. Where
    they sort as they stand, and the first and the last have it there, so have all between.
    """
    stamps = [latest, *[body[_AT_MOSTLY:_AT_MOSTLY_ENDS] for body in bodies]]
    if bodies and stamps[1].startswith(_AT) and stamps[-1].startswith(_AT) and stamps == sorted(stamps):
        return stamps[-1]
    stamps = [latest, *[_AT + body[(at := body.find(_AT) + _AT_LENGTH) : at + _STAMP] for body in bodies]]
    for body in [body for body in bodies if body[_ROWS_AT] == _ROWS]:
        ledger.hear(body)
    for count, (was, now) in enumerate(pairwise(stamps), 1):
        if now < was and (note := _set_back(was, now, last + count)):
            notes.append(ChainNote(chain_id, last + count, note))
    return stamps[-1]


def _stored(session: Session, chain_id: UUID) -> Iterator[Sequence[Any]]:
    """Sequence, body and mac of a chain's entries, many at a time, as the driver hands them over.

    SQLAlchemy's own rows would take half as long again as reading them.
    """
    wanted = (
        select(AuditEntry.sequence, AuditEntry.body, AuditEntry.mac)
        .where(AuditEntry.chain_id == chain_id)
        .order_by(AuditEntry.sequence)
        .execution_options(yield_per=_AT_A_TIME)
    )
    with session.connection().execute(wanted) as found:
        while rows := found.cursor_strategy.fetchmany(found, found.cursor, _AT_A_TIME):
            yield rows


def _set_back(before: bytes, after: bytes, sequence: int) -> str:
    """What to say of an entry stamped earlier than the one before it; nothing of two writers who wrote in the same minute."""
    stamps = [stamp[_AT_LENGTH:].partition(b'"')[0] for stamp in (before, after)]
    if stamps[0] <= stamps[1]:
        return ""
    was, now = (datetime.fromisoformat(stamp.decode()) for stamp in stamps)
    if was - now < timedelta(minutes=1):
        return ""
    return f"Entry {sequence} says {now:%Y-%m-%d %H:%M}, the one before it {was:%Y-%m-%d %H:%M}: the clock was set back between them."


def _fault_of_end(session: Session, chain_id: UUID, key: ChainKey, head: Head | None, last: int) -> str:
    """What is wrong with the head of a chain whose entries, up to `last`, are as they were written."""
    if head is None:
        return "The chain’s head is missing." if last else ""
    if head.seal != key.seal(chain_id, head.sequence, head.mac):
        return "The chain’s head is not what was written."
    if last < head.sequence:
        if last + 1 == head.sequence:
            return f"Entry {head.sequence} is missing from the end."
        return f"Entries {last + 1} to {head.sequence} are missing from the end."
    if last > head.sequence and ((now := _head(session, chain_id)) is None or now.sequence < last):
        return f"The chain’s head stopped at entry {head.sequence}."
    return ""


def _head(session: Session, chain_id: UUID) -> Head | None:
    return session.execute(
        select(AuditHead.sequence, AuditHead.mac, AuditHead.seal).where(AuditHead.id == chain_id)
    ).first()
