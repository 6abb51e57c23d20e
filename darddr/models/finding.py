"""A finding of the panel, and the earlier wordings of anything that was changed."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from darddr.crypto.scopes import SealClass
from darddr.models.base import Base, Recorded, Versioned
from darddr.models.sealing import SealedField, Sealing, sealed_record
from darddr.models.words import words
from darddr.vocabulary.records import FindingKind


class Finding(Sealing, Recorded, Versioned, Base):
    """What the panel learned, tied to a question of the terms of reference and to the agency it concerns."""

    __tablename__ = "findings"

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"), index=True)
    question_id: Mapped[UUID] = mapped_column(ForeignKey("questions.id"))
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"))
    kind: Mapped[FindingKind] = mapped_column(words(FindingKind))
    happened_on: Mapped[date]
    agreed_on: Mapped[date | None]
    narrative_record: Mapped[bytes | None] = sealed_record(SealClass.NARRATIVE)
    text = SealedField[str]("narrative_record")
    evidence = SealedField[str]("narrative_record")
    name_reason = SealedField[str]("narrative_record")


class Change(Sealing, Recorded, Base):
    """The earlier wording of a changed row, sealed in the class of what it holds."""

    __tablename__ = "changes"
    __table_args__ = (Index("ix_changes_subject", "subject_table", "subject_id"),)

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    review_id: Mapped[UUID | None] = mapped_column(ForeignKey("reviews.id"), index=True)
    subject_table: Mapped[str]
    subject_id: Mapped[UUID]
    narrative_record: Mapped[bytes | None] = sealed_record(SealClass.NARRATIVE)
    narrative_before = SealedField[dict[str, str]]("narrative_record")
    learning_record: Mapped[bytes | None] = sealed_record(SealClass.LEARNING)
    learning_before = SealedField[dict[str, str]]("learning_record")
