"""A file that shows what was done, kept sealed under an update of an action."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from darddr.crypto.scopes import SealClass
from darddr.models.base import Base, Recorded
from darddr.models.kept_file import KeptFile
from darddr.models.sealing import SealedField, sealed_record


class EvidenceFile(KeptFile, Recorded, Base):
    """A file that passed the gate. `kind` is its ending; the name it came with is sealed, since names hold names."""

    __tablename__ = "evidence_files"
    imprint = ("content", "action_id", "update_id", "kind")

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    review_id: Mapped[UUID | None] = mapped_column(ForeignKey("reviews.id"))
    action_id: Mapped[UUID] = mapped_column(ForeignKey("actions.id"), index=True)
    update_id: Mapped[UUID] = mapped_column(ForeignKey("action_updates.id"))
    kind: Mapped[str]
    learning_record: Mapped[bytes | None] = sealed_record(SealClass.LEARNING)
    name = SealedField[str]("learning_record")
