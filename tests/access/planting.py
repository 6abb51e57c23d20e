"""A canary put in every sealed field of a world. What a model seals tomorrow is planted tomorrow, without a change here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr.models.document import Document
from darddr.models.evidence_file import EvidenceFile
from darddr.models.sealing import Sealing
from darddr.models.user import User
from darddr.services.accounts import email_digest
from tests.access.canaries import CODED, DATES, day_of, sealed_models, token

LISTS = {
    "actions.lead_agencies",
    "people.addresses",
    "people.aliases",
    "people.emails",
    "people.initials",
    "people.names",
    "people.nhs_numbers",
    "people.nicknames",
    "people.other_identifiers",
    "people.phones",
    "people.places",
    "people.schools",
    "people.workplaces",
    "recommendations.addressees",
    "redactions.stood_in",
}
ALLOWED, OPEN = "ab" * 32, "cd" * 32
"""Marks of two hits of a document: one that may stay, one that nobody has looked at."""

SHAPED: dict[str, Callable[[str], Any]] = {
    "review_milestones.answers": lambda word: {"checklist": "s9_dhr-1", "aged_16": word},
    "reviews.layout": lambda word: {"own": {"own-1": word}},
    "reviews.sections": lambda word: {"preface": word},
    "changes.narrative_before": lambda word: {"text": word},
    "changes.learning_before": lambda word: {"text": word},
    "actions.imported": lambda word: {"text": word},
    "recommendations.imported": lambda word: {"text": word},
    "packs.reported_to": lambda word: [{"body": word, "on": "2026-01-05"}],
    "documents.hits": lambda word: [
        {"found": word, "kind": "name", "where": "body", "part": "p", "match": "exact", "mark": mark}
        for mark in (ALLOWED, OPEN)
    ],
    "family_contacts.avoid": lambda word: [{"kind": "other", "days": "29 February", "why": word}],
    "family_contact_changes.before": lambda word: {"name": word},
    "linked_processes.dates": lambda word: [{"on": "2026-01-05", "words": word}],
    "identity_changes.before": lambda word: {"names": word},
}
"""Fields that are no single text. A field in neither list gets its canary as a text."""

UNTOUCHED = {"drafts.content", "users.email"}
"""Planted as they are made (tests/access/case.py), or below."""


def plant(session: Session, reviews: dict[UUID, str], home: UUID, far_people: set[UUID]) -> None:
    """Fill every sealed field of every row with the canary of its place. `reviews` names the place of each review."""
    for model in sealed_models():
        for row in session.scalars(select(model)):
            place = _place_of(row, reviews, home, far_people)
            row.fill(
                **{name: _canary(model, name, place, row) for name in model.sealed_fields if _is_planted(model, name)}
            )
            if isinstance(row, User):
                _address(row, place)
            if isinstance(row, (Document, EvidenceFile)):
                row.keep(f"a file {token(place, row.__tablename__, 'content')}".encode())
    session.flush()


def _place_of(row: Any, reviews: dict[UUID, str], home: UUID, far_people: set[UUID]) -> str:
    if isinstance(row, User):
        return "far" if row.id in far_people else "home"
    if row.review_id is not None:
        return reviews[row.review_id]
    assert row.partnership_id == home, "only the home partnership has a plan of its own"
    return "theme"


def _is_planted(model: type[Sealing], name: str) -> bool:
    return f"{model.__tablename__}.{name}" not in CODED | UNTOUCHED


def _canary(model: type[Sealing], name: str, place: str, row: Any) -> Any:
    field = f"{model.__tablename__}.{name}"
    if field in DATES:
        return day_of(place, field)
    word = token(place, model.__tablename__, name)
    if field in SHAPED:
        return SHAPED[field](word)
    return [word] if field in LISTS else word


def _address(user: User, place: str) -> None:
    """An address of their own each: accounts are found by it."""
    user.email = f"{token(place, 'users', 'email')}.{user.id.hex[:12]}@example.org"
    user.email_digest = email_digest(user.email)
