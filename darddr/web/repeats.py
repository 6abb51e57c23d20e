"""Has this been recommended before?"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from darddr import clock
from darddr.forms.repeats import BeforeForm, LinkForm
from darddr.models.plan import Recommendation
from darddr.models.subject import Place
from darddr.services import repeats
from darddr.services.partnerships import agencies_of
from darddr.services.repeats import Earlier, Sought
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow, current_actor
from darddr.web.plan_pages import plan_context
from darddr.web.presenters import ACTION_TAGS
from darddr.web.saving import page, saved
from darddr.web.session import db

bp = Blueprint("repeats", __name__)


@bp.route("/recommendations/<uuid:recommendation_id>/before", methods=["GET", "POST"])
@allow(P.PLAN_EDIT, load=loaders.recommendation)
def link(row: Recommendation) -> tuple[str, int] | Response:
    """Earlier recommendations like this one, to be linked by hand."""
    earlier = _offered(row)
    linked = {one.id for one in repeats.linked(db(), current_actor(), [row.id], clock.today()).get(row.id, [])}
    form = LinkForm(data={"earlier": sorted(linked)})
    form.earlier.choices = {str(one.id): one.number for one in earlier}
    context = plan_context(row)
    if saved(form, lambda: _link(row, form)):
        flash("The links to earlier recommendations have been saved.", "success")
        return redirect(context["plan_href"])
    return page("repeats/link.html", form, recommendation=row, earlier=earlier, tags=ACTION_TAGS, **context)


def _offered(row: Recommendation) -> list[Earlier]:
    """Those linked already, then those alike."""
    day, actor = clock.today(), current_actor()
    linked = repeats.linked(db(), actor, [row.id], day).get(row.id, [])
    alike = repeats.alike(db(), actor, row.partnership_id, repeats.sought_in(db(), row), day)
    known = {one.id for one in linked}
    return [*linked, *(one for one in alike if one.id not in known)]


def _link(row: Recommendation, form: LinkForm) -> None:
    chosen = [loaders.recommendation(db(), each) for each in form.earlier.data or ()]
    repeats.link(db(), current_actor(), row, [one for one in chosen if one is not None])


@bp.route("/partnerships/<uuid:partnership_id>/recommended-before", methods=["GET", "POST"])
@allow(P.PLAN_READ, load=loaders.partnership)
def before(place: Place) -> tuple[str, int]:
    """Look for earlier recommendations like some words. Nothing of them is kept, and the address never holds them."""
    form = BeforeForm()
    form.agency_id.choices = {
        "": "Any agency",
        **{str(agency.id): agency.name for agency in agencies_of(db(), place.partnership_id)},
    }
    found: list[Earlier] | None = None
    if form.validate_on_submit():
        agencies: frozenset[UUID] = frozenset([form.agency_id.data] if form.agency_id.data else [])
        sought = Sought(form.text.data or "", agencies)
        found = repeats.alike(db(), current_actor(), place.partnership_id, sought, clock.today())
    return page("repeats/before.html", form, place=place, earlier=found, tags=ACTION_TAGS)


def before_href(row: Recommendation) -> str | None:
    """The page on which a recommendation is linked to earlier ones, where there is one like it that is not yet linked."""
    offered = _offered(row)
    linked = repeats.linked(db(), current_actor(), [row.id], clock.today()).get(row.id, [])
    return url_for("repeats.link", recommendation_id=row.id) if len(offered) > len(linked) else None
