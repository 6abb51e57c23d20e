"""The end of a review: the minute of its closing, and whatever stops it from being disposed of."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from darddr.crypto.scopes import SealClass
from darddr.models.base import Base, Recorded, Versioned
from darddr.models.sealing import SealedField, Sealing, sealed_record


class ClosureMinute(Sealing, Recorded, Versioned, Base):
    """What was decided when a review was closed, in the words of whoever minuted it."""

    __tablename__ = "closure_minutes"

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"), unique=True)
    narrative_record: Mapped[bytes | None] = sealed_record(SealClass.NARRATIVE)
    text = SealedField[str]("narrative_record")
    name_reason = SealedField[str]("narrative_record")


class LegalHold(Sealing, Recorded, Base):
    """A reason for which nothing of a review may be disposed of, from one day until it is ended."""

    __tablename__ = "legal_holds"
    imprint = ("began_on", "ended_on")

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"), index=True)
    began_on: Mapped[date]
    ended_on: Mapped[date | None]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    narrative_record: Mapped[bytes | None] = sealed_record(SealClass.NARRATIVE)
    reason = SealedField[str]("narrative_record")
    end_reason = SealedField[str]("narrative_record")
