"""One entry of the log: facts, never text, chained to the entry before it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from darddr.models.base import Base, Moment


class AuditEntry(Base):
    """An entry in the chain of a partnership, or of the installation where `partnership_id` is empty.

    `body` is the canonical bytes that were hashed; `mac` is keyed over the previous mac and the body.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (
        UniqueConstraint("chain_id", "sequence"),
        Index("ix_audit_entries_review_sequence", "review_id", "sequence"),
    )

    chain_id: Mapped[UUID]
    sequence: Mapped[int]
    partnership_id: Mapped[UUID | None] = mapped_column(ForeignKey("partnerships.id"))
    review_id: Mapped[UUID | None] = mapped_column(ForeignKey("reviews.id"))
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    tag: Mapped[str]
    body: Mapped[bytes]
    mac: Mapped[bytes]


class Reading(Base):
    """That somebody read a review in an hour; kept once, so that reading stays cheap."""

    __tablename__ = "readings"
    __table_args__ = (UniqueConstraint("user_id", "review_id", "hour"),)

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"))
    hour: Mapped[datetime] = mapped_column(Moment)
