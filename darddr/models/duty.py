"""What a partnership answers for beside its reviews: its duties, priorities and seats, what scrutiny asked, what other boards review."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from darddr.crypto.scopes import SealClass
from darddr.models.base import Base, Recorded, Versioned
from darddr.models.sealing import SealedField, Sealing, sealed_record
from darddr.models.words import words
from darddr.vocabulary.duties import BoardReviewKind, BoardReviewState, DutyKind, ScrutinyState, SeatKind


class OfPartnership(Sealing, Recorded, Versioned):
    """A row that belongs to a partnership and to no one review; its words are sealed with the partnership's key."""

    review_id: ClassVar[None] = None
    learning_record: Mapped[bytes | None] = sealed_record(SealClass.LEARNING)

    @declared_attr
    def partnership_id(cls) -> Mapped[UUID]:  # noqa: N805 - made for each model class
        """The partnership it belongs to."""
        return mapped_column(ForeignKey("partnerships.id"), index=True)


class Duty(OfPartnership, Base):
    """One standing duty: when it was last done, when it is next due, what shows it, and whose post answers for it."""

    __tablename__ = "duties"
    __table_args__ = (UniqueConstraint("partnership_id", "kind"),)

    kind: Mapped[DutyKind] = mapped_column(words(DutyKind))
    last_done_on: Mapped[date | None]
    next_due_on: Mapped[date | None]
    evidence = SealedField[str]("learning_record")
    owner_post = SealedField[str]("learning_record")


class Priority(OfPartnership, Base):
    """A priority of the partnership plan, with its measure and each partner's role in it; actions name it."""

    __tablename__ = "priorities"

    position: Mapped[int]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    title = SealedField[str]("learning_record")
    measure = SealedField[str]("learning_record")
    roles = SealedField[str]("learning_record")


class Seat(OfPartnership, Base):
    """Somebody's seat at the partnership's table, from one day to another."""

    __tablename__ = "seats"

    kind: Mapped[SeatKind] = mapped_column(words(SeatKind))
    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    holder = SealedField[str]("learning_record")
    post = SealedField[str]("learning_record")

    def is_held(self, day: date) -> bool:
        """Whether somebody held it on a day."""
        return self.started_on <= day and (self.ended_on is None or day <= self.ended_on)


class ScrutinyPoint(OfPartnership, Base):
    """A recommendation that the council's scrutiny committee made to the partnership."""

    __tablename__ = "scrutiny_points"

    received_on: Mapped[date]
    due_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    state: Mapped[ScrutinyState] = mapped_column(words(ScrutinyState), default=ScrutinyState.RECEIVED)
    text = SealedField[str]("learning_record")
    answer = SealedField[str]("learning_record")


class BoardReview(OfPartnership, Base):
    """A review that another board leads and this partnership follows."""

    __tablename__ = "board_reviews"

    kind: Mapped[BoardReviewKind] = mapped_column(words(BoardReviewKind))
    state: Mapped[BoardReviewState] = mapped_column(words(BoardReviewState), default=BoardReviewState.CONSIDERED)
    reference = SealedField[str]("learning_record")
    lead_board = SealedField[str]("learning_record")
    note = SealedField[str]("learning_record")
