"""A letter of the Home Office: read from a file or from its words, looked at, logged."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from darddr.forms.rounds import LetterForm, LoggedForm
from darddr.importers.letter import Letter
from darddr.models.draft import Draft
from darddr.models.home_office import HomeOfficeRound
from darddr.models.review import Review
from darddr.services import home_office_letters
from darddr.services.wording import counted
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow, current_actor
from darddr.web.evidence import looked_at
from darddr.web.review_pages import review_context
from darddr.web.rounds import letter_told
from darddr.web.saving import page, saved
from darddr.web.session import db, only_reading

bp = Blueprint("home_office_letters", __name__)


@bp.route("/home-office-rounds/<uuid:round_id>/letter", methods=["GET", "POST"])
@allow(P.REVIEW_MANAGE, load=loaders.home_office_round)
def read(row: HomeOfficeRound) -> tuple[str, int] | Response:
    """Read a letter; what was understood is kept as a draft of one's own."""
    home_office_letters.require_waiting(row)
    review = db().get_one(Review, row.review_id)
    form, made, letters = LetterForm(), list[Draft](), list[Letter | None]()
    if saved(form, lambda: made.append(_read(row, form, letters))):
        return redirect(url_for(".check", draft_id=made[0].id))
    return page("home_office_letters/read.html", form, row=row, **review_context(review))


def _read(row: HomeOfficeRound, form: LetterForm, letters: list[Letter | None]) -> Draft:
    """The letter, read once however often the rest is tried."""
    if not letters:
        letters.append(_letter(form))
    return home_office_letters.keep(db(), current_actor(), row, letters[0])


def _letter(form: LetterForm) -> Letter | None:
    if form.file.data:
        offered = looked_at(form.file.data)
        return only_reading(lambda: home_office_letters.read(offered.name, offered.data))
    text = form.text.data or ""
    return home_office_letters.read_text(text) if text.strip() else None


def _own_letter(session: Session, draft_id: UUID) -> Draft | None:
    return home_office_letters.own_letter(session, current_actor(), draft_id)


@bp.route("/home-office-letters/<uuid:draft_id>", methods=["GET", "POST"])
@allow(P.REVIEW_MANAGE, load=_own_letter)
def check(draft: Draft) -> tuple[str, int] | Response:
    """What was understood; confirmed, it is logged."""
    row = db().get_one(HomeOfficeRound, draft.subject_id)
    home_office_letters.require_waiting(row)
    review, content = db().get_one(Review, row.review_id), draft.content or {}
    points = home_office_letters.points_in(draft)
    days = {name: date.fromisoformat(day) for name, day in content["days"].items()}
    form = LoggedForm(data={**days, "outcome": content["outcome"], "kept": [str(at) for at in range(len(points))]})
    form.kept.choices = {str(at): f"{point.printed} {point.text}" for at, point in enumerate(points)}
    done = list[int]()
    if saved(form, lambda: done.append(_log(review, row, draft, form))):
        said = "Its points are listed below." if done[0] else "It has no points to answer."
        flash(f"The letter has been logged. {said}", "success")
        return redirect(url_for("rounds.index", review_id=review.id))
    kept = set(form.kept.data or ())
    return page(
        "home_office_letters/check.html",
        form,
        row=row,
        points=[(str(at), point, str(at) in kept) for at, point in enumerate(points)],
        understood=_understood(len(points)),
        rest=content["rest"],
        panel_words=content.get("panel_words", "") if request.method == "GET" else "",
        **review_context(review),
    )


def _understood(count: int) -> str:
    """How many points were read, in a sentence."""
    if not count:
        return home_office_letters.NO_POINTS
    told = f"{counted(count, 'point')} {'was' if count == 1 else 'were'} read."
    return told[0].upper() + told[1:]


def _log(review: Review, row: HomeOfficeRound, draft: Draft, form: LoggedForm) -> int:
    points = home_office_letters.points_in(draft)
    kept = [points[int(at)] for at in sorted(form.kept.data or (), key=int)]
    home_office_letters.log(db(), current_actor(), review, row, letter_told(form), kept)
    db().delete(draft)
    return len(kept)
