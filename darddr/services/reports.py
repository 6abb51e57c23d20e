"""Word files: which there are, who may build them, and building one, checked before it is kept."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit
from darddr.documents.audit import audit as faults_of
from darddr.models.document import Document
from darddr.models.review import Review
from darddr.models.subject import Place
from darddr.policies import Actor, allows, require
from darddr.services.errors import NotNow, Refusal, Stale, Unfit
from darddr.services.leak_hits import count_open, search
from darddr.services.papers import catalogue
from darddr.services.papers.catalogue import ZIP, Kind, Say
from darddr.services.papers.home_office import parts_of
from darddr.services.papers.record import silent
from darddr.services.register import refuse_real_names
from darddr.services.register_stamp import register_stamp
from darddr.services.report_facts import MARKING
from darddr.services.report_layout import sections_of
from darddr.services.versions import keep_narrative
from darddr.vocabulary.permissions import Permission

KINDS = catalogue.KINDS


def file_name(review: Review, kind: str) -> str:
    """What a file is called outside: its reference and kind, never a name."""
    return f"{review.reference}-{kind}.{KINDS[kind].suffix}"


def buildable(actor: Actor, review: Review) -> dict[str, list[Kind]]:
    """The documents that this person may build now, by group, in the order of a review's life."""
    groups: dict[str, list[Kind]] = {}
    for kind in KINDS.values():
        if review.state in kind.states and allows(actor, kind.permission, review):
            groups.setdefault(kind.group, []).append(kind)
    return groups


def may_read(actor: Actor, review: Review, kind: str) -> bool:
    """Whether somebody may see a built document of a kind: letters to a family, for one, are for fewer than the reports are."""
    return allows(actor, _reads(kind), review)


def require_readable(actor: Actor, review: Review, kind: str) -> None:
    """Raises NotAllowed for somebody who may not see built documents of a kind."""
    require(actor, _reads(kind), review)


def _reads(kind: str) -> Permission:
    return KINDS[kind].reads if kind in KINDS else Permission.DOCUMENT_READ


def build(
    session: Session, actor: Actor, review: Review, kind: str, *, for_publication: bool = False, say: Say = silent
) -> Document:
    """Build a document, check its form, search it for the register's names, and keep it sealed with what was found.

    A published edition is made afresh from the record and carries no marking. Raises as `draw` does.
    """
    data = draw(session, actor, review, kind, for_publication=for_publication, say=say)
    return keep(session, actor, review, kind, data, for_publication=for_publication)


def draw(
    session: Session, actor: Actor, review: Review, kind: str, *, for_publication: bool = False, say: Say = silent
) -> bytes:
    """A document's bytes, checked for their form. It only reads, and may take seconds; `say` hears of each file of a pack.

    Raises Unfit for an unknown kind, NotNow for a state in which it cannot be built and for a letter that lacks something.
    """
    asked = asked_for(actor, review, kind)
    data = asked.build(session, actor, review, "" if for_publication else MARKING, say)
    for name, part in files_of(review, kind, data):
        if faults := faults_of(name, part):
            raise Refusal(
                f"The {asked.in_a_sentence} was not kept, because {name} did not pass its own check: {faults[0].message}"
            )
    return data


def asked_for(actor: Actor, review: Review, kind: str) -> Kind:
    """The kind of a document that this person may build now. Raises Unfit for an unknown one, NotNow for another state."""
    require(actor, Permission.DOCUMENT_BUILD, review)
    if kind not in KINDS:
        raise Unfit(f"There is no document called “{kind[:40]}”. There are: {', '.join(KINDS)}.", "kind")
    asked = KINDS[kind]
    require(actor, asked.permission, review)
    if review.state not in asked.states:
        raise NotNow(asked.too_early)
    return asked


def zipped_kind(kind: str) -> str:
    """The kind that holds the same as one file for each agency, where there is one. Raises Unfit for one that is a single file."""
    apart = catalogue.apart(kind)
    if kind in KINDS and KINDS[kind].suffix != ZIP and apart not in KINDS:
        raise Unfit(f"The {KINDS[kind].in_a_sentence} is one Word file: give a PATH that ends in .docx.", "kind")
    return apart if apart in KINDS else kind


def files_of(review: Review, kind: str, data: bytes) -> tuple[tuple[str, bytes], ...]:
    """The Word files of a document: itself, or those inside a pack."""
    return parts_of(data) if KINDS[kind].suffix == ZIP else ((file_name(review, kind), data),)


def keep(
    session: Session, actor: Actor, review: Review, kind: str, data: bytes, *, for_publication: bool = False
) -> Document:
    """Keep a drawn document sealed, searched for the names of today's register.

    The log notes the version of the review it was made from; its place in the log shows which changes came before it.
    """
    require(actor, Permission.DOCUMENT_BUILD, review)
    require(actor, KINDS[kind].permission, review)
    document = Document(
        partnership_id=review.partnership_id,
        review_id=review.id,
        kind=kind,
        for_publication=for_publication,
        recorded_by_id=actor.user_id,
    )
    document.keep(data)
    session.add(document)
    session.flush()
    made = {"document": document.id, "kind": kind, "version": review.version_id}
    audit.record(session, actor.user_id, audit.Tag.DOCUMENT_BUILT, review, **made)
    check_names(session, actor, review, document)
    return document


def check_names(session: Session, actor: Actor, review: Review, document: Document) -> None:
    """Search every part of a kept file for the names and dates of today's register, and keep the result beside it."""
    searched = search(session, review, file_name(review, document.kind), document.data(), document.kind)
    document.hit_count = count_open(session, review, searched.hits) if searched.checked else None
    document.register_stamp = register_stamp(session, review)
    document.hits = list(searched.hits)
    audit.record(
        session, actor.user_id, audit.Tag.DOCUMENT_CHECKED, review, document=document.id, hits=document.hit_count
    )


def documents_of(session: Session, review: Review) -> list[Document]:
    """A review's built files, newest first; their contents stay sealed."""
    return list(
        session.scalars(
            select(Document).filter_by(review_id=review.id).order_by(Document.recorded_at.desc(), Document.id)
        )
    )


def place_of(document: Document) -> Place:
    """Where a file belongs, for the log."""
    return Place(document.partnership_id, document.review_id)


def note_download(session: Session, actor_id: UUID, place: Place, document_id: UUID) -> None:
    """Write to the log that a file left."""
    audit.record(session, actor_id, audit.Tag.DOCUMENT_DOWNLOADED, place, document=document_id)


def write_section(
    session: Session, actor: Actor, review: Review, key: str, version: int, text: str, name_reason: str = ""
) -> None:
    """Write the author's text of one section of the report. Raises Unfit, Stale, RealNameTyped."""
    require(actor, Permission.DOCUMENT_BUILD, review)
    if key not in sections_of(review):
        raise Unfit("The report has no such section.", "text")
    texts = dict(review.sections or {})
    if review.version_id != version:
        raise Stale({"text": texts.get(key, "")}, review.version_id)
    refuse_real_names(session, review, text, reason=name_reason)
    if texts.get(key, "") == text:
        return
    keep_narrative(session, actor.user_id, review, {f"section {key}": texts.get(key, "")})
    review.sections = {**texts, key: text}
    audit.record(session, actor.user_id, audit.Tag.REVIEW_EDITED, review, fields=[f"section.{key}"])
