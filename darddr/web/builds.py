"""A document while it is being made: how far it has got, then the file."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, render_template
from sqlalchemy.orm import Session

from darddr.models.document import Document
from darddr.models.draft import Draft
from darddr.services import builds
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow, current_actor, may
from darddr.web.review_pages import review_context
from darddr.web.session import db

bp = Blueprint("builds", __name__)


def _own(session: Session, draft_id: UUID) -> Draft | None:
    return builds.own(session, current_actor().user_id, draft_id)


@bp.route("/builds/<uuid:draft_id>")
@allow(P.DOCUMENT_BUILD, load=_own)
def show(draft: Draft) -> str:
    """How many files are made of how many; the finished file; or why there is none, and a way to begin again."""
    review = loaders.review(db(), draft.review_id) if draft.review_id else None
    if review is None:
        abort(404)
    now = builds.progress(draft)
    return render_template(
        "builds/show.html",
        now=now,
        document=db().get(Document, now.document_id) if now.document_id else None,
        may_see_names=may(P.IDENTITY_READ, review),
        **review_context(review),
    )
