"""Who is on a review, and who is kept out of it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from darddr import clock
from darddr.forms.memberships import ConflictForm, EndForm, MemberForm
from darddr.models.partnership import Agency
from darddr.models.review import Review
from darddr.models.user import Membership
from darddr.services import memberships
from darddr.services.partnerships import agencies_of
from darddr.vocabulary.permissions import Permission as P
from darddr.vocabulary.roles import ReviewRole
from darddr.web import loaders
from darddr.web.access import allow, current_actor, may
from darddr.web.review_pages import review_context
from darddr.web.saving import page, saved
from darddr.web.session import db

bp = Blueprint("memberships", __name__)


@bp.route("/reviews/<uuid:review_id>/panel")
@allow(P.REVIEW_READ, load=loaders.review)
def index(review: Review) -> str:
    """The chair, the author, the panel and everybody else with a role on this review."""
    day = clock.today()
    rows = [
        (membership, user, agency, ReviewRole(membership.role).label, membership.is_current(day))
        for membership, user, agency in memberships.members_of(db(), review)
    ]
    return render_template(
        "memberships/index.html", rows=rows, may_edit=may(P.MEMBERSHIP_EDIT, review), **review_context(review)
    )


@bp.route("/reviews/<uuid:review_id>/panel/new", methods=["GET", "POST"])
@allow(P.MEMBERSHIP_EDIT, load=loaders.review)
def add(review: Review) -> tuple[str, int] | Response:
    """Give somebody a role on this review."""
    form = MemberForm()
    form.agency_id.choices = {"": "None", **{str(row.id): row.name for row in agencies_of(db(), review.partnership_id)}}
    if saved(form, lambda: _add(review, form)):
        flash("They are on this review now.", "success")
        return redirect(url_for("memberships.index", review_id=review.id))
    return page("memberships/add.html", form, **review_context(review))


def _add(review: Review, form: MemberForm) -> Membership:
    agency = db().get(Agency, UUID(form.agency_id.data)) if form.agency_id.data else None
    user = memberships.account_called(db(), form.email.data or "")
    role = ReviewRole(form.role.data)
    return memberships.add_member(db(), current_actor(), review, user, role, agency, form.started_on.given)


@bp.route("/memberships/<uuid:membership_id>/end", methods=["GET", "POST"])
@allow(P.MEMBERSHIP_EDIT, load=loaders.review_membership)
def end(membership: Membership) -> tuple[str, int] | Response:
    """End somebody's role on a review."""
    review = db().get_one(Review, membership.review_id)
    form = EndForm()
    if saved(form, lambda: memberships.end_membership(db(), current_actor(), membership, form.ended_on.given)):
        flash("Their role has been ended.", "success")
        return redirect(url_for("memberships.index", review_id=review.id))
    return page("memberships/end.html", form, membership=membership, **review_context(review))


@bp.route("/reviews/<uuid:review_id>/panel/conflict", methods=["GET", "POST"])
@allow(P.MEMBERSHIP_EDIT, load=loaders.review)
def exclude(review: Review) -> tuple[str, int] | Response:
    """Keep somebody out of this review."""
    form = ConflictForm()
    if saved(form, lambda: _exclude(review, form)):
        flash("From now on this review does not exist for them.", "success")
        return redirect(url_for("memberships.index", review_id=review.id))
    return page("memberships/exclude.html", form, **review_context(review))


def _exclude(review: Review, form: ConflictForm) -> object:
    user = memberships.account_called(db(), form.email.data or "")
    return memberships.declare_conflict(
        db(), current_actor(), review, user, form.declared_on.given, form.reason.data or ""
    )
