"""Pages of actions: the list, one action, what is said of it, and its moves."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from darddr import clock
from darddr.forms.actions import ActionForm, MoveForm, NoteForm
from darddr.forms.typed import lines
from darddr.models.action import Action, UpdateKind
from darddr.models.duty import Priority
from darddr.models.partnership import Agency, Group
from darddr.models.plan import Recommendation
from darddr.models.user import User
from darddr.services import action_history, action_list, action_moves, actions, duties, evidence, undo
from darddr.services.action_list import Cursor
from darddr.services.actions import Undertaking
from darddr.services.evidence import Offered
from darddr.services.exchange import KINDS
from darddr.services.partnerships import agencies_of, groups_of
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow, current_actor
from darddr.web.action_filters import filters_of
from darddr.web.action_pages import action_context, ask_only_what_it_needs, terms_of, undo_window
from darddr.web.bulk_changes import may_change_several
from darddr.web.evidence import looked_at
from darddr.web.plan_pages import plan_context, watch_href
from darddr.web.saving import page, saved
from darddr.web.session import db
from darddr.web.typed_names import Watched
from darddr.workflow.actions import ACTION_TABLE

bp = Blueprint("actions", __name__)

TRIGGERS = frozenset(move.trigger for move in ACTION_TABLE.moves)


@bp.route("/actions")
@allow(P.OWN_WORK)
def index() -> str:
    """Every action this person may read, soonest due first."""
    filters = filters_of(db(), current_actor(), request.args)
    after = Cursor.read(request.args.get("after", ""))
    return render_template(
        "actions/index.html",
        filters=filters,
        found=action_list.actions_page(db(), current_actor(), filters.wanted, clock.today(), after),
        begun=after is not None,
        may_change=may_change_several(),
        kinds=KINDS,
    )


@bp.route("/actions/<uuid:action_id>")
@allow(P.ACTION_READ, load=loaders.action)
def show(action: Action) -> str:
    """One action with its recommendation and what was said of it; nothing of the case."""
    return render_template("actions/show.html", **action_context(action), **plan_context(action))


@bp.route("/actions/<uuid:action_id>/history")
@allow(P.ACTION_READ, load=loaders.action)
def history(action: Action) -> str:
    """Every change of an action: who, when, from what to what, and why."""
    entries = action_history.history_of(db(), action)
    return render_template("actions/history.html", action=action, entries=entries, **plan_context(action))


@bp.route("/recommendations/<uuid:recommendation_id>/actions/new", methods=["GET", "POST"])
@allow(P.ACTION_EDIT, load=loaders.recommendation)
def add(recommendation: Recommendation) -> tuple[str, int] | Response:
    """Add an action under a recommendation."""
    form = _with_choices(ActionForm(), recommendation)
    del form.date_reason, form.agreed_by, form.measure
    made: list[Action] = []
    act = Watched(lambda: made.append(_add(recommendation, form)), "text")
    if saved(form, act):
        flash(f"The action has been added. {_understood(made[0])}", "success")
        return redirect(url_for("actions.show", action_id=made[0].id))
    return page(
        "actions/edit.html",
        form,
        found=act.found,
        recommendation=recommendation,
        watch=watch_href(recommendation),
        **plan_context(recommendation),
    )


def _add(recommendation: Recommendation, form: ActionForm) -> Action:
    return actions.add_action(db(), current_actor(), recommendation, _told(form))


@bp.route("/actions/<uuid:action_id>/edit", methods=["GET", "POST"])
@allow(P.ACTION_EDIT, load=loaders.action)
def edit(action: Action) -> tuple[str, int] | Response:
    """Change an action, also after its review has closed."""
    form = _with_choices(ActionForm(data=_shown(action)), action)
    context = {"recommendation": db().get_one(Recommendation, action.recommendation_id), **plan_context(action)}
    act = Watched(lambda: _save(action, form), "text")
    if saved(form, act):
        flash(f"The action has been saved. {_understood(action)}", "success")
        return redirect(url_for("actions.show", action_id=action.id))
    return page("actions/edit.html", form, found=act.found, action=action, watch=watch_href(action), **context)


def _save(action: Action, form: ActionForm) -> None:
    actions.edit_action(db(), current_actor(), action, form.version.data or 0, _told(form))


@bp.route("/actions/<uuid:action_id>/updates/new", methods=["GET", "POST"])
@allow(P.ACTION_UPDATE, load=loaders.action)
def note(action: Action) -> tuple[str, int] | Response:
    """Say how an action goes."""
    form = NoteForm(data={"kind": request.args.get("kind", UpdateKind.PROGRESS.value)})
    if action.owner_id == current_actor().user_id:
        del form.on_behalf_of
    else:
        form.must_say_who_told()
    files: list[Offered] = []
    act = Watched(lambda: _note(action, form, files), "text")
    if saved(form, act):
        flash("Your update has been added.", "success")
        return redirect(url_for("actions.show", action_id=action.id))
    context = {"found": act.found, "watch": watch_href(action), **plan_context(action)}
    return page("actions/note.html", form, action=action, **context)


def _note(action: Action, form: NoteForm, files: list[Offered]) -> None:
    """Note it, with the file where one was posted; looked at once, however often the rest is tried."""
    if form.file.data and not files:
        files.append(looked_at(form.file.data))
    update = actions.note(
        db(),
        current_actor(),
        action,
        next(kind for kind in UpdateKind if kind.value == form.kind.data),
        form.text.data or "",
        form.happened_on.date or clock.today(),
        form.on_behalf_of.data or "" if form.on_behalf_of else "",
        form.name_reason.data or "",
    )
    for offered in files:
        evidence.keep_file(db(), current_actor(), action, update, offered, form.name_reason.data or "")
        if offered.warning:
            flash(offered.warning, "warning")


def _action_for_move(session: Session, action_id: UUID, trigger: str) -> Action | None:
    return loaders.action(session, action_id) if trigger in TRIGGERS else None


@bp.route("/actions/<uuid:action_id>/moves/<trigger>", methods=["GET", "POST"])
@allow(P.ACTION_READ, load=_action_for_move)
def move(action: Action) -> tuple[str, int] | Response:
    """Move an action one step; the service asks for the permission of the move itself."""
    trigger = (request.view_args or {})["trigger"]
    called = action_moves.move_called(db(), current_actor(), action, trigger)
    form = ask_only_what_it_needs(MoveForm(), called, action)
    act = Watched(lambda: _advance(action, trigger, form), "reason")
    if saved(form, act):
        flash(f"The action is now: {action.state.label}.", "success")
        return redirect(url_for("actions.show", action_id=action.id))
    context = {"found": act.found, "watch": watch_href(action), **plan_context(action)}
    return page("actions/move.html", form, action=action, move=called, **context)


def _advance(action: Action, trigger: str, form: MoveForm) -> None:
    action_moves.advance(
        db(),
        current_actor(),
        action,
        trigger,
        happened_on=form.happened_on.date,
        reason=form.reason.data or "" if form.reason else "",
        on_behalf_of=form.on_behalf_of.data or "" if form.on_behalf_of else "",
        name_reason=form.name_reason.data or "",
        terms=terms_of(form),
    )


@bp.route("/actions/<uuid:action_id>/undo", methods=["POST"])
@allow(P.ACTION_READ, load=loaders.action)
def take_back(action: Action) -> Response:
    """Undo one's own last move within minutes of making it."""
    undo.undo(db(), current_actor(), action, undo_window())
    flash(f"The last move has been undone. The action is now: {action.state.label}.", "success")
    return redirect(url_for("actions.show", action_id=action.id))


def _with_choices(form: ActionForm, row: Recommendation | Action) -> ActionForm:
    agencies, groups = agencies_of(db(), row.partnership_id), groups_of(db(), row.partnership_id)
    form.agency_id.choices = {"": "Not said", **{str(agency.id): agency.name for agency in agencies}}
    form.group_id.choices = {"": "Not said", **{str(group.id): group.name for group in groups}}
    titles = duties.priority_titles(db(), row.partnership_id)
    form.priority_id.choices = {"": "None", **{str(key): title for key, title in titles.items()}}
    if not titles:
        del form.priority_id
    return form


def _shown(action: Action) -> dict[str, Any]:
    owner = db().get(User, action.owner_id) if action.owner_id is not None else None
    return {
        "version": action.version_id,
        "text": action.text,
        "number": action.number,
        "agency_id": action.lead_agency_id,
        "lead_agencies": "\n".join(action.lead_agencies or []),
        "group_id": action.group_id,
        "priority_id": action.priority_id,
        "owner_post": action.owner_post,
        "owner_email": owner.email if owner else "",
        "target_text": action.target_text or (f"{action.target_on:%d/%m/%Y}" if action.target_on else ""),
        "milestones": action.milestones,
        "outcome": action.outcome,
        "measure": action.measure,
    }


def _told(form: ActionForm) -> Undertaking:
    agency_id, group_id = form.agency_id.data, form.group_id.data
    priority_id = form.priority_id.data if form.priority_id else None
    return Undertaking(
        text=form.text.data or "",
        number=form.number.data or "",
        agency=db().get(Agency, agency_id) if agency_id else None,
        lead_agencies=lines(form.lead_agencies.data),
        group=db().get(Group, group_id) if group_id else None,
        priority=db().get(Priority, priority_id) if priority_id else None,
        owner_email=form.owner_email.data or "",
        owner_post=form.owner_post.data or "",
        target=form.target_text.data or "",
        milestones=form.milestones.data or "",
        outcome=form.outcome.data or "",
        date_reason=form.date_reason.data or "" if form.date_reason else "",
        agreed_by=form.agreed_by.data or "" if form.agreed_by else "",
        measure=form.measure.data or "" if form.measure else "",
        name_reason=form.name_reason.data or "",
    )


def _understood(action: Action) -> str:
    """How a target date was read, for the one who typed it."""
    if action.due_on is None:
        return "It has no target date." if not action.target_text else f"“{action.target_text}” sets no date."
    return f"It is due on or before {action.due_on.day} {action.due_on:%B %Y}."
