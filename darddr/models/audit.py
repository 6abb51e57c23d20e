"""The log: entries chained one to the next, the head of each chain, and who read what in which hour."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from darddr.models.base import Base, Moment


class AuditEntry(Base):
    """An entry in the chain of a partnership, or of the installation.

    All that an entry says is in `body`, the very bytes that were hashed: nothing is kept in a column beside it, where it
    could be altered unseen. `mac` is keyed over the previous mac and the body.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (UniqueConstraint("chain_id", "sequence"),)

    chain_id: Mapped[UUID]
    sequence: Mapped[int]
    body: Mapped[bytes]
    mac: Mapped[bytes]

    @property
    def said(self) -> dict[str, Any]:
        """The body as data."""
        decoded: dict[str, Any] = orjson.loads(self.body)
        return decoded

    @property
    def at(self) -> datetime:
        """When it was written."""
        return datetime.fromisoformat(self.said["at"])

    @property
    def tag(self) -> str:
        """What happened, in the words of audit/tags.py."""
        return str(self.said["tag"])

    @property
    def actor_id(self) -> UUID | None:
        """Who did it; None for the system."""
        return _id(self.said["actor"])

    @property
    def review_id(self) -> UUID | None:
        """The review it concerns, if any."""
        return _id(self.said["review"])


class AuditHead(Base):
    """Where a chain ends: without it nobody would miss entries cut off the end. Its id is the chain's.

    `sequence` and `mac` are those of the last entry, and `seal` is keyed over both, so that only darddr can move it.
    """

    __tablename__ = "audit_heads"

    sequence: Mapped[int]
    mac: Mapped[bytes]
    seal: Mapped[bytes]


class Reading(Base):
    """That somebody read a review in an hour; kept once, so that reading stays cheap."""

    __tablename__ = "readings"
    __table_args__ = (UniqueConstraint("user_id", "review_id", "hour"),)

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"))
    hour: Mapped[datetime] = mapped_column(Moment)


def _id(text: str | None) -> UUID | None:
    return None if text is None else UUID(text)
