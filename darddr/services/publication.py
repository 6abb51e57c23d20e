"""Publishing safely: prepare an edition, have it searched for names, have it approved by one person and released by another."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.models.document import Document
from darddr.models.person import Person
from darddr.models.review import Publication, Review
from darddr.models.user import User
from darddr.policies import Actor, allows, require
from darddr.services.errors import NotNow, Unfit
from darddr.services.papers.catalogue import CLEARED
from darddr.services.redactions import redactions_of, refuse_leftovers, require_standing
from darddr.services.register_stamp import register_stamp
from darddr.services.reports import KINDS, asked_for, build, check_names
from darddr.services.reviews import require_state
from darddr.vocabulary.permissions import Permission
from darddr.vocabulary.records import PublicationKind
from darddr.workflow.states import ReviewState

EDITIONS = {
    PublicationKind.FULL: "overview",
    PublicationKind.REDACTED: "overview",
    PublicationKind.SUMMARY: "summary",
}
"""The document each kind of publication releases; a withheld report releases none."""
BESIDE = ("briefing", "publication-notice")
"""Papers that are published beside the report, as editions of their own."""


def publication_of(session: Session, review: Review) -> Publication | None:
    """What has been decided on publishing a review, if anything."""
    return session.scalar(select(Publication).filter_by(review_id=review.id))


def prepare(
    session: Session, actor: Actor, review: Review, kind: PublicationKind, reason: str, review_on: date | None
) -> Publication:
    """Decide what is to be released and build that edition afresh; an earlier approval falls away.

    Raises NotNow before the Home Office has cleared the report, Unfit without the reason for publishing less than everything, or
    while nobody who died has a name in the register (a search for no names finds none).
    """
    require(actor, Permission.REVIEW_MANAGE, review)
    require_state(
        review, (ReviewState.CLEARED,), "A report can be prepared for publication once the Home Office has cleared it."
    )
    if kind is not PublicationKind.FULL and not reason.strip():
        raise Unfit("Give the reason for not publishing the report in full.", "reason")
    if kind is PublicationKind.WITHHELD and (review_on is None or review_on <= clock.today()):
        raise Unfit("Give a day after today on which this will be looked at again.", "review_on")
    _check_register(session, review)
    _check_redactions(session, review, kind)
    publication = publication_of(session, review)
    if publication is None:
        publication = Publication(
            partnership_id=review.partnership_id, review_id=review.id, kind=kind, recorded_by_id=actor.user_id
        )
        session.add(publication)
    document = EDITIONS.get(kind)
    edition = build(session, actor, review, document, for_publication=True) if document else None
    if edition is not None:
        refuse_leftovers(session, review, edition.data())
    publication.kind, publication.review_on = kind, review_on
    publication.document_id = edition.id if edition is not None else None
    publication.approved_by_id = publication.approved_on = None
    if reason.strip():
        publication.reason = reason.strip()
    audit.record(session, actor.user_id, audit.Tag.PUBLICATION_PREPARED, review, kind=kind)
    return publication


def publish_beside(session: Session, actor: Actor, review: Review, kind: str) -> Document:
    """An edition for publication of a paper that goes with the report: made afresh, without marking, searched for names.

    Raises Unfit for another paper, NotNow as `prepare` does, and for a marked passage that is left in it.
    """
    require(actor, Permission.DOCUMENT_BUILD, review)
    if kind not in BESIDE:
        raise Unfit("Only the learning briefing and the publication notice have an edition of their own.", "kind")
    require(actor, KINDS[kind].permission, review)
    require_state(
        review,
        CLEARED,
        f"The {KINDS[kind].in_a_sentence} can be published once the Home Office has cleared the report.",
    )
    asked_for(actor, review, kind)
    _check_register(session, review)
    require_standing(session, review)
    edition = build(session, actor, review, kind, for_publication=True)
    refuse_leftovers(session, review, edition.data())
    return edition


def may_publish_beside(actor: Actor, review: Review) -> tuple[str, ...]:
    """The papers of which this person may make an edition for publication now."""
    if review.state not in CLEARED or not allows(actor, Permission.DOCUMENT_BUILD, review):
        return ()
    return tuple(kind for kind in BESIDE if allows(actor, KINDS[kind].permission, review))


def require_clean(session: Session, review: Review, document: Document) -> None:
    """Raises NotNow for an edition of such a paper that names somebody, or that was searched for the names of an older register."""
    if not document.for_publication or document.kind not in BESIDE:
        return
    if document.register_stamp != register_stamp(session, review):
        raise NotNow(
            "The register of names has changed since this edition for publication was searched. Make it again."
        )
    if document.hit_count != 0:
        raise NotNow(
            "This edition for publication names somebody, or could not be searched. Mend every hit and make it again, or say why it may stay."
        )


def _check_register(session: Session, review: Review) -> None:
    people = session.scalars(select(Person).filter_by(review_id=review.id))
    if not any(person.names for person in people if not person.may_be_named):
        raise NotNow(
            "No real name is recorded for anybody in this review, so a search for names could find none. Record them first."
        )


def _check_redactions(session: Session, review: Review, kind: PublicationKind) -> None:
    if kind is PublicationKind.FULL and redactions_of(session, review):
        raise Unfit(
            "Passages are marked for redaction. Publish a redacted edition, or withdraw the marks to publish in full.",
            "kind",
        )
    if kind in EDITIONS:
        require_standing(session, review)


def approve(session: Session, actor: Actor, review: Review, approved_on: date) -> None:
    """Approve the prepared edition. Raises NotNow while a name or date of the register is still in it."""
    require(actor, Permission.REVIEW_PUBLISH, review)
    require_state(
        review, (ReviewState.CLEARED,), "A publication can be approved once the Home Office has cleared the report."
    )
    publication = publication_of(session, review)
    if publication is None:
        raise NotNow("Nothing has been prepared for publication yet.")
    if approved_on > clock.today():
        raise Unfit("The approval cannot be after today.", "approved_on")
    if publication.document_id is not None:
        document = session.get_one(Document, publication.document_id)
        check_names(session, actor, review, document)
        if document.hit_count != 0:
            raise NotNow(
                "The prepared report still names somebody, or could not be searched. Mend every hit and prepare it again, or say why it may stay."
            )
    publication.approved_by_id, publication.approved_on = actor.user_id, approved_on
    audit.record(session, actor.user_id, audit.Tag.PUBLICATION_APPROVED, review, kind=publication.kind)


def overview(session: Session, review: Review) -> dict[str, Any]:
    """The publication, its edition, who approved it, and whether the search for names still fits today's register."""
    publication = publication_of(session, review)
    if publication is None:
        return {"publication": None, "edition": None, "approver": None, "is_stale": False}
    edition = session.get(Document, publication.document_id) if publication.document_id else None
    approver = session.get(User, publication.approved_by_id) if publication.approved_by_id else None
    return {
        "publication": publication,
        "edition": edition,
        "approver": approver.name if approver else None,
        "is_stale": edition is not None and edition.register_stamp != register_stamp(session, review),
    }
