"""The reviews a person may read, and everything that moves one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from darddr import clock
from darddr.deadlines.editions import deadlines
from darddr.forms.reviews import MilestoneForm, MoveForm, WaiverForm
from darddr.models.review import Review
from darddr.services import milestones, reviews
from darddr.services.progress import partnership_names
from darddr.services.review_history import CONDITIONS, history_of
from darddr.services.review_list import ReviewPage, Wanted, reviews_page
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.permissions import Permission as P
from darddr.vocabulary.roles import PartnershipRole as R
from darddr.web import loaders, presenters
from darddr.web.access import allow, current_actor, may
from darddr.web.review_pages import review_context
from darddr.web.saving import page, saved
from darddr.web.session import db
from darddr.workflow.states import Phase

bp = Blueprint("reviews", __name__)

SORTS = ("reference", "state", "received")


@bp.route("/reviews")
@allow(P.OWN_WORK)
def index() -> str:
    """The reviews this person may read."""
    wanted = _wanted()
    found = reviews_page(db(), current_actor(), wanted)
    coordinated = partnership_names(db(), current_actor().partnerships_as(R.COORDINATOR))
    return render_template(
        "reviews/index.html",
        found=found,
        wanted=wanted,
        phases=list(Phase.choices().items()),
        columns=_columns(wanted),
        tags=presenters.STATE_TAGS,
        next_page=_next_page(found, wanted),
        coordinated=coordinated,
    )


def _wanted() -> Wanted:
    args = request.args
    sort = args.get("sort", "received")
    return Wanted(
        phase=next((phase for phase in Phase if phase.value == args.get("phase")), None),
        words=args.get("words", "").strip()[:40],
        sort=sort if sort in SORTS else "received",
        descending=args.get("order", "down") != "up",
        after=_after(args.get("after", ""), args.get("last", "")),
    )


def _after(value: str, last: str) -> tuple[str, UUID] | None:
    try:
        return (value, UUID(last)) if value and last else None
    except ValueError:
        return None


def _address(wanted: Wanted, **changed: Any) -> str:
    kept = {
        "phase": wanted.phase.value if wanted.phase else None,
        "words": wanted.words or None,
        "sort": wanted.sort,
        "order": "down" if wanted.descending else "up",
    }
    return url_for("reviews.index", **{**kept, **changed})


def _columns(wanted: Wanted) -> list[dict[str, Any]]:
    columns: list[dict[str, Any]] = []
    for title, sort in (
        ("Reference", "reference"),
        ("Person who died", ""),
        ("Phase", ""),
        ("State", "state"),
        ("Notice received", "received"),
    ):
        column: dict[str, Any] = {"title": title}
        if sort:
            turned = "up" if wanted.sort == sort and wanted.descending else "down"
            column["sort"] = _address(wanted, sort=sort, order=turned)
            column["sorted"] = ("descending" if wanted.descending else "ascending") if wanted.sort == sort else None
        columns.append(column)
    return columns


def _next_page(found: ReviewPage, wanted: Wanted) -> str | None:
    if found.next_after is None:
        return None
    value, last = found.next_after
    return _address(wanted, after=value, last=last)


@bp.route("/reviews/<uuid:review_id>")
@allow(P.REVIEW_READ, load=loaders.review)
def show(review: Review) -> str:
    """Where a review stands, what can happen next, and what exactly each other move waits for."""
    dates = milestones.milestones_of(db(), review)
    offers = reviews.offers_for(db(), current_actor(), review)
    day = clock.today()
    return render_template(
        "reviews/show.html",
        phases=presenters.phases_of(review),
        open_moves=presenters.open_moves(review, offers),
        blocked_moves=presenters.blocked_moves(review, offers),
        dates=presenters.date_rows(review, dates),
        deadlines=[(each, each.days_late(day)) for each in deadlines(review.guidance_edition, dates)],
        kinds=[kind for kind in Milestone if kind not in dates] if may(P.REVIEW_LEAD, review) else [],
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
    form = MoveForm()
    if saved(form, lambda: _advance(review, trigger, form)):
        flash(f"{review.reference} is now: {review.state.label}.", "success")
        return redirect(_back(review))
    asked = {need.asks for need in chosen.conditions}
    return page(
        "reviews/move.html",
        form,
        move=chosen,
        asked=asked,
        decides=reviews.decides(current_actor(), review),
        back=_back(review),
        review=review,
    )


def _advance(review: Review, trigger: str, form: MoveForm) -> None:
    reviews.advance(
        db(),
        current_actor(),
        review,
        trigger,
        happened_on=form.happened_on.date,
        reason=form.reason.data or "",
        on_behalf_of=form.on_behalf_of.data or "",
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
    known = milestones.milestones_of(db(), review).get(kind)
    form = MilestoneForm(data={"happened_on": known or clock.today()})
    if saved(form, lambda: _record(review, kind, form)):
        flash(f"Recorded: {kind.label}.", "success")
        return redirect(url_for("reviews.show", review_id=review.id))
    return page("reviews/milestone.html", form, kind=kind, known=known, **review_context(review))


def _record(review: Review, kind: Milestone, form: MilestoneForm) -> None:
    day = form.happened_on.date
    if day is not None:
        milestones.record_milestone(db(), current_actor(), review, kind, day, form.note.data or "")


def _review_for_condition(session: Session, review_id: UUID, condition: str) -> Review | None:
    return loaders.review(session, review_id) if condition in CONDITIONS else None


@bp.route("/reviews/<uuid:review_id>/waivers/<condition>", methods=["GET", "POST"])
@allow(P.REVIEW_WAIVE, load=_review_for_condition)
def waive(review: Review) -> tuple[str, int] | Response:
    """Set a condition aside with a reason."""
    condition = (request.view_args or {})["condition"]
    form = WaiverForm()
    if saved(form, lambda: reviews.waive(db(), current_actor(), review, condition, form.reason.data or "")):
        flash("The condition has been set aside; the reason is kept in the history.", "success")
        return redirect(url_for("reviews.show", review_id=review.id))
    return page("reviews/waive.html", form, sentence=CONDITIONS[condition], **review_context(review))


@bp.route("/reviews/<uuid:review_id>/history")
@allow(P.REVIEW_READ, load=loaders.review)
def history(review: Review) -> str:
    """Everything that happened on a review, newest first."""
    return render_template("reviews/history.html", entries=history_of(db(), review), **review_context(review))
