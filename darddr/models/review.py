"""A review, its dated events, agreed deadlines and moves, what was waived on it, its questions and its publication."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from darddr.crypto.scopes import SealClass
from darddr.models.base import Base, Recorded, Versioned
from darddr.models.sealing import SealedField, Sealing, sealed_record
from darddr.models.words import words
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.records import DisplayName, LegalBasis, NotificationSource, PublicationKind
from darddr.workflow.states import PENDING, UNDER_WAY, ReviewState


class Review(Sealing, Recorded, Versioned, Base):
    """One review of one death, or of deaths that happened together.

    In the clear: where it stands and its process dates. `month_of_death` is the first day of the month, never the day.
    """

    __tablename__ = "reviews"
    __table_args__ = (
        UniqueConstraint("partnership_id", "reference"),
        Index("ix_reviews_partnership_state", "partnership_id", "state"),
    )

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    reference: Mapped[str]
    state: Mapped[ReviewState] = mapped_column(words(ReviewState), default=ReviewState.NOTIFIED)
    legal_basis: Mapped[LegalBasis] = mapped_column(words(LegalBasis), default=LegalBasis.S9_DHR)
    guidance_edition: Mapped[str] = mapped_column(default="2016")
    display_name: Mapped[DisplayName] = mapped_column(words(DisplayName), default=DisplayName.DHR)
    source: Mapped[NotificationSource | None] = mapped_column(words(NotificationSource))
    month_of_death: Mapped[date | None]
    lead_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    brought_in: Mapped[bool] = mapped_column(default=False)
    narrative_record: Mapped[bytes | None] = sealed_record(SealClass.NARRATIVE)
    circumstances = SealedField[str]("narrative_record")
    sections = SealedField[dict[str, str]]("narrative_record")
    layout = SealedField[dict[str, Any]]("narrative_record")

    @property
    def review_id(self) -> UUID:
        """A review is its own review: policies and sealing ask every row the same question."""
        return self.id

    @property
    def is_pending(self) -> bool:
        """Whether the decision on a review is still to be made."""
        return self.state in PENDING

    @property
    def is_under_way(self) -> bool:
        """Whether the review has been commissioned and is not yet cleared."""
        return self.state in UNDER_WAY


class ReviewMilestone(Sealing, Recorded, Base):
    """A dated event of a review. A corrected date replaces the row and keeps the old one (`replaced`)."""

    __tablename__ = "review_milestones"
    __table_args__ = (
        Index(
            "uq_review_milestones_current",
            "review_id",
            "kind",
            unique=True,
            sqlite_where=text("replaced = 0"),
            postgresql_where=text("NOT replaced"),
        ),
    )

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"), index=True)
    kind: Mapped[Milestone] = mapped_column(words(Milestone))
    happened_on: Mapped[date]
    brought_in: Mapped[bool] = mapped_column(default=False)
    replaced: Mapped[bool] = mapped_column(default=False)
    narrative_record: Mapped[bytes | None] = sealed_record(SealClass.NARRATIVE)
    note = SealedField[str]("narrative_record")
    answers = SealedField[dict[str, str]]("narrative_record")
    """Of a scope check: the answer to each question by its key, and under `checklist` which list was asked."""


class Extension(Sealing, Recorded, Base):
    """Another day formally agreed for a time limit of a review. A later one replaces the row and keeps the old one (`replaced`)."""

    __tablename__ = "extensions"
    __table_args__ = (
        Index(
            "uq_extensions_current",
            "review_id",
            "limit",
            unique=True,
            sqlite_where=text("replaced = 0"),
            postgresql_where=text("NOT replaced"),
        ),
    )

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"))
    limit: Mapped[str]
    due_on: Mapped[date]
    agreed_on: Mapped[date]
    replaced: Mapped[bool] = mapped_column(default=False)
    narrative_record: Mapped[bytes | None] = sealed_record(SealClass.NARRATIVE)
    reason = SealedField[str]("narrative_record")
    agreed_by = SealedField[str]("narrative_record")


class ReviewMove(Sealing, Recorded, Base):
    """One move a review made: by whom, when it happened, when it was recorded, and why."""

    __tablename__ = "review_moves"
    __table_args__ = (UniqueConstraint("review_id", "step"),)

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"), index=True)
    step: Mapped[int]
    trigger: Mapped[str]
    source: Mapped[ReviewState] = mapped_column(words(ReviewState))
    dest: Mapped[ReviewState] = mapped_column(words(ReviewState))
    happened_on: Mapped[date]
    narrative_record: Mapped[bytes | None] = sealed_record(SealClass.NARRATIVE)
    reason = SealedField[str]("narrative_record")
    on_behalf_of = SealedField[str]("narrative_record")


class Waiver(Sealing, Recorded, Base):
    """A waivable condition set aside on one review, with the reason."""

    __tablename__ = "waivers"
    __table_args__ = (UniqueConstraint("review_id", "condition"),)

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"))
    condition: Mapped[str]
    narrative_record: Mapped[bytes | None] = sealed_record(SealClass.NARRATIVE)
    reason = SealedField[str]("narrative_record")


class Question(Sealing, Recorded, Versioned, Base):
    """A numbered question of the terms of reference (key line of enquiry)."""

    __tablename__ = "questions"
    __table_args__ = (UniqueConstraint("review_id", "number"),)

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"))
    number: Mapped[int]
    narrative_record: Mapped[bytes | None] = sealed_record(SealClass.NARRATIVE)
    text = SealedField[str]("narrative_record")


class Publication(Sealing, Recorded, Versioned, Base):
    """What is released of a review: prepared by one person, approved by a second, released by somebody other than the approver."""

    __tablename__ = "publications"
    imprint = ("kind", "document_id", "approved_by_id", "approved_on")

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"), unique=True)
    kind: Mapped[PublicationKind] = mapped_column(words(PublicationKind))
    document_id: Mapped[UUID | None] = mapped_column(ForeignKey("documents.id"))
    approved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    approved_on: Mapped[date | None]
    review_on: Mapped[date | None]
    narrative_record: Mapped[bytes | None] = sealed_record(SealClass.NARRATIVE)
    reason = SealedField[str]("narrative_record")
