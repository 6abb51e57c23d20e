"""The partnership's own duties: what it must keep, who sits at its table, what is missing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from darddr import clock
from darddr.forms.duties import FORMS, told_by
from darddr.models.duty import OfPartnership
from darddr.models.subject import Place
from darddr.services import duties
from darddr.services.duties import BOOKS, Book
from darddr.vocabulary.duties import DutyKind
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow, current_actor, may
from darddr.web.saving import page, saved
from darddr.web.session import db

bp = Blueprint("duties", __name__)


@bp.route("/partnerships/<uuid:partnership_id>/duties")
@allow(P.PARTNERSHIP_PROGRESS, load=loaders.partnership)
def show(place: Place) -> str:
    """Everything of the five books on one page, what is missing first."""
    day = clock.today()
    kept = {key: duties.rows_of(db(), place.partnership_id, key) for key in BOOKS}
    return render_template(
        "duties/show.html",
        place=place,
        day=day,
        gaps=duties.gaps(db(), place.partnership_id, day),
        by_kind={row.kind: row for row in kept["duties"]},
        kinds=list(DutyKind),
        may_change=may(P.PARTNERSHIP_DUTIES, place),
        **kept,
    )


def _place_of_book(session: Session, partnership_id: UUID, book: str) -> Place | None:
    return loaders.partnership(session, partnership_id) if book in BOOKS else None


@bp.route("/partnerships/<uuid:partnership_id>/duties/<book>/new", methods=["GET", "POST"])
@allow(P.PARTNERSHIP_DUTIES, load=_place_of_book)
def add(place: Place) -> tuple[str, int] | Response:
    """Add a row to a book."""
    book = BOOKS[(request.view_args or {})["book"]]
    form = FORMS[book.key](data={"kind": request.args.get("kind")} if request.args.get("kind") else {})
    if saved(form, lambda: duties.add(db(), current_actor(), place, book, told_by(form, book.fields))):
        flash(f"{_capital(book)} has been added.", "success")
        return _back(place)
    return page("duties/edit.html", form, place=place, book=book)


def _row(session: Session, partnership_id: UUID, book: str, row_id: UUID) -> Any:
    found = session.get(BOOKS[book].model, row_id) if book in BOOKS else None
    return found if found is not None and found.partnership_id == partnership_id else None


@bp.route("/partnerships/<uuid:partnership_id>/duties/<book>/<uuid:row_id>", methods=["GET", "POST"])
@allow(P.PARTNERSHIP_DUTIES, load=_row)
def edit(row: Any) -> tuple[str, int] | Response:
    """Change a row of a book; its earlier words are kept."""
    book, place = duties.book_of(row), Place(row.partnership_id)
    form = FORMS[book.key](data=_shown(row, book))
    if saved(form, lambda: _save(row, form, book)):
        flash(f"{_capital(book)} has been saved.", "success")
        return _back(place)
    return page("duties/edit.html", form, place=place, book=book, row=row)


def _save(row: Any, form: Any, book: Book) -> None:
    duties.edit(db(), current_actor(), row, form.version.data or 0, told_by(form, book.fields))


def _shown(row: OfPartnership, book: Book) -> dict[str, Any]:
    return {"version": row.version_id, **{name: getattr(row, name) for name in book.fields}}


def _capital(book: Book) -> str:
    return book.one[0].upper() + book.one[1:]


def _back(place: Place) -> Response:
    return redirect(url_for("duties.show", partnership_id=place.partnership_id))
