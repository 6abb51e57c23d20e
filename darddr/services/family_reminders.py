"""Contacts with a family that are due: who is reminded of them on which day. A reminder never falls on a day to avoid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import policies
from darddr.crypto.errors import CannotOpen, DataKeyMissing
from darddr.models.family import FamilyContact
from darddr.models.review import Review
from darddr.models.user import Membership, User
from darddr.policies import allows
from darddr.services.family_days import days_of, is_reminder_day
from darddr.vocabulary.permissions import Permission
from darddr.vocabulary.roles import PartnershipRole, ReviewRole


@dataclass(frozen=True)
class ContactDue:
    """One contact somebody is reminded of: the reference of the review and the number of the contact, never a name."""

    reference: str
    number: int


def people_reminded(session: Session, day: date) -> set[UUID]:
    """Whoever coordinates or chairs a review with a contact due on a day."""
    return {user_id for _, review in _due(session, day) for user_id in _asked(session, review, day)}


def reminded_of(session: Session, user_id: UUID, day: date) -> list[ContactDue]:
    """What one person is reminded of on a day; nothing for whoever may not know the contacts, or is no longer active."""
    user = session.get(User, user_id)
    if user is None or not user.is_active:
        return []
    actor = policies.load_actor(session, user_id, day)
    return [
        ContactDue(review.reference, contact.number)
        for contact, review in _due(session, day)
        if user_id in _asked(session, review, day) and allows(actor, Permission.FAMILY_CONTACTS, review)
    ]


def _due(session: Session, day: date) -> Iterator[tuple[FamilyContact, Review]]:
    """The contacts whose day this is. Of a review whose keys were destroyed nobody can be reached any longer."""
    wanted = (
        select(FamilyContact, Review)
        .join(Review, Review.id == FamilyContact.review_id)
        .where(FamilyContact.next_contact_on <= day, FamilyContact.no_contact_since.is_(None))
        .order_by(Review.reference, FamilyContact.number)
    )
    for contact, review in session.execute(wanted):
        try:
            avoided = days_of([contact])
        except (CannotOpen, DataKeyMissing):
            continue
        if contact.next_contact_on is not None and is_reminder_day(day, contact.next_contact_on, avoided):
            yield contact, review


def _asked(session: Session, review: Review, day: date) -> set[UUID]:
    coordinates = (Membership.role == PartnershipRole.COORDINATOR.value) & (
        Membership.partnership_id == review.partnership_id
    )
    chairs = (Membership.role == ReviewRole.CHAIR.value) & (Membership.review_id == review.id)
    return {
        row.user_id for row in session.scalars(select(Membership).where(coordinates | chairs)) if row.is_current(day)
    }
