"""The page on which somebody says what a signed-off action has changed."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from darddr.forms.impact import ImpactForm
from darddr.models.action import Action
from darddr.services import impact
from darddr.services.impact import Looked
from darddr.vocabulary.permissions import Permission as P
from darddr.vocabulary.standing import Impact
from darddr.web import loaders
from darddr.web.access import allow, current_actor, may
from darddr.web.plan_pages import plan_context, watch_href
from darddr.web.saving import page, saved
from darddr.web.session import db
from darddr.web.typed_names import Watched

bp = Blueprint("impact", __name__)


@bp.route("/actions/<uuid:action_id>/impact", methods=["GET", "POST"])
@allow(P.ACTION_LOOK_BACK, load=loaders.action)
def record(action: Action) -> tuple[str, int] | Response:
    """Record what was found. Where the action did not do what it was for, its re-opening is offered next."""
    impact.require_signed_off(action)
    form = ImpactForm(data={"measure": action.measure})
    act = Watched(lambda: _record(action, form), "text")
    if saved(form, act):
        flash("What you found has been recorded.", "success")
        return _next(action, form)
    context = {"found": act.found, "watch": watch_href(action), **plan_context(action)}
    return page("impact/record.html", form, action=action, **context)


def _record(action: Action, form: ImpactForm) -> None:
    again = form.again.data
    looked = Looked(
        result=next(result for result in Impact if result.value == form.result.data),
        text=form.text.data or "",
        happened_on=form.happened_on.given,
        measure=form.measure.data or "",
        on_behalf_of=form.on_behalf_of.data or "",
        again_months=int(again) if again and again != "none" else None,
        name_reason=form.name_reason.data or "",
    )
    impact.record_impact(db(), current_actor(), action, looked)


def _next(action: Action, form: ImpactForm) -> Response:
    if form.result.data != Impact.NOT.value:
        return redirect(url_for("actions.show", action_id=action.id))
    if not may(P.ACTION_SIGN_OFF, action):
        flash("The coordinator or the executive can re-open the action.", "warning")
        return redirect(url_for("actions.show", action_id=action.id))
    flash("It did not do what it was for. Re-open it here, or leave it as it is.", "warning")
    return redirect(url_for("actions.move", action_id=action.id, trigger="reopen"))
