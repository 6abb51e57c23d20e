"""Pending: what a transaction still owes the log, and where the chains it has added to end.

Ends are asked for once in a transaction and heads moved once, before the commit. A savepoint that is rolled back takes
its entries with it, and PostgreSQL's lock: what was pending before it is pending again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

_PENDING, _BEFORE = "pending for the log", "pending for the log before each savepoint"


class End(NamedTuple):
    """The last entry of a chain, and the entry at which its head still stands; 0 is none."""

    sequence: int
    mac: bytes
    head_sequence: int
    head_mac: bytes
    key: Any
    """The chain's ChainKey."""


@dataclass
class Pending:
    """Of one transaction."""

    rows: dict[UUID, dict[Any, None]] = field(default_factory=dict)
    """Rows written and not yet in the log, by chain."""
    ends: dict[UUID, End | None] = field(default_factory=dict)
    """Chains held until the end of the transaction; None where nothing has been added yet."""
    said: dict[UUID, list[dict[str, Any]]] = field(default_factory=dict)
    """Entries not yet added, by chain."""
    gathers: bool = False
    """Whether entries wait for one another, to be added together."""

    def copy(self) -> Self:
        """As it is now, whatever is added later."""
        return type(self)(
            {chain: dict(rows) for chain, rows in self.rows.items()},
            dict(self.ends),
            {chain: list(said) for chain, said in self.said.items()},
            self.gathers,
        )


def pending(session: Session) -> Pending:
    """What is pending in the session's transaction."""
    found: Pending | None = session.info.get(_PENDING)
    if found is None:
        found = session.info[_PENDING] = Pending()
    return found


@event.listens_for(Session, "after_transaction_create")
def _remember(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        session.info.setdefault(_BEFORE, {})[transaction] = pending(session).copy()


@event.listens_for(Session, "after_soft_rollback")
def _go_back(session: Session, transaction: SessionTransaction) -> None:
    if (before := session.info.get(_BEFORE, {}).pop(transaction, None)) is not None:
        session.info[_PENDING] = before


@event.listens_for(Session, "after_transaction_end")
def _forget(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(_PENDING, None)
        session.info.pop(_BEFORE, None)
