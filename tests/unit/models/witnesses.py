"""Models with sealed records for the tests of sealing alone, apart from the application's schema."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from darddr.crypto.scopes import SealClass
from darddr.models.base import Base, Versioned
from darddr.models.sealing import SealedField, Sealing, sealed_record


class Rows(Base):
    """Models of these tests alone, apart from the application's schema."""

    __abstract__ = True
    metadata = sa.MetaData(naming_convention=Base.metadata.naming_convention)


class Inquest(Rows):
    __tablename__ = "test_inquests"
    id: Mapped[UUID] = mapped_column(primary_key=True)


class Witness(Sealing, Versioned, Rows):
    __tablename__ = "test_witnesses"
    partnership_id: Mapped[UUID | None]
    review_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("test_inquests.id"))
    status: Mapped[str] = mapped_column(default="new")
    review: Mapped[Inquest | None] = relationship()
    identity_record: Mapped[bytes | None] = sealed_record(SealClass.IDENTITY)
    name = SealedField[str]("identity_record")
    phones = SealedField[list[str]]("identity_record")
    narrative_record: Mapped[bytes | None] = sealed_record(SealClass.NARRATIVE)
    account = SealedField[str]("narrative_record")
    notes = SealedField[dict[str, Any]]("narrative_record")


class Statement(Sealing, Rows):
    __tablename__ = "test_statements"
    review_id: Mapped[UUID]
    narrative_record: Mapped[bytes | None] = sealed_record(SealClass.NARRATIVE)
    account = SealedField[str]("narrative_record")


def raw(engine: sa.Engine) -> list[bytes]:
    """The records as stored."""
    with engine.connect() as connection:
        columns = (Witness.identity_record, Witness.narrative_record)
        return [bytes(value) for value in connection.execute(select(*columns)).one() if value is not None]
