"""The register of a review's names: what the leak check and the warning while typing look for."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr.leaks.register import Person as Sought
from darddr.leaks.register import Register
from darddr.leaks.typing import NameWatch
from darddr.models.person import Person
from darddr.models.review import Review
from darddr.services.errors import RealNameTyped


def register_of(session: Session, review: Review) -> Register:
    """The register made from the identities of everybody on a review. Opens sealed identities; its caller has asked a policy."""
    people = session.scalars(select(Person).filter_by(review_id=review.id).order_by(Person.recorded_at)).all()
    named = tuple(name for person in people if person.may_be_named for name in person.names or [])
    return Register(tuple(_sought(person) for person in people if not person.may_be_named), allowed=named)


def _sought(person: Person) -> Sought:
    return Sought(
        role=person.role.value,
        pseudonym=person.pseudonym or "",
        names=tuple(person.names or ()),
        dates_of_birth=_days(person.date_of_birth),
        dates_of_death=_days(person.date_of_death),
        addresses=tuple(person.addresses or ()),
        phones=tuple(person.phones or ()),
        emails=tuple(person.emails or ()),
        nhs_numbers=tuple(person.nhs_numbers or ()),
        other=tuple(person.other_identifiers or ()),
    )


def _days(text: str | None) -> tuple[date, ...]:
    return (date.fromisoformat(text),) if text else ()


def names_typed(session: Session, review: Review, *texts: str) -> tuple[str, ...]:
    """The real names of the register in some texts, as typed, each once."""
    watch = NameWatch(register_of(session, review))
    return tuple(dict.fromkeys(name for text in texts if text for name in watch.names_in(text)))


def refuse_real_names(
    session: Session, review: Review | None, *texts: str, reason: str = "", fields: tuple[str, ...] = ()
) -> None:
    """Raises RealNameTyped where a text holds a name of the register and no reason to keep it was given.

    `fields` names the form field of each text, so that the first at fault can be shown.
    """
    if review is None or reason.strip():
        return
    watch = NameWatch(register_of(session, review))
    found = [watch.names_in(text) if text else () for text in texts]
    if names := tuple(dict.fromkeys(name for each in found for name in each)):
        raise RealNameTyped(names, next((field for field, each in zip(fields, found, strict=False) if each), None))
