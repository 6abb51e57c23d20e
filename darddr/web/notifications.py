"""A notification: one thing per page, then everything at a glance, and only then a review."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from darddr.forms.notifications import MANNER_HINTS, AllegedForm, CircumstancesForm, DiedForm, NoticeForm, PlainForm
from darddr.models.draft import Draft
from darddr.models.subject import Place
from darddr.services import notifications
from darddr.services.drafts import open_drafts, own_draft
from darddr.services.naming import suggestions
from darddr.services.notifications import answers_of
from darddr.vocabulary.permissions import Permission as P
from darddr.vocabulary.records import NotificationSource
from darddr.web import loaders
from darddr.web.access import allow, current_actor
from darddr.web.saving import page, saved
from darddr.web.session import db
from darddr.web.typed_names import Watched

bp = Blueprint("notifications", __name__)

Answer = Response | tuple[str, int] | str


def _own_draft(session: Session, draft_id: UUID, **_: str) -> Draft | None:
    """A draft belongs to whoever began it; for everybody else it is not there."""
    return own_draft(session, current_user.user_id, draft_id, notifications.KIND)


@bp.route("/partnerships/<uuid:partnership_id>/notifications/new", methods=["GET", "POST"])
@allow(P.REVIEW_NOTIFY, load=loaders.partnership)
def start(place: Place) -> Answer:
    """What will be asked, and the notifications that wait to be finished."""
    form = PlainForm()
    begun: list[Draft] = []
    if saved(form, lambda: begun.append(notifications.begin(db(), current_actor(), place))):
        return redirect(url_for(".step", draft_id=begun[0].id, step="notice"))
    waiting = open_drafts(db(), current_user.user_id, place.partnership_id, notifications.KIND)
    return page("notifications/start.html", form, place=place, drafts=[(draft, _next(draft)) for draft in waiting])


@bp.route("/notifications/<uuid:draft_id>/<step>", methods=["GET", "POST"])
@allow(P.REVIEW_NOTIFY, load=_own_draft)
def step(draft: Draft) -> Answer:
    """One page of a notification."""
    name = str((request.view_args or {})["step"])
    kind, _, number = name.partition("-")
    if draft.subject_id is not None:
        return _review(draft.subject_id)
    if kind in ("died", "alleged") and number.isdecimal():
        return _person(draft, kind, int(number) - 1)
    if name not in STEPS:
        abort(404)
    return STEPS[name](draft)


def _notice(draft: Draft) -> Answer:
    answers = answers_of(draft)
    form = NoticeForm(data={"received_on": notifications.day(answers.received_on), "source": answers.source})

    def answer() -> None:
        received_on = form.received_on.date
        assert received_on is not None
        notifications.answer_notice(current_actor(), draft, received_on, NotificationSource(form.source.data))

    if saved(form, answer):
        return redirect(_next(draft))
    return page("notifications/notice.html", form, draft=draft)


def _person(draft: Draft, kind: str, index: int) -> Answer:
    """Somebody who died or is alleged to have caused it; posted with `remove`, they go."""
    answers = answers_of(draft)
    listed = answers.died if kind == "died" else answers.alleged
    if not 0 <= index <= len(listed):
        abort(404)
    if "remove" in request.form and index < len(listed):
        notifications.remove_person(current_actor(), draft, kind, index)
        return redirect(url_for(".step", draft_id=draft.id, step="people"))
    one = listed[index] if index < len(listed) else None
    form = (DiedForm if kind == "died" else AllegedForm).showing(one)
    if saved(form, lambda: notifications.answer_person(current_actor(), draft, index, form.told())):
        return redirect(url_for(".step", draft_id=draft.id, step="people"))
    suggested = suggestions(answers.people, draft.id.int + index)
    return page(f"notifications/{kind}.html", form, draft=draft, index=index, suggested=suggested, hints=MANNER_HINTS)


def _people(draft: Draft) -> Answer:
    answers = answers_of(draft)
    if not answers.died:
        return redirect(url_for(".step", draft_id=draft.id, step="died-1"))
    return render_template("notifications/people.html", draft=draft, answers=answers, onward=_next(draft))


def _circumstances(draft: Draft) -> Answer:
    answers = answers_of(draft)
    form = CircumstancesForm(data={"circumstances": answers.circumstances, "name_reason": answers.name_reason})
    watched = Watched(
        lambda: notifications.answer_circumstances(
            current_actor(), draft, form.circumstances.data or "", form.name_reason.data or ""
        ),
        "circumstances",
        answers.people,
    )
    if saved(form, watched):
        return redirect(_next(draft))
    return page("notifications/circumstances.html", form, draft=draft, found=watched.found)


STEPS = {"notice": _notice, "people": _people, "circumstances": _circumstances}
PAGES = {"notice": "notice", "died": "died-1", "circumstances": "circumstances"}


def _next(draft: Draft) -> str:
    """The address of the first question without an answer, or of the last look at all answers."""
    missing = answers_of(draft).missing
    if missing is None:
        return url_for(".check", draft_id=draft.id)
    return url_for(".step", draft_id=draft.id, step=PAGES[missing])


@bp.route("/notifications/<uuid:draft_id>/check", methods=["GET", "POST"])
@allow(P.REVIEW_NOTIFY, load=_own_draft)
def check(draft: Draft) -> Answer:
    """Every answer at a glance; posting it makes the review, once."""
    if draft.subject_id is not None:
        return _review(draft.subject_id)
    answers = answers_of(draft)
    if answers.missing:
        return redirect(_next(draft))
    form = PlainForm()
    made: list[UUID] = []
    if saved(form, lambda: made.append(notifications.confirm(db(), current_actor(), draft))):
        flash("The notification has been recorded. Everything the review needs next is listed below.", "success")
        return _review(made[0])
    alike = notifications.same_month(db(), current_actor(), draft.partnership_id, answers.month_of_death)
    return page("notifications/check.html", form, draft=draft, answers=answers, alike=alike, day=notifications.day)


def _review(review_id: UUID) -> Response:
    return redirect(url_for("reviews.show", review_id=review_id))
