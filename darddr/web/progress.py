"""The executive's view: progress without the story. Every figure opens its list."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from darddr import clock
from darddr.models.subject import Place
from darddr.services import progress, progress_reviews
from darddr.services.agenda import agenda_of
from darddr.services.impact import look_backs_in
from darddr.services.reminders import CHAIR_AFTER
from darddr.vocabulary.permissions import Permission as P
from darddr.vocabulary.roles import PartnershipRole as R
from darddr.web import loaders
from darddr.web.access import allow, current_actor, may
from darddr.web.national import answer_days
from darddr.web.presenters import STATE_TAGS
from darddr.web.progress_figures import (
    SELECTIONS,
    action_figures,
    figures_by_age,
    figures_by_state,
    look_back_figure,
    review_figures,
)
from darddr.web.session import db

bp = Blueprint("progress", __name__)


@bp.route("/progress")
@allow(P.OWN_WORK)
def index() -> Response | str:
    """The one partnership this person follows, or a choice of several."""
    followed = current_actor().partnerships_as(R.COORDINATOR, R.EXECUTIVE, R.EXECUTIVE_CHAIR)
    if not followed:
        abort(404)
    if len(followed) == 1:
        return redirect(url_for("progress.show", partnership_id=next(iter(followed))))
    return render_template("progress/index.html", partnerships=progress.partnership_names(db(), followed))


@bp.route("/partnerships/<uuid:partnership_id>/progress")
@allow(P.PARTNERSHIP_PROGRESS, load=loaders.partnership)
def show(place: Place) -> str:
    """Reviews and actions of a partnership as figures, by agency and by group."""
    day, actor, partnership_id = clock.today(), current_actor(), place.partnership_id
    cells = progress.action_cells(db(), actor, partnership_id, day)
    counts = progress.review_counts(db(), actor, partnership_id)
    return render_template(
        "progress/show.html",
        day=day,
        place=place,
        may_style=may(P.HOUSE_STYLE, place),
        headline=progress.headline(db(), actor, partnership_id),
        reviews=review_figures(partnership_id, counts),
        actions=[
            *action_figures(partnership_id, cells),
            look_back_figure(partnership_id, look_backs_in(db(), actor, day, partnership_id)),
        ],
        ages=figures_by_age(partnership_id, cells),
        states=figures_by_state(partnership_id, cells),
        agencies=_lines(place, "agency", progress.lines_by_agency(cells, progress.agency_names(db(), partnership_id))),
        groups=_lines(place, "group", progress.lines_by_group(cells, progress.group_names(db(), partnership_id))),
    )


@bp.route("/partnerships/<uuid:partnership_id>/agenda")
@allow(P.PARTNERSHIP_PROGRESS, load=loaders.partnership)
def agenda(place: Place) -> str:
    """What the executive's next meeting must look at."""
    day = clock.today()
    found = agenda_of(db(), current_actor(), place, day, answer_days())
    return render_template("progress/agenda.html", place=place, day=day, agenda=found, after=CHAIR_AFTER)


@bp.route("/partnerships/<uuid:partnership_id>/progress/reviews")
@allow(P.PARTNERSHIP_PROGRESS, load=loaders.partnership)
def reviews(place: Place) -> str:
    """The reviews behind one figure: where each stands and since when, nothing of what happened."""
    selection = SELECTIONS.get(request.args.get("which", "all"))
    if selection is None:
        abort(404)
    day, after = clock.today(), request.args.get("after", "")
    return render_template(
        "progress/reviews.html",
        day=day,
        place=place,
        selection=selection,
        tags=STATE_TAGS,
        found=progress_reviews.standings(db(), current_actor(), place.partnership_id, selection.states, day, after),
        begun=bool(after),
    )


def _lines(place: Place, key: str, lines: list[progress.Line]) -> list[dict[str, Any]]:
    """Each line with the lists its numbers open."""

    def href(line: progress.Line, show: str) -> str:
        named: dict[str, Any] = {"partnership": place.partnership_id, key: line.key or "none", "show": show}
        return url_for("actions.index", **named)

    return [
        {
            "line": line,
            "href": url_for("agencies.show", agency_id=line.key) if key == "agency" and line.key else None,
            "open": href(line, "open"),
            "overdue": href(line, "overdue"),
            "soon": href(line, "soon"),
            "awaiting": href(line, "awaiting"),
            "signed_off": href(line, "signed_off"),
        }
        for line in lines
    ]
