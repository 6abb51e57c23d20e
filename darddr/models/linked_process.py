"""Another process that looks at the same death."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from darddr.crypto.scopes import SealClass
from darddr.models.base import Base, Recorded, Versioned
from darddr.models.sealing import SealedField, Sealing, sealed_record
from darddr.models.words import words
from darddr.vocabulary.linked_processes import PENDING, ProcessKind, ProcessStatus


class LinkedProcess(Sealing, Recorded, Versioned, Base):
    """A trial, an inquest or another review beside this one. `dates` holds lines of a day and what happens on it."""

    __tablename__ = "linked_processes"
    imprint = ("status", "holds_publication")

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"), index=True)
    kind: Mapped[ProcessKind] = mapped_column(words(ProcessKind))
    status: Mapped[ProcessStatus] = mapped_column(words(ProcessStatus), default=ProcessStatus.EXPECTED)
    has_joint_terms: Mapped[bool] = mapped_column(default=False)
    holds_publication: Mapped[bool] = mapped_column(default=False)
    narrative_record: Mapped[bytes | None] = sealed_record(SealClass.NARRATIVE)
    lead_body = SealedField[str]("narrative_record")
    dates = SealedField[list[dict[str, str]]]("narrative_record")
    note = SealedField[str]("narrative_record")

    @property
    def is_pending(self) -> bool:
        """Whether it is still to come or to end."""
        return self.status in PENDING
