"""How a partnership words its letters: a list, one letter as it is worded, a draft, the word to use it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from darddr.forms.house import WordingForm
from darddr.models.subject import Place
from darddr.services import wordings
from darddr.vocabulary.letters import FIELDS, LETTERS
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow, current_actor
from darddr.web.saving import page, saved
from darddr.web.session import db
from darddr.web.typed_names import Watched

bp = Blueprint("wordings", __name__)


@bp.route("/partnerships/<uuid:partnership_id>/letters")
@allow(P.HOUSE_STYLE, load=loaders.partnership)
def index(place: Place) -> str:
    """Every letter, and whose words it is in."""
    return render_template("wordings/index.html", place=place, letters=wordings.worded(db(), place.partnership_id))


def _place_of_letter(session: Session, partnership_id: UUID, letter: str) -> Place | None:
    return loaders.partnership(session, partnership_id) if letter in LETTERS else None


def _key() -> str:
    return str((request.view_args or {})["letter"])


@bp.route("/partnerships/<uuid:partnership_id>/letters/<letter>", methods=["GET", "POST"])
@allow(P.HOUSE_STYLE, load=_place_of_letter)
def edit(place: Place) -> tuple[str, int] | Response:
    """One letter: its words, the fields it may hold, and how it reads. Posting keeps a draft."""
    now = wordings.letter(db(), place.partnership_id, _key())
    shown = now.draft or now.published
    begun = {"subject": now.ours.subject, "text": now.ours.text}
    kept = {"subject": shown.subject, "text": shown.text} if shown else begun
    form = WordingForm(data={**kept, "version": now.draft.version_id if now.draft else 0})
    act = Watched(lambda: _write(place, form), "text")
    if saved(form, act):
        flash("The draft has been kept. Read it below before you put it to use.", "success")
        return redirect(url_for("wordings.edit", partnership_id=place.partnership_id, letter=_key()))
    sample = wordings.sample(kept["subject"] or "", kept["text"] or "")
    context = {"place": place, "now": now, "fields": FIELDS, "sample": sample}
    return page("wordings/edit.html", form, found=act.found, **context)


def _write(place: Place, form: WordingForm) -> None:
    wordings.write(
        db(),
        current_actor(),
        place,
        _key(),
        form.subject.data or "",
        form.text.data or "",
        form.version.data or 0,
        form.name_reason.data or "",
    )


@bp.route("/partnerships/<uuid:partnership_id>/letters/<letter>/publish", methods=["POST"])
@allow(P.HOUSE_STYLE, load=_place_of_letter)
def publish(place: Place) -> Response:
    """Word the letter as in its draft from now on."""
    wordings.publish(db(), current_actor(), place, _key())
    flash("The letter is worded like this from now on.", "success")
    return redirect(url_for("wordings.edit", partnership_id=place.partnership_id, letter=_key()))


@bp.route("/partnerships/<uuid:partnership_id>/letters/<letter>/retire", methods=["POST"])
@allow(P.HOUSE_STYLE, load=_place_of_letter)
def retire(place: Place) -> Response:
    """Word the letter in our words again."""
    wordings.retire(db(), current_actor(), place, _key())
    flash("The letter is in our words again.", "success")
    return redirect(url_for("wordings.edit", partnership_id=place.partnership_id, letter=_key()))
