"""What becomes of a hit of the search for names, and the search of a file that was finished elsewhere."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from darddr.forms.leak_hits import AllowForm, CheckForm
from darddr.models.document import Document
from darddr.models.leak_allowance import LeakAllowance
from darddr.models.review import Review
from darddr.services import finished_files, leak_hits
from darddr.services.errors import Unfit
from darddr.services.leak_hits import Told
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow, current_actor
from darddr.web.review_pages import review_context
from darddr.web.saving import page, saved
from darddr.web.session import db, only_reading

bp = Blueprint("leak_hits", __name__)


class _OfDocument:
    """A hit of a document, guarded as the document is."""

    def __init__(self, document: Document, hit: Told) -> None:
        self.document, self.hit = document, hit
        self.partnership_id, self.review_id = document.partnership_id, document.review_id


def _hit(session: Session, document_id: UUID, mark: str) -> _OfDocument | None:
    document = loaders.document(session, document_id)
    return _OfDocument(document, {"mark": mark}) if document is not None and document.review_id else None


@bp.route("/documents/<uuid:document_id>/hits/<mark>", methods=["GET", "POST"])
@allow(P.IDENTITY_READ, load=_hit)
def allow_hit(of: _OfDocument) -> tuple[str, int] | Response:
    """Let one hit stay, with a reason."""
    review, document, mark = db().get_one(Review, of.review_id), of.document, of.hit["mark"]
    hit = leak_hits.hit_marked(document, mark)
    if hit is None:
        abort(404)
    form = AllowForm()
    if saved(form, lambda: leak_hits.allow(db(), current_actor(), review, document, mark, form.reason.data or "")):
        flash("These words may stay. Who said so, when and why is kept.", "success")
        return redirect(url_for("documents.hits", document_id=document.id))
    return page("leak_hits/allow.html", form, hit=hit, document=document, **review_context(review))


@bp.route("/allowed-hits/<uuid:allowance_id>/withdraw", methods=["POST"])
@allow(P.IDENTITY_READ, load=loaders.leak_allowance)
def withdraw(allowance: LeakAllowance) -> Response:
    """Words that were let stay may stay no longer."""
    review = db().get_one(Review, allowance.review_id)
    leak_hits.withdraw(db(), current_actor(), review, allowance)
    flash("These words may stay no longer.", "success")
    return redirect(url_for("documents.index", review_id=review.id))


@bp.route("/reviews/<uuid:review_id>/check-file", methods=["GET", "POST"])
@allow(P.IDENTITY_READ, load=loaders.review)
def check(review: Review) -> tuple[str, int]:
    """Search a finished file; neither the file nor what was found is kept."""
    form = CheckForm()
    result = None
    if form.validate_on_submit():
        actor, name, data = current_actor(), form.file.data.filename or "", form.file.data.read()
        try:
            searched = only_reading(lambda: finished_files.search_file(db(), actor, review, name, data))
        except Unfit as unfit:
            form.refuse("file", unfit.sentence)
        else:
            finished_files.note_search(db(), actor, review, searched)
            result = {"checked": searched.checked, "lines": leak_hits.shown(db(), review, searched.hits)}
    return page("leak_hits/check.html", form, result=result, **review_context(review))
