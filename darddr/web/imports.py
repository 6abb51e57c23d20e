"""A plan from a file: choose it, look at what was understood, and only then bring it in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from darddr.forms.imports import ConfirmForm, UploadForm
from darddr.models.draft import Draft
from darddr.models.plan import Plan
from darddr.services import import_drafts, import_steps, imports, plan_files
from darddr.services.errors import Unfit
from darddr.services.imports import Counts, counts_of
from darddr.services.wording import counted
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow, current_actor
from darddr.web.plan_pages import plan_context, plan_href
from darddr.web.saving import page, saved
from darddr.web.session import db
from darddr.web.typed_names import Watched

bp = Blueprint("imports", __name__)

SHOWN = 1_000
"""Actions a preview lists; beyond that it says how many more there are, and all of them are brought in."""


@bp.route("/plans/<uuid:plan_id>/import", methods=["GET", "POST"])
@allow(P.PLAN_EDIT, load=loaders.plan)
def upload(plan: Plan) -> tuple[str, int] | Response:
    """Choose a file; it is read, and kept as a draft of the reader's own."""
    form = UploadForm()
    if form.validate_on_submit():
        try:
            draft = _read(plan, form)
        except Unfit as unfit:
            form.refuse(unfit.field, unfit.sentence)
        else:
            return redirect(url_for("imports.preview", draft_id=draft.id))
    return page("imports/upload.html", form, **plan_context(plan))


def _read(plan: Plan, form: UploadForm) -> Draft:
    """Read the file while no transaction is open: it may take seconds, and the database has one writer at a time."""
    actor = current_actor()
    db().rollback()
    parsed, warning = plan_files.read_file(form.file.data.filename or "", form.file.data.read())
    if warning:
        flash(warning, "warning")
    return import_drafts.keep_draft(db(), actor, plan, parsed)


def _own_draft(session: Session, draft_id: UUID) -> Draft | None:
    return import_drafts.own_draft(session, current_actor(), draft_id)


@bp.route("/imports/<uuid:draft_id>", methods=["GET", "POST"])
@allow(P.PLAN_EDIT, load=_own_draft)
def preview(draft: Draft) -> tuple[str, int] | Response:
    """What was understood of a file; posting brings it in."""
    plan = loaders.plan(db(), draft.subject_id) if draft.subject_id is not None else None
    if plan is None:
        abort(404)
    form = ConfirmForm()
    done: list[Counts] = []
    act = Watched(lambda: done.append(_bring_in(plan, draft, form)), "")
    if saved(form, act):
        flash(_sentence(done[0]), "success")
        return redirect(plan_href(plan))
    return page("imports/preview.html", form, found=act.found, **_understood(plan, draft), **plan_context(plan))


def _bring_in(plan: Plan, draft: Draft, form: ConfirmForm) -> Counts:
    parsed = import_drafts.thawed(draft.content or {})
    counts = imports.import_plan(db(), current_actor(), plan, parsed, name_reason=form.name_reason.data or "")
    db().delete(draft)
    return counts


def _understood(plan: Plan, draft: Draft) -> dict[str, Any]:
    parsed = import_drafts.thawed(draft.content or {})
    steps = import_steps.steps_for(db(), plan, parsed)
    shown, left = [], SHOWN
    for step in steps:
        shown.append((step, step.under[:left]))
        left -= len(step.under[:left])
    total = sum(len(step.under) for step in steps)
    return {
        "parsed": parsed,
        "steps": shown,
        "actions": total,
        "left_out": total - sum(len(under) for _, under in shown),
        "counts": counts_of(steps),
    }


def _sentence(counts: Counts) -> str:
    """What an import did, in a sentence."""
    if not counts.added and not counts.changed:
        return "The file says nothing new. Nothing has been changed."
    return (
        f"The file has been brought in: {counted(counts.added, 'row')} added, "
        f"{counted(counts.changed, 'row')} changed, {counted(counts.unchanged, 'row')} as before."
    )
