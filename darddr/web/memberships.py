"""Who is on a review, and who is kept out of it."""

from __future__ import annotations

from datetime import date
from typing import TypeVar
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from darddr import clock
from darddr.forms.memberships import AccountForm, ConflictForm, EndForm, MemberForm, WithdrawForm
from darddr.forms.typed import optional_id
from darddr.models.partnership import Agency
from darddr.models.review import Review
from darddr.models.user import Exclusion, Membership, User
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

Offered = TypeVar("Offered", bound=AccountForm)


@bp.route("/reviews/<uuid:review_id>/panel")
@allow(P.REVIEW_READ, load=loaders.review)
def index(review: Review) -> str:
    """The chair, the author, the panel and everybody else with a role on this review."""
    day = clock.today()
    rows = [
        (membership, user, agency, ReviewRole(membership.role).label, (membership.ended_on or date.max) > day)
        for membership, user, agency in memberships.members_of(db(), review)
    ]
    may_edit = may(P.MEMBERSHIP_EDIT, review)
    return render_template(
        "memberships/index.html",
        rows=rows,
        coordinators=memberships.coordinators_of(db(), review),
        conflicts=memberships.conflicts_of(db(), review) if may_edit else [],
        may_edit=may_edit,
        **review_context(review),
    )


@bp.route("/reviews/<uuid:review_id>/panel/new", methods=["GET", "POST"])
@allow(P.MEMBERSHIP_EDIT, load=loaders.review)
def add(review: Review) -> tuple[str, int] | Response:
    """Give somebody a role on this review."""
    form = _offer(MemberForm(), review)
    form.agency_id.choices = {"": "None", **{str(row.id): row.name for row in agencies_of(db(), review.partnership_id)}}
    if saved(form, lambda: _add(review, form)):
        flash("They are on this review now.", "success")
        return redirect(url_for("memberships.index", review_id=review.id))
    return page("memberships/add.html", form, **review_context(review))


def _add(review: Review, form: MemberForm) -> Membership:
    agency = db().get(Agency, UUID(form.agency_id.data)) if form.agency_id.data else None
    role = ReviewRole(form.role.data)
    return memberships.add_member(db(), current_actor(), review, _meant(form), role, agency, form.started_on.given)


def _offer(form: Offered, review: Review) -> Offered:
    people = memberships.accounts_near(db(), current_actor(), review)
    form.user_id.choices = {"": "Choose somebody", **{str(one.id): f"{one.name}, {one.email}" for one in people}}
    return form


def _meant(form: AccountForm) -> User:
    return memberships.account_meant(db(), optional_id(form.user_id.data), form.email.data or "")


@bp.route("/memberships/<uuid:membership_id>/end", methods=["GET", "POST"])
@allow(P.MEMBERSHIP_EDIT, load=loaders.review_membership)
def end(membership: Membership) -> tuple[str, int] | Response:
    """End somebody's role on a review."""
    review = db().get_one(Review, membership.review_id)
    form, who = EndForm(), db().get_one(User, membership.user_id)
    if saved(form, lambda: memberships.end_membership(db(), current_actor(), membership, form.ended_on.given)):
        flash("Their role has been ended.", "success")
        return redirect(url_for("memberships.index", review_id=review.id))
    return page("memberships/end.html", form, who=who.name, **review_context(review))


@bp.route("/reviews/<uuid:review_id>/panel/conflict", methods=["GET", "POST"])
@allow(P.MEMBERSHIP_EDIT, load=loaders.review)
def exclude(review: Review) -> tuple[str, int] | Response:
    """Keep somebody out of this review."""
    form = _offer(ConflictForm(), review)
    if saved(form, lambda: _exclude(review, form)):
        flash("From now on this review does not exist for them.", "success")
        return redirect(url_for("memberships.index", review_id=review.id))
    return page("memberships/exclude.html", form, **review_context(review))


def _exclude(review: Review, form: ConflictForm) -> Exclusion:
    day, reason = form.declared_on.given, form.reason.data or ""
    return memberships.declare_conflict(db(), current_actor(), review, _meant(form), day, reason)


@bp.route("/reviews/<uuid:review_id>/panel/conflict/withdraw", methods=["GET", "POST"])
@allow(P.MEMBERSHIP_EDIT, load=loaders.review)
def withdraw(review: Review) -> tuple[str, int] | Response:
    """Withdraw a conflict that was declared by mistake or is no more."""
    form, declared = WithdrawForm(), memberships.conflicts_of(db(), review)
    form.exclusion_id.choices = {"": "Choose one", **{str(exclusion.id): user.name for exclusion, user in declared}}
    if saved(form, lambda: _withdraw(form)):
        flash("The conflict has been withdrawn. Roles that ended are not given back.", "success")
        return redirect(url_for("memberships.index", review_id=review.id))
    return page("memberships/withdraw.html", form, **review_context(review))


def _withdraw(form: WithdrawForm) -> None:
    exclusion = db().get_one(Exclusion, UUID(form.exclusion_id.data))
    memberships.withdraw_conflict(db(), current_actor(), exclusion, form.reason.data or "")
