"""The family's part in a review: what happened with them, what they gave. Who they are stands on pages of its own."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from darddr import clock
from darddr.forms.family import EntryForm, told_by
from darddr.forms.typed import optional_id
from darddr.models.family import FamilyEntry
from darddr.models.person import Person
from darddr.models.review import Review
from darddr.services import family, family_contacts, family_tributes, people
from darddr.services.family import Happened
from darddr.vocabulary.family import EntryKind
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow, current_actor, may
from darddr.web.review_pages import review_context
from darddr.web.saving import page, saved
from darddr.web.session import db
from darddr.web.typed_names import Watched

bp = Blueprint("family", __name__)

ASKED = ("by_whom", "shown", "text", "answer", "name_reason")


@bp.route("/reviews/<uuid:review_id>/family")
@allow(P.FAMILY_READ, load=loaders.review)
def index(review: Review) -> str:
    """Everything that happened with the family; contacts by number alone."""
    return render_template(
        "family/index.html",
        contacts=family_contacts.contacts_of(db(), review),
        entries=family.told_entries(db(), review),
        tributes=family_tributes.tributes_of(db(), review),
        may_see=may(P.FAMILY_CONTACTS, review),
        may_edit=may(P.FAMILY_EDIT, review),
        **review_context(review),
    )


@bp.route("/reviews/<uuid:review_id>/family/log/new", methods=["GET", "POST"])
@allow(P.FAMILY_EDIT, load=loaders.review)
def add(review: Review) -> tuple[str, int] | Response:
    """Write down something that happened."""
    form = EntryForm(data={"kind": request.args.get("kind"), "happened_on": clock.today()})
    _offer(form, review)
    kind = next((each for each in EntryKind if each.value == form.kind.data), EntryKind.OTHER)
    act = Watched(lambda: family.add_entry(db(), current_actor(), review, kind, _told(form)), "text")
    if saved(form, act):
        flash("It has been recorded.", "success")
        return redirect(url_for("family.index", review_id=review.id))
    return page("family/entry.html", form, entry=None, found=act.found, **review_context(review))


@bp.route("/family-entries/<uuid:family_entry_id>", methods=["GET", "POST"])
@allow(P.FAMILY_EDIT, load=loaders.family_entry)
def edit(entry: FamilyEntry) -> tuple[str, int] | Response:
    """Correct an entry, or write how it was answered."""
    review = db().get_one(Review, entry.review_id)
    kept = {name: getattr(entry, name) for name in family.FIELDS}
    form = EntryForm(data={**kept, "version": entry.version_id})
    del form.kind
    _offer(form, review)
    act = Watched(lambda: _save(review, entry, form), "text")
    if saved(form, act):
        flash("It has been saved.", "success")
        return redirect(url_for("family.index", review_id=review.id))
    return page("family/entry.html", form, entry=entry, found=act.found, **review_context(review))


def _save(review: Review, entry: FamilyEntry, form: EntryForm) -> None:
    family.edit_entry(db(), current_actor(), review, entry, form.version.data or 0, _told(form))


def _offer(form: EntryForm, review: Review) -> None:
    pseudonyms = {str(person.id): person.pseudonym or "" for person in _people(review)}
    form.offer(contact_choices(review), pseudonyms)


def _people(review: Review) -> list[Person]:
    return people.people_of(db(), review)


def contact_choices(review: Review) -> dict[str, str]:
    """The contacts of a review by number and what they are: whoever writes the log need not open who they are."""
    return {
        str(contact.id): f"Contact {contact.number} ({contact.kind.label.lower()})"
        for contact in family_contacts.contacts_of(db(), review)
    }


def _told(form: EntryForm) -> Happened:
    return Happened(
        happened_on=form.happened_on.given,
        contact_id=optional_id(form.contact_id.data),
        person_id=optional_id(form.person_id.data),
        answered_on=form.answered_on.date,
        **told_by(form, ASKED),
    )
