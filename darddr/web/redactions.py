"""Passages that are left out of whatever is published of a review."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from darddr.forms.redactions import RedactionForm
from darddr.models.redaction import Redaction
from darddr.models.review import Review
from darddr.services import redactions
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow, current_actor
from darddr.web.review_pages import review_context
from darddr.web.saving import page, saved
from darddr.web.session import db

bp = Blueprint("redactions", __name__)


@bp.route("/reviews/<uuid:review_id>/redactions", methods=["GET", "POST"])
@allow(P.DOCUMENT_BUILD, load=loaders.review)
def index(review: Review) -> tuple[str, int] | Response:
    """What is marked, where it stands, and one mark more."""
    form = RedactionForm()
    if saved(form, lambda: _mark(review, form)):
        flash("The passage is marked. Whatever is published from now on leaves it out.", "success")
        return redirect(url_for("redactions.index", review_id=review.id))
    told = redactions.told_redactions(db(), review)
    return page("redactions/index.html", form, told=told, instead=redactions.IN_ITS_PLACE, **review_context(review))


def _mark(review: Review, form: RedactionForm) -> Redaction:
    return redactions.mark_passage(db(), current_actor(), review, form.passage.data or "", form.reason.data or "")


@bp.route("/redactions/<uuid:redaction_id>/withdraw", methods=["POST"])
@allow(P.DOCUMENT_BUILD, load=loaders.redaction)
def withdraw(mark: Redaction) -> Response:
    """A passage may be published after all."""
    review = db().get_one(Review, mark.review_id)
    redactions.withdraw(db(), current_actor(), review, mark)
    flash("The mark has been withdrawn.", "success")
    return redirect(url_for("redactions.index", review_id=review.id))
