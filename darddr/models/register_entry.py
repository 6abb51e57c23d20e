"""Lines of a review's register beside its people, and what an identity said before it was changed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from darddr.crypto.scopes import SealClass
from darddr.models.base import Base, Recorded
from darddr.models.sealing import SealedField, Sealing, sealed_record
from darddr.models.words import words
from darddr.vocabulary.register import RegisterKind


class RegisterEntry(Sealing, Recorded, Base):
    """Something that would give somebody away, a name that may stay and why, or a suggestion that was dismissed.

    A line taken back stays, with who took it back and when.
    """

    __tablename__ = "register_entries"
    imprint = ("kind", "taken_back_at")

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"), index=True)
    kind: Mapped[RegisterKind] = mapped_column(words(RegisterKind))
    taken_back_at: Mapped[datetime | None]
    taken_back_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    identity_record: Mapped[bytes | None] = sealed_record(SealClass.IDENTITY)
    text = SealedField[str]("identity_record")
    reason = SealedField[str]("identity_record")


class IdentityChange(Sealing, Recorded, Base):
    """What an identity said before somebody changed it, by field; sealed as the identity itself is."""

    __tablename__ = "identity_changes"

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    identity_record: Mapped[bytes | None] = sealed_record(SealClass.IDENTITY)
    before = SealedField[dict[str, str]]("identity_record")
