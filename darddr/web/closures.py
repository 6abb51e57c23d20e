"""The end of a review: its closing minute and legal holds; how long a partnership keeps its reviews, and what is due for disposal."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from darddr import clock
from darddr.forms.closures import EndHoldForm, HoldForm, MinuteForm, RetentionForm
from darddr.models.closure import LegalHold
from darddr.models.partnership import Partnership
from darddr.models.review import Review
from darddr.models.subject import Place
from darddr.services import closures
from darddr.services.milestones import milestones_of
from darddr.services.naming import Named
from darddr.services.register import register_of
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow, current_actor
from darddr.web.review_pages import review_context
from darddr.web.saving import page, saved
from darddr.web.session import db
from darddr.web.typed_names import Watched

bp = Blueprint("closures", __name__)


@bp.route("/reviews/<uuid:review_id>/closure", methods=["GET", "POST"])
@allow(P.REVIEW_MANAGE, load=loaders.review)
def show(review: Review) -> tuple[str, int] | Response:
    """The closing minute, what the record says of the end, and the holds."""
    minute = closures.minute_of(db(), review)
    form = MinuteForm(data={"version": minute.version_id, "text": minute.text} if minute else {})
    act = _watched(review, lambda: _minute(review, form))
    if saved(form, act):
        flash("The closing minute has been saved.", "success")
        return redirect(url_for("closures.show", review_id=review.id))
    ended_on = closures.ended_on(db(), review)
    years = db().get_one(Partnership, review.partnership_id).retention_years
    return page(
        "closures/show.html",
        form,
        found=act.found,
        minute=minute,
        may_minute=review.state in closures.MINUTED,
        audited_on=milestones_of(db(), review).get(Milestone.PLAN_AUDITED),
        ended_on=ended_on,
        years=years,
        keep_until=closures.keep_until(ended_on, years) if ended_on else None,
        holds=closures.holds_of(db(), review),
        **review_context(review),
    )


def _minute(review: Review, form: MinuteForm) -> None:
    version, text, reason = form.version.data or 0, form.text.data or "", form.name_reason.data or ""
    closures.write_minute(db(), current_actor(), review, version, text, reason)


def _watched(review: Review, act: Callable[[], object]) -> Watched:
    return Watched(act, "text", _people(review))


def _people(review: Review) -> Iterator[Named]:
    """Whose pseudonyms the page may suggest; whoever manages a review may know its identities."""
    yield from register_of(db(), review).people


@bp.route("/reviews/<uuid:review_id>/legal-holds/new", methods=["GET", "POST"])
@allow(P.REVIEW_MANAGE, load=loaders.review)
def hold(review: Review) -> tuple[str, int] | Response:
    """Stop the disposal of a review."""
    form = HoldForm()
    if saved(form, lambda: _hold(review, form)):
        flash("The hold stands. Nothing of this review may be disposed of until it is ended.", "success")
        return redirect(url_for("closures.show", review_id=review.id))
    return page("closures/hold.html", form, hold=None, **review_context(review))


def _hold(review: Review, form: HoldForm) -> None:
    closures.begin_hold(db(), current_actor(), review, form.began_on.given, form.reason.data or "")


@bp.route("/legal-holds/<uuid:legal_hold_id>/end", methods=["GET", "POST"])
@allow(P.REVIEW_MANAGE, load=loaders.legal_hold)
def end_hold(row: LegalHold) -> tuple[str, int] | Response:
    """End a hold."""
    closures.require_running(row)
    review, form = db().get_one(Review, row.review_id), EndHoldForm()
    if saved(form, lambda: _end_hold(review, row, form)):
        flash("The hold has ended. It stays in the record.", "success")
        return redirect(url_for("closures.show", review_id=review.id))
    return page("closures/hold.html", form, hold=row, **review_context(review))


def _end_hold(review: Review, row: LegalHold, form: EndHoldForm) -> None:
    closures.end_hold(db(), current_actor(), review, row, form.ended_on.given, form.reason.data or "")


@bp.route("/partnerships/<uuid:partnership_id>/retention", methods=["GET", "POST"])
@allow(P.PARTNERSHIP_DUTIES, load=loaders.partnership)
def retention(place: Place) -> tuple[str, int] | Response:
    """How long ended reviews are kept, and which are due for disposal. Nothing is disposed of here."""
    partnership = db().get_one(Partnership, place.partnership_id)
    years = partnership.retention_years
    form = RetentionForm(data={"version": partnership.version_id, "retention_years": years})
    if saved(form, lambda: _retention(place, form)):
        flash("The period has been saved.", "success")
        return redirect(url_for("closures.retention", partnership_id=place.partnership_id))
    due = closures.due_for_disposal(db(), current_actor(), place.partnership_id, clock.today())
    return page("closures/retention.html", form, place=place, years=years, due=due)


def _retention(place: Place, form: RetentionForm) -> None:
    version, years = form.version.data or 0, form.retention_years.data
    closures.set_retention(db(), current_actor(), place, version, years)
