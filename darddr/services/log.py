"""The log of a partnership as its auditor reads it: who did what, when, to which review; never what was written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit
from darddr.audit.verify import Verdict
from darddr.models.audit import AuditEntry
from darddr.models.partnership import Agency, Partnership
from darddr.models.review import Review
from darddr.models.subject import Place
from darddr.models.user import User
from darddr.policies import Actor, require
from darddr.vocabulary.family import ContactKind, EntryKind, TributeKind
from darddr.vocabulary.linked_processes import ProcessKind, ProcessStatus
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.national import ChasedBy, ChaseKind
from darddr.vocabulary.permissions import Permission
from darddr.vocabulary.records import PersonRole, PublicationKind
from darddr.vocabulary.roles import PartnershipRole, ReviewRole
from darddr.workflow.states import ActionState, ReviewState

SHOWN = 50
SYSTEM = "The system"
UNREADABLE = "This entry cannot be read. Check the whole log."
SAID = frozenset({"at", "actor", "facts", "review", "tag"})

WORDS: dict[str, tuple[type[StrEnum], ...]] = {
    "state": (ReviewState,),
    "source": (ReviewState, ActionState),
    "dest": (ReviewState, ActionState),
    "role": (PartnershipRole, ReviewRole, PersonRole),
    "kind": (Milestone, PublicationKind, ChaseKind),
    "contact_kind": (ContactKind,),
    "entry_kind": (EntryKind,),
    "tribute_kind": (TributeKind,),
    "process_kind": (ProcessKind,),
    "status": (ProcessStatus,),
    "how": (ChasedBy,),
}
"""The lists a fact's value may be a word of."""

NAMES = {"dest": "to", "source": "from", "happened_on": "happened on"}


@dataclass(frozen=True)
class Line:
    """One entry in words."""

    sequence: int
    at: datetime | None
    who: str
    what: str
    reference: str
    facts: str


@dataclass(frozen=True)
class Page:
    """Some entries, newest first, and the sequence number to go on from, None at the end."""

    lines: tuple[Line, ...]
    next: int | None


def log_page(session: Session, actor: Actor, place: Place, before: int | None = None) -> Page:
    """The newest entries of a partnership, or those before a sequence number. Four statements, whatever its length."""
    require(actor, Permission.LOG_READ, place)
    entries = audit.entries_of(session, place.partnership_id, before, SHOWN + 1)
    more, entries = len(entries) > SHOWN, entries[:SHOWN]
    bodies = [_body(entry) for entry in entries]
    named = _names(session, place, [body for body in bodies if body])
    lines = tuple(_line(entry.sequence, body, named) for entry, body in zip(entries, bodies, strict=True))
    return Page(lines, entries[-1].sequence if more else None)


def check_log(session: Session, actor: Actor, place: Place) -> Verdict:
    """Whether every entry of a partnership, and every row the log covers, is as it was written."""
    require(actor, Permission.LOG_READ, place)
    return audit.verify(session, place.partnership_id)


def audited(session: Session, actor: Actor) -> list[Partnership]:
    """The partnerships whose log the actor reads, by name."""
    places = actor.partnerships_as(PartnershipRole.AUDITOR)
    return list(session.scalars(select(Partnership).where(Partnership.id.in_(places)).order_by(Partnership.name)))


def _body(entry: AuditEntry) -> dict[str, Any]:
    """What an entry says; empty where somebody has tampered with it so far that nothing can be read."""
    try:
        said = audit.body_of(entry)
    except ValueError:
        return {}
    return said if isinstance(said, dict) and said.keys() >= SAID else {}


def _names(session: Session, place: Place, bodies: Sequence[dict[str, Any]]) -> dict[str, str]:
    """Names by id: people, agencies of the partnership, references of its reviews."""
    users = {UUID(body["actor"]) for body in bodies if body["actor"]}
    users |= {UUID(body["facts"]["user"]) for body in bodies if body["facts"].get("user")}
    reviews = {UUID(body["review"]) for body in bodies if body["review"]}
    names = {str(user.id): user.name or "" for user in session.scalars(select(User).where(User.id.in_(users)))}
    here = select(Agency.id, Agency.name).filter_by(partnership_id=place.partnership_id)
    names |= {str(agency_id): name for agency_id, name in session.execute(here)}
    listed = select(Review.id, Review.reference).where(Review.id.in_(reviews))
    return names | {str(review_id): reference for review_id, reference in session.execute(listed)}


def _line(sequence: int, body: dict[str, Any], named: dict[str, str]) -> Line:
    if not body:
        return Line(sequence, None, "", UNREADABLE, "", "")
    return Line(
        sequence=sequence,
        at=datetime.fromisoformat(body["at"]),
        who=named.get(body["actor"], "") if body["actor"] else SYSTEM,
        what=_sentence(body["tag"]),
        reference=named.get(body["review"], "") if body["review"] else "",
        facts="; ".join(f"{_fact(name)}: {_value(name, value, named)}" for name, value in _ordered(body["facts"])),
    )


def _sentence(tag: str) -> str:
    """A tag as words: `review.brought_in` reads "Review brought in"."""
    return tag.replace(".", " ").replace("_", " ").capitalize()


def _ordered(facts: dict[str, Any]) -> list[tuple[str, Any]]:
    """Facts that say something, a move's source before its destination."""
    order = {"source": 0, "dest": 1}
    return sorted(
        ((name, value) for name, value in facts.items() if value not in (None, "", [])),
        key=lambda fact: (order.get(fact[0], -1), fact[0]),
    )


def _fact(name: str) -> str:
    return NAMES.get(name, name.replace("_", " "))


def _value(name: str, value: Any, named: dict[str, str]) -> str:
    """A fact's value in words: a name, a word's label, or the beginning of an id."""
    if isinstance(value, list):
        return ", ".join(_value(name, one, named) for one in value)
    text = str(value)
    for listed in WORDS.get(name, ()):
        for word in listed:
            if word.value == text:
                return str(getattr(word, "label", text))
    if text in named:
        return named[text]
    return text[:8] if _is_id(text) else text.replace("_", " ")


def _is_id(text: str) -> bool:
    return len(text) == 36 and text.count("-") == 4
