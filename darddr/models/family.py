"""The family's part in a review: who may take part and how, what happened with them, what they gave and agreed to."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from darddr.crypto.scopes import SealClass
from darddr.models.base import Base, Recorded, Versioned
from darddr.models.sealing import SealedField, Sealing, sealed_record
from darddr.models.words import words
from darddr.vocabulary.family import AdvocateAnswer, ContactKind, EntryKind, TributeKind


class FamilyContact(Sealing, Recorded, Versioned, Base):
    """A relative, friend or other who may take part. Everybody but who may know them calls them by their `number`.

    Who they are and how they are reached, their advocate and the days to avoid are sealed as an identity; what they wish and why they
    want no contact as narrative. `avoid` holds lines of kind, days as typed, and why.
    """

    __tablename__ = "family_contacts"
    __table_args__ = (UniqueConstraint("review_id", "number"),)
    imprint = ("no_contact_since",)

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"), index=True)
    number: Mapped[int]
    kind: Mapped[ContactKind] = mapped_column(words(ContactKind))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    no_contact_since: Mapped[date | None]
    next_contact_on: Mapped[date | None] = mapped_column(index=True)
    advocate_offered_on: Mapped[date | None]
    advocate_answer: Mapped[AdvocateAnswer] = mapped_column(words(AdvocateAnswer), default=AdvocateAnswer.NOT_ANSWERED)
    identity_record: Mapped[bytes | None] = sealed_record(SealClass.IDENTITY)
    name = SealedField[str]("identity_record")
    relation = SealedField[str]("identity_record")
    reached_at = SealedField[str]("identity_record")
    may_be_told = SealedField[str]("identity_record")
    advocate_offered_by = SealedField[str]("identity_record")
    advocate = SealedField[str]("identity_record")
    avoid = SealedField[list[dict[str, str]]]("identity_record")
    narrative_record: Mapped[bytes | None] = sealed_record(SealClass.NARRATIVE)
    how = SealedField[str]("narrative_record")
    when = SealedField[str]("narrative_record")
    language = SealedField[str]("narrative_record")
    interpreter = SealedField[str]("narrative_record")
    no_contact_reason = SealedField[str]("narrative_record")


class FamilyContactChange(Sealing, Recorded, Base):
    """What was kept of a contact before somebody changed it, by field; sealed as the contact itself is."""

    __tablename__ = "family_contact_changes"

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"), index=True)
    contact_id: Mapped[UUID] = mapped_column(ForeignKey("family_contacts.id"), index=True)
    identity_record: Mapped[bytes | None] = sealed_record(SealClass.IDENTITY)
    before = SealedField[dict[str, str]]("identity_record")


class FamilyEntry(Sealing, Recorded, Versioned, Base):
    """One thing that happened with the family, or with one of them. `person_id` is whose pseudonym was chosen."""

    __tablename__ = "family_entries"
    imprint = ("happened_on",)

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"), index=True)
    contact_id: Mapped[UUID | None] = mapped_column(ForeignKey("family_contacts.id"))
    kind: Mapped[EntryKind] = mapped_column(words(EntryKind))
    happened_on: Mapped[date]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    answered_on: Mapped[date | None]
    narrative_record: Mapped[bytes | None] = sealed_record(SealClass.NARRATIVE)
    by_whom = SealedField[str]("narrative_record")
    shown = SealedField[str]("narrative_record")
    text = SealedField[str]("narrative_record")
    answer = SealedField[str]("narrative_record")


class FamilyTribute(Sealing, Recorded, Versioned, Base):
    """A tribute or a photograph, and where it may be used. With no place ticked it may be used nowhere."""

    __tablename__ = "family_tributes"
    imprint = ("for_report", "for_website", "for_learning", "withdrawn_on")

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"), index=True)
    contact_id: Mapped[UUID | None] = mapped_column(ForeignKey("family_contacts.id"))
    kind: Mapped[TributeKind] = mapped_column(words(TributeKind))
    given_on: Mapped[date]
    for_report: Mapped[bool] = mapped_column(default=False)
    for_website: Mapped[bool] = mapped_column(default=False)
    for_learning: Mapped[bool] = mapped_column(default=False)
    withdrawn_on: Mapped[date | None]
    narrative_record: Mapped[bytes | None] = sealed_record(SealClass.NARRATIVE)
    text = SealedField[str]("narrative_record")
    kept_at = SealedField[str]("narrative_record")

    @property
    def places(self) -> tuple[str, ...]:
        """Where it may be used today."""
        asked = {"report": self.for_report, "website": self.for_website, "learning": self.for_learning}
        return tuple(name for name, agreed in asked.items() if agreed and self.withdrawn_on is None)
