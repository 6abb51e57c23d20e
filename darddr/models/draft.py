"""Work half done: a wizard's answers, a file's preview. Sealed, one person's own, gone after 24 hours."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from darddr.crypto.scopes import SealClass
from darddr.models.base import Base, Moment, Recorded
from darddr.models.sealing import SealedField, Sealing, sealed_record


class Draft(Sealing, Recorded, Base):
    """Answers or a preview waiting to be confirmed by the person who began it.

    The log keeps no imprints of drafts: they are gone within a day, and what is confirmed from one is written as rows.
    """

    __tablename__ = "drafts"
    imprint = None

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    review_id: Mapped[UUID | None] = mapped_column(ForeignKey("reviews.id"))
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    kind: Mapped[str]
    subject_id: Mapped[UUID | None]
    expires_at: Mapped[datetime] = mapped_column(Moment)
    narrative_record: Mapped[bytes | None] = sealed_record(SealClass.NARRATIVE)
    content = SealedField[dict[str, Any]]("narrative_record")
