"""Rounds with the Home Office: each sending of a report, the letter that answered it, and that letter's points."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from darddr.crypto.scopes import SealClass
from darddr.models.base import Base, Recorded, Versioned
from darddr.models.sealing import SealedField, Sealing, sealed_record
from darddr.models.words import words
from darddr.vocabulary.home_office import Judged, LetterOutcome, PointAnswer, PointCategory


class HomeOfficeRound(Sealing, Recorded, Versioned, Base):
    """One sending of the report to the Home Office, and the letter that came back.

    `document_id` is the pack that was sent. The letter's columns are empty until it is logged, by `logged_by_id`.
    """

    __tablename__ = "home_office_rounds"
    __table_args__ = (UniqueConstraint("review_id", "number"),)
    imprint = ("number", "sent_on", "panel_on", "letter_on", "received_on", "outcome")

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"))
    number: Mapped[int]
    sent_on: Mapped[date]
    document_id: Mapped[UUID | None] = mapped_column(ForeignKey("documents.id"))
    panel_on: Mapped[date | None]
    letter_on: Mapped[date | None]
    received_on: Mapped[date | None]
    outcome: Mapped[LetterOutcome | None] = mapped_column(words(LetterOutcome))
    logged_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    narrative_record: Mapped[bytes | None] = sealed_record(SealClass.NARRATIVE)
    sent_by = SealedField[str]("narrative_record")
    strengths = SealedField[str]("narrative_record")


class LetterPoint(Sealing, Recorded, Versioned, Base):
    """One thing a letter asks for, under the number it has there, and what became of it. It is open until `done_on` is set."""

    __tablename__ = "letter_points"
    __table_args__ = (
        UniqueConstraint("round_id", "position"),
        Index("ix_letter_points_owner_id_done_on", "owner_id", "done_on"),
    )
    imprint = ("round_id", "position", "answer", "done_on")

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"), index=True)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("home_office_rounds.id"))
    position: Mapped[int]
    category: Mapped[PointCategory] = mapped_column(words(PointCategory))
    answer: Mapped[PointAnswer | None] = mapped_column(words(PointAnswer))
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    done_on: Mapped[date | None]
    narrative_record: Mapped[bytes | None] = sealed_record(SealClass.NARRATIVE)
    printed = SealedField[str]("narrative_record")
    text = SealedField[str]("narrative_record")
    response = SealedField[str]("narrative_record")
    change_made = SealedField[str]("narrative_record")
    where_made = SealedField[str]("narrative_record")
    reason = SealedField[str]("narrative_record")
    name_reason = SealedField[str]("narrative_record")

    @property
    def is_open(self) -> bool:
        """Whether it has still to be answered."""
        return self.done_on is None


class SubmissionCheck(Recorded, Base):
    """Something a person judged to be so before a round was sent. One taken back is gone; the log says that it was."""

    __tablename__ = "submission_checks"
    __table_args__ = (UniqueConstraint("review_id", "round_number", "judged"),)

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"))
    round_number: Mapped[int]
    judged: Mapped[Judged] = mapped_column(words(Judged))
