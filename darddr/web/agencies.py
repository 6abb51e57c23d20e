"""Agencies and groups of a partnership."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from darddr import clock
from darddr.forms.agencies import AgencyForm, GroupForm
from darddr.models.partnership import Agency
from darddr.models.subject import Place
from darddr.services import agency_standing, partnerships
from darddr.services.errors import Stale, Unfit
from darddr.services.partnerships import Described
from darddr.vocabulary.permissions import Permission as P
from darddr.vocabulary.records import GroupKind
from darddr.web import loaders
from darddr.web.access import allow, current_actor, may
from darddr.web.presenters import ACTION_TAGS
from darddr.web.saving import page, saved
from darddr.web.session import db

bp = Blueprint("agencies", __name__)


@bp.route("/partnerships/<uuid:partnership_id>/agencies")
@allow(P.AGENCIES_READ, load=loaders.partnership)
def index(place: Place) -> str:
    """The agencies with their information-sharing agreements, and the groups that answer for actions."""
    return render_template(
        "agencies/index.html",
        place=place,
        day=clock.today(),
        agencies=partnerships.agencies_of(db(), place.partnership_id),
        groups=partnerships.groups_of(db(), place.partnership_id),
        may_change=may(P.ACCOUNTS_MANAGE, place),
        may_ask=may(P.UPDATE_FORMS, place),
        may_follow=may(P.PARTNERSHIP_PROGRESS, place),
    )


@bp.route("/agencies/<uuid:agency_id>/standing")
@allow(P.PARTNERSHIP_PROGRESS, load=loaders.agency)
def show(agency: Agency) -> str:
    """Everything of one agency that the executive asks about."""
    day = clock.today()
    return render_template(
        "agencies/show.html",
        agency=agency,
        day=day,
        at=agency_standing.standing_of(db(), current_actor(), agency, day),
        in_date=agency.agreement_in_date(day),
        may_chase=may(P.CHASE, agency),
        tags=ACTION_TAGS,
    )


@bp.route("/partnerships/<uuid:partnership_id>/agencies/new", methods=["GET", "POST"])
@allow(P.ACCOUNTS_MANAGE, load=loaders.partnership)
def add(place: Place) -> tuple[str, int] | Response:
    """Add an agency."""
    form = AgencyForm()
    if saved(form, lambda: partnerships.add_described(db(), current_actor(), place, _described(form))):
        flash("The agency has been added.", "success")
        return redirect(url_for(".index", partnership_id=place.partnership_id))
    return page("agencies/edit.html", form, place=place)


@bp.route("/agencies/<uuid:agency_id>", methods=["GET", "POST"])
@allow(P.ACCOUNTS_MANAGE, load=loaders.agency)
def edit(agency: Agency) -> tuple[str, int] | Response:
    """Change an agency."""
    form = AgencyForm(obj=agency, data={"version": agency.version_id})
    place = Place(agency.partnership_id)
    if saved(form, lambda: _change(agency, form)):
        flash("The agency has been saved.", "success")
        return redirect(url_for(".index", partnership_id=place.partnership_id))
    return page("agencies/edit.html", form, place=place, agency=agency)


def _change(agency: Agency, form: AgencyForm) -> None:
    """A name is short enough for both to be shown in a sentence; saving again keeps the one in the box."""
    try:
        partnerships.edit_agency(db(), current_actor(), agency, form.version.data or 0, _described(form))
    except Stale as stale:
        form.version.data, form.version.raw_data = stale.version, [str(stale.version)]
        sentence = f"Somebody changed this agency while you were writing; it is now called “{stale.theirs['name']}”."
        raise Unfit(f"{sentence} Save again to put your answers in place of theirs.", "name") from None


def _described(form: AgencyForm) -> Described:
    return Described(
        form.name.data or "",
        bool(form.is_responsible_authority.data),
        form.agreement_signed_on.date,
        form.agreement_ends_on.date,
        form.contact_email.data or "",
    )


@bp.route("/partnerships/<uuid:partnership_id>/groups/new", methods=["GET", "POST"])
@allow(P.ACCOUNTS_MANAGE, load=loaders.partnership)
def add_group(place: Place) -> tuple[str, int] | Response:
    """Add a board or thematic group."""
    form = GroupForm()

    def add_it() -> None:
        kind = GroupKind(form.kind.data)
        partnerships.add_group(db(), current_actor().user_id, place, form.name.data or "", kind)

    if saved(form, add_it):
        flash("The group has been added.", "success")
        return redirect(url_for(".index", partnership_id=place.partnership_id))
    return page("agencies/group.html", form, place=place)
