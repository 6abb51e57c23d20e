"""What happened with the family, entry by entry. An entry that is a dated event of the review records that too: one typing."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.models.family import FamilyContact, FamilyEntry
from darddr.models.person import Person
from darddr.models.review import Review
from darddr.models.user import User
from darddr.policies import Actor, require
from darddr.services.errors import Unfit
from darddr.services.milestones import milestones_of, note_milestone
from darddr.services.register import refuse_real_names
from darddr.services.versions import changed, check_version, keep_narrative
from darddr.vocabulary.family import MILESTONES, EntryKind
from darddr.vocabulary.permissions import Permission

COLUMNS = ("contact_id", "happened_on", "person_id", "answered_on")
TEXTS = ("by_whom", "shown", "text", "answer")
FIELDS = (*COLUMNS, *TEXTS)


@dataclass(frozen=True)
class Happened:
    """One thing that happened with the family: with which of them, when, what was shown or said, and how it was answered."""

    happened_on: date
    contact_id: UUID | None = None
    person_id: UUID | None = None
    by_whom: str = ""
    shown: str = ""
    text: str = ""
    answer: str = ""
    answered_on: date | None = None
    name_reason: str = ""


def entries_of(session: Session, review: Review) -> list[FamilyEntry]:
    """Everything that happened with the family, latest first."""
    found = select(FamilyEntry).filter_by(review_id=review.id)
    return list(session.scalars(found.order_by(FamilyEntry.happened_on.desc(), FamilyEntry.recorded_at.desc())))


def told_entries(
    session: Session, review: Review
) -> list[tuple[FamilyEntry, FamilyContact | None, Person | None, str]]:
    """Each entry with the contact and the person it names, and who recorded it; no contact is opened for it."""
    found = (
        select(FamilyEntry, FamilyContact, Person, User)
        .outerjoin(FamilyContact, FamilyContact.id == FamilyEntry.contact_id)
        .outerjoin(Person, Person.id == FamilyEntry.person_id)
        .outerjoin(User, User.id == FamilyEntry.recorded_by_id)
        .where(FamilyEntry.review_id == review.id)
        .order_by(FamilyEntry.happened_on.desc(), FamilyEntry.recorded_at.desc())
    )
    return [(row[0], row[1], row[2], (row[3].name or "") if row[3] else "") for row in session.execute(found)]


def add_entry(session: Session, actor: Actor, review: Review, kind: EntryKind, told: Happened) -> FamilyEntry:
    """Write down what happened. Raises Unfit for what cannot be, RealNameTyped."""
    require(actor, Permission.FAMILY_EDIT, review)
    values = _fitting(session, review, kind, told)
    entry = FamilyEntry(
        partnership_id=review.partnership_id,
        review_id=review.id,
        kind=kind,
        recorded_by_id=actor.user_id,
        **values,
    )
    session.add(entry)
    session.flush()
    facts = {"entry": entry.id, "entry_kind": kind, "happened_on": entry.happened_on}
    audit.record(session, actor.user_id, audit.Tag.FAMILY_LOGGED, review, **facts)
    _follow(session, actor, review, entry, None)
    return entry


def edit_entry(
    session: Session, actor: Actor, review: Review, entry: FamilyEntry, version: int, told: Happened
) -> None:
    """Correct an entry; its kind stays, and its earlier words are kept. Raises Stale, Unfit, RealNameTyped."""
    require(actor, Permission.FAMILY_EDIT, review)
    check_version(entry, version, FIELDS)
    values = _fitting(session, review, entry.kind, told)
    before = changed(entry, values)
    if not before:
        return
    was = entry.happened_on
    keep_narrative(session, actor.user_id, entry, before)
    for name in COLUMNS:
        setattr(entry, name, values[name])
    entry.fill(**{name: values[name] for name in TEXTS})
    session.flush()
    facts = {"entry": entry.id, "fields": sorted(before)}
    audit.record(session, actor.user_id, audit.Tag.FAMILY_LOG_EDITED, review, **facts)
    _follow(session, actor, review, entry, was)


def _fitting(session: Session, review: Review, kind: EntryKind, told: Happened) -> dict[str, Any]:
    if told.happened_on > clock.today():
        raise Unfit("It cannot have happened after today.", "happened_on")
    if told.answered_on is not None and told.answered_on < told.happened_on:
        raise Unfit("It cannot have been answered before it was said.", "answered_on")
    if told.answered_on is not None and told.answered_on > clock.today():
        raise Unfit("It cannot have been answered after today.", "answered_on")
    if told.answered_on is not None and not told.answer.strip():
        raise Unfit("Write how it was answered.", "answer")
    if kind is EntryKind.COMMENTED and not told.text.strip():
        raise Unfit("Write what they commented.", "text")
    _check_named(session, review, kind, told)
    refuse_real_names(session, review, *(getattr(told, name) for name in TEXTS), reason=told.name_reason, fields=TEXTS)
    values = {name: value for name, value in asdict(told).items() if name in FIELDS}
    return {**values, **{name: values[name].strip() for name in TEXTS}}


def _check_named(session: Session, review: Review, kind: EntryKind, told: Happened) -> None:
    """The contact and the person an entry names are of this review; of a chosen pseudonym it is said whose."""
    contact = session.get(FamilyContact, told.contact_id) if told.contact_id else None
    if told.contact_id is not None and (contact is None or contact.review_id != review.id):
        raise Unfit("Choose one of the contacts of this review.", "contact_id")
    person = session.get(Person, told.person_id) if told.person_id else None
    if told.person_id is not None and (person is None or person.review_id != review.id):
        raise Unfit("Choose one of the people of this review.", "person_id")
    if kind is EntryKind.PSEUDONYM_CHOSEN and person is None:
        raise Unfit("Choose whose pseudonym it is.", "person_id")


def _follow(session: Session, actor: Actor, review: Review, entry: FamilyEntry, was: date | None) -> None:
    """What else an entry says: the dated event of the review, or who chose a pseudonym."""
    if entry.kind is EntryKind.PSEUDONYM_CHOSEN:
        _note_choice(session, actor, review, entry)
    elif entry.kind in MILESTONES:
        _note_event(session, actor, review, entry, was)


def _note_event(session: Session, actor: Actor, review: Review, entry: FamilyEntry, was: date | None) -> None:
    """The event happened on the day of the first entry of its kind. It is recorded once: a later entry changes nothing, and a date
    that somebody entered on the review's page stays unless an entry is earlier.
    """
    kind = MILESTONES[entry.kind]
    known = milestones_of(session, review).get(kind)
    days = session.scalars(select(FamilyEntry.happened_on).filter_by(review_id=review.id, kind=entry.kind))
    first = min(days)
    came_from_here = was is not None and known == was
    if known is None or first < known or (came_from_here and first != known):
        note_milestone(session, actor, review, kind, first)


def _note_choice(session: Session, actor: Actor, review: Review, entry: FamilyEntry) -> None:
    """Who chose a pseudonym and when, on the person it belongs to: as what they are to the review, never by name."""
    person = session.get_one(Person, entry.person_id)
    contact = session.get(FamilyContact, entry.contact_id) if entry.contact_id else None
    chosen_by = contact.kind.label if contact else "Family"
    before = changed(person, {"chosen_by": chosen_by, "pseudonym_chosen_on": entry.happened_on})
    if not before:
        return
    if "chosen_by" in before:
        keep_narrative(session, actor.user_id, person, {"chosen_by": before["chosen_by"]})
    person.chosen_by, person.pseudonym_chosen_on = chosen_by, entry.happened_on
    audit.record(session, actor.user_id, audit.Tag.PERSON_EDITED, review, person=person.id, fields=sorted(before))
