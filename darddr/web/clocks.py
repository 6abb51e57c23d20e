"""The clocks of a review, each told in full."""

from __future__ import annotations

from flask import Blueprint, render_template

from darddr import clock
from darddr.deadlines.editions import EDITIONS
from darddr.models.review import Review
from darddr.services import clock_page, holds
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow, may
from darddr.web.review_pages import review_context
from darddr.web.session import db

bp = Blueprint("clocks", __name__)


@bp.route("/reviews/<uuid:review_id>/clocks")
@allow(P.REVIEW_READ, load=loaders.review)
def show(review: Review) -> str:
    """How every due day was worked out, what moved it, the holds, and under which law and guidance the review is held."""
    day = clock.today()
    title, answers = clock_page.scope_answers(db(), review)
    return render_template(
        "clocks/show.html",
        day=day,
        clocks=clock_page.clocks_of(db(), review, day),
        targets=[(each, each.days_late(day)) for each in clock_page.targets_for(db(), review, day)],
        earlier=clock_page.earlier_clocks(db(), review),
        holds=holds.listed(db(), review, day),
        edition=EDITIONS.get(review.guidance_edition),
        scope_title=title,
        answers=answers,
        may_lead=may(P.REVIEW_LEAD, review),
        **review_context(review),
    )
