"""A person of a review: the pseudonym everyone uses, and the identity few may see."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from darddr.crypto.scopes import SealClass
from darddr.models.base import Base, Recorded, Versioned
from darddr.models.sealing import SealedField, Sealing, sealed_record
from darddr.models.words import words
from darddr.vocabulary.records import Life, PersonRole


class Person(Sealing, Recorded, Versioned, Base):
    """Somebody a review is about.

    Three sealed records, so that each can be released and destroyed apart: identity (who they really are), narrative (the pseudonym
    and how it was chosen), learning (the codified characteristics figures are made from). Dates are kept as YYYY-MM-DD text.
    """

    __tablename__ = "people"
    imprint = ("may_be_named",)

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"), index=True)
    role: Mapped[PersonRole] = mapped_column(words(PersonRole))
    life: Mapped[Life] = mapped_column(words(Life), default=Life.UNKNOWN)
    pseudonym_chosen_on: Mapped[date | None]
    may_be_named: Mapped[bool] = mapped_column(default=False)

    identity_record: Mapped[bytes | None] = sealed_record(SealClass.IDENTITY)
    names = SealedField[list[str]]("identity_record")
    aliases = SealedField[list[str]]("identity_record")
    nicknames = SealedField[list[str]]("identity_record")
    initials = SealedField[list[str]]("identity_record")
    date_of_birth = SealedField[str]("identity_record")
    date_of_death = SealedField[str]("identity_record")
    addresses = SealedField[list[str]]("identity_record")
    phones = SealedField[list[str]]("identity_record")
    emails = SealedField[list[str]]("identity_record")
    nhs_numbers = SealedField[list[str]]("identity_record")
    schools = SealedField[list[str]]("identity_record")
    workplaces = SealedField[list[str]]("identity_record")
    places = SealedField[list[str]]("identity_record")
    other_identifiers = SealedField[list[str]]("identity_record")

    narrative_record: Mapped[bytes | None] = sealed_record(SealClass.NARRATIVE)
    pseudonym = SealedField[str]("narrative_record")
    chosen_by = SealedField[str]("narrative_record")
    relation = SealedField[str]("narrative_record")

    learning_record: Mapped[bytes | None] = sealed_record(SealClass.LEARNING)
    sex = SealedField[str]("learning_record")
    manner = SealedField[str]("learning_record")
    characteristics = SealedField[dict[str, list[str]]]("learning_record")
