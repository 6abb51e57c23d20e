"""The register of a review as a reader sees it, and as a file for the leak check of another machine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit
from darddr.models.person import Person
from darddr.models.register_entry import IdentityChange
from darddr.models.review import Review
from darddr.models.user import User
from darddr.policies import Actor, require
from darddr.services.errors import NotNow
from darddr.services.people import people_of
from darddr.services.register import named_by_role, register_of
from darddr.services.report_facts import day_text
from darddr.vocabulary.permissions import Permission

KEPT = {
    "names": "Real names",
    "aliases": "Other names",
    "nicknames": "Nicknames",
    "initials": "Initials",
    "date_of_birth": "Date of birth",
    "date_of_death": "Date of death",
    "addresses": "Addresses",
    "schools": "Schools and colleges",
    "workplaces": "Workplaces",
    "phones": "Telephone numbers",
    "emails": "E-mail addresses",
    "nhs_numbers": "NHS numbers",
    "places": "Places",
    "other_identifiers": "Anything else",
}
"""What an identity holds, with its words on the page."""


@dataclass(frozen=True)
class Line:
    """A person, what is kept of them by its words, and what was changed: who, when, and what it said before."""

    person: Person
    kept: tuple[tuple[str, tuple[str, ...]], ...]
    changes: tuple[tuple[IdentityChange, str, tuple[tuple[str, str], ...]], ...]


def lines_of(session: Session, review: Review) -> list[Line]:
    """Everybody on the review with their identity. Opens identities; its caller has asked a policy."""
    rows = session.execute(
        select(IdentityChange, User)
        .outerjoin(User, User.id == IdentityChange.recorded_by_id)
        .where(IdentityChange.review_id == review.id)
        .order_by(IdentityChange.recorded_at.desc(), IdentityChange.id)
    ).all()
    return [
        Line(
            person,
            tuple(
                (label, _several(name, getattr(person, name))) for name, label in KEPT.items() if getattr(person, name)
            ),
            tuple(
                (change, (user.name or "") if user else "", _before(change))
                for change, user in rows
                if change.person_id == person.id
            ),
        )
        for person in people_of(session, review)
    ]


def named_of(session: Session, review: Review) -> list[str]:
    """Who may be named by their part in the review."""
    return sorted(user.name or "" for user in named_by_role(session, review))


def exported(session: Session, actor: Actor, review: Review) -> dict[str, Any]:
    """The register in the shape of `leaks --register`, and the log says that it left. Raises NotNow while it names nobody."""
    require(actor, Permission.IDENTITY_READ, review)
    register = register_of(session, review)
    if not any(person.names for person in register.people):
        raise NotNow("The register of this review names nobody yet.")
    audit.record(session, actor.user_id, audit.Tag.IDENTITY_READ, review)
    audit.record(session, actor.user_id, audit.Tag.EXPORTED, review, kind="register")
    return {
        "people": [
            {
                "role": person.role,
                "pseudonym": person.pseudonym,
                "names": list(person.names),
                "dates_of_birth": [day.isoformat() for day in person.dates_of_birth],
                "dates_of_death": [day.isoformat() for day in person.dates_of_death],
                "addresses": list(person.addresses),
                "phones": list(person.phones),
                "emails": list(person.emails),
                "nhs_numbers": list(person.nhs_numbers),
                "other": list(person.other),
            }
            for person in register.people
        ],
        "places": list(register.places),
        "allowed": list(register.allowed),
    }


def _several(name: str, value: str | list[str]) -> tuple[str, ...]:
    if isinstance(value, str):
        return (day_text(date.fromisoformat(value)) if name.startswith("date_") else value,)
    return tuple(value)


def _before(change: IdentityChange) -> tuple[tuple[str, str], ...]:
    return tuple((KEPT.get(name, name), "; ".join(text.splitlines())) for name, text in (change.before or {}).items())
