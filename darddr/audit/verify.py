"""Walking the chains: whether every entry is there, as it was written, up to the head."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Row, func, select, union
from sqlalchemy.orm import Session

from darddr.audit.chain import INSTALLATION_CHAIN, START, ChainKey
from darddr.crypto.errors import KeyProblem
from darddr.models.audit import AuditEntry, AuditHead

_AT = b'"at":"'

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
    """What walking every chain came to. Entries stand in the order in which they were written, whatever the clock said: where it
    had been set back, a note says so.
    """

    entries: int
    partnerships: int
    faults: tuple[ChainFault, ...]
    notes: tuple[ChainNote, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether every entry is as it was written."""
        return not self.faults


def verify(session: Session, chain_id: UUID | None = None) -> Verdict:
    """Walk one chain, or every chain, over its stored bytes. Streams; the first fault of each chain is told."""
    counted = select(func.count()).select_from(AuditEntry)
    if chain_id is not None:
        chains, counted = [chain_id], counted.where(AuditEntry.chain_id == chain_id)
    else:
        chains = list(session.scalars(union(select(AuditEntry.chain_id), select(AuditHead.id))))
    notes: list[ChainNote] = []
    faults = tuple(fault for chain in sorted(chains) for fault in _faults(session, chain, notes))
    entries = session.scalar(counted) or 0
    return Verdict(entries, len([chain for chain in chains if chain != INSTALLATION_CHAIN]), faults, tuple(notes))


def _faults(session: Session, chain_id: UUID, notes: list[ChainNote]) -> Iterator[ChainFault]:
    """The head is read before the entries, because others may add some meanwhile."""
    try:
        key = ChainKey(chain_id)
    except KeyProblem as problem:
        yield ChainFault(chain_id, 0, problem.problem)
        return
    head = _head(session, chain_id)
    last, message = _walk(session, chain_id, key, head, notes)
    message = message or _fault_of_end(session, chain_id, key, head, last)
    if message:
        yield ChainFault(chain_id, last + 1, message)


def _walk(
    session: Session, chain_id: UUID, key: ChainKey, head: Head | None, notes: list[ChainNote]
) -> tuple[int, str]:
    """The last entry that is as it was written, and what is wrong with the next. Notes are added on the way."""
    last, before, latest = 0, START, b""
    head_at, head_mac = (head.sequence, head.mac) if head is not None else (0, START)
    rows = session.connection().execute(
        select(AuditEntry.sequence, AuditEntry.body, AuditEntry.mac)
        .where(AuditEntry.chain_id == chain_id)
        .order_by(AuditEntry.sequence)
        .execution_options(yield_per=1000)
    )
    with rows:
        for sequence, body, mac in rows:
            if sequence != last + 1:
                return last, f"Entry {last + 1} is missing."
            if mac != key.mac(before, body) or (sequence == head_at and mac != head_mac):
                return last, f"Entry {sequence} is not what was written."
            last, before, at = sequence, mac, _stamp(body)
            if at < latest and (note := _set_back(latest, at, sequence)):
                notes.append(ChainNote(chain_id, sequence, note))
            latest = at
    return last, ""


def _stamp(body: bytes) -> bytes:
    """When an entry says it was written: ISO 8601 in UTC, which sorts as it stands, so that nothing is parsed."""
    start = body.find(_AT) + len(_AT)
    return body[start : body.find(b'"', start)]


def _set_back(before: bytes, after: bytes, sequence: int) -> str:
    """What to say of an entry stamped earlier than the one before it; nothing of two writers who wrote in the same minute."""
    was, now = (datetime.fromisoformat(stamp.decode()) for stamp in (before, after))
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
