"""A community safety partnership, the agencies in it, and the groups that answer for its actions."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from darddr.models.base import Base, Recorded, Versioned
from darddr.models.words import words
from darddr.vocabulary.records import DisplayName, GroupKind


class Partnership(Recorded, Versioned, Base):
    """A partnership under section 5 of the Crime and Disorder Act 1998. `code` begins its reviews' references.

    `retention_years` is how long it keeps an ended review; None until it has decided: no law known to us sets a period.
    """

    __tablename__ = "partnerships"

    name: Mapped[str] = mapped_column(unique=True)
    code: Mapped[str] = mapped_column(unique=True)
    nation: Mapped[str] = mapped_column(default="england")
    display_name: Mapped[DisplayName] = mapped_column(words(DisplayName), default=DisplayName.DHR)
    retention_years: Mapped[int | None]


class Agency(Recorded, Versioned, Base):
    """A body that takes part in reviews.

    `is_responsible_authority`: police, council, fire, health, probation. The agreement dates are those of its information-sharing
    agreement under section 115 of the Crime and Disorder Act 1998.
    """

    __tablename__ = "agencies"
    __table_args__ = (UniqueConstraint("partnership_id", "name"),)

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"), index=True)
    name: Mapped[str]
    is_responsible_authority: Mapped[bool] = mapped_column(default=False)
    agreement_signed_on: Mapped[date | None]
    agreement_ends_on: Mapped[date | None]
    contact_email: Mapped[str | None]
    """Where forms are sent: a shared mailbox rather than a person's own."""

    @property
    def review_id(self) -> None:
        """An agency belongs to no one review."""

    def agreement_in_date(self, day: date) -> bool | None:
        """Whether the agreement covers a day; None where no agreement has been recorded."""
        if self.agreement_signed_on is None:
            return None
        return self.agreement_signed_on <= day and (self.agreement_ends_on is None or day <= self.agreement_ends_on)


class Group(Recorded, Versioned, Base):
    """A board or thematic group that answers for actions."""

    __tablename__ = "groups"
    __table_args__ = (UniqueConstraint("partnership_id", "name"),)

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"), index=True)
    name: Mapped[str]
    kind: Mapped[GroupKind] = mapped_column(words(GroupKind), default=GroupKind.BOARD)
