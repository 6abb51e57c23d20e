"""The log: tagged facts in the same transaction as the change, chained under a key, so that nobody can rewrite it unseen.

Facts are ids, states, words of lists and counts; never text, pseudonyms or file names (`record` refuses anything else).
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import orjson
from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from darddr import clock
from darddr.crypto import ring
from darddr.crypto.scopes import Scope
from darddr.audit.tags import Tag
from darddr.models.audit import AuditEntry, Reading
from darddr.models.subject import Subject

INSTALLATION_CHAIN = UUID(int=0)
_START = b"\x00" * 32
_FACT = re.compile(r"[A-Za-z0-9_.:+-]{0,64}\Z")


class FactsUnfit(Exception):
    """Facts that a tag does not declare, or that are not ids, words or counts. A programming fault; nothing is written."""


def record(session: Session, actor_id: UUID | None, tag: Tag, subject: Subject | None = None, **facts: Any) -> None:
    """Write one entry to the subject's partnership chain, or to the installation's where there is no subject."""
    if facts.keys() != tag.facts:
        raise FactsUnfit(f"{tag.text} declares {sorted(tag.facts)}")
    plain = {name: _plain(tag, value) for name, value in facts.items()}
    _append(session, actor_id, tag, subject, plain)


def _plain(tag: Tag, value: Any) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, list | tuple):
        return [_plain(tag, item) for item in value]
    written = value.isoformat() if isinstance(value, date) else str(value)
    if not _FACT.match(written):
        raise FactsUnfit(f"{tag.text} was given a fact that is not an id, a word or a count")
    return written


def _append(session: Session, actor_id: UUID | None, tag: Tag, subject: Subject | None, facts: dict[str, Any]) -> None:
    partnership_id = subject.partnership_id if subject is not None else None
    review_id = subject.review_id if subject is not None else None
    chain_id = partnership_id or INSTALLATION_CHAIN
    session.flush()
    _hold_chain(session, chain_id)
    tail = session.execute(
        select(AuditEntry.sequence, AuditEntry.mac)
        .where(AuditEntry.chain_id == chain_id)
        .order_by(AuditEntry.sequence.desc())
        .limit(1)
    ).first()
    sequence, before = (tail.sequence + 1, tail.mac) if tail else (1, _START)
    at = clock.now()
    body = orjson.dumps(
        {
            "at": at.isoformat(),
            "actor": str(actor_id) if actor_id else None,
            "facts": facts,
            "review": str(review_id) if review_id else None,
            "sequence": sequence,
            "tag": tag.text,
        },
        option=orjson.OPT_SORT_KEYS,
    )
    entry = AuditEntry(
        chain_id=chain_id,
        sequence=sequence,
        partnership_id=partnership_id,
        review_id=review_id,
        actor_id=actor_id,
        at=at,
        tag=tag.text,
        body=body,
        mac=_mac(_chain_key(chain_id), before, body),
    )
    session.add(entry)
    session.flush()


def _hold_chain(session: Session, chain_id: UUID) -> None:
    """Keep two writers from forking a chain: SQLite's write lock is held already, PostgreSQL needs one for the transaction."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": chain_id.int & 0x7FFF_FFFF_FFFF_FFFF})


def _chain_key(chain_id: UUID) -> bytes:
    scope = Scope.installation() if chain_id == INSTALLATION_CHAIN else Scope.partnership(chain_id)
    return ring().chain_key(scope)


def _mac(key: bytes, before: bytes, body: bytes) -> bytes:
    return hmac.digest(key, before + body, "sha256")


def note_read(session: Session, actor_id: UUID, subject: Subject, tag: Tag = Tag.REVIEW_READ) -> bool:
    """Record that somebody read a review, once per person, review and hour. Returns whether this was the first time.

    `session` is a short writing session of its own.
    """
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    key = {"user_id": actor_id, "review_id": subject.review_id, "hour": hour}
    _hold_chain(session, subject.partnership_id)
    if session.scalar(select(Reading.id).filter_by(**key)) is not None:
        return False
    session.execute(insert(Reading).values(id=uuid4(), partnership_id=subject.partnership_id, **key))
    record(session, actor_id, tag, subject)
    return True


@dataclass(frozen=True)
class ChainFault:
    """What is wrong with a chain, and from which entry on."""

    chain_id: UUID
    sequence: int
    message: str


@dataclass(frozen=True)
class Verdict:
    """What walking every chain came to."""

    entries: int
    partnerships: int
    faults: tuple[ChainFault, ...]

    @property
    def ok(self) -> bool:
        """Whether every entry is as it was written."""
        return not self.faults


def verify(session: Session, chain_id: UUID | None = None) -> Verdict:
    """Walk one chain, or every chain, over its stored bytes. Streams; keeps one entry at a time."""
    listed = select(AuditEntry.chain_id).distinct().order_by(AuditEntry.chain_id)
    counted = select(func.count()).select_from(AuditEntry)
    if chain_id is not None:
        listed, counted = listed.filter_by(chain_id=chain_id), counted.filter_by(chain_id=chain_id)
    chains = session.scalars(listed).all()
    faults = tuple(fault for chain in chains for fault in _walk(session, chain))
    entries = session.scalar(counted) or 0
    return Verdict(entries, len([chain for chain in chains if chain != INSTALLATION_CHAIN]), faults)


def _walk(session: Session, chain_id: UUID) -> Iterator[ChainFault]:
    key, before, expected = _chain_key(chain_id), _START, 1
    rows = session.execute(
        select(AuditEntry.sequence, AuditEntry.body, AuditEntry.mac)
        .where(AuditEntry.chain_id == chain_id)
        .order_by(AuditEntry.sequence)
        .execution_options(yield_per=1000)
    )
    for sequence, body, mac in rows:
        if sequence != expected:
            yield ChainFault(chain_id, expected, f"Entry {expected} is missing.")
            return
        if not hmac.compare_digest(mac, _mac(key, before, body)):
            yield ChainFault(chain_id, sequence, f"Entry {sequence} is not what was written.")
            return
        before, expected = mac, sequence + 1


def entries_of(session: Session, partnership_id: UUID, before: int | None = None, limit: int = 50) -> list[AuditEntry]:
    """The newest entries of a partnership's chain, or those before a sequence number."""
    wanted = select(AuditEntry).filter_by(chain_id=partnership_id)
    if before is not None:
        wanted = wanted.where(AuditEntry.sequence < before)
    return list(session.scalars(wanted.order_by(AuditEntry.sequence.desc()).limit(limit)))


def body_of(entry: AuditEntry) -> dict[str, Any]:
    """An entry's facts as data."""
    decoded: dict[str, Any] = orjson.loads(entry.body)
    return decoded


