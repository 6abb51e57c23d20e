"""The people of a review: pseudonyms for all who work on it, identities for few."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from darddr.forms.people import CharacteristicsForm, IdentityForm, KnownForm, PersonForm
from darddr.forms.typed import lines
from darddr.models.person import Person
from darddr.models.review import Review
from darddr.services import people
from darddr.services.people import Identity, Known
from darddr.vocabulary.library import about
from darddr.vocabulary.permissions import Permission as P
from darddr.vocabulary.records import Life, PersonRole
from darddr.web import loaders
from darddr.web.access import allow, current_actor, may
from darddr.web.components import day_text
from darddr.web.review_pages import review_context
from darddr.web.saving import page, saved
from darddr.web.session import db

bp = Blueprint("people", __name__)

LISTED = tuple(each.name for each in fields(Identity) if not each.name.startswith("date_"))
"""What an identity holds several of, in the order of its form."""


@bp.route("/reviews/<uuid:review_id>/people")
@allow(P.PERSON_READ, load=loaders.review)
def index(review: Review) -> str:
    """Everybody on a review, by pseudonym."""
    return render_template(
        "people/index.html",
        people=people.people_of(db(), review),
        may_edit=may(P.IDENTITY_EDIT, review),
        may_see=may(P.IDENTITY_READ, review),
        **review_context(review),
    )


@bp.route("/reviews/<uuid:review_id>/people/new", methods=["GET", "POST"])
@allow(P.IDENTITY_EDIT, load=loaders.review)
def add(review: Review) -> tuple[str, int] | Response:
    """Add somebody: what everybody may know, and who they really are."""
    form = PersonForm()
    if saved(form, lambda: _add(review, form)):
        flash("The person has been added.", "success")
        return redirect(url_for("people.index", review_id=review.id))
    return page("people/add.html", form, **review_context(review))


def _add(review: Review, form: PersonForm) -> Person:
    return people.add_person(db(), current_actor(), review, _known(form), _identity(form))


@bp.route("/people/<uuid:person_id>", methods=["GET", "POST"])
@allow(P.IDENTITY_EDIT, load=loaders.person)
def edit(person: Person) -> tuple[str, int] | Response:
    """Change what everybody may know of a person."""
    review = db().get_one(Review, person.review_id)
    form = KnownForm(data=_shown(person))
    version = form.version.data or 0
    if saved(form, lambda: people.edit_person(db(), current_actor(), review, person, version, _known(form))):
        flash("The person has been saved.", "success")
        return redirect(url_for("people.index", review_id=review.id))
    return page("people/edit.html", form, person=person, **review_context(review))


@bp.route("/people/<uuid:person_id>/characteristics", methods=["GET", "POST"])
@allow(P.IDENTITY_EDIT, load=loaders.person)
def characteristics(person: Person) -> tuple[str, int] | Response:
    """The codified characteristics of the Home Office library."""
    review = db().get_one(Review, person.review_id)
    known = person.characteristics or {}
    several = {question.key for question in about(person.role) if question.several}
    data = {key: values if key in several else values[0] for key, values in known.items() if values}
    form = CharacteristicsForm.asked_about(person.role)(data={**data, "version": person.version_id})
    if saved(form, lambda: _characterise(review, person, form)):
        flash("The characteristics have been saved.", "success")
        return redirect(url_for("people.index", review_id=review.id))
    return page(
        "people/characteristics.html", form, person=person, questions=about(person.role), **review_context(review)
    )


def _characterise(review: Review, person: Person, form: CharacteristicsForm) -> None:
    answers = {}
    for question in about(person.role):
        given = form[question.key].data
        if given:
            answers[question.key] = list(given) if question.several else [given]
    people.characterise(db(), current_actor(), review, person, form.version.data or 0, answers)


@bp.route("/people/<uuid:person_id>/identity", methods=["GET", "POST"])
@allow(P.IDENTITY_READ, load=loaders.person)
def identity(person: Person) -> tuple[str, int] | Response:
    """Who a person really is. That it was read is written to the log."""
    review = db().get_one(Review, person.review_id)
    shown = _identity_shown(person)
    form = IdentityForm(data=shown)
    version = form.version.data or 0
    if saved(form, lambda: people.edit_identity(db(), current_actor(), review, person, version, _identity(form))):
        flash("The identity has been saved.", "success")
        return redirect(url_for("people.index", review_id=review.id))
    return page(
        "people/identity.html",
        form,
        person=person,
        facts=_facts(form, shown),
        may_edit=may(P.IDENTITY_EDIT, review),
        **review_context(review),
    )


def _shown(person: Person) -> dict[str, object]:
    return {
        "version": person.version_id,
        "role": person.role.value,
        "life": person.life.value,
        "pseudonym": person.pseudonym,
        "chosen_by": person.chosen_by,
        "pseudonym_chosen_on": person.pseudonym_chosen_on,
        "relation": person.relation,
        "sex": person.sex,
        "manner": person.manner,
        "may_be_named": person.may_be_named,
    }


def _known(form: KnownForm) -> Known:
    return Known(
        role=PersonRole(form.role.data),
        life=Life(form.life.data),
        pseudonym=(form.pseudonym.data or "").strip(),
        chosen_by=(form.chosen_by.data or "").strip(),
        pseudonym_chosen_on=form.pseudonym_chosen_on.date,
        relation=(form.relation.data or "").strip(),
        sex=form.sex.data,
        manner=form.manner.data,
        may_be_named=form.may_be_named.data,
    )


def _identity_shown(person: Person) -> dict[str, object]:
    return {
        "version": person.version_id,
        **{name: "\n".join(getattr(person, name) or []) for name in LISTED},
        "date_of_birth": _day(person.date_of_birth),
        "date_of_death": _day(person.date_of_death),
    }


def _facts(form: IdentityForm, shown: dict[str, object]) -> list[dict[str, str]]:
    """An identity for somebody who may read it and not change it."""
    return [
        {
            "key": form[name].label.text.removesuffix(" (optional)"),
            "value": day_text(kept) if isinstance(kept, date) else "; ".join(str(kept or "").splitlines()),
        }
        for name, kept in shown.items()
        if name != "version"
    ]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _identity(form: IdentityForm) -> Identity:
    born, died = form.date_of_birth.date, form.date_of_death.date
    return Identity(
        date_of_birth=born.isoformat() if born else "",
        date_of_death=died.isoformat() if died else "",
        **{name: lines(form[name].data) for name in LISTED},
    )
