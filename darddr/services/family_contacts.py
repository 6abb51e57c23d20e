"""Who of a family and its friends may take part in a review, how they wish to be reached, and when they must not be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.leaks.folding import fold
from darddr.models.family import FamilyContact, FamilyContactChange
from darddr.models.person import Person
from darddr.models.register_entry import RegisterEntry
from darddr.models.review import Review
from darddr.models.user import User
from darddr.policies import Actor, require
from darddr.services.avoided import NoSuchDays, read_days
from darddr.services.errors import Unfit
from darddr.services.people import names_of, people_of
from darddr.services.versions import stale, text_of
from darddr.services.wording import day_text
from darddr.vocabulary.family import AdvocateAnswer, ContactKind
from darddr.vocabulary.permissions import Permission
from darddr.vocabulary.records import PersonRole
from darddr.vocabulary.register import RegisterKind

BIRTHDAY, ANNIVERSARY, OTHER = "birthday", "anniversary", "other"
AVOIDED = {BIRTHDAY: "Birthday of the person who died", ANNIVERSARY: "Anniversary of the death", OTHER: "Asked for"}
"""Why a day is avoided, in words, where nobody wrote more."""

Line = dict[str, str]


@dataclass(frozen=True)
class Told:
    """What is known of somebody who may take part."""

    kind: ContactKind
    name: str
    relation: str = ""
    person_id: UUID | None = None
    reached_at: str = ""
    may_be_told: str = ""
    how: str = ""
    when: str = ""
    language: str = ""
    interpreter: str = ""
    advocate_offered_on: date | None = None
    advocate_offered_by: str = ""
    advocate_answer: AdvocateAnswer = AdvocateAnswer.NOT_ANSWERED
    advocate: str = ""
    no_contact_since: date | None = None
    no_contact_reason: str = ""
    next_contact_on: date | None = None
    birthday: str = ""
    anniversary: str = ""
    avoid: str = ""


COLUMNS = (
    "kind",
    "person_id",
    "no_contact_since",
    "next_contact_on",
    "advocate_offered_on",
    "advocate_answer",
)
TEXTS = (
    "name",
    "relation",
    "reached_at",
    "may_be_told",
    "advocate_offered_by",
    "advocate",
    "how",
    "when",
    "language",
    "interpreter",
    "no_contact_reason",
)
ASKED = (*COLUMNS, *TEXTS, BIRTHDAY, ANNIVERSARY, "avoid")
"""Everything the form asks for."""


def contacts_of(session: Session, review: Review) -> list[FamilyContact]:
    """Everybody who may take part, by number; nothing is opened until it is shown."""
    return list(session.scalars(select(FamilyContact).filter_by(review_id=review.id).order_by(FamilyContact.number)))


def changes_of(session: Session, contact: FamilyContact) -> list[tuple[FamilyContactChange, str]]:
    """What was kept of a contact before each change, latest first, and who changed it."""
    found = (
        select(FamilyContactChange, User)
        .outerjoin(User, User.id == FamilyContactChange.recorded_by_id)
        .where(FamilyContactChange.contact_id == contact.id)
        .order_by(FamilyContactChange.recorded_at.desc(), FamilyContactChange.id)
    )
    return [(change, (user.name or "") if user is not None else "") for change, user in session.execute(found)]


def add_contact(session: Session, actor: Actor, review: Review, told: Told) -> FamilyContact:
    """Somebody who may take part. Raises Unfit without a name, and for days that cannot be."""
    require(actor, Permission.FAMILY_CONTACTS, review)
    values = _fitting(session, review, told)
    number = (session.scalar(select(func.max(FamilyContact.number)).filter_by(review_id=review.id)) or 0) + 1
    contact = FamilyContact(
        partnership_id=review.partnership_id,
        review_id=review.id,
        number=number,
        recorded_by_id=actor.user_id,
        **values,
    )
    session.add(contact)
    session.flush()
    _into_register(session, actor, review, contact)
    audit.record(
        session,
        actor.user_id,
        audit.Tag.FAMILY_CONTACT_ADDED,
        review,
        contact=contact.id,
        contact_kind=contact.kind,
    )
    return contact


def edit_contact(
    session: Session, actor: Actor, review: Review, contact: FamilyContact, version: int, told: Told
) -> None:
    """Change what is known of somebody; what was kept before stays. Raises Stale, Unfit."""
    require(actor, Permission.FAMILY_CONTACTS, review)
    now = shown(contact)
    if contact.version_id != version:
        raise stale(contact, {name: text_of(now[name]) for name in ASKED})
    values = _fitting(session, review, told)
    asked = {**values, **_days_shown(values["avoid"])}
    before = {name: text_of(now[name]) for name in ASKED if text_of(now[name]) != text_of(asked[name])}
    if not before:
        return
    place = {"partnership_id": contact.partnership_id, "review_id": contact.review_id, "contact_id": contact.id}
    session.add(FamilyContactChange(**place, recorded_by_id=actor.user_id, before=before))
    for name in COLUMNS:
        setattr(contact, name, values[name])
    contact.fill(**{name: values[name] for name in (*TEXTS, "avoid")})
    session.flush()
    _into_register(session, actor, review, contact)
    facts = {"contact": contact.id, "fields": sorted(before)}
    audit.record(session, actor.user_id, audit.Tag.FAMILY_CONTACT_EDITED, review, **facts)


def shown(contact: FamilyContact) -> dict[str, Any]:
    """What is known of somebody, by the names of the form."""
    return {**{name: getattr(contact, name) for name in (*COLUMNS, *TEXTS)}, **_days_shown(contact.avoid or [])}


def _days_shown(lines: Sequence[Line]) -> dict[str, str]:
    """Days to avoid as the form has them: two boxes, and one line each of the rest."""
    asked = {
        kind: next((line["days"] for line in lines if line["kind"] == kind), "") for kind in (BIRTHDAY, ANNIVERSARY)
    }
    others = (
        f"{line['days']}: {line['why']}" if line["why"] else line["days"] for line in lines if line["kind"] == OTHER
    )
    return {**asked, "avoid": "\n".join(others)}


def days_known(session: Session, review: Review) -> dict[str, str]:
    """Birthday and anniversary of whoever died, as the record of identities has them, to begin a new contact with."""
    died = [person for person in people_of(session, review) if person.role is PersonRole.VICTIM]
    if len(died) != 1:
        return {}
    known = {BIRTHDAY: died[0].date_of_birth, ANNIVERSARY: died[0].date_of_death}
    return {kind: _day_and_month(text) for kind, text in known.items() if text}


def _day_and_month(text: str) -> str:
    return day_text(date.fromisoformat(text)).rsplit(" ", 1)[0]


def _fitting(session: Session, review: Review, told: Told) -> dict[str, Any]:
    if not told.name.strip():
        raise Unfit("Give the name of the person.", "name")
    today = clock.today()
    if told.no_contact_since is not None and told.no_contact_since > today:
        raise Unfit("They cannot have asked for no contact after today.", "no_contact_since")
    if told.no_contact_reason.strip() and told.no_contact_since is None:
        raise Unfit("Enter the day since which they want no contact.", "no_contact_since")
    _check_advocate(told, today)
    people = session.scalars(select(Person.id).filter_by(review_id=review.id))
    if told.person_id is not None and told.person_id not in set(people):
        raise Unfit("Choose one of the people of this review.", "person_id")
    texts = {name: getattr(told, name).strip() for name in TEXTS}
    return {**{name: getattr(told, name) for name in COLUMNS}, **texts, "avoid": _avoided(told)}


def _check_advocate(told: Told, today: date) -> None:
    if told.advocate_offered_on is not None and told.advocate_offered_on > today:
        raise Unfit("An advocate cannot have been offered after today.", "advocate_offered_on")
    if told.advocate_answer is not AdvocateAnswer.NOT_ANSWERED and told.advocate_offered_on is None:
        raise Unfit("Enter the day an advocate was offered.", "advocate_offered_on")


def _avoided(told: Told) -> list[Line]:
    lines = [_line(BIRTHDAY, told.birthday, BIRTHDAY), _line(ANNIVERSARY, told.anniversary, ANNIVERSARY)]
    lines += [_line(OTHER, text, "avoid") for text in told.avoid.splitlines()]
    return [line for line in lines if line]


def _line(kind: str, text: str, field: str) -> Line:
    """One line of days to avoid; empty for an empty one. Raises Unfit, naming the line, where it names no days."""
    days, _, why = text.strip().partition(":")
    if not text.strip():
        return {}
    try:
        read = read_days(days)
    except NoSuchDays as wrong:
        raise Unfit(wrong.sentence, field) from None
    if kind is not OTHER and (why.strip() or not read.yearly or read.first != read.last):
        raise Unfit("Write one day and its month, without a year, such as 7 March.", field)
    return {"kind": kind, "days": " ".join(days.split()), "why": why.strip()}


def _into_register(session: Session, actor: Actor, review: Review, contact: FamilyContact) -> None:
    """The name of somebody who is no person of the review goes into the register, so that no finished file holds it unnoticed."""
    name = " ".join((contact.name or "").split())
    people = people_of(session, review)
    if contact.person_id is not None and _is_known(name, people, contact.person_id):
        return
    lines = session.scalars(
        select(RegisterEntry).filter_by(review_id=review.id, kind=RegisterKind.NAME, taken_back_at=None)
    )
    if not any(char.isalpha() for char in name) or any(fold(line.text or "") == fold(name) for line in lines):
        return
    place = {"partnership_id": review.partnership_id, "review_id": review.id, "recorded_by_id": actor.user_id}
    entry = RegisterEntry(**place, kind=RegisterKind.NAME, text=name)
    session.add(entry)
    session.flush()
    audit.record(session, actor.user_id, audit.Tag.REGISTER_ENTERED, review, entry=entry.id, kind=RegisterKind.NAME)


def _is_known(name: str, people: Sequence[Person], person_id: UUID) -> bool:
    """Whether the register has this name already, as one of the person's own."""
    own = next((person for person in people if person.id == person_id), None)
    return own is not None and fold(name) in {fold(each) for each in names_of(own)}
