"""A report that is not published, looked at again."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from darddr.forms.releases import LookAgainForm
from darddr.models.review import Review
from darddr.services import releases
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow, current_actor
from darddr.web.review_pages import review_context
from darddr.web.saving import page, saved
from darddr.web.session import db

bp = Blueprint("withheld", __name__)


@bp.route("/reviews/<uuid:review_id>/publication/look-again", methods=["GET", "POST"])
@allow(P.REVIEW_PUBLISH, load=loaders.review)
def look_again(review: Review) -> tuple[str, int] | Response:
    """Go on withholding a report until another day."""
    publication = releases.withheld(db(), review)
    form = LookAgainForm(data={"version": publication.version_id, "reason": publication.reason})
    if saved(form, lambda: _look_again(review, form)):
        flash("The report stays withheld until the new day.", "success")
        return redirect(url_for("publication.show", review_id=review.id))
    return page("withheld/look_again.html", form, publication=publication, **review_context(review))


def _look_again(review: Review, form: LookAgainForm) -> None:
    version, day, reason = form.version.data or 0, form.review_on.given, form.reason.data or ""
    releases.look_again(db(), current_actor(), review, version, day, reason)
