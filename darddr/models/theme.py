"""A theme of recommendations, as a partnership that keeps a list of its own words it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from darddr.models.base import Base, Recorded, Versioned


class Theme(Recorded, Versioned, Base):
    """`key` is what recommendations and plans keep and never changes; `label` is what is read. A retired theme is chosen no more."""

    __tablename__ = "themes"
    __table_args__ = (UniqueConstraint("partnership_id", "key"),)

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    key: Mapped[str] = mapped_column(String(120))
    label: Mapped[str] = mapped_column(String(120))
    position: Mapped[int]
    retired_on: Mapped[date | None]

    @property
    def review_id(self) -> None:
        """A theme belongs to a partnership, to no review."""
