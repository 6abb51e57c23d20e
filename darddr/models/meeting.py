"""Meetings of a partnership's executive, and the decisions made between two of them that one ratified."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from darddr.models.base import Base, Recorded
from darddr.models.duty import OfPartnership
from darddr.models.sealing import SealedField


class Meeting(OfPartnership, Base):
    """One meeting: the day it was held, the day of the next, and a note."""

    __tablename__ = "meetings"
    __table_args__ = (UniqueConstraint("partnership_id", "held_on"),)

    held_on: Mapped[date]
    next_on: Mapped[date | None]
    note = SealedField[str]("learning_record")


class Ratification(Recorded, Base):
    """A decision of the executive made between meetings, ratified at one."""

    __tablename__ = "ratifications"

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"))
    move_id: Mapped[UUID] = mapped_column(ForeignKey("review_moves.id"), unique=True)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meetings.id"))


class Attendance(Recorded, Base):
    """Whether an agency sent somebody to a meeting. A meeting without any such row is one whose attendance nobody kept."""

    __tablename__ = "attendances"
    __table_args__ = (UniqueConstraint("meeting_id", "agency_id"),)

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meetings.id"))
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"), index=True)
    came: Mapped[bool]
