"""A partnership's settings for its clocks: its own targets, its closed days, and under which guidance it holds new reviews."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from darddr.deadlines.rules import Unit
from darddr.models.base import Base, Recorded, Versioned
from darddr.models.words import words
from darddr.vocabulary.clocks import ClosedDayKind, RuleTrigger
from darddr.vocabulary.records import DisplayName, LegalBasis


class LocalTarget(Recorded, Versioned, Base):
    """A target that a partnership sets itself, by the name of the suggestion it follows. Where there is no row, it is off."""

    __tablename__ = "local_targets"
    __table_args__ = (UniqueConstraint("partnership_id", "name"),)

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    name: Mapped[str] = mapped_column(String(40))
    is_on: Mapped[bool]
    length: Mapped[int]
    unit: Mapped[Unit] = mapped_column(words(Unit))

    @property
    def review_id(self) -> None:
        """A target belongs to a partnership, to no review."""


class ClosedDay(Recorded, Base):
    """A day on which a partnership does not work, beside weekends and the bank holidays that are known."""

    __tablename__ = "closed_days"
    __table_args__ = (UniqueConstraint("partnership_id", "day"),)

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    day: Mapped[date]
    kind: Mapped[ClosedDayKind] = mapped_column(words(ClosedDayKind))

    @property
    def review_id(self) -> None:
        """A closed day belongs to a partnership, to no review."""


class ReviewRule(Recorded, Versioned, Base):
    """Under which law, guidance and name a partnership holds reviews whose trigger falls on a day or later; one row each.

    One taken back stays, with the day; reviews that were pinned by it keep what they have.
    """

    __tablename__ = "review_rules"

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"), index=True)
    edition: Mapped[str] = mapped_column(String(40))
    legal_basis: Mapped[LegalBasis] = mapped_column(words(LegalBasis))
    display_name: Mapped[DisplayName] = mapped_column(words(DisplayName))
    trigger: Mapped[RuleTrigger] = mapped_column(words(RuleTrigger))
    from_on: Mapped[date]
    taken_back_on: Mapped[date | None]

    @property
    def review_id(self) -> None:
        """A rule belongs to a partnership, to no review."""
