"""Tributes and photographs of a family, and what they may be used for."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from darddr import clock
from darddr.forms.family import TributeForm
from darddr.forms.typed import optional_id
from darddr.models.family import FamilyTribute
from darddr.models.review import Review
from darddr.services import family_tributes
from darddr.services.family_tributes import Given
from darddr.vocabulary.family import TributeKind
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow, current_actor
from darddr.web.family import contact_choices
from darddr.web.review_pages import review_context
from darddr.web.saving import page, saved
from darddr.web.session import db
from darddr.web.typed_names import Watched

bp = Blueprint("family_tributes", __name__)


@bp.route("/reviews/<uuid:review_id>/family/tributes/new", methods=["GET", "POST"])
@allow(P.FAMILY_EDIT, load=loaders.review)
def add(review: Review) -> tuple[str, int] | Response:
    """Keep a tribute, or where a photograph lies."""
    form = TributeForm(data={"given_on": clock.today()})
    form.offer(contact_choices(review))
    act = Watched(lambda: family_tributes.add_tribute(db(), current_actor(), review, _given(form)), "text")
    if saved(form, act):
        flash("It has been recorded.", "success")
        return redirect(url_for("family.index", review_id=review.id))
    return page("family/tribute.html", form, tribute=None, found=act.found, **review_context(review))


@bp.route("/family-tributes/<uuid:tribute_id>", methods=["GET", "POST"])
@allow(P.FAMILY_EDIT, load=loaders.family_tribute)
def edit(tribute: FamilyTribute) -> tuple[str, int] | Response:
    """Change a tribute, or record that the consent was withdrawn."""
    review = db().get_one(Review, tribute.review_id)
    kept = {name: getattr(tribute, name) for name in family_tributes.FIELDS}
    form = TributeForm(data={**kept, "version": tribute.version_id})
    form.offer(contact_choices(review))
    act = Watched(lambda: _save(review, tribute, form), "text")
    if saved(form, act):
        flash("It has been saved.", "success")
        return redirect(url_for("family.index", review_id=review.id))
    return page("family/tribute.html", form, tribute=tribute, found=act.found, **review_context(review))


def _save(review: Review, tribute: FamilyTribute, form: TributeForm) -> None:
    family_tributes.edit_tribute(db(), current_actor(), review, tribute, form.version.data or 0, _given(form))


def _given(form: TributeForm) -> Given:
    return Given(
        kind=TributeKind(form.kind.data),
        given_on=form.given_on.given,
        contact_id=optional_id(form.contact_id.data),
        for_report=bool(form.for_report.data),
        for_website=bool(form.for_website.data),
        for_learning=bool(form.for_learning.data),
        withdrawn_on=form.withdrawn_on.date,
        text=form.text.data or "",
        kept_at=form.kept_at.data or "",
        name_reason=form.name_reason.data or "",
    )
