"""Two built files of one kind, compared as tracked changes."""

from __future__ import annotations

from io import BytesIO
from typing import NamedTuple
from uuid import UUID

from flask import Blueprint, render_template, send_file
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from darddr.models.document import Document
from darddr.models.review import Review
from darddr.services import comparison, reports
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow, current_actor
from darddr.web.documents import WORD
from darddr.web.review_pages import review_context
from darddr.web.session import afterwards, db

bp = Blueprint("comparison", __name__)


class Pair(NamedTuple):
    """Two files; the second is guarded as the first is, by the view itself."""

    document: Document
    earlier: Document

    @property
    def partnership_id(self) -> UUID:
        """The partnership of the first."""
        return self.document.partnership_id

    @property
    def review_id(self) -> UUID | None:
        """The review of the first."""
        return self.document.review_id


@bp.route("/reviews/<uuid:review_id>/comparison")
@allow(P.DOCUMENT_READ, load=loaders.review)
def choose(review: Review) -> str:
    """Each file against any older one of its kind."""
    titles = {kind.key: kind.title for kind in reports.KINDS.values()}
    actor = current_actor()
    groups = comparison.groups_of(
        each for each in reports.documents_of(db(), review) if reports.may_read(actor, review, each.kind)
    )
    return render_template("comparison/choose.html", groups=groups, titles=titles, **review_context(review))


def _pair(session: Session, document_id: UUID, earlier_id: UUID) -> Pair | None:
    """Two files of one review, so that whoever may read the one may read the other: else there is no such pair."""
    document, earlier = loaders.document(session, document_id), loaders.document(session, earlier_id)
    if document is None or earlier is None or document.review_id is None or document.review_id != earlier.review_id:
        return None
    return Pair(document, earlier)


@bp.route("/documents/<uuid:document_id>/changes-since/<uuid:earlier_id>")
@allow(P.DOCUMENT_READ, load=_pair)
def changes(pair: Pair) -> Response:
    """Take the changes between two files away; the log says that both left."""
    review = db().get_one(Review, pair.review_id)
    titles = {kind.key: kind.title for kind in reports.KINDS.values()}
    data = comparison.changes_between(db(), current_actor(), review, pair.document, pair.earlier, titles)
    reader, place = current_user.user_id, reports.place_of(pair.document)
    ids = pair.document.id, pair.earlier.id
    afterwards(lambda own: comparison.note_compared(own, reader, place, *ids))
    name = comparison.file_name(review, pair.document.kind)
    return send_file(BytesIO(data), WORD, as_attachment=True, download_name=name)
