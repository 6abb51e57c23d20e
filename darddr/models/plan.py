"""A plan: the recommendations of a review, or the themes a partnership drew from several."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from darddr.crypto.scopes import SealClass
from darddr.models.base import Base, Recorded, Versioned
from darddr.models.sealing import SealedField, Sealing, sealed_record
from darddr.models.words import words
from darddr.vocabulary.records import RecommendationScope


class Plan(Sealing, Recorded, Versioned, Base):
    """The plan of one review (`review_id`) or a partnership's own (none), whose citations name the reviews it draws on.

    `theme` is what such a plan is about, one of the library's list.
    """

    __tablename__ = "plans"
    __table_args__ = (UniqueConstraint("partnership_id", "reference"),)

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    review_id: Mapped[UUID | None] = mapped_column(ForeignKey("reviews.id"), unique=True)
    reference: Mapped[str]
    theme: Mapped[str | None]
    learning_record: Mapped[bytes | None] = sealed_record(SealClass.LEARNING)
    title = SealedField[str]("learning_record")


class PlanCitation(Recorded, Base):
    """A review that a partnership's plan draws on."""

    __tablename__ = "plan_citations"
    __table_args__ = (UniqueConstraint("plan_id", "review_id"),)

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.id"))
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"))


class Recommendation(Sealing, Recorded, Versioned, Base):
    """What should change. `number` stays as printed, `position` orders; `import_key` recognises the same row read again.

    `theme_text` holds a theme that is on no list; `imported` what a file last said (services/imports.py).
    """

    __tablename__ = "recommendations"
    __table_args__ = (Index("ix_recommendations_plan_position", "plan_id", "position"),)

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    review_id: Mapped[UUID | None] = mapped_column(ForeignKey("reviews.id"), index=True)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.id"))
    number: Mapped[str]
    position: Mapped[int]
    scope_tier: Mapped[RecommendationScope | None] = mapped_column(words(RecommendationScope))
    theme: Mapped[str | None]
    import_key: Mapped[bytes | None]
    learning_record: Mapped[bytes | None] = sealed_record(SealClass.LEARNING)
    text = SealedField[str]("learning_record")
    lesson = SealedField[str]("learning_record")
    addressees = SealedField[list[str]]("learning_record")
    theme_text = SealedField[str]("learning_record")
    imported = SealedField[dict[str, str]]("learning_record")
    name_reason = SealedField[str]("learning_record")


class RecommendationLink(Recorded, Base):
    """Somebody's word that a recommendation was made before: the later one, and the earlier."""

    __tablename__ = "recommendation_links"
    __table_args__ = (UniqueConstraint("recommendation_id", "earlier_id"),)

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"), index=True)
    review_id: Mapped[UUID | None] = mapped_column(ForeignKey("reviews.id"))
    recommendation_id: Mapped[UUID] = mapped_column(ForeignKey("recommendations.id"))
    earlier_id: Mapped[UUID] = mapped_column(ForeignKey("recommendations.id"), index=True)


class RecommendationFinding(Recorded, Base):
    """Which finding a recommendation answers."""

    __tablename__ = "recommendation_findings"
    __table_args__ = (UniqueConstraint("recommendation_id", "finding_id"),)

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"))
    recommendation_id: Mapped[UUID] = mapped_column(ForeignKey("recommendations.id"))
    finding_id: Mapped[UUID] = mapped_column(ForeignKey("findings.id"))
