"""A form that went out to an agency to be filled in: which actions it asks about, and what has come back."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from darddr.models.base import Base, Recorded


class UpdateForm(Recorded, Base):
    """A form issued to one agency, about one plan or everything open that it leads. It holds no words of its own.

    `withdrawn_on` is the day from which nobody waits for it any more, and nothing is taken in from it.
    """

    __tablename__ = "update_forms"

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"), index=True)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"), index=True)
    plan_id: Mapped[UUID | None] = mapped_column(ForeignKey("plans.id"))
    issued_on: Mapped[date]
    due_on: Mapped[date]
    withdrawn_on: Mapped[date | None]

    @property
    def review_id(self) -> None:
        """A form may ask about actions of several reviews."""


class UpdateFormRow(Recorded, Base):
    """An action a form asks about, as it stood then: a returned form touches these and no others, each once.

    `ref` is what the form prints beside it; `issued_version` the action's version at issue; `returned_on` the day its
    answer was taken in.
    """

    __tablename__ = "update_form_rows"
    __table_args__ = (UniqueConstraint("form_id", "action_id"), UniqueConstraint("form_id", "ref"))

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    form_id: Mapped[UUID] = mapped_column(ForeignKey("update_forms.id"))
    action_id: Mapped[UUID] = mapped_column(ForeignKey("actions.id"), index=True)
    position: Mapped[int]
    ref: Mapped[str]
    issued_version: Mapped[int]
    returned_on: Mapped[date | None]
