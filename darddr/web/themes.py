"""The themes of a partnership: its list, a theme added, renamed, retired."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from darddr.forms.themes import NewThemeForm, ThemeForm
from darddr.models.subject import Place
from darddr.services import themes
from darddr.services.themes import Listed
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow, current_actor, may
from darddr.web.saving import page, saved
from darddr.web.session import db
from darddr.web.typed_names import Watched

bp = Blueprint("themes", __name__)


@bp.route("/partnerships/<uuid:partnership_id>/themes")
@allow(P.PARTNERSHIP_PROGRESS, load=loaders.partnership)
def index(place: Place) -> str:
    """The themes of a partnership, retired ones last."""
    listed = sorted(themes.themes_of(db(), place.partnership_id), key=lambda theme: (theme.is_retired, theme.position))
    return render_template("themes/index.html", place=place, themes=listed, may_change=may(P.PARTNERSHIP_DUTIES, place))


@bp.route("/partnerships/<uuid:partnership_id>/themes/new", methods=["GET", "POST"])
@allow(P.PARTNERSHIP_DUTIES, load=loaders.partnership)
def add(place: Place) -> tuple[str, int] | Response:
    """Add a theme."""
    form = NewThemeForm()
    if saved(form, Watched(lambda: themes.add(db(), current_actor(), place, form.label.data or ""), "label")):
        flash("The theme has been added.", "success")
        return _back(place)
    return page("themes/edit.html", form, place=place, theme=None)


def _place_of_theme(session: Session, partnership_id: UUID, position: int) -> Place | None:
    there = any(theme.position == position for theme in themes.themes_of(session, partnership_id))
    return loaders.partnership(session, partnership_id) if there else None


@bp.route("/partnerships/<uuid:partnership_id>/themes/<int:position>", methods=["GET", "POST"])
@allow(P.PARTNERSHIP_DUTIES, load=_place_of_theme)
def edit(place: Place) -> tuple[str, int] | Response:
    """Rename a theme, retire it, or put it back."""
    theme = _asked(place)
    form = ThemeForm(data={"version": theme.version, "label": theme.label, "is_retired": theme.is_retired})
    if saved(form, Watched(lambda: _save(place, form), "label")):
        flash("The theme has been saved.", "success")
        return _back(place)
    return page("themes/edit.html", form, place=place, theme=theme)


def _asked(place: Place) -> Listed:
    position = (request.view_args or {})["position"]
    return next(theme for theme in themes.themes_of(db(), place.partnership_id) if theme.position == position)


def _save(place: Place, form: ThemeForm) -> None:
    label, is_retired = form.label.data or "", bool(form.is_retired.data)
    themes.change(db(), current_actor(), place, _asked(place), form.version.data or 0, label, is_retired=is_retired)


def _back(place: Place) -> Response:
    return redirect(url_for("themes.index", partnership_id=place.partnership_id))
