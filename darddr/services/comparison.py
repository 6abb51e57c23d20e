"""Any two built files of one kind, compared as tracked changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.documents.compared import NotComparable, compared
from darddr.documents.package import Particulars
from darddr.models.document import Document
from darddr.models.partnership import Partnership
from darddr.models.review import Review
from darddr.models.subject import Place
from darddr.policies import Actor, require
from darddr.services.errors import Refusal, Unfit
from darddr.services.report_facts import MARKING
from darddr.services.reports import require_readable
from darddr.vocabulary.permissions import Permission


def file_name(review: Review, kind: str) -> str:
    """What a comparison is called outside: reference and kind."""
    return f"{review.reference}-{kind}-changes.docx"


@dataclass(frozen=True)
class Newer:
    """A file and the older ones of its kind, latest first."""

    document: Document
    older: tuple[Document, ...]


def groups_of(documents: Iterable[Document]) -> dict[str, list[Newer]]:
    """Files, newest first, by kind; each with what it can be compared with. A kind with one file is left out."""
    kinds: dict[str, list[Document]] = {}
    for document in documents:
        kinds.setdefault(document.kind, []).append(document)
    return {
        kind: [Newer(document, tuple(files[number:])) for number, document in enumerate(files[:-1], 1)]
        for kind, files in kinds.items()
        if len(files) > 1
    }


def note_compared(session: Session, actor_id: UUID, place: Place, document_id: UUID, earlier_id: UUID) -> None:
    """Write to the log that the words of two files left."""
    audit.record(session, actor_id, audit.Tag.DOCUMENTS_COMPARED, place, document=document_id, earlier=earlier_id)


def changes_between(
    session: Session, actor: Actor, review: Review, document: Document, earlier: Document, titles: dict[str, str]
) -> bytes:
    """A Word file of what changed from one file to the other, the earlier first whichever way they were given.

    It keeps nothing and may take seconds. Raises Unfit for files of two kinds or reviews, Refusal where one is no Word file.
    """
    require(actor, Permission.DOCUMENT_READ, document)
    require(actor, Permission.DOCUMENT_READ, earlier)
    if document.kind != earlier.kind or not document.review_id == earlier.review_id == review.id:
        raise Unfit("Choose two files of one kind.", "newer")
    require_readable(actor, review, document.kind)
    if document.id == earlier.id:
        raise Unfit("Choose two different files.", "newer")
    older, newer = sorted((document, earlier), key=lambda each: each.recorded_at)
    title = titles.get(document.kind, document.kind)
    about = Particulars(
        title=f"Changes: {title} {review.reference}",
        subject=f"What changed between two files of the {title.lower()}",
        partnership=session.get_one(Partnership, review.partnership_id).name,
        reference=review.reference,
        marking=MARKING,
        as_at=clock.today(),
    )
    built = [f"{each.recorded_at.day} {each.recorded_at:%B %Y, %H:%M} UTC" for each in (older, newer)]
    intro = (
        f"From the file built on {built[0]} to the one built on {built[1]}. Every difference is a tracked change: accept all for the "
        "newer words, reject all for the older."
    )
    try:
        return compared(older.data(), newer.data(), about, intro)
    except NotComparable:
        raise Refusal("One of these files is no Word file that can be compared.") from None
