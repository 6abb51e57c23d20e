"""Holds on a review: begun, corrected, ended."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from darddr.forms.holds import EndHoldForm, HoldForm
from darddr.models.hold import Hold
from darddr.models.review import Review
from darddr.services import holds
from darddr.vocabulary.clocks import HoldRequester
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow, current_actor
from darddr.web.review_pages import review_context
from darddr.web.saving import page, saved
from darddr.web.session import db

bp = Blueprint("holds", __name__)


@bp.route("/reviews/<uuid:review_id>/holds/new", methods=["GET", "POST"])
@allow(P.REVIEW_LEAD, load=loaders.review)
def begin(review: Review) -> tuple[str, int] | Response:
    """Put a review on hold."""
    holds.require_open(review)
    form = HoldForm()
    if saved(form, lambda: holds.begin(db(), current_actor(), review, _told(form))):
        flash("The hold has been recorded.", "success")
        return _back(review)
    return page("holds/edit.html", form, hold=None, **review_context(review))


@bp.route("/holds/<uuid:hold_id>", methods=["GET", "POST"])
@allow(P.REVIEW_LEAD, load=loaders.hold)
def change(hold: Hold) -> tuple[str, int] | Response:
    """Correct a hold; what was said before is kept."""
    review = db().get_one(Review, hold.review_id)
    form = HoldForm(data={"version": hold.version_id, **{name: getattr(hold, name) for name in holds.FIELDS}})
    if saved(form, lambda: holds.change(db(), current_actor(), hold, form.version.data or 0, _told(form))):
        flash("The hold has been corrected; what was said before is kept.", "success")
        return _back(review)
    return page("holds/edit.html", form, hold=hold, **review_context(review))


@bp.route("/holds/<uuid:hold_id>/end", methods=["GET", "POST"])
@allow(P.REVIEW_LEAD, load=loaders.hold)
def end(hold: Hold) -> tuple[str, int] | Response:
    """Say on which day work resumed."""
    holds.require_lasting(hold)
    review = db().get_one(Review, hold.review_id)
    form = EndHoldForm()
    if saved(form, lambda: holds.end(db(), current_actor(), hold, form.ended_on.given)):
        flash("The hold has ended. Deadlines it pauses have moved by its days.", "success")
        return _back(review)
    return page("holds/end.html", form, hold=hold, **review_context(review))


def _told(form: HoldForm) -> holds.Told:
    return holds.Told(
        HoldRequester(form.requester.data),
        form.began_on.given,
        form.review_on.given,
        form.reason.data or "",
        form.may_continue.data or "",
        form.told.data or "",
        form.ended_on.date,
    )


def _back(review: Review) -> Response:
    return redirect(url_for("clocks.show", review_id=review.id))
