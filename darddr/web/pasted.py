"""Rows pasted from Excel into a plan: paste, look, confirm."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from darddr import clock
from darddr.forms.pasted import PastedForm, PasteForm
from darddr.models.draft import Draft
from darddr.models.plan import Plan
from darddr.services import pasted
from darddr.services.answers import Taking
from darddr.services.pasted import Done
from darddr.services.wording import counted
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow, current_actor
from darddr.web.plan_pages import plan_context, plan_href
from darddr.web.saving import page, saved
from darddr.web.session import db
from darddr.web.typed_names import Watched

bp = Blueprint("pasted", __name__)


@bp.route("/plans/<uuid:plan_id>/paste", methods=["GET", "POST"])
@allow(P.UPDATE_FORMS, load=loaders.plan)
def paste(plan: Plan) -> tuple[str, int] | Response:
    """Paste rows; they are read and kept as a draft of one's own."""
    form, made = PasteForm(), list[Draft]()
    if saved(form, lambda: made.append(pasted.keep(db(), current_actor(), plan, form.text.data or ""))):
        return redirect(url_for(".check", draft_id=made[0].id))
    return page("pasted/paste.html", form, **plan_context(plan))


def _own_pasted(session: Session, draft_id: UUID) -> Draft | None:
    return pasted.own_pasted(session, current_actor(), draft_id)


@bp.route("/pasted/<uuid:draft_id>", methods=["GET", "POST"])
@allow(P.UPDATE_FORMS, load=_own_pasted)
def check(draft: Draft) -> tuple[str, int] | Response:
    """What each row would do; posting does it."""
    plan = loaders.plan(db(), draft.subject_id) if draft.subject_id is not None else None
    if plan is None:
        abort(404)
    form, done = PastedForm(), list[Done]()
    lines = pasted.lines_of(db(), plan, draft)
    act = Watched(lambda: done.append(pasted.apply(db(), current_actor(), plan, draft, _taking(form))), "")
    if saved(form, act):
        flash(_sentence(done[0]), "success")
        return redirect(plan_href(plan))
    if form.errors:
        lines = pasted.lines_of(db(), plan, draft)
    context = {"lines": lines, "left_out": pasted.left_out(draft), "found": act.found, **plan_context(plan)}
    return page("pasted/check.html", form, **context)


def _taking(form: PastedForm) -> Taking:
    return Taking(
        form.on_behalf_of.data or "",
        form.happened_on.date or clock.today(),
        move=bool(form.move.data),
        name_reason=form.name_reason.data or "",
    )


def _sentence(done: Done) -> str:
    return f"{counted(done.updated, 'action').capitalize()} updated, {counted(done.added, 'action')} added."
