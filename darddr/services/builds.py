"""A long document that is made while its user looks on: how far it has got, the file at the end, or why there is none.

What is kept of a build is a draft of its user's own, gone after 24 hours; the finished file is a document like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from darddr import clock
from darddr.models.document import Document
from darddr.models.draft import Draft
from darddr.models.review import Review
from darddr.policies import Actor
from darddr.services import drafts
from darddr.services.milestones import milestones_of
from darddr.services.reports import KINDS, asked_for
from darddr.vocabulary.milestones import Milestone

KIND = "document build"
LONG = ("pack",)
"""Documents that take so long that they are made apart from the request."""
STILL = timedelta(minutes=2)
"""After so long without a sign nobody is at work on it any more, or nobody has begun."""


@dataclass(frozen=True)
class Progress:
    """Where a build stands, for its user."""

    draft_id: UUID
    kind: str
    made: int
    of: int
    why: str
    document_id: UUID | None
    is_still: bool

    @property
    def title(self) -> str:
        """What is being built, within a sentence."""
        return KINDS[self.kind].in_a_sentence

    @property
    def is_going(self) -> bool:
        """Whether it is worth looking again in a moment."""
        return self.document_id is None and not self.why and not self.is_still


def begin(session: Session, actor: Actor, review: Review, kind: str) -> tuple[Draft, bool]:
    """A new build and True, or the one of this user that is at work on the same already and False. Raises as `asked_for` does."""
    asked_for(actor, review, kind)
    for draft in _of(session, actor.user_id, review.id):
        if progress(draft).kind == kind:
            if progress(draft).is_going:
                return draft, False
            session.delete(draft)
    session.execute(delete(Draft).where(Draft.kind == KIND, Draft.expires_at <= clock.now()))
    draft = Draft(
        partnership_id=review.partnership_id,
        review_id=review.id,
        owner_id=actor.user_id,
        kind=KIND,
        expires_at=clock.now() + drafts.KEPT_FOR,
        recorded_by_id=actor.user_id,
        content=_told(kind, 0, size_of(session, review), ""),
    )
    session.add(draft)
    session.flush()
    return draft, True


def size_of(session: Session, review: Review) -> int:
    """How many files a pack will hold: cover, checklist, report, summary, plan and contents, and the response once a letter came."""
    return 7 if Milestone.LETTER_RECEIVED in milestones_of(session, review) else 6


def own(session: Session, user_id: UUID, draft_id: UUID) -> Draft | None:
    """A build of somebody's own; None for anybody else's and for one that has expired."""
    return drafts.own_draft(session, user_id, draft_id, KIND)


def going(session: Session, actor: Actor, review: Review) -> Sequence[Progress]:
    """This user's builds of a review that have no file yet, newest first."""
    return [progress(draft) for draft in _of(session, actor.user_id, review.id)]


def _of(session: Session, user_id: UUID, review_id: UUID) -> Sequence[Draft]:
    open_ones = select(Draft).where(
        Draft.owner_id == user_id,
        Draft.review_id == review_id,
        Draft.kind == KIND,
        Draft.subject_id.is_(None),
        Draft.expires_at > clock.now(),
    )
    return session.scalars(open_ones.order_by(Draft.recorded_at.desc(), Draft.id)).all()


def progress(draft: Draft) -> Progress:
    """Where a build stands."""
    told = draft.content or {}
    made, of = int(told.get("made", 0)), int(told.get("of", 0))
    since = datetime.fromisoformat(told["at"]) if "at" in told else draft.recorded_at
    still = draft.subject_id is None and clock.now() - since > STILL
    return Progress(draft.id, told.get("kind", ""), made, max(made, of), told.get("why", ""), draft.subject_id, still)


def note(draft: Draft, made: int) -> None:
    """So many files are made."""
    told = draft.content or {}
    draft.content = _told(told.get("kind", ""), made, int(told.get("of", 0)), "")


def finish(draft: Draft, document: Document) -> None:
    """The file is made and kept."""
    draft.subject_id = document.id


def give_up(draft: Draft, why: str) -> None:
    """It could not be made; one sentence says why."""
    told = draft.content or {}
    draft.content = _told(told.get("kind", ""), int(told.get("made", 0)), int(told.get("of", 0)), why)


def _told(kind: str, made: int, of: int, why: str) -> dict[str, Any]:
    return {"kind": kind, "made": made, "of": of, "why": why, "at": clock.now().isoformat()}
