"""The pack for a meeting: made with one button, taken away as one file, reported to bodies."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, send_file, url_for
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from darddr import clock
from darddr.documents.package import day
from darddr.forms.packs import DisclosureForm, PackForm, ReportedForm
from darddr.models.pack import Pack
from darddr.models.subject import Place
from darddr.services import packs
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow, current_actor, may
from darddr.web.national import answer_days
from darddr.web.saving import page, saved
from darddr.web.session import afterwards, db, only_reading

bp = Blueprint("packs", __name__)

DISCLOSURE = "Sex and manner of death in public figures"


@bp.route("/partnerships/<uuid:partnership_id>/packs")
@allow(P.PARTNERSHIP_PROGRESS, load=loaders.partnership)
def index(place: Place) -> str:
    """The packs there are, to whom each was reported, and the decision on sex and manner."""
    return render_template(
        "packs/index.html",
        place=place,
        packs=packs.packs_of(db(), place.partnership_id),
        disclosure=packs.disclosure_of(db(), place.partnership_id),
        may_make=may(P.PARTNERSHIP_DUTIES, place),
        may_disclose=may(P.PARTNERSHIP_DISCLOSE, place),
    )


@bp.route("/partnerships/<uuid:partnership_id>/packs/new", methods=["GET", "POST"])
@allow(P.PARTNERSHIP_DUTIES, load=loaders.partnership)
def make(place: Place) -> tuple[str, int] | Response:
    """Make the pack and take it away at once; without a day it is today's."""
    form, made = PackForm(), []
    if saved(form, lambda: made.append(_make(place, form))):
        return redirect(url_for("packs.download", pack_id=made[0].id))
    return page("packs/form.html", form, place=place, name="Make a pack", button="Make the pack")


def _make(place: Place, form: PackForm) -> Pack:
    actor, as_at = current_actor(), form.as_at.date or clock.today()
    data = only_reading(lambda: packs.draw(db(), actor, place, as_at, answer_days()))
    return packs.keep(db(), actor, place, as_at, data)


def _pack(session: Session, pack_id: UUID) -> Pack | None:
    return session.get(Pack, pack_id)


@bp.route("/packs/<uuid:pack_id>")
@allow(P.PARTNERSHIP_PROGRESS, load=_pack)
def download(pack: Pack) -> Response:
    """Take a pack away as it was made."""
    place, reader, pack_id = Place(pack.partnership_id), current_user.user_id, pack.id
    packs.refuse_conflicted(db(), current_actor(), place)
    afterwards(lambda own: packs.note_download(own, reader, place, pack_id))
    name = packs.file_name(db(), pack)
    return send_file(BytesIO(pack.data()), "application/zip", as_attachment=True, download_name=name)


@bp.route("/packs/<uuid:pack_id>/reported", methods=["GET", "POST"])
@allow(P.PARTNERSHIP_DUTIES, load=_pack)
def report(pack: Pack) -> tuple[str, int] | Response:
    """Record to which body a pack was reported."""
    form, actor = ReportedForm(), current_actor()
    if saved(form, lambda: packs.report_to(db(), actor, pack, form.body.data or "", form.reported_on.given)):
        flash("It has been recorded to whom the pack was reported.", "success")
        return redirect(url_for("packs.index", partnership_id=pack.partnership_id))
    return page(
        "packs/form.html",
        form,
        place=Place(pack.partnership_id),
        name="To whom the pack was reported",
        button="Save",
        caption=f"As at {day(pack.as_at)}",
    )


@bp.route("/partnerships/<uuid:partnership_id>/packs/disclosure", methods=["GET", "POST"])
@allow(P.PARTNERSHIP_DISCLOSE, load=loaders.partnership)
def disclose(place: Place) -> tuple[str, int] | Response:
    """The chair decides whether public figures may tell of sex and manner of death."""
    form = DisclosureForm()
    if saved(form, lambda: _decide(place, form)):
        flash("The decision has been recorded.", "success")
        return redirect(url_for("packs.index", partnership_id=place.partnership_id))
    return page("packs/form.html", form, place=place, name=DISCLOSURE, button="Record the decision")


def _decide(place: Place, form: DisclosureForm) -> None:
    allowed, reason = form.allowed.data == "yes", form.reason.data or ""
    packs.decide_disclosure(db(), current_actor(), place, allowed, form.decided_on.given, reason)
