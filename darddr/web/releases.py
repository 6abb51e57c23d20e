"""The register of what was published: of a partnership, an edition entered, changed, taken down."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from darddr import clock
from darddr.forms.releases import EditionForm, TakeDownForm
from darddr.models.release import Release
from darddr.models.review import Review
from darddr.models.subject import Place
from darddr.services import releases
from darddr.services.naming import Named
from darddr.services.register import register_of
from darddr.services.releases import Edition
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow, current_actor, may
from darddr.web.review_pages import review_context
from darddr.web.saving import page, saved
from darddr.web.session import db
from darddr.web.typed_names import Watched

bp = Blueprint("releases", __name__)


@bp.route("/partnerships/<uuid:partnership_id>/publications")
@allow(P.PARTNERSHIP_PROGRESS, load=loaders.partnership)
def index(place: Place) -> str:
    """What is published, what is withheld and comes back, what was taken down; no story."""
    register = releases.register_of(db(), current_actor(), place.partnership_id, clock.today())
    return render_template(
        "releases/index.html", place=place, register=register, may_manage=may(P.PARTNERSHIP_REVIEWS, place)
    )


@bp.route("/reviews/<uuid:review_id>/publication/editions/new", methods=["GET", "POST"])
@allow(P.REVIEW_MANAGE, load=loaders.review)
def record(review: Review) -> tuple[str, int] | Response:
    """Enter an edition that was published."""
    releases.released(db(), review)
    form = EditionForm(data={"library_name": releases.suggested_name(db(), review)})
    act = _watched(review, lambda: releases.record_edition(db(), current_actor(), review, _told(form)))
    if saved(form, act):
        flash("The edition is in the register of publications.", "success")
        return redirect(url_for("publication.show", review_id=review.id))
    return page("releases/edit.html", form, found=act.found, release=None, **review_context(review))


@bp.route("/editions/<uuid:release_id>", methods=["GET", "POST"])
@allow(P.REVIEW_MANAGE, load=loaders.release)
def edit(row: Release) -> tuple[str, int] | Response:
    """Put an entry right."""
    review = db().get_one(Review, row.review_id)
    form = EditionForm(data=_shown(row))
    version = form.version.data or 0
    act = _watched(review, lambda: releases.change_edition(db(), current_actor(), review, row, version, _told(form)))
    if saved(form, act):
        flash("The entry has been saved.", "success")
        return redirect(url_for("publication.show", review_id=review.id))
    return page("releases/edit.html", form, found=act.found, release=row, **review_context(review))


def _shown(row: Release) -> dict[str, object]:
    names = ("published_on", "on_web_until", "address", "library_name")
    return {"version": row.version_id, **{name: getattr(row, name) for name in names}}


def _told(form: EditionForm) -> Edition:
    return Edition(
        form.published_on.given,
        form.address.data or "",
        form.library_name.data or "",
        form.on_web_until.date,
        form.name_reason.data or "",
    )


def _watched(review: Review, act: Callable[[], object]) -> Watched:
    return Watched(act, "library_name", _people(review))


def _people(review: Review) -> Iterator[Named]:
    """Whose pseudonyms the page may suggest; whoever manages a review may know its identities."""
    yield from register_of(db(), review).people


@bp.route("/editions/<uuid:release_id>/take-down", methods=["GET", "POST"])
@allow(P.REVIEW_MANAGE, load=loaders.release)
def take_down(row: Release) -> tuple[str, int] | Response:
    """Record that an edition is on the web no more."""
    releases.require_up(row)
    review, form = db().get_one(Review, row.review_id), TakeDownForm()
    if saved(form, lambda: _take_down(review, row, form)):
        flash("The edition is recorded as taken down.", "success")
        return redirect(url_for("publication.show", review_id=review.id))
    return page("releases/take_down.html", form, release=row, **review_context(review))


def _take_down(review: Review, row: Release, form: TakeDownForm) -> None:
    day, reason = form.taken_down_on.given, form.reason.data or ""
    releases.take_down(db(), current_actor(), review, row, day, reason)
