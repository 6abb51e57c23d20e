"""Pages of an action's milestones: add one, change one, say that it is done, take one out."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from darddr.forms.action_milestones import ActionMilestoneForm
from darddr.forms.base import Form
from darddr.models.action import Action
from darddr.models.action_milestone import ActionMilestone
from darddr.services import action_milestones
from darddr.services.action_milestones import Step
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow, current_actor, may
from darddr.web.loaders import Under
from darddr.web.plan_pages import plan_context, watch_href
from darddr.web.saving import page, saved
from darddr.web.session import db
from darddr.web.typed_names import Watched

bp = Blueprint("action_milestones", __name__)


@bp.route("/actions/<uuid:action_id>/milestones/new", methods=["GET", "POST"])
@allow(P.ACTION_EDIT, load=loaders.action)
def add(action: Action) -> tuple[str, int] | Response:
    """Add a milestone to an action."""
    form = ActionMilestoneForm()
    act = Watched(lambda: _add(action, form), "text")
    if saved(form, act):
        flash("The milestone has been added.", "success")
        return redirect(url_for("actions.show", action_id=action.id))
    context = {"found": act.found, "watch": watch_href(action), **plan_context(action)}
    return page("action_milestones/edit.html", form, action=action, milestone=None, **context)


def _add(action: Action, form: ActionMilestoneForm) -> None:
    action_milestones.add_milestone(db(), current_actor(), action, _told(form))


@bp.route("/action-milestones/<uuid:milestone_id>", methods=["GET", "POST"])
@allow(P.ACTION_MILESTONES, load=loaders.action_milestone)
def edit(under: Under[ActionMilestone]) -> tuple[str, int] | Response:
    """Change a milestone; the action's owner says when it was done."""
    action, row = under
    form = ActionMilestoneForm(data=_shown(row))
    if not may(P.ACTION_EDIT, action):
        del form.text, form.due_on
    act = Watched(lambda: _save(action, row, form), "text")
    if saved(form, act):
        flash("The milestone has been saved.", "success")
        return redirect(url_for("actions.show", action_id=action.id))
    context = {"found": act.found, "watch": watch_href(action), **plan_context(action)}
    return page("action_milestones/edit.html", form, action=action, milestone=row, **context)


@bp.route("/action-milestones/<uuid:milestone_id>/remove", methods=["GET", "POST"])
@allow(P.ACTION_EDIT, load=loaders.action_milestone)
def remove(under: Under[ActionMilestone]) -> tuple[str, int] | Response:
    """Take a milestone out, after a second look."""
    action, row = under
    form = Form()
    if saved(form, lambda: action_milestones.remove_milestone(db(), current_actor(), action, row)):
        flash("The milestone has been removed; its words stay in the history.", "success")
        return redirect(url_for("actions.show", action_id=action.id))
    return page("action_milestones/remove.html", form, action=action, milestone=row, **plan_context(action))


def _save(action: Action, row: ActionMilestone, form: ActionMilestoneForm) -> None:
    told = _told(form) if form.text else Step(row.text or "", row.due_on, form.done_on.date)
    action_milestones.edit_milestone(db(), current_actor(), action, row, form.version.data or 0, told)


def _told(form: ActionMilestoneForm) -> Step:
    return Step(form.text.data or "", form.due_on.given, form.done_on.date, form.name_reason.data or "")


def _shown(row: ActionMilestone) -> dict[str, object]:
    return {"version": row.version_id, "text": row.text, "due_on": row.due_on, "done_on": row.done_on}
