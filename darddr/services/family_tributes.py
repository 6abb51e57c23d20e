"""Tributes and photographs, and where whoever gave them agreed that they may be used."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.models.family import FamilyContact, FamilyTribute
from darddr.models.review import Review
from darddr.policies import Actor, require
from darddr.services.errors import Unfit
from darddr.services.register import refuse_real_names
from darddr.services.versions import changed, check_version, keep_narrative
from darddr.vocabulary.family import TributeKind
from darddr.vocabulary.permissions import Permission

COLUMNS = ("kind", "contact_id", "given_on", "for_report", "for_website", "for_learning", "withdrawn_on")
TEXTS = ("text", "kept_at")
FIELDS = (*COLUMNS, *TEXTS)


@dataclass(frozen=True)
class Given:
    """A tribute or a photograph, who gave it and when, and what for. Nothing ticked: it may be used nowhere."""

    kind: TributeKind
    given_on: date
    contact_id: UUID | None = None
    for_report: bool = False
    for_website: bool = False
    for_learning: bool = False
    withdrawn_on: date | None = None
    text: str = ""
    kept_at: str = ""
    name_reason: str = ""


def tributes_of(session: Session, review: Review) -> list[tuple[FamilyTribute, FamilyContact | None]]:
    """Every tribute of a review with whoever gave it, as they were given."""
    found = (
        select(FamilyTribute, FamilyContact)
        .outerjoin(FamilyContact, FamilyContact.id == FamilyTribute.contact_id)
        .where(FamilyTribute.review_id == review.id)
        .order_by(FamilyTribute.given_on, FamilyTribute.recorded_at)
    )
    return [(row[0], row[1]) for row in session.execute(found)]


def add_tribute(session: Session, actor: Actor, review: Review, given: Given) -> FamilyTribute:
    """Keep a tribute or where a photograph lies, with what was agreed. Raises Unfit, RealNameTyped."""
    require(actor, Permission.FAMILY_EDIT, review)
    values = _fitting(session, review, given)
    place = {"partnership_id": review.partnership_id, "review_id": review.id, "recorded_by_id": actor.user_id}
    tribute = FamilyTribute(**place, **values)
    session.add(tribute)
    session.flush()
    facts = {"tribute": tribute.id, "tribute_kind": tribute.kind}
    audit.record(session, actor.user_id, audit.Tag.TRIBUTE_RECORDED, review, **facts)
    return tribute


def edit_tribute(
    session: Session, actor: Actor, review: Review, tribute: FamilyTribute, version: int, given: Given
) -> None:
    """Change it, or record that the consent was withdrawn. Raises Stale, Unfit, RealNameTyped."""
    require(actor, Permission.FAMILY_EDIT, review)
    check_version(tribute, version, FIELDS)
    values = _fitting(session, review, given)
    before = changed(tribute, values)
    if not before:
        return
    keep_narrative(session, actor.user_id, tribute, before)
    for name in COLUMNS:
        setattr(tribute, name, values[name])
    tribute.fill(**{name: values[name] for name in TEXTS})
    facts = {"tribute": tribute.id, "fields": sorted(before)}
    audit.record(session, actor.user_id, audit.Tag.TRIBUTE_EDITED, review, **facts)


def _fitting(session: Session, review: Review, given: Given) -> dict[str, Any]:
    if given.given_on > clock.today():
        raise Unfit("It cannot have been given after today.", "given_on")
    if given.withdrawn_on is not None and given.withdrawn_on < given.given_on:
        raise Unfit("Consent cannot have been withdrawn before it was given.", "withdrawn_on")
    if given.withdrawn_on is not None and given.withdrawn_on > clock.today():
        raise Unfit("Consent cannot have been withdrawn after today.", "withdrawn_on")
    if given.kind is TributeKind.TRIBUTE and not given.text.strip():
        raise Unfit("Write the tribute.", "text")
    if given.kind is TributeKind.PHOTOGRAPH and not given.kept_at.strip():
        raise Unfit("Say where the photograph is kept.", "kept_at")
    contact = session.get(FamilyContact, given.contact_id) if given.contact_id else None
    if given.contact_id is not None and (contact is None or contact.review_id != review.id):
        raise Unfit("Choose one of the contacts of this review.", "contact_id")
    refuse_real_names(session, review, given.text, given.kept_at, reason=given.name_reason, fields=TEXTS)
    values = {name: value for name, value in asdict(given).items() if name in FIELDS}
    return {**values, **{name: values[name].strip() for name in TEXTS}}
