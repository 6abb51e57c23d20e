"""Walking the chains: whether every entry is there, as it was written, up to the head, and the rows as the entries say."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Row, func, select, union
from sqlalchemy.orm import Session

from darddr.audit.chain import START, ChainKey
from darddr.audit.imprints import INSTALLATION_CHAIN, SPEAKS
from darddr.audit.rows import Comparison, Ledger, RowFault
from darddr.crypto.errors import KeyProblem
from darddr.models.audit import AuditEntry, AuditHead
from darddr.models.partnership import Partnership

Head = Row[int, bytes, bytes]
"""Sequence and mac of the last entry of a chain, and the seal over both."""


@dataclass(frozen=True)
class ChainFault:
    """What is wrong with a chain, and from which entry on."""

    chain_id: UUID
    sequence: int
    message: str


@dataclass(frozen=True)
class Verdict:
    """What walking every chain and comparing every row came to."""

    entries: int
    partnerships: int
    faults: tuple[ChainFault | RowFault, ...]
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
    counted = select(func.count()).select_from(AuditEntry)
    if chain_id is not None:
        counted = counted.where(AuditEntry.chain_id == chain_id)
    ledgers, faults = walk_all(session, chain_id)
    walked = {*ledgers, *(fault.chain_id for fault in faults)} - {INSTALLATION_CHAIN}
    compared = Comparison(ledgers)
    compared.of(session, chain_id)
    return Verdict(session.scalar(counted) or 0, len(walked), (*faults, *compared.faults), uncovered=compared.uncovered)


def walk_all(session: Session, chain_id: UUID | None = None) -> tuple[dict[UUID, Ledger], list[ChainFault]]:
    """What each whole chain says of its rows, and what is wrong with the others."""
    ledgers, faults = {}, []
    for chain in _chains(session) if chain_id is None else [chain_id]:
        ledger = Ledger()
        if fault := _fault(session, chain, ledger):
            faults.append(fault)
        else:
            ledgers[chain] = ledger
    return ledgers, faults


def _chains(session: Session) -> list[UUID]:
    """Every chain there is or should be: one that is gone with its head leaves the rows of its partnership."""
    found = session.scalars(union(select(AuditEntry.chain_id), select(AuditHead.id), select(Partnership.id)))
    return sorted({INSTALLATION_CHAIN, *found})


def _fault(session: Session, chain_id: UUID, ledger: Ledger) -> ChainFault | None:
    """The head is read before the entries, because others may add some meanwhile."""
    try:
        key = ChainKey(chain_id)
    except KeyProblem as problem:
        return ChainFault(chain_id, 0, problem.problem)
    head = _head(session, chain_id)
    last, message = _walk(session, chain_id, key, head, ledger)
    message = message or _fault_of_end(session, chain_id, key, head, last)
    return ChainFault(chain_id, last + 1, message) if message else None


def _walk(session: Session, chain_id: UUID, key: ChainKey, head: Head | None, ledger: Ledger) -> tuple[int, str]:
    """The last entry that is as it was written, and what is wrong with the next. Fills the ledger."""
    last, before = 0, START
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
            if body.startswith(SPEAKS):
                ledger.hear(body)
            elif not last:
                ledger.is_whole = False
            last, before = sequence, mac
    return last, ""


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
