"""What is published of a review, by two people."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from darddr import clock
from darddr.forms.publication import ApproveForm, PrepareForm
from darddr.models.review import Review
from darddr.services import family_days, publication, releases
from darddr.services.milestones import milestones_of
from darddr.services.releases import RELEASED, SEND_LIST, TOLD
from darddr.services.reports import KINDS
from darddr.vocabulary.permissions import Permission as P
from darddr.vocabulary.records import PublicationKind
from darddr.web import loaders
from darddr.web.access import allow, current_actor, may
from darddr.web.review_pages import review_context
from darddr.web.saving import page, saved
from darddr.web.session import db
from darddr.workflow.states import ReviewState

bp = Blueprint("publication", __name__)


@bp.route("/reviews/<uuid:review_id>/publication")
@allow(P.REVIEW_PUBLISH, load=loaders.review)
def show(review: Review) -> str:
    """What has been prepared, what the search for names found, who approved, where it was published, and who was told."""
    dates = milestones_of(db(), review)
    return render_template(
        "publication/show.html",
        **publication.overview(db(), review),
        releases=releases.releases_of(db(), review),
        is_released=review.state in RELEASED,
        told=[(kind, dates.get(kind)) for kind in TOLD],
        send_list=[(kind, dates.get(kind)) for kind in SEND_LIST],
        may_lead=may(P.REVIEW_LEAD, review),
        not_today=_not_today(review),
        may_prepare=may(P.REVIEW_MANAGE, review),
        may_see_names=may(P.IDENTITY_READ, review),
        **review_context(review),
    )


def _not_today(review: Review) -> str:
    """What stands against releasing it today; nothing before or after it can be released."""
    if review.state is not ReviewState.CLEARED:
        return ""
    return family_days.move_warning(db(), review, "publish", clock.today())


@bp.route("/reviews/<uuid:review_id>/publication/prepare", methods=["GET", "POST"])
@allow(P.REVIEW_MANAGE, load=loaders.review)
def prepare(review: Review) -> tuple[str, int] | Response:
    """Choose the edition; it is built afresh and searched for names."""
    form = PrepareForm()
    if saved(form, lambda: _prepare(review, form)):
        flash("The edition has been prepared and searched for names.", "success")
        return redirect(url_for("publication.show", review_id=review.id))
    return page("publication/prepare.html", form, **review_context(review))


def _prepare(review: Review, form: PrepareForm) -> None:
    kind = PublicationKind(form.kind.data)
    publication.prepare(db(), current_actor(), review, kind, form.reason.data or "", form.review_on.date)


@bp.route("/reviews/<uuid:review_id>/publication/approve", methods=["GET", "POST"])
@allow(P.REVIEW_PUBLISH, load=loaders.review)
def approve(review: Review) -> tuple[str, int] | Response:
    """Approve the prepared edition; somebody else releases it."""
    form = ApproveForm()
    if saved(form, lambda: publication.approve(db(), current_actor(), review, form.approved_on.given)):
        flash("The publication has been approved. Somebody other than you can now release it.", "success")
        return redirect(url_for("publication.show", review_id=review.id))
    return page("publication/approve.html", form, **review_context(review))


def _review_for_paper(session: Session, review_id: UUID, kind: str) -> Review | None:
    return loaders.review(session, review_id) if kind in publication.BESIDE else None


@bp.route("/reviews/<uuid:review_id>/publication/papers/<kind>", methods=["POST"])
@allow(P.DOCUMENT_BUILD, load=_review_for_paper)
def beside(review: Review) -> Response:
    """Make the edition for publication of a paper that goes with the report."""
    kind = (request.view_args or {})["kind"]
    document = publication.publish_beside(db(), current_actor(), review, kind)
    flash(f"The {KINDS[kind].in_a_sentence} has been made for publication, without marking.", "success")
    if document.hit_count != 0:
        flash("It names somebody, or could not be searched: it can be downloaded once that is mended.", "warning")
    return redirect(url_for("documents.index", review_id=review.id))
