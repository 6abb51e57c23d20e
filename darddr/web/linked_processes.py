"""Trial, inquest and other reviews beside a review, and whether publication waits for them."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from darddr.forms.linked_processes import ProcessForm
from darddr.models.linked_process import LinkedProcess
from darddr.models.review import Review
from darddr.services import linked_processes
from darddr.services.linked_processes import Process
from darddr.vocabulary.linked_processes import ProcessKind, ProcessStatus
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow, current_actor, may
from darddr.web.review_pages import review_context
from darddr.web.saving import page, saved
from darddr.web.session import db
from darddr.web.typed_names import Watched

bp = Blueprint("linked_processes", __name__)


@bp.route("/reviews/<uuid:review_id>/linked-processes")
@allow(P.REVIEW_READ, load=loaders.review)
def index(review: Review) -> str:
    """Every process linked with a review."""
    processes = linked_processes.processes_of(db(), review)
    return render_template(
        "linked_processes/index.html",
        processes=[(process, linked_processes.lines_of(process)) for process in processes],
        may_edit=may(P.REVIEW_LEAD, review),
        **review_context(review),
    )


@bp.route("/reviews/<uuid:review_id>/linked-processes/new", methods=["GET", "POST"])
@allow(P.REVIEW_LEAD, load=loaders.review)
def add(review: Review) -> tuple[str, int] | Response:
    """Link a process."""
    form = ProcessForm()
    _offer(form, review)
    act = Watched(lambda: linked_processes.link(db(), current_actor(), review, _told(form)), "note")
    if saved(form, act):
        flash("The process has been linked.", "success")
        return redirect(url_for("linked_processes.index", review_id=review.id))
    return page("linked_processes/edit.html", form, process=None, found=act.found, **review_context(review))


@bp.route("/linked-processes/<uuid:process_id>", methods=["GET", "POST"])
@allow(P.REVIEW_LEAD, load=loaders.linked_process)
def edit(process: LinkedProcess) -> tuple[str, int] | Response:
    """Record how a process stands now."""
    review = db().get_one(Review, process.review_id)
    kept = {name: getattr(process, name) for name in (*linked_processes.COLUMNS, *linked_processes.TEXTS)}
    events = linked_processes.events_of(process)
    form = ProcessForm(data={**kept, **ProcessForm.shown(events), "version": process.version_id})
    _offer(form, review, process.kind)
    act = Watched(lambda: _save(review, process, form), "note")
    if saved(form, act):
        flash("The process has been saved.", "success")
        return redirect(url_for("linked_processes.index", review_id=review.id))
    return page("linked_processes/edit.html", form, process=process, found=act.found, **review_context(review))


def _save(review: Review, process: LinkedProcess, form: ProcessForm) -> None:
    linked_processes.edit(db(), current_actor(), review, process, form.version.data or 0, _told(form))


def _offer(form: ProcessForm, review: Review, kept: ProcessKind | None = None) -> None:
    kinds = linked_processes.kinds_for(db(), review)
    form.offer({kind.value: kind.label for kind in ProcessKind if kind in kinds or kind is kept})


def _told(form: ProcessForm) -> Process:
    return Process(
        kind=ProcessKind(form.kind.data),
        status=ProcessStatus(form.status.data),
        lead_body=form.lead_body.data or "",
        has_joint_terms=bool(form.has_joint_terms.data),
        holds_publication=bool(form.holds_publication.data),
        dates=tuple(form.dated()),
        note=form.note.data or "",
        name_reason=form.name_reason.data or "",
    )
