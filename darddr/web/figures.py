"""The executive's view: ten figures as at a day, each opening its list, and nothing of any story."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, request, url_for
from sqlalchemy.orm import Session

from darddr.models.subject import Place
from darddr.services import figure_lists, figure_tables, figure_trend, figures
from darddr.services.figure_tables import GROUPED, MOST_GROUPS, Group
from darddr.services.figure_trend import Quarter
from darddr.services.figure_views import LATE, Waits
from darddr.services.figures import FIGURES, LISTED
from darddr.services.progress import Age
from darddr.services.wording import counted
from darddr.vocabulary.permissions import Permission as P
from darddr.vocabulary.standing import Brag
from darddr.web import loaders
from darddr.web.access import allow, current_actor
from darddr.web.figure_filters import BY, NOBODY, NONE_NAMED, Filters, filters_of
from darddr.web.session import db

bp = Blueprint("figures", __name__)


COLOURS = (Brag.RED, Brag.AMBER, Brag.GREEN, Brag.BLUE, Brag.GREY)
"""Colours as they are shown, the worst first."""

CHARTED = 8
"""Rows of a table of colours that are drawn at most."""


@bp.route("/partnerships/<uuid:partnership_id>/figures")
@allow(P.PARTNERSHIP_PROGRESS, load=loaders.partnership)
def show(place: Place) -> str:
    """The ten figures, how actions stand by colour and by body, overdue by age and reason, and the trend."""
    filters = filters_of(db(), current_actor(), place, request.args)
    counts = figures.counts(db(), filters.view)
    quarters = figure_trend.trend(db(), filters.view)
    late = figure_tables.overdue_by_age(db(), filters.view)
    colours = figure_tables.by_colour(db(), filters.view)
    rows = _named_groups(db(), filters)
    return render_template(
        "figures/show.html",
        place=place,
        filters=filters,
        applied=_applied(place, filters),
        by=BY,
        figures=[_shown(place, filters, key, number) for key, number in counts.items()],
        grouped=[_grouped(place, filters, label, row) for label, row in rows],
        heads=GROUPED,
        most=MOST_GROUPS,
        colours=[colour.label for colour in COLOURS],
        charted=[_coloured(place, filters, label, row.brags, row) for label, row in rows[:CHARTED]],
        coloured=[_coloured(place, filters, label, row.brags, row) for label, row in rows],
        all_colours=_coloured(place, filters, "All actions", colours),
        colour_finding=_colour_finding(colours),
        ages=[age.label for age in late[Waits.OWNER]],
        late=[_late(place, filters, waits, numbers) for waits, numbers in late.items() if sum(numbers.values())],
        late_finding=_late_finding(late),
        quarters=quarters,
        trend_finding=_trend_finding(quarters),
        trend_caveat=figure_trend.CAVEAT,
    )


@bp.route("/partnerships/<uuid:partnership_id>/figures/<figure>")
@allow(P.PARTNERSHIP_PROGRESS, load=lambda session, partnership_id, figure: _place_of(session, partnership_id, figure))
def listed(place: Place) -> str:
    """The list behind one figure, cut and dated as the figure was."""
    figure = LISTED[(request.view_args or {})["figure"]]
    filters, after = filters_of(db(), current_actor(), place, request.args), request.args.get("after", "")
    pages = figure_lists.reviews if figure.of == "reviews" else figure_lists.actions
    return render_template(
        "figures/list.html",
        place=place,
        filters=filters,
        address={"partnership_id": place.partnership_id, **filters.kept},
        figure=figure,
        found=pages(db(), filters.view, figure, after),
        begun=bool(after),
        in_words=_in_words(place, filters, figure.key) if figure.of == "actions" else None,
    )


def _in_words(place: Place, filters: Filters, figure: str) -> str | None:
    """The same actions in the list that shows their words; that list knows today alone, and not whom an action waits for."""
    if filters.view.is_past or filters.view.cut.waits is not None:
        return None
    asked: dict[str, Any] = dict(filters.kept)
    return url_for("actions.index", partnership=place.partnership_id, show=figure, **asked)


def _place_of(session: Session, partnership_id: Any, figure: str) -> Place | None:
    return loaders.partnership(session, partnership_id) if figure in LISTED else None


def _href(place: Place, filters: Filters, figure: str, **more: Any) -> str:
    asked = {**filters.kept, **more}
    return url_for("figures.listed", partnership_id=place.partnership_id, figure=figure, **asked)


def _narrowed(place: Place, filters: Filters, figure: str, **more: str) -> str | None:
    """The list of one cell; none where the page is cut to something else already, so that nothing is counted in the cell."""
    if any(filters.kept.get(name, value) != value for name, value in more.items()):
        return None
    return _href(place, filters, figure, **more)


def _applied(place: Place, filters: Filters) -> list[dict[str, str]]:
    """Each filter in use with the address of the page without it."""
    found = []
    for name, words in filters.applied:
        rest: dict[str, Any] = {key: value for key, value in filters.kept.items() if key != name}
        href = url_for("figures.show", partnership_id=place.partnership_id, by=filters.by, **rest)
        found.append({"text": words, "href": href})
    return found


def _shown(place: Place, filters: Filters, key: str, number: int) -> dict[str, Any]:
    figure = FIGURES[key]
    label = figure.one if number == 1 else figure.several
    return {"number": number, "label": label, "sentence": figure.how, "href": _href(place, filters, key)}


def _named_groups(session: Session, filters: Filters) -> list[tuple[str, Group]]:
    """The rows of the table under their names."""
    rows, by = figure_tables.grouped(session, filters.view, filters.by), filters.by
    names = filters.names[by]
    if by == "review":
        names = figure_lists.references(session, [row.key for row in rows if row.key])
    return [(names.get(row.key, str(row.key)) if row.key is not None else NONE_NAMED[by], row) for row in rows]


def _grouped(place: Place, filters: Filters, label: str, row: Group) -> dict[str, Any]:
    own = {filters.by: _key(row.key)}
    cells = [{"number": number, "href": _href(place, filters, key, **own)} for key, number in row.counts.items()]
    return {"label": label, "cells": cells}


def _coloured(
    place: Place, filters: Filters, label: str, brags: Mapping[Brag, int], row: Group | None = None
) -> dict[str, Any]:
    """A row of colours, each number with the list it opens."""
    own = {filters.by: _key(row.key)} if row is not None else {}
    return {
        "label": label,
        "numbers": [brags[colour] for colour in COLOURS],
        "href": _href(place, filters, "all", **own),
        "hrefs": [_narrowed(place, filters, "all", **own, brag=colour.value) for colour in COLOURS],
    }


def _colour_finding(colours: Mapping[Brag, int]) -> str:
    whole = sum(colours.values())
    if not whole:
        return "No action is counted."
    red, amber = colours[Brag.RED], colours[Brag.AMBER]
    return (
        f"Of {counted(whole, 'action')}, {counted(red)} {'is' if red == 1 else 'are'} red (overdue or blocked) and "
        f"{counted(amber)} amber (at risk); {counted(colours[Brag.BLUE])} signed off."
    )


def _key(key: Any) -> str:
    return NOBODY if key is None else str(getattr(key, "value", key))


def _late(place: Place, filters: Filters, waits: Waits, numbers: dict[Age, int]) -> dict[str, Any]:
    return {
        "label": waits.label,
        "numbers": list(numbers.values()),
        "href": _href(place, filters, "overdue", waits=waits.value),
        "hrefs": [_narrowed(place, filters, "overdue", waits=waits.value, age=age.value) for age in numbers],
    }


def _late_finding(late: dict[Waits, dict[Age, int]]) -> str:
    whole = sum(sum(numbers.values()) for numbers in late.values())
    if not whole:
        return "No action is overdue."
    most = max(late, key=lambda waits: sum(late[waits].values()))
    old = sum(number for numbers in late.values() for age, number in numbers.items() if age not in list(LATE)[:2])
    share = sum(late[most].values())
    verb = "waits" if share == 1 else "wait"
    return (
        f"{counted(share).capitalize()} of {whole:,} overdue {verb} for: {most.label[0].lower()}{most.label[1:]}; "
        f"{counted(old)} {'is' if old == 1 else 'are'} more than 90 days late."
    )


def _trend_finding(quarters: list[Quarter]) -> str:
    now, before = quarters[-1], quarters[-5]
    more = now.overdue - before.overdue
    change = "as many as" if not more else f"{abs(more):,} {'more' if more > 0 else 'fewer'} than"
    verb = "action is" if now.overdue == 1 else "actions are"
    return f"{now.overdue:,} {verb} overdue, {change} at the end of {before.label}."
