"""What an action was found to have changed, months after it was signed off."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from darddr.crypto.scopes import SealClass
from darddr.models.base import Base, Recorded
from darddr.models.sealing import SealedField, Sealing, sealed_record
from darddr.models.words import words
from darddr.vocabulary.standing import Impact


class ImpactCheck(Sealing, Recorded, Base):
    """One look back: what was found, by which measure, and who said so. `due_on` is the day it was to be done by."""

    __tablename__ = "impact_checks"
    imprint = ("action_id", "result", "happened_on")

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    review_id: Mapped[UUID | None] = mapped_column(ForeignKey("reviews.id"))
    action_id: Mapped[UUID] = mapped_column(ForeignKey("actions.id"), index=True)
    due_on: Mapped[date | None]
    happened_on: Mapped[date]
    result: Mapped[Impact] = mapped_column(words(Impact))
    learning_record: Mapped[bytes | None] = sealed_record(SealClass.LEARNING)
    measure = SealedField[str]("learning_record")
    text = SealedField[str]("learning_record")
    on_behalf_of = SealedField[str]("learning_record")
    name_reason = SealedField[str]("learning_record")
