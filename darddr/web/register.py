"""The register of a review: everything that would give somebody away, who may be named, and what the record suggests."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from darddr.forms.register import EntryForm, SuggestionForm
from darddr.forms.typed import optional_id
from darddr.models.person import Person
from darddr.models.register_entry import RegisterEntry
from darddr.models.review import Review
from darddr.services import register_entries, register_page
from darddr.services.register_suggestions import suggestions
from darddr.vocabulary.permissions import Permission as P
from darddr.vocabulary.register import RegisterKind
from darddr.web import loaders
from darddr.web.access import allow, current_actor, may
from darddr.web.review_pages import review_context
from darddr.web.saving import page, saved
from darddr.web.session import db

bp = Blueprint("register", __name__)


@bp.route("/reviews/<uuid:review_id>/register")
@allow(P.IDENTITY_READ, load=loaders.review)
def show(review: Review) -> str:
    """The whole register. That it was read is written to the log."""
    told = register_entries.told_entries(db(), review)
    holds = [line for line in told if line[0].taken_back_at is None]
    return render_template(
        "register/show.html",
        lines=register_page.lines_of(db(), review),
        named=register_page.named_of(db(), review),
        entries=[line for line in holds if line[0].kind not in (RegisterKind.NAMED, RegisterKind.DISMISSED)],
        allowed=[line for line in holds if line[0].kind is RegisterKind.NAMED],
        dismissed=[line for line in holds if line[0].kind is RegisterKind.DISMISSED],
        taken_back=[line for line in told if line[0].taken_back_at is not None],
        suggestions=suggestions(db(), review),
        may_edit=may(P.IDENTITY_EDIT, review),
        **review_context(review),
    )


@bp.route("/reviews/<uuid:review_id>/register/new", methods=["GET", "POST"])
@allow(P.IDENTITY_EDIT, load=loaders.review)
def add(review: Review) -> tuple[str, int] | Response:
    """A line that belongs to nobody in particular, or somebody who may be named."""
    form = EntryForm()
    if saved(form, lambda: _add(review, form)):
        flash("The register has been saved.", "success")
        return redirect(url_for("register.show", review_id=review.id))
    return page("register/add.html", form, **review_context(review))


def _add(review: Review, form: EntryForm) -> RegisterEntry:
    kind = RegisterKind(form.kind.data)
    return register_entries.add_entry(db(), current_actor(), review, kind, form.text.data or "", form.reason.data or "")


@bp.route("/reviews/<uuid:review_id>/register/suggestions", methods=["POST"])
@allow(P.IDENTITY_EDIT, load=loaders.review)
def answer(review: Review) -> Response:
    """Take up or dismiss one suggestion."""
    form = SuggestionForm()
    if not saved(form, lambda: _answer(review, form)):
        flash("That suggestion could not be saved. Look at the list again.", "warning")
    else:
        flash("Added to the register." if form.answer.data == "accept" else "Dismissed.", "success")
    return redirect(url_for("register.show", review_id=review.id) + "#suggestions")


def _answer(review: Review, form: SuggestionForm) -> None:
    text = form.text.data or ""
    if form.answer.data == "dismiss":
        register_entries.add_entry(db(), current_actor(), review, RegisterKind.DISMISSED, text)
        return
    person = _person(review, form.person.data)
    if person is not None:
        register_entries.add_to_person(db(), current_actor(), review, person, text)
    else:
        kind = RegisterKind(form.kind.data)
        register_entries.add_entry(db(), current_actor(), review, kind, text)


def _person(review: Review, text: str | None) -> Person | None:
    try:
        person_id = optional_id(text)
    except ValueError:
        abort(404)
    person = loaders.person(db(), person_id) if person_id is not None else None
    if person_id is not None and (person is None or person.review_id != review.id):
        abort(404)
    return person


@bp.route("/register/<uuid:entry_id>/take-back", methods=["POST"])
@allow(P.IDENTITY_EDIT, load=loaders.register_entry)
def take_back(entry: RegisterEntry) -> Response:
    """A line of the register holds no longer."""
    review = db().get_one(Review, entry.review_id)
    register_entries.take_back(db(), current_actor(), review, entry)
    flash("The line has been taken back. It stays in the history of the register.", "success")
    return redirect(url_for("register.show", review_id=review.id))
