"""What came of a national recommendation, and every time that somebody was chased."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from darddr.crypto.scopes import SealClass
from darddr.models.base import Base, Recorded, Versioned
from darddr.models.sealing import SealedField, Sealing, sealed_record
from darddr.models.words import words
from darddr.vocabulary.national import ChasedBy, ChaseKind, Department, NationalAnswerKind


class NationalAnswer(Sealing, Recorded, Versioned, Base):
    """How far a recommendation of national scope has come: to the right body, to its answer, and back to those who wait for it."""

    __tablename__ = "national_answers"

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"), index=True)
    review_id: Mapped[UUID | None] = mapped_column(ForeignKey("reviews.id"))
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.id"))
    recommendation_id: Mapped[UUID] = mapped_column(ForeignKey("recommendations.id"), unique=True)
    department: Mapped[Department | None] = mapped_column(words(Department))
    confirmed_on: Mapped[date | None]
    sent_on: Mapped[date | None]
    acknowledged_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    answer_kind: Mapped[NationalAnswerKind | None] = mapped_column(words(NationalAnswerKind))
    csp_told_on: Mapped[date | None]
    family_told_on: Mapped[date | None]
    learning_record: Mapped[bytes | None] = sealed_record(SealClass.LEARNING)
    other_body = SealedField[str]("learning_record")
    confirmed_by = SealedField[str]("learning_record")
    chaser = SealedField[str]("learning_record")
    answer = SealedField[str]("learning_record")
    name_reason = SealedField[str]("learning_record")

    @property
    def body(self) -> str:
        """The body it is for, in words; empty where nobody has said."""
        if self.department is Department.OTHER:
            return self.other_body or self.department.label
        return self.department.label if self.department is not None else ""


class Chase(Sealing, Recorded, Base):
    """One time that somebody was chased: for an action, a national answer, or an agency as a whole."""

    __tablename__ = "chases"

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"), index=True)
    review_id: Mapped[UUID | None] = mapped_column(ForeignKey("reviews.id"))
    kind: Mapped[ChaseKind] = mapped_column(words(ChaseKind))
    action_id: Mapped[UUID | None] = mapped_column(ForeignKey("actions.id"), index=True)
    agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("agencies.id"), index=True)
    recommendation_id: Mapped[UUID | None] = mapped_column(ForeignKey("recommendations.id"), index=True)
    chased_on: Mapped[date]
    how: Mapped[ChasedBy] = mapped_column(words(ChasedBy))
    learning_record: Mapped[bytes | None] = sealed_record(SealClass.LEARNING)
    said = SealedField[str]("learning_record")
    name_reason = SealedField[str]("learning_record")
