"""Rounds with the Home Office: the rounds and their points on one page, a report sent, what was written put right, the checklist."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from darddr import clock
from darddr.forms.rounds import ChecklistForm, RoundForm, SendForm
from darddr.forms.typed import optional_id
from darddr.models.home_office import HomeOfficeRound
from darddr.models.review import Review
from darddr.services import letter_points, rounds, submission_checks
from darddr.services.papers import home_office
from darddr.services.papers.record import Record
from darddr.services.report_facts import MARKING
from darddr.services.rounds import SENT_STATES, LetterTold, Sent
from darddr.vocabulary.home_office import Judged, LetterOutcome
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow, current_actor, may
from darddr.web.components import moment_text
from darddr.web.review_pages import review_context
from darddr.web.saving import page, saved
from darddr.web.session import db
from darddr.workflow.states import ReviewState

bp = Blueprint("rounds", __name__)


@bp.route("/reviews/<uuid:review_id>/home-office")
@allow(P.REVIEW_READ, load=loaders.review)
def index(review: Review) -> str:
    """Every round with its letter and its points; all of the points or those still open."""
    found, only_open = rounds.rounds_of(db(), review), request.args.get("show") == "open"
    listed = letter_points.points_of(db(), review)
    waits = bool(found) and found[-1].received_on is None
    return render_template(
        "rounds/index.html",
        rounds=found,
        loggers=rounds.loggers_of(db(), found),
        standing=rounds.standing(found, clock.today()),
        points=[each for each in listed if each.point.is_open or not only_open],
        open_points=sum(each.point.is_open for each in listed),
        all_points=len(listed),
        only_open=only_open,
        answers={each.point.id for each in listed if may(P.POINT_ANSWER, each.point)},
        is_with_home_office=review.state is ReviewState.WITH_HOME_OFFICE,
        may_send=may(P.REVIEW_MANAGE, review) and review.state in SENT_STATES and not waits,
        may_manage=may(P.REVIEW_MANAGE, review),
        may_lead=may(P.REVIEW_LEAD, review),
        **review_context(review),
    )


@bp.route("/reviews/<uuid:review_id>/home-office/send", methods=["GET", "POST"])
@allow(P.REVIEW_MANAGE, load=loaders.review)
def send(review: Review) -> tuple[str, int] | Response:
    """Record that the report was sent: a round begins."""
    form = SendForm(data={"sent_by": current_user.name or ""})
    form.document_id.choices = _packs(review)
    if saved(form, lambda: rounds.send(db(), current_actor(), review, _sent(form))):
        flash("The round has begun. Its date stands among the review’s dates.", "success")
        return redirect(url_for("rounds.index", review_id=review.id))
    return page("rounds/send.html", form, **review_context(review))


def _packs(review: Review) -> dict[str, str]:
    packs = rounds.packs_of(db(), review)
    return {
        "": "None of those built here",
        **{str(each.id): f"Built {moment_text(each.recorded_at)}" for each in packs},
    }


def _sent(form: SendForm | RoundForm) -> Sent:
    return Sent(form.sent_on.given, form.sent_by.data or "", optional_id(form.document_id.data))


@bp.route("/home-office-rounds/<uuid:round_id>", methods=["GET", "POST"])
@allow(P.REVIEW_MANAGE, load=loaders.home_office_round)
def edit(row: HomeOfficeRound) -> tuple[str, int] | Response:
    """Put right what was written of a round and of its letter."""
    review = db().get_one(Review, row.review_id)
    form = RoundForm(data=_shown(row))
    form.document_id.choices = _packs(review)
    if row.received_on is None:
        form.without_letter()
    if saved(form, lambda: _correct(review, row, form)):
        flash("The round has been saved.", "success")
        return redirect(url_for("rounds.index", review_id=review.id))
    return page("rounds/edit.html", form, row=row, **review_context(review))


def _shown(row: HomeOfficeRound) -> dict[str, object]:
    known = {name: getattr(row, name) for name in rounds.FIELDS}
    document_id = str(row.document_id) if row.document_id else ""
    return {
        **known,
        "version": row.version_id,
        "document_id": document_id,
        "outcome": row.outcome and row.outcome.value,
    }


def _correct(review: Review, row: HomeOfficeRound, form: RoundForm) -> None:
    told = letter_told(form) if form.outcome else None
    rounds.correct(db(), current_actor(), review, row, form.version.data or 0, _sent(form), told)


def letter_told(form: object) -> LetterTold:
    """What a form says of a letter."""
    given: RoundForm = form  # type: ignore[assignment]
    return LetterTold(
        given.received_on.given,
        LetterOutcome(given.outcome.data),
        given.panel_on.date,
        given.letter_on.date,
        given.strengths.data or "",
    )


@bp.route("/reviews/<uuid:review_id>/home-office/checklist", methods=["GET", "POST"])
@allow(P.REVIEW_LEAD, load=loaders.review)
def checklist(review: Review) -> tuple[str, int] | Response:
    """What the record shows before a report is sent, and what a person has judged."""
    made = submission_checks.checks_of(db(), review)
    ticked = [each.value for each in Judged if each in made]
    form = ChecklistForm(data={"judged": ticked, "seen": ticked})
    if saved(form, lambda: _judge(review, form)):
        flash("The checklist has been saved.", "success")
        return redirect(url_for("rounds.checklist", review_id=review.id))
    return page(
        "rounds/checklist.html",
        form,
        made=made,
        ticked=ticked,
        number=submission_checks.round_ahead(db(), review),
        shown=tuple(home_office.shown_by(Record(db(), current_actor(), review, MARKING))),
        **review_context(review),
    )


def _judge(review: Review, form: ChecklistForm) -> None:
    submission_checks.judge(db(), current_actor(), review, form.judged.data or (), form.seen.data or ())
