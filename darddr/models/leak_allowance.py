"""A hit of the search for names that may stay, and why."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from darddr.crypto.scopes import SealClass
from darddr.models.base import Base, Recorded
from darddr.models.sealing import SealedField, Sealing, sealed_record


class LeakAllowance(Sealing, Recorded, Base):
    """One hit let stay in one kind of document.

    `mark` is a keyed digest of what was found, of whom, and of the words around it: it holds for a rebuild that says the same, and for
    nothing else.
    """

    __tablename__ = "leak_allowances"
    imprint = ("document_kind", "mark", "withdrawn_at")

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"), index=True)
    document_kind: Mapped[str]
    mark: Mapped[bytes] = mapped_column(LargeBinary)
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    identity_record: Mapped[bytes | None] = sealed_record(SealClass.IDENTITY)
    found = SealedField[str]("identity_record")
    reason = SealedField[str]("identity_record")
