"""One point of a Home Office letter: added, answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from darddr.forms.rounds import PointForm
from darddr.forms.typed import optional_id
from darddr.models.home_office import HomeOfficeRound, LetterPoint
from darddr.models.review import Review
from darddr.services import letter_points
from darddr.services.letter_points import TEXTS, Told
from darddr.services.naming import Named
from darddr.services.register import register_of
from darddr.vocabulary.home_office import PointAnswer, PointCategory
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow, current_actor, may
from darddr.web.review_pages import review_context
from darddr.web.saving import page, saved
from darddr.web.session import db
from darddr.web.typed_names import Watched

bp = Blueprint("letter_points", __name__)


@bp.route("/home-office-rounds/<uuid:round_id>/points/new", methods=["GET", "POST"])
@allow(P.REVIEW_LEAD, load=loaders.home_office_round)
def add(row: HomeOfficeRound) -> tuple[str, int] | Response:
    """A point that was not read from the letter."""
    review = db().get_one(Review, row.review_id)
    form = _offer(PointForm(data={"category": PointCategory.OTHER.value}), review)
    act = _watched(review, lambda: letter_points.add_point(db(), current_actor(), review, row, _told(form)))
    if saved(form, act):
        flash("The point has been added.", "success")
        return redirect(url_for("rounds.index", review_id=review.id))
    return page("letter_points/edit.html", form, found=act.found, point=None, **review_context(review))


@bp.route("/letter-points/<uuid:point_id>", methods=["GET", "POST"])
@allow(P.POINT_ANSWER, load=loaders.letter_point)
def answer(point: LetterPoint) -> tuple[str, int] | Response:
    """Answer a point; where somebody saved meanwhile, both texts are shown."""
    review = db().get_one(Review, point.review_id)
    form = _offer(PointForm(data=_shown(point)), review, point)
    version = form.version.data or 0
    act = _watched(
        review, lambda: letter_points.answer_point(db(), current_actor(), review, point, version, _told(form))
    )
    if saved(form, act):
        flash("The point has been saved.", "success")
        return redirect(url_for("rounds.index", review_id=review.id, _anchor=f"point-{point.id}"))
    return page("letter_points/edit.html", form, found=act.found, point=point, **review_context(review))


def _offer(form: PointForm, review: Review, point: LetterPoint | None = None) -> PointForm:
    owners = {str(user_id): name for user_id, name in letter_points.owners_of(db(), review).items()}
    if point is not None and point.owner_id is not None and str(point.owner_id) not in owners:
        owners[str(point.owner_id)] = "Somebody who has left this review"
    form.owner_id.choices = {"": "Nobody yet", **owners}
    return form


def _shown(point: LetterPoint) -> dict[str, object]:
    told = {name: getattr(point, name) for name in (*TEXTS, "done_on")}
    chosen = {"category": point.category.value, "answer": point.answer.value if point.answer else ""}
    return {**told, **chosen, "owner_id": str(point.owner_id or ""), "version": point.version_id}


def _told(form: PointForm) -> Told:
    texts = {name: getattr(form, name).data or "" for name in TEXTS}
    return Told(
        **texts,
        category=PointCategory(form.category.data),
        answer=PointAnswer(form.answer.data) if form.answer.data else None,
        owner_id=optional_id(form.owner_id.data),
        done_on=form.done_on.date,
        name_reason=form.name_reason.data or "",
    )


def _watched(review: Review, act: Callable[[], object]) -> Watched:
    return Watched(act, "response", _people(review))


def _people(review: Review) -> Iterator[Named]:
    """Whose pseudonyms the page may suggest: only who may know the identities learns which one a name stands behind."""
    if may(P.IDENTITY_READ, review):
        yield from register_of(db(), review).people
