"""Lines of the register beside the people of a review: written, dismissed, taken back; nothing is ever struck out."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.leaks.folding import fold
from darddr.models.person import Person
from darddr.models.register_entry import RegisterEntry
from darddr.models.review import Review
from darddr.models.user import User
from darddr.policies import Actor, require
from darddr.services.errors import NotNow, Unfit
from darddr.services.people import keep_identity, names_of
from darddr.services.versions import text_of
from darddr.vocabulary.permissions import Permission
from darddr.vocabulary.register import RegisterKind

LONGEST = 200
TO_A_PERSON = "initials"
"""The field of an identity that a suggestion about one person goes into."""


def entries_of(session: Session, review: Review) -> list[RegisterEntry]:
    """The lines that hold today, oldest first."""
    found = select(RegisterEntry).where(RegisterEntry.review_id == review.id, RegisterEntry.taken_back_at.is_(None))
    return list(session.scalars(found.order_by(RegisterEntry.recorded_at, RegisterEntry.id)))


def told_entries(session: Session, review: Review) -> list[tuple[RegisterEntry, str, str]]:
    """Every line there ever was, latest first, with who wrote it and who took it back."""
    entries = session.scalars(
        select(RegisterEntry)
        .filter_by(review_id=review.id)
        .order_by(RegisterEntry.recorded_at.desc(), RegisterEntry.id)
    ).all()
    ids = {each for entry in entries for each in (entry.recorded_by_id, entry.taken_back_by_id) if each}
    names = {user.id: user.name or "" for user in session.scalars(select(User).where(User.id.in_(ids)))} if ids else {}
    return [
        (entry, names.get(entry.recorded_by_id, ""), names.get(entry.taken_back_by_id, ""))  # type: ignore[arg-type]
        for entry in entries
    ]


def add_entry(
    session: Session, actor: Actor, review: Review, kind: RegisterKind, text: str, reason: str = ""
) -> RegisterEntry:
    """A line more. Raises Unfit for a text that is missing, too long, there already or no date, or a name that must not be let stay."""
    require(actor, Permission.IDENTITY_EDIT, review)
    text = _checked(session, review, kind, " ".join(text.split()), reason.strip())
    entry = RegisterEntry(
        partnership_id=review.partnership_id,
        review_id=review.id,
        kind=kind,
        text=text,
        recorded_by_id=actor.user_id,
        **({"reason": reason.strip()} if reason.strip() else {}),
    )
    session.add(entry)
    session.flush()
    audit.record(session, actor.user_id, audit.Tag.REGISTER_ENTERED, review, entry=entry.id, kind=kind)
    return entry


def take_back(session: Session, actor: Actor, review: Review, entry: RegisterEntry) -> None:
    """A line holds no longer; it stays to be read. Raises NotNow where it was taken back before."""
    require(actor, Permission.IDENTITY_EDIT, review)
    if entry.taken_back_at is not None:
        raise NotNow("This line of the register has been taken back already.")
    entry.taken_back_at, entry.taken_back_by_id = clock.now(), actor.user_id
    audit.record(session, actor.user_id, audit.Tag.REGISTER_TAKEN_BACK, review, entry=entry.id, kind=entry.kind)


def add_to_person(session: Session, actor: Actor, review: Review, person: Person, text: str) -> None:
    """One more set of initials for somebody of the review. Raises Unfit."""
    require(actor, Permission.IDENTITY_EDIT, review)
    text = " ".join(text.split())
    if not text or len(text) > LONGEST or person.review_id != review.id:
        raise Unfit("Choose one of the suggestions.", "text")
    before = person.initials or []
    if text in before:
        return
    keep_identity(session, actor.user_id, person, {TO_A_PERSON: text_of(before)})
    person.initials = [*before, text]
    audit.record(session, actor.user_id, audit.Tag.PERSON_EDITED, review, person=person.id, fields=[TO_A_PERSON])


def _checked(session: Session, review: Review, kind: RegisterKind, text: str, reason: str) -> str:
    if not text:
        raise Unfit("Write what would give somebody away, or who may be named.", "text")
    if len(text) > LONGEST:
        raise Unfit(f"Use at most {LONGEST} characters.", "text")
    if any(entry.kind is kind and fold(entry.text or "") == fold(text) for entry in entries_of(session, review)):
        raise Unfit("This is in the register already.", "text")
    if kind is RegisterKind.DATE:
        return _day(text)
    if kind is RegisterKind.NAME and not any(char.isalpha() for char in text):
        raise Unfit("A name has letters.", "text")
    if kind is RegisterKind.NAMED:
        if not reason:
            raise Unfit("Say why this person may be named.", "reason")
        _refuse_kept_names(session, review, text)
    return text


def _refuse_kept_names(session: Session, review: Review, text: str) -> None:
    """What may stay wins over everything sought, so the name of somebody who may not be named must not be let in here."""
    people = session.scalars(select(Person).filter_by(review_id=review.id))
    kept = {
        fold(word) for person in people if not person.may_be_named for name in names_of(person) for word in name.split()
    }
    if {fold(word) for word in text.split()} <= kept:
        raise Unfit(
            "This is the name of somebody who may not be named. Give the full name of the person you mean.", "text"
        )


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise Unfit("Write the date as year-month-day, such as 1984-03-07.", "text") from None
