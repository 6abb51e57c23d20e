"""What every table shares: its base, its keys, its moments, and two columns most of them have."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator

from darddr import clock

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""Constraints need names: migrations change them by name, and error messages name them instead of the values."""


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, aware on both databases. SQLite keeps none of the zone, so it is put back on reading."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Refuses a moment without a zone: nobody could say later what it meant."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs its time zone.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Base of every model: a random id that exists before the row does, because sealed text is bound to it."""

    metadata = sa.MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: Moment, UUID: sa.Uuid(), str: sa.Text()}

    id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-10)

    def __init__(self, **values: Any) -> None:
        """Sets the named attributes, and `id` where it is not among them. Raises TypeError for an unknown name."""
        values.setdefault("id", uuid4())
        self.registry.constructor(self, **values)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.__dict__.get('id')}>"


class Recorded:
    """When a row was entered and by whom, beside whatever it says of when things happened."""

    recorded_at: Mapped[datetime] = mapped_column(Moment, default=lambda: clock.now())

    @declared_attr
    def recorded_by_id(cls) -> Mapped[UUID | None]:  # noqa: N805 - made for each model class
        """The user who entered it; empty for what the system did by itself."""
        return mapped_column(sa.ForeignKey("users.id"))


class Versioned:
    """A counter that makes the second of two saves fail instead of overwriting the first. Forms carry it."""

    version_id: Mapped[int] = mapped_column(sa.Integer, nullable=False)

    # The ORM compares and raises the counter with each UPDATE: StaleDataError where it has moved.
    __mapper_args__ = {"version_id_col": version_id}
