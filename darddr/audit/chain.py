"""The chain under the log: every entry is keyed over the one before it, and a sealed head says where the chain ends.

Whoever alters, removes, reorders or rewrites entries without the key is found by `verify`, and so is whoever cuts the
end off. Only putting back an old copy of entries *and* head together goes unseen here: that takes a checkpoint kept
elsewhere (audit/checkpoints.py).
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import orjson
from sqlalchemy import Connection, bindparam, insert, select, text, update
from sqlalchemy.orm import Session

from darddr.audit.imprints import INSTALLATION_CHAIN, take, with_rows
from darddr.audit.pending import End, pending
from darddr.crypto import ring
from darddr.crypto.derive import begun
from darddr.crypto.scopes import Scope
from darddr.models.audit import AuditEntry, AuditHead

START = bytes(32)
"""What stands for the mac before the first entry."""

_LAST = (
    select(AuditEntry.sequence, AuditEntry.mac)
    .where(AuditEntry.chain_id == bindparam("chain"))
    .order_by(AuditEntry.sequence.desc())
    .limit(1)
)
_HEAD = select(AuditHead.id).where(AuditHead.id == bindparam("chain"))
_MOVE_HEAD = (
    update(AuditHead)
    .where(AuditHead.id == bindparam("chain"), AuditHead.sequence == bindparam("from"))
    .where(AuditHead.mac == bindparam("before"))
    .values(sequence=bindparam("sequence"), mac=bindparam("mac"), seal=bindparam("seal"))
)
_ADD, _ADD_HEAD = insert(AuditEntry), insert(AuditHead)
_LOCK = text("SELECT pg_advisory_xact_lock(:key)")
"""Statements made once: an entry is added with every change, and making them anew costs more than running them."""


class ChainKey:
    """HMAC-SHA-256 under the key of one chain, begun once: beginning anew costs more than hashing an entry."""

    def __init__(self, chain_id: UUID) -> None:
        """Raises DataKeyMissing where the chain's key is not in the key store."""
        scope = Scope.installation() if chain_id == INSTALLATION_CHAIN else Scope.partnership(chain_id)
        self._key = ring().chain_key(scope)
        self.begin = begun(self._key)

    def mac(self, before: bytes, body: bytes) -> bytes:
        """What binds an entry to the one before it."""
        made = self.begin()
        made.update(before + body)
        return made.finalize()

    def seal(self, chain_id: UUID, sequence: int, mac: bytes) -> bytes:
        """What shows that a head was written by darddr; under a key of its own, so that no entry passes for a head."""
        key = hmac.digest(self._key, b"head", "sha256")
        return hmac.digest(key, chain_id.bytes + sequence.to_bytes(8, "big") + mac, "sha256")


def append(
    session: Session, chain_id: UUID, said: Sequence[dict[str, Any]], rows: dict[str, str] | None = None
) -> None:
    """Add entries to the end of a chain, in the session's transaction; `settle` moves the head before the commit.

    An entry carries along the imprints in `rows`, or else of what was written before it. The first of a chain always
    speaks of rows: that shows a chain which has done so from its beginning.
    """
    session.flush()
    end = _end(session, chain_id)
    sequence, mac, entries = end.sequence, end.mac, []
    for one in said:
        sequence += 1
        carried = take(session, chain_id) if rows is None else rows
        body = orjson.dumps({**one, "sequence": sequence}, option=orjson.OPT_SORT_KEYS)
        if carried or sequence == 1:
            body = with_rows(body, carried)
        mac = end.key.mac(mac, body)
        entries.append({"id": uuid4(), "chain_id": chain_id, "sequence": sequence, "body": body, "mac": mac})
    session.connection().execute(_ADD, entries)
    pending(session).ends[chain_id] = end._replace(sequence=sequence, mac=mac)


def hold(session: Session, chain_id: UUID) -> None:
    """Keep two writers from forking a chain: SQLite's write lock is held already, PostgreSQL takes one until commit."""
    ends = pending(session).ends
    if chain_id in ends:
        return
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(_LOCK, {"key": chain_id.int & 0x7FFF_FFFF_FFFF_FFFF})
    ends[chain_id] = None


def settle(session: Session) -> None:
    """Move the heads of the chains the session's transaction has added to; before it commits, or reads them itself.

    A head moves from the very entry that was the last before: one tampered with stays as it is, for `verify` to find.
    """
    ends = pending(session).ends
    for chain_id, end in ends.items():
        if end is not None and end.sequence > end.head_sequence:
            _move_head(session.connection(), chain_id, end)
            ends[chain_id] = end._replace(head_sequence=end.sequence, head_mac=end.mac)


def _end(session: Session, chain_id: UUID) -> End:
    """Where a chain ends, which nobody else moves before the transaction is over."""
    hold(session, chain_id)
    if known := pending(session).ends[chain_id]:
        return known
    key = ChainKey(chain_id)
    last = session.connection().execute(_LAST, {"chain": chain_id}).first()
    sequence, mac = last or (0, START)
    return End(sequence, mac, sequence, mac, key)


def _move_head(connection: Connection, chain_id: UUID, end: End) -> None:
    head = {"sequence": end.sequence, "mac": end.mac, "seal": end.key.seal(chain_id, end.sequence, end.mac)}
    if end.head_sequence:
        connection.execute(_MOVE_HEAD, {"chain": chain_id, "from": end.head_sequence, "before": end.head_mac, **head})
    elif connection.scalar(_HEAD, {"chain": chain_id}) is None:
        connection.execute(_ADD_HEAD, {"id": chain_id, **head})
