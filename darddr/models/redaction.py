"""A passage that no published file may hold."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from darddr.crypto.scopes import SealClass
from darddr.models.base import Base, Recorded
from darddr.models.sealing import SealedField, Sealing, sealed_record


class Redaction(Sealing, Recorded, Base):
    """Words marked to be left out of whatever is published of a review, wherever they stand.

    `stood_in` says in which texts each paragraph of them stood when they were marked. One withdrawn stays, with who and when.
    """

    __tablename__ = "redactions"
    imprint = ("withdrawn_at",)

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"), index=True)
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    narrative_record: Mapped[bytes | None] = sealed_record(SealClass.NARRATIVE)
    passage = SealedField[str]("narrative_record")
    reason = SealedField[str]("narrative_record")
    stood_in = SealedField[list[str]]("narrative_record")
