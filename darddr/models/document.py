"""A built file, kept sealed, and what its leak check found."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from darddr.crypto.scopes import SealClass
from darddr.models.base import Base, Recorded, Versioned
from darddr.models.kept_file import KeptFile
from darddr.models.sealing import SealedField, sealed_record


class Document(KeptFile, Recorded, Versioned, Base):
    """A Word file made from a review or plan.

    `register_stamp` is a keyed digest of the register of names the file was last checked against; a register changed since makes the
    check stale. `hit_count` is None while unchecked.
    """

    __tablename__ = "documents"
    imprint = ("content", "kind", "for_publication", "hit_count", "register_stamp")

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    review_id: Mapped[UUID | None] = mapped_column(ForeignKey("reviews.id"), index=True)
    plan_id: Mapped[UUID | None] = mapped_column(ForeignKey("plans.id"))
    kind: Mapped[str]
    for_publication: Mapped[bool] = mapped_column(default=False)
    hit_count: Mapped[int | None]
    register_stamp: Mapped[bytes | None]
    narrative_record: Mapped[bytes | None] = sealed_record(SealClass.NARRATIVE)
    hits = SealedField[list[dict[str, str]]]("narrative_record")
