"""Meetings of the executive: what changed since the last one, and what waits for the next."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from darddr import clock
from darddr.forms.base import Form
from darddr.forms.meetings import MeetingForm
from darddr.models.meeting import Meeting
from darddr.models.review import ReviewMove
from darddr.models.subject import Place
from darddr.services import attendance, meetings
from darddr.services.meetings import Sitting
from darddr.services.partnerships import agencies_of
from darddr.services.report_facts import day_text
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow, current_actor, may
from darddr.web.saving import page, saved
from darddr.web.session import db

bp = Blueprint("meetings", __name__)

LABELS = {"held_on": "Held on", "next_on": "Next on", "came": "Agencies that came", "note": "Note"}
"""What is said of each part of a meeting that was changed."""

DAYS = ("held_on", "next_on")

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
        attended=attendance.names(db(), kept),
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
    form = _offer(MeetingForm(), place)
    if saved(form, lambda: meetings.record_meeting(db(), current_actor(), place, _told(form))):
        flash("The meeting has been recorded.", "success")
        return redirect(url_for("meetings.index", partnership_id=place.partnership_id))
    return page("meetings/edit.html", form, place=place, meeting=None)


@bp.route("/meetings/<uuid:meeting_id>", methods=["GET", "POST"])
@allow(P.PARTNERSHIP_DUTIES, load=loaders.meeting)
def edit(meeting: Meeting) -> tuple[str, int] | Response:
    """Change a meeting: its days, who came, its note. What it said before is kept and shown."""
    place = Place(meeting.partnership_id)
    form = _offer(MeetingForm(data=_shown(meeting)), place)
    if saved(form, lambda: _save(meeting, form)):
        flash("The meeting has been saved.", "success")
        return redirect(url_for("meetings.index", partnership_id=place.partnership_id))
    return page("meetings/edit.html", form, place=place, meeting=meeting, earlier=_earlier(meeting))


def _earlier(meeting: Meeting) -> list[tuple[datetime, str, list[tuple[str, str]]]]:
    """What it said before, in words."""

    def said(key: str, text: str) -> str:
        return (day_text(date.fromisoformat(text)) if key in DAYS and text else text) or "nothing"

    kept = meetings.earlier_of(db(), meeting)
    return [(at, by, [(LABELS[key], said(key, text)) for key, text in before.items()]) for at, by, before in kept]


def _save(meeting: Meeting, form: MeetingForm) -> None:
    meetings.edit_meeting(db(), current_actor(), meeting, form.version.data or 0, _told(form))


def _offer(form: MeetingForm, place: Place) -> MeetingForm:
    form.came.choices = {str(agency.id): agency.name for agency in agencies_of(db(), place.partnership_id)}
    return form


def _told(form: MeetingForm) -> Sitting:
    came = tuple(UUID(agency_id) for agency_id in form.came.data or ())
    return Sitting(form.held_on.given, form.next_on.date, form.note.data or "", came)


def _shown(meeting: Meeting) -> dict[str, object]:
    came = [str(agency_id) for agency_id, there in attendance.of_meeting(db(), meeting).items() if there]
    days = {"held_on": meeting.held_on, "next_on": meeting.next_on}
    return {"version": meeting.version_id, **days, "came": came, "note": meeting.note}


def _review_move(session: Session, move_id: UUID) -> ReviewMove | None:
    return session.get(ReviewMove, move_id)


@bp.route("/review-moves/<uuid:move_id>/ratify", methods=["POST"])
@allow(P.REVIEW_DECIDE, load=_review_move)
def ratify(move: ReviewMove) -> Response:
    """Record that the meeting after it ratified a decision."""
    if saved(Form(), lambda: meetings.ratify(db(), current_actor(), move)):
        flash("The decision has been recorded as ratified.", "success")
    return redirect(url_for("meetings.index", partnership_id=move.partnership_id))
