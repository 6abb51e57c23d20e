"""Work half done by somebody: kept sealed, theirs alone, gone after 24 hours."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from darddr import clock
from darddr.models.draft import Draft
from darddr.policies import Actor

KEPT_FOR = timedelta(hours=24)


def begin_draft(
    session: Session,
    actor: Actor,
    partnership_id: UUID,
    kind: str,
    content: dict[str, Any],
    *,
    review_id: UUID | None = None,
) -> Draft:
    """A new draft of the actor's; one about a review is sealed with its key and lost to whoever is kept out of it.

    Everybody's expired drafts of the kind go. Its caller has asked a policy.
    """
    session.execute(delete(Draft).where(Draft.kind == kind, Draft.expires_at <= clock.now()))
    draft = Draft(
        partnership_id=partnership_id,
        review_id=review_id,
        owner_id=actor.user_id,
        kind=kind,
        expires_at=clock.now() + KEPT_FOR,
        recorded_by_id=actor.user_id,
        content=content,
    )
    session.add(draft)
    session.flush()
    return draft


def own_draft(session: Session, user_id: UUID, draft_id: UUID, kind: str) -> Draft | None:
    """A draft of somebody's own; None for anybody else's, for one of another kind, and for one that has expired."""
    draft = session.get(Draft, draft_id)
    if draft is None or draft.owner_id != user_id or draft.kind != kind or draft.expires_at <= clock.now():
        return None
    return draft


def open_drafts(session: Session, user_id: UUID, partnership_id: UUID, kind: str) -> list[Draft]:
    """Somebody's drafts in a partnership that wait to be finished, newest first."""
    waiting = select(Draft).where(
        Draft.owner_id == user_id,
        Draft.partnership_id == partnership_id,
        Draft.kind == kind,
        Draft.subject_id.is_(None),
        Draft.expires_at > clock.now(),
    )
    return list(session.scalars(waiting.order_by(Draft.recorded_at.desc())))
