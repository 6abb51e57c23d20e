"""Recording that an action, an agency or a national answer was chased."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from darddr import clock
from darddr.forms.chases import ChaseForm
from darddr.models.action import Action
from darddr.models.partnership import Agency
from darddr.models.plan import Recommendation
from darddr.services import chases
from darddr.services.chases import Chased, Chasing
from darddr.vocabulary.national import ChasedBy
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow, current_actor
from darddr.web.plan_pages import plan_context, watch_href
from darddr.web.saving import page, saved
from darddr.web.session import db
from darddr.web.typed_names import Watched

bp = Blueprint("chases", __name__)


@bp.route("/actions/<uuid:action_id>/chases/new", methods=["GET", "POST"])
@allow(P.CHASE, load=loaders.action)
def action(row: Action) -> tuple[str, int] | Response:
    """Record that whoever answers for an action was chased."""
    name = f"action {row.number or row.position}"
    return _page(row, name, url_for("actions.show", action_id=row.id), watch=watch_href(row), **plan_context(row))


@bp.route("/recommendations/<uuid:recommendation_id>/chases/new", methods=["GET", "POST"])
@allow(P.CHASE, load=loaders.recommendation)
def national(row: Recommendation) -> tuple[str, int] | Response:
    """Record that the answer to a national recommendation was chased."""
    back = url_for("national.index", partnership_id=row.partnership_id)
    name = f"the answer to recommendation {row.number or row.position}"
    return _page(row, name, back, watch=watch_href(row), **plan_context(row))


@bp.route("/agencies/<uuid:agency_id>/chases/new", methods=["GET", "POST"])
@allow(P.CHASE, load=loaders.agency)
def agency(row: Agency) -> tuple[str, int] | Response:
    """Record that an agency was chased for all it owes."""
    return _page(row, row.name, url_for("agencies.show", agency_id=row.id), watch=None, layout="chases/alone.html")


def _page(row: Chased, name: str, back: str, **context: Any) -> tuple[str, int] | Response:
    form = ChaseForm()
    act = Watched(lambda: chases.chase(db(), current_actor(), row, _told(form)), "said")
    if saved(form, act):
        flash("The chase has been recorded.", "success")
        return redirect(back)
    return page("chases/add.html", form, found=act.found, name=name, back=back, about=row, **context)


def _told(form: ChaseForm) -> Chasing:
    how, said, reason = ChasedBy(form.how.data), form.said.data or "", form.name_reason.data or ""
    return Chasing(form.chased_on.date or clock.today(), how, said, reason)
