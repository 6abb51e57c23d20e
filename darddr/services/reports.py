"""Word files: which there are, who may build them, and building one, checked before it is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit
from darddr.documents.action_plan import action_plan
from darddr.documents.audit import audit as faults_of
from darddr.documents.chapters import CHAPTERS
from darddr.documents.overview import overview
from darddr.documents.summary import OWN_CHAPTERS, summary
from darddr.models.document import Document
from darddr.models.review import Review
from darddr.models.subject import Place
from darddr.policies import Actor, require
from darddr.services.errors import NotNow, Refusal, Stale, Unfit
from darddr.services.leak_hits import count_open, search
from darddr.services.plans import plan_of
from darddr.services.register import refuse_real_names
from darddr.services.register_stamp import register_stamp
from darddr.services.report_facts import MARKING, action_plan_facts, overview_facts
from darddr.services.versions import keep_narrative
from darddr.vocabulary.permissions import Permission
from darddr.workflow.states import PENDING, ReviewState


@dataclass(frozen=True)
class Kind:
    """A document that can be built: its name, its title, and from which states of a review."""

    key: str
    title: str
    states: tuple[ReviewState, ...]
    build: Callable[[Session, Review, str], bytes]


NOT_BEFORE_DECISION = tuple(state for state in ReviewState if state not in PENDING)


SECTIONS = {"preface": "Preface", **{chapter.key: chapter.title for chapter in (*CHAPTERS, *OWN_CHAPTERS)}}
"""The sections an author writes, by key, with their titles: the overview report's, then the executive summary's own."""


def _overview(session: Session, review: Review, marking: str) -> bytes:
    return overview(overview_facts(session, review, marking))


def _summary(session: Session, review: Review, marking: str) -> bytes:
    return summary(overview_facts(session, review, marking))


def _action_plan(session: Session, review: Review, marking: str) -> bytes:
    return action_plan(action_plan_facts(session, plan_of(session, review), marking))


KINDS = {
    kind.key: kind
    for kind in (
        Kind("overview", "Overview report", NOT_BEFORE_DECISION, _overview),
        Kind("summary", "Executive summary", NOT_BEFORE_DECISION, _summary),
        Kind("action-plan", "Action plan", NOT_BEFORE_DECISION, _action_plan),
    )
}


def file_name(review: Review, kind: str) -> str:
    """What a file is called outside: its reference and kind, never a name."""
    return f"{review.reference}-{kind}.docx"


def build(session: Session, actor: Actor, review: Review, kind: str, *, for_publication: bool = False) -> Document:
    """Build a document, check its form, search it for the register's names, and keep it sealed with what was found.

    A published edition is made afresh from the record and carries no marking. Raises as `draw` does.
    """
    data = draw(session, actor, review, kind, for_publication=for_publication)
    return keep(session, actor, review, kind, data, for_publication=for_publication)


def draw(session: Session, actor: Actor, review: Review, kind: str, *, for_publication: bool = False) -> bytes:
    """A document's bytes, checked for their form. It only reads, and may take seconds.

    Raises Unfit for an unknown kind, NotNow for a state in which it cannot be built.
    """
    require(actor, Permission.DOCUMENT_BUILD, review)
    if kind not in KINDS:
        raise Unfit(f"There is no document called “{kind[:40]}”. There are: {', '.join(KINDS)}.", "kind")
    if review.state not in KINDS[kind].states:
        raise NotNow(f"The {KINDS[kind].title.lower()} can be built once the decision on a review has been made.")
    data = KINDS[kind].build(session, review, "" if for_publication else MARKING)
    if faults := faults_of(file_name(review, kind), data):
        raise Refusal(
            f"The {KINDS[kind].title.lower()} was not kept, because it did not pass its own check: {faults[0].message}"
        )
    return data


def keep(
    session: Session, actor: Actor, review: Review, kind: str, data: bytes, *, for_publication: bool = False
) -> Document:
    """Keep a drawn document sealed, searched for the names of today's register."""
    require(actor, Permission.DOCUMENT_BUILD, review)
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
    audit.record(session, actor.user_id, audit.Tag.DOCUMENT_BUILT, review, document=document.id, kind=kind)
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
    if key not in SECTIONS:
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
