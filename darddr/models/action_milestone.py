"""A step on the way of an action, with a date of its own."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from darddr.crypto.scopes import SealClass
from darddr.models.base import Base, Recorded, Versioned
from darddr.models.sealing import SealedField, Sealing, sealed_record


class ActionMilestone(Sealing, Recorded, Versioned, Base):
    """What is to be done by when; `done_on` is empty until it is. What a file printed stays in the action's `milestones`."""

    __tablename__ = "action_milestones"
    __table_args__ = (Index("ix_action_milestones_action", "action_id", "position"),)
    imprint = ("action_id", "due_on", "done_on")

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    review_id: Mapped[UUID | None] = mapped_column(ForeignKey("reviews.id"))
    action_id: Mapped[UUID] = mapped_column(ForeignKey("actions.id"))
    position: Mapped[int]
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    learning_record: Mapped[bytes | None] = sealed_record(SealClass.LEARNING)
    text = SealedField[str]("learning_record")
    name_reason = SealedField[str]("learning_record")

    def is_late(self, day: date) -> bool:
        """Whether it was due before this day and is not done."""
        return self.done_on is None and self.due_on < day
