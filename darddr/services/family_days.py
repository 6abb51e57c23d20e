"""No letter, reminder or publication falls on a day that a family asked to avoid, and nobody is written to who wants no contact."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr.models.family import FamilyContact
from darddr.models.review import Publication, Review
from darddr.services.avoided import Days, NoSuchDays, is_avoided, next_free, read_days
from darddr.services.errors import NotNow, Unfit
from darddr.services.family_contacts import contacts_of
from darddr.services.wording import day_text
from darddr.vocabulary.records import PublicationKind

NOBODY = "Everybody of the family who is recorded asked not to be contacted, so this letter cannot be made."
REPEAT = 7
"""Days after which somebody is reminded once more of a contact that is due."""


def days_of(contacts: Iterable[FamilyContact]) -> list[Days]:
    """The days some contacts asked to avoid."""
    return [days for contact in contacts for line in contact.avoid or () if (days := _read(line["days"])) is not None]


def _read(text: str) -> Days | None:
    """A kept line; each was read before it was kept, so one that names no days was never saved by a form."""
    try:
        return read_days(text)
    except NoSuchDays:
        return None


def addressed(session: Session, review: Review, day: date) -> list[FamilyContact]:
    """Whom a letter of a day goes to; empty where nobody is recorded, and it is then made without knowing.

    Raises NotNow where everybody wants no contact, or the day is one that somebody it goes to asked to avoid.
    """
    contacts = contacts_of(session, review)
    open_to_it = [contact for contact in contacts if contact.no_contact_since is None]
    if contacts and not open_to_it:
        raise NotNow(NOBODY)
    avoided = days_of(open_to_it)
    if is_avoided(day, avoided):
        raise NotNow(f"Today is a day that the family asked to avoid. {_free(day, avoided)}")
    return open_to_it


def _free(day: date, avoided: list[Days]) -> str:
    free = next_free(day, avoided)
    return f"The next day free for everybody is {day_text(free)}." if free else "No day within a year is free."


def warning(session: Session, review: Review, day: date) -> str:
    """What is said of a publication on a day, empty where nobody asked to avoid it. It tells neither who asked nor why.

    The wish to hear nothing is no wish to read the report in a newspaper on that day, so everybody's days count.
    """
    avoided = days_of(contacts_of(session, review))
    if not is_avoided(day, avoided):
        return ""
    return f"{day_text(day)} is a day that the family asked to avoid. {_free(day, avoided)}"


def move_warning(session: Session, review: Review, trigger: str, day: date) -> str:
    """What is said of a move on a day: only a release of something, which a report that is withheld is not, can fall on a bad day."""
    if trigger != "publish":
        return ""
    kind = session.scalar(select(Publication.kind).filter_by(review_id=review.id))
    return "" if kind is PublicationKind.WITHHELD else warning(session, review, day)


def check_move(session: Session, review: Review, trigger: str, day: date, reason: str) -> None:
    """Raises Unfit for a release on a day to avoid without a reason. What has been published has been, so with one it is recorded."""
    if not reason.strip() and (said := move_warning(session, review, trigger, day)):
        raise Unfit(f"{said} Choose another day, or write why it has to be this one.", "reason")


def is_reminder_day(day: date, due_on: date, avoided: list[Days]) -> bool:
    """Whether somebody is reminded on a day of a contact due on another: then and every week, each moved to the next free day."""
    if day < due_on or is_avoided(day, avoided):
        return False
    while (day - due_on).days % REPEAT:
        day -= timedelta(days=1)
        if not is_avoided(day, avoided):
            return False
    return True


def moved_to(contact: FamilyContact) -> date | None:
    """The day on which the next contact may be made: the one it is due on, or the next that is free."""
    return next_free(contact.next_contact_on, days_of([contact])) if contact.next_contact_on else None
