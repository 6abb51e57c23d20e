"""The register of published editions: where each can be found, under what name, and when it came down."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from darddr.crypto.scopes import SealClass
from darddr.models.base import Base, Recorded, Versioned
from darddr.models.sealing import SealedField, Sealing, sealed_record
from darddr.models.words import words
from darddr.vocabulary.records import PublicationKind


class Release(Sealing, Recorded, Versioned, Base):
    """One edition as it was published. Its link and name are public, and sealed all the same, since they may hold a pseudonym."""

    __tablename__ = "releases"
    __table_args__ = (UniqueConstraint("review_id", "edition"),)
    imprint = ("edition", "kind", "document_id", "published_on", "taken_down_on")

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"), index=True)
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"))
    edition: Mapped[int]
    kind: Mapped[PublicationKind] = mapped_column(words(PublicationKind))
    document_id: Mapped[UUID | None] = mapped_column(ForeignKey("documents.id"))
    published_on: Mapped[date]
    on_web_until: Mapped[date | None]
    taken_down_on: Mapped[date | None]
    taken_down_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    learning_record: Mapped[bytes | None] = sealed_record(SealClass.LEARNING)
    address = SealedField[str]("learning_record")
    library_name = SealedField[str]("learning_record")
    narrative_record: Mapped[bytes | None] = sealed_record(SealClass.NARRATIVE)
    take_down_reason = SealedField[str]("narrative_record")
    name_reason = SealedField[str]("narrative_record")
