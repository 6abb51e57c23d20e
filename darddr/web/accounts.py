"""Accounts and roles of the partnerships somebody administers."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from darddr import clock
from darddr.forms.accounts import AccountForm, EndForm
from darddr.models.subject import Place
from darddr.models.user import Membership
from darddr.services import administration
from darddr.services.administration import Given
from darddr.vocabulary.permissions import Permission as P
from darddr.vocabulary.roles import PartnershipRole
from darddr.web import loaders
from darddr.web.access import allow, current_actor
from darddr.web.saving import page, saved
from darddr.web.session import db

bp = Blueprint("accounts", __name__)


@bp.route("/accounts")
@allow(P.OWN_WORK)
def index() -> str:
    """Who holds which role, in every partnership this person administers."""
    staffed = administration.administered(db(), current_actor())
    if not staffed:
        abort(404)
    return render_template("accounts/index.html", staffed=staffed, day=clock.today())


@bp.route("/partnerships/<uuid:partnership_id>/accounts/new", methods=["GET", "POST"])
@allow(P.ACCOUNTS_MANAGE, load=loaders.partnership)
def add(place: Place) -> tuple[str, int] | Response | str:
    """Give somebody a role, with an account where they have none."""
    form = AccountForm()
    given: list[Given] = []
    if saved(form, lambda: given.append(_give(place, form))):
        if given[0].password is not None:
            # Shown in this one answer, which nothing keeps: a redirect would carry it in a cookie or an address.
            return render_template("accounts/made.html", given=given[0])
        flash("The role has been given.", "success")
        return redirect(url_for(".index"))
    return page("accounts/add.html", form, place=place)


def _give(place: Place, form: AccountForm) -> Given:
    role = PartnershipRole(form.role.data) if form.role.data else None
    started_on = form.started_on.date or clock.today()
    return administration.give_role(
        db(), current_actor(), place, form.email.data or "", form.name.data or "", role, started_on
    )


def _of_partnership(session: Session, membership_id: UUID) -> Membership | None:
    """A role in a partnership; roles on reviews are a coordinator's to end."""
    found = session.get(Membership, membership_id)
    return found if found is not None and found.review_id is None else None


@bp.route("/memberships/<uuid:membership_id>/close", methods=["GET", "POST"])
@allow(P.ACCOUNTS_MANAGE, load=_of_partnership)
def end(membership: Membership) -> tuple[str, int] | Response:
    """End somebody's role in a partnership."""
    form = EndForm()

    def close() -> None:
        administration.end_role(db(), current_actor(), membership, form.ended_on.date or clock.today())

    if saved(form, close):
        flash("The role has been ended.", "success")
        return redirect(url_for(".index"))
    standing = administration.standing_of(db(), membership)
    return page("accounts/end.html", form, standing=standing)
