"""How a partnership words its letters: a list, one letter as it is worded, a draft, the word to use it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from darddr.forms.house import NationForm, WordingForm
from darddr.models.house import Wording
from darddr.models.subject import Place
from darddr.services import partnerships, wordings
from darddr.services.wordings import Welsh
from darddr.vocabulary.languages import GoesOut, Nation
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
    return render_template(
        "wordings/index.html",
        place=place,
        letters=wordings.worded(db(), place.partnership_id),
        in_wales=wordings.may_be_welsh(db(), place.partnership_id),
    )


@bp.route("/partnerships/<uuid:partnership_id>/nation", methods=["GET", "POST"])
@allow(P.HOUSE_STYLE, load=loaders.partnership)
def nation(place: Place) -> tuple[str, int] | Response:
    """Whether the partnership is in Wales, where letters and reports may be in Welsh."""
    in_wales = wordings.may_be_welsh(db(), place.partnership_id)
    form = NationForm(data={"nation": Nation.WALES.value if in_wales else Nation.ENGLAND.value})
    if saved(form, lambda: partnerships.locate(db(), current_actor(), place, Nation(form.nation.data))):
        flash("It has been recorded where the partnership is.", "success")
        return redirect(url_for("wordings.index", partnership_id=place.partnership_id))
    return page("wordings/nation.html", form, place=place)


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
    begun = {"subject": now.ours.subject, "text": now.ours.text, "language": GoesOut.ENGLISH.value}
    kept = _kept(shown) if shown else begun
    form = WordingForm(data={**kept, "version": now.draft.version_id if now.draft else 0})
    act = Watched(lambda: _write(place, form), "text")
    if saved(form, act):
        flash("The draft has been kept. Read it below before you put it to use.", "success")
        return redirect(url_for("wordings.edit", partnership_id=place.partnership_id, letter=_key()))
    sample = wordings.sample(kept["subject"] or "", kept["text"] or "")
    welsh = wordings.sample(kept.get("welsh_subject") or "", kept.get("welsh_text") or "")
    context = {"place": place, "now": now, "fields": FIELDS, "sample": sample, "welsh_sample": welsh}
    context["in_wales"] = wordings.may_be_welsh(db(), place.partnership_id)
    return page("wordings/edit.html", form, found=act.found, **context)


def _kept(row: Wording) -> dict[str, str | None]:
    welsh = {"welsh_subject": row.welsh_subject, "welsh_text": row.welsh_text}
    return {"subject": row.subject, "text": row.text, "language": wordings.goes_out(row).value, **welsh}


def _write(place: Place, form: WordingForm) -> None:
    out = next((each for each in GoesOut if each.value == form.language.data), GoesOut.ENGLISH)
    wordings.write(
        db(),
        current_actor(),
        place,
        _key(),
        form.subject.data or "",
        form.text.data or "",
        form.version.data or 0,
        form.name_reason.data or "",
        Welsh(form.welsh_subject.data or "", form.welsh_text.data or "", out),
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
