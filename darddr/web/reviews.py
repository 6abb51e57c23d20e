"""The reviews a person may read, and everything that moves one."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from darddr import clock
from darddr.deadlines.checklists import Checklist, checklist_for
from darddr.deadlines.rules import OPENINGS
from darddr.forms.reviews import ExtensionForm, MilestoneForm, MoveForm, WaiverForm, scope_form
from darddr.models.review import Review
from darddr.services import clock_page, clocks, family_days, holds, linked_processes, milestones, reviews
from darddr.services.progress import partnership_names
from darddr.services.review_history import CONDITIONS, history_of, waived_on
from darddr.services.review_list import reviews_page
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.permissions import Permission as P
from darddr.vocabulary.records import Answer
from darddr.vocabulary.roles import PartnershipRole as R
from darddr.web import loaders, presenters
from darddr.web.access import allow, current_actor, may
from darddr.web.review_filters import filters_of
from darddr.web.review_pages import review_context
from darddr.web.saving import page, saved
from darddr.web.session import db

bp = Blueprint("reviews", __name__)


@bp.route("/reviews")
@allow(P.OWN_WORK)
def index() -> str:
    """The reviews this person may read."""
    filters = filters_of(request.args)
    found = reviews_page(db(), current_actor(), filters.wanted, clock.today())
    coordinated = partnership_names(db(), current_actor().partnerships_as(R.COORDINATOR))
    return render_template(
        "reviews/index.html",
        found=found,
        filters=filters,
        tags=presenters.STATE_TAGS,
        pages=filters.pages(found),
        coordinated=coordinated,
    )


@bp.route("/reviews/<uuid:review_id>")
@allow(P.REVIEW_READ, load=loaders.review)
def show(review: Review) -> str:
    """Where a review stands, what can happen next, and what exactly each other move waits for."""
    events = milestones.events_of(db(), review)
    known = {event.kind for event in events}
    offers = reviews.offers_of(db(), current_actor(), review)
    day = clock.today()
    return render_template(
        "reviews/show.html",
        phases=presenters.phases_of(review, reviews.standing_since(db(), review)),
        open_moves=presenters.open_moves(review, offers),
        blocked_moves=presenters.blocked_moves(review, offers),
        events=events,
        waived=waived_on(db(), review),
        processes=linked_processes.processes_of(db(), review),
        deadlines=[(each, each.days_late(day)) for each in clocks.deadlines_of(db(), review)],
        holds=holds.rows_of(db(), review),
        day=day,
        kinds=[kind for kind in Milestone if kind not in known and kind not in OPENINGS],
        may_lead=may(P.REVIEW_LEAD, review),
        may_manage=may(P.REVIEW_MANAGE, review),
        may_publish=may(P.REVIEW_PUBLISH, review),
        **review_context(review),
    )


def _review_for_move(session: Session, review_id: UUID, trigger: str) -> Review | None:
    return loaders.review(session, review_id)


@bp.route("/reviews/<uuid:review_id>/moves/<trigger>", methods=["GET", "POST"])
@allow(P.REVIEW_PROGRESS, load=_review_for_move)
def move(review: Review) -> tuple[str, int] | Response:
    """Ask when a move happened and why, then make it."""
    trigger = (request.view_args or {})["trigger"]
    chosen = reviews.move_called(db(), current_actor(), review, trigger)
    form = presenters.asking(MoveForm(), chosen, reviews.decides(current_actor(), review))
    if saved(form, lambda: _advance(review, trigger, form)):
        flash(f"{review.reference} is now: {review.state.label}.", "success")
        return redirect(_back(review))
    warning = family_days.move_warning(db(), review, trigger, clock.today())
    return page("reviews/move.html", form, move=chosen, back=_back(review), review=review, warning=warning)


def _advance(review: Review, trigger: str, form: MoveForm) -> None:
    reviews.advance(
        db(),
        current_actor(),
        review,
        trigger,
        happened_on=form.happened_on.date,
        reason=form.reason.data or "",
        on_behalf_of=form.on_behalf_of.data or "" if form.on_behalf_of else "",
    )


def _back(review: Review) -> str:
    """The review, for whoever may read it; else the progress of its partnership."""
    if may(P.REVIEW_READ, review):
        return url_for("reviews.show", review_id=review.id)
    return url_for("progress.show", partnership_id=review.partnership_id)


def _review_for_kind(session: Session, review_id: UUID, kind: str) -> Review | None:
    return loaders.review(session, review_id) if kind in {each.value for each in Milestone} else None


@bp.route("/reviews/<uuid:review_id>/dates/<kind>", methods=["GET", "POST"])
@allow(P.REVIEW_LEAD, load=_review_for_kind)
def milestone(review: Review) -> tuple[str, int] | Response:
    """Record or correct the day an event happened."""
    kind = Milestone((request.view_args or {})["kind"])
    milestones.require_by_hand(db(), review, kind)
    known = milestones.milestones_of(db(), review).get(kind)
    checklist = checklist_for(review.legal_basis) if kind is Milestone.SCOPE_CHECKED else None
    form = _milestone_form(review, known, checklist)
    if saved(form, lambda: _record(review, kind, form)):
        flash(f"Recorded: {kind.label}.", "success")
        return redirect(url_for("reviews.show", review_id=review.id))
    return page("reviews/milestone.html", form, kind=kind, known=known, checklist=checklist, **review_context(review))


def _milestone_form(review: Review, known: date | None, checklist: Checklist | None) -> MilestoneForm:
    day = {"happened_on": known or clock.today()}
    if checklist is None:
        return MilestoneForm(data=day)
    given = clock_page.answers_of(db(), review, checklist) if known else {}
    return scope_form(checklist.questions)(data={**day, **{f"answer_{key}": given[key] for key in given}})


def _record(review: Review, kind: Milestone, form: MilestoneForm) -> None:
    told = (review, kind, form.happened_on.given, form.note.data or "")
    answers = {name.removeprefix("answer_"): Answer(form[name].data) for name in form._fields if "answer_" in name}
    milestones.record_milestone(db(), current_actor(), *told, answers)


def _review_for_condition(session: Session, review_id: UUID, condition: str) -> Review | None:
    return loaders.review(session, review_id) if condition in CONDITIONS else None


@bp.route("/reviews/<uuid:review_id>/waivers/<condition>", methods=["GET", "POST"])
@allow(P.REVIEW_WAIVE, load=_review_for_condition)
def waive(review: Review) -> tuple[str, int] | Response:
    """Set a condition aside with a reason."""
    condition = (request.view_args or {})["condition"]
    need = reviews.waivable(db(), review, condition)
    form = WaiverForm()
    if saved(form, lambda: reviews.waive(db(), current_actor(), review, condition, form.reason.data or "")):
        flash("The condition has been set aside; the reason is kept in the history.", "success")
        return redirect(url_for("reviews.show", review_id=review.id))
    return page("reviews/waive.html", form, sentence=need.sentence, **review_context(review))


def _review_for_limit(session: Session, review_id: UUID, limit: str) -> Review | None:
    return loaders.review(session, review_id) if limit in clocks.RUNS else None


@bp.route("/reviews/<uuid:review_id>/deadlines/<limit>", methods=["GET", "POST"])
@allow(P.REVIEW_LEAD, load=_review_for_limit)
def extend(review: Review) -> tuple[str, int] | Response:
    """Keep another day formally agreed for a deadline."""
    limit = (request.view_args or {})["limit"]
    running = clocks.extendable(db(), review, limit)
    form = ExtensionForm()
    if saved(form, lambda: _agree_date(review, limit, form)):
        flash("The new date has been kept; the earlier one stays in the history.", "success")
        return redirect(url_for("reviews.show", review_id=review.id))
    return page("reviews/extend.html", form, deadline=running, **review_context(review))


def _agree_date(review: Review, limit: str, form: ExtensionForm) -> None:
    clocks.agree_date(
        db(),
        current_actor(),
        review,
        limit,
        due_on=form.due_on.given,
        agreed_on=form.agreed_on.given,
        reason=form.reason.data or "",
        agreed_by=form.agreed_by.data or "",
    )


@bp.route("/reviews/<uuid:review_id>/history")
@allow(P.REVIEW_READ, load=loaders.review)
def history(review: Review) -> str:
    """Everything that happened on a review, newest first."""
    return render_template("reviews/history.html", entries=history_of(db(), review), **review_context(review))
