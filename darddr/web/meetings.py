"""Meetings of the executive: what changed since the last one, and what waits for the next."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from darddr import clock
from darddr.forms.base import Form
from darddr.forms.meetings import MeetingForm
from darddr.models.review import ReviewMove
from darddr.models.subject import Place
from darddr.services import meetings
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow, current_actor, may
from darddr.web.saving import page, saved
from darddr.web.session import db

bp = Blueprint("meetings", __name__)

FIRST_LOOK = timedelta(days=91)
"""How far back a page looks where no meeting is kept yet."""


@bp.route("/partnerships/<uuid:partnership_id>/meetings")
@allow(P.PARTNERSHIP_PROGRESS, load=loaders.partnership)
def index(place: Place) -> str:
    """What changed since the last meeting, what needs a decision, what is to be ratified, and the meetings kept."""
    day, actor, partnership_id = clock.today(), current_actor(), place.partnership_id
    kept = meetings.meetings_of(db(), partnership_id)
    since = kept[0].held_on if kept else day - FIRST_LOOK
    return render_template(
        "meetings/index.html",
        place=place,
        day=day,
        since=since,
        meetings=kept,
        changes=meetings.changes(db(), actor, partnership_id, since, day),
        waiting=meetings.waiting(db(), actor, partnership_id),
        to_ratify=meetings.to_ratify(db(), actor, partnership_id),
        may_change=may(P.PARTNERSHIP_DUTIES, place),
        may_ratify=may(P.REVIEW_DECIDE, place),
    )


@bp.route("/partnerships/<uuid:partnership_id>/meetings/new", methods=["GET", "POST"])
@allow(P.PARTNERSHIP_DUTIES, load=loaders.partnership)
def add(place: Place) -> tuple[str, int] | Response:
    """Record a meeting."""
    form = MeetingForm()
    if saved(form, lambda: _record(place, form)):
        flash("The meeting has been recorded.", "success")
        return redirect(url_for("meetings.index", partnership_id=place.partnership_id))
    return page("meetings/edit.html", form, place=place)


def _record(place: Place, form: MeetingForm) -> None:
    meetings.record_meeting(db(), current_actor(), place, form.held_on.given, form.next_on.date, form.note.data or "")


def _review_move(session: Session, move_id: UUID) -> ReviewMove | None:
    return session.get(ReviewMove, move_id)


@bp.route("/review-moves/<uuid:move_id>/ratify", methods=["POST"])
@allow(P.REVIEW_DECIDE, load=_review_move)
def ratify(move: ReviewMove) -> Response:
    """Record that the meeting after it ratified a decision."""
    if saved(Form(), lambda: meetings.ratify(db(), current_actor(), move)):
        flash("The decision has been recorded as ratified.", "success")
    return redirect(url_for("meetings.index", partnership_id=move.partnership_id))
