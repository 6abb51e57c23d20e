"""Bringing in a review that is under way already, on one page."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from darddr.forms.live_reviews import DATES_BY_PHASE, MOST_ALLEGED, MOST_DIED, LiveReviewForm
from darddr.models.subject import Place
from darddr.services import import_drafts, live_reviews, plan_files
from darddr.services.live_reviews import BroughtIn
from darddr.services.partnerships import agencies_of
from darddr.services.plans import plan_of
from darddr.services.wording import counted
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow, current_actor
from darddr.web.saving import page, saved
from darddr.web.session import db
from darddr.web.typed_names import Watched

bp = Blueprint("live_reviews", __name__)


@bp.route("/partnerships/<uuid:partnership_id>/live-reviews/new", methods=["GET", "POST"])
@allow(P.REVIEW_NOTIFY, load=loaders.partnership)
def bring_in(place: Place) -> tuple[str, int] | Response:
    """Where the review stands, what has happened, who works on it, and its plan as a file."""
    form = LiveReviewForm()
    onward: list[str] = []
    people = form.people().values() if form.is_submitted() else ()
    watched = Watched(lambda: onward.append(_bring_in(place, form)), "circumstances", people)
    if saved(form, watched):
        return redirect(onward[0])
    return page(
        "live_reviews/bring_in.html",
        form,
        place=place,
        found=watched.found,
        phases=DATES_BY_PHASE,
        people={"died": MOST_DIED, "alleged": MOST_ALLEGED},
        agencies=[agency.name for agency in agencies_of(db(), place.partnership_id)],
    )


def _bring_in(place: Place, form: LiveReviewForm) -> str:
    """Make the review and say where to go on. A file is read first, with no transaction open: it may take seconds."""
    actor, parsed, warning = current_actor(), None, ""
    if form.file.data:
        db().rollback()
        parsed, warning = plan_files.read_file(form.file.data.filename or "", form.file.data.read())
    brought = live_reviews.bring_in(db(), actor, place, form.live())
    _tell(brought)
    if warning:
        flash(warning, "warning")
    if parsed is None:
        return url_for("reviews.show", review_id=brought.review.id)
    draft = import_drafts.keep_draft(db(), actor, plan_of(db(), brought.review), parsed)
    return url_for("imports.preview", draft_id=draft.id)


def _tell(brought: BroughtIn) -> None:
    flash(f"{brought.review.reference} has been brought in. Its page lists what it needs next.", "success")
    if brought.left_out:
        people = counted(len(brought.left_out), "person", "people").capitalize()
        flash(
            f"{people} could not be put on the review: there is no account for the address, or no such agency here. "
            "The history of the review names them. Ask your administrator for the accounts, then add them under Panel.",
            "warning",
        )
