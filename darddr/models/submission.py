"""A form that was sent: what it was answered, so that sending it again does nothing twice."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from darddr.models.base import Base, Moment


class Submission(Base):
    """One sending of one form by one person: a digest of the form's key and of where it went, and the answer's status and address.

    It is written in the transaction of what the form did. Nothing that was typed is in it.
    """

    __tablename__ = "submissions"
    __table_args__ = (UniqueConstraint("user_id", "key_digest"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    key_digest: Mapped[bytes]
    endpoint: Mapped[str]
    status: Mapped[int]
    location: Mapped[str | None]
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)
