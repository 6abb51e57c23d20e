"""A hold on a review: who asked that work stops, from when, until when, and what goes on meanwhile."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from darddr.crypto.scopes import SealClass
from darddr.models.base import Base, Recorded, Versioned
from darddr.models.sealing import SealedField, Sealing, sealed_record
from darddr.models.words import words
from darddr.vocabulary.clocks import HoldRequester


class Hold(Sealing, Recorded, Versioned, Base):
    """`ended_on` is the day work resumed, which counts as worked. What a correction replaces is kept among the changes."""

    __tablename__ = "holds"
    imprint = ("began_on", "ended_on")

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"), index=True)
    requester: Mapped[HoldRequester] = mapped_column(words(HoldRequester))
    began_on: Mapped[date]
    review_on: Mapped[date]
    ended_on: Mapped[date | None]
    narrative_record: Mapped[bytes | None] = sealed_record(SealClass.NARRATIVE)
    reason = SealedField[str]("narrative_record")
    may_continue = SealedField[str]("narrative_record")
    told = SealedField[str]("narrative_record")

    def is_overdue(self, day: date) -> bool:
        """Whether it lasts past the day on which somebody was to look at it again."""
        return self.ended_on is None and self.review_on < day
