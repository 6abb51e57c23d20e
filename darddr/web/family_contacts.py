"""Who of a family may take part, for the coordinator and the chair alone. That these pages were read is written to the log."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from darddr.forms.family import ContactForm, told_by
from darddr.forms.typed import optional_id
from darddr.models.family import FamilyContact
from darddr.models.review import Review
from darddr.services import family_contacts, family_days, people
from darddr.services.family_contacts import AVOIDED, Told
from darddr.vocabulary.family import AdvocateAnswer, ContactKind
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow, current_actor
from darddr.web.review_pages import review_context
from darddr.web.saving import page, saved
from darddr.web.session import db

bp = Blueprint("family_contacts", __name__)

AS_TYPED = (
    *family_contacts.TEXTS,
    family_contacts.BIRTHDAY,
    family_contacts.ANNIVERSARY,
    "avoid",
)


@bp.route("/reviews/<uuid:review_id>/family/contacts")
@allow(P.FAMILY_CONTACTS, load=loaders.review)
def index(review: Review) -> str:
    """Everybody who may take part, what they wish, and the days to avoid."""
    contacts = family_contacts.contacts_of(db(), review)
    return render_template(
        "family/contacts.html",
        contacts=[(contact, family_days.moved_to(contact)) for contact in contacts],
        pseudonyms={person.id: person.pseudonym for person in people.people_of(db(), review)},
        reasons=AVOIDED,
        **review_context(review),
    )


@bp.route("/reviews/<uuid:review_id>/family/contacts/new", methods=["GET", "POST"])
@allow(P.FAMILY_CONTACTS, load=loaders.review)
def add(review: Review) -> tuple[str, int] | Response:
    """Add somebody who may take part; birthday and anniversary come from the record of whoever died."""
    form = ContactForm(data=family_contacts.days_known(db(), review))
    _offer(form, review)
    if saved(form, lambda: family_contacts.add_contact(db(), current_actor(), review, _told(form))):
        flash("The contact has been added.", "success")
        return redirect(url_for("family_contacts.index", review_id=review.id))
    return page("family/contact.html", form, contact=None, changes=[], **review_context(review))


@bp.route("/family-contacts/<uuid:contact_id>", methods=["GET", "POST"])
@allow(P.FAMILY_CONTACTS, load=loaders.family_contact)
def edit(contact: FamilyContact) -> tuple[str, int] | Response:
    """Change what is known of a contact; what was kept before stays to be read."""
    review = db().get_one(Review, contact.review_id)
    form = ContactForm(data={**family_contacts.shown(contact), "version": contact.version_id})
    _offer(form, review)
    if saved(form, lambda: _save(review, contact, form)):
        flash("The contact has been saved.", "success")
        return redirect(url_for("family_contacts.index", review_id=review.id))
    changes = family_contacts.changes_of(db(), contact)
    return page("family/contact.html", form, contact=contact, changes=changes, **review_context(review))


def _save(review: Review, contact: FamilyContact, form: ContactForm) -> None:
    family_contacts.edit_contact(db(), current_actor(), review, contact, form.version.data or 0, _told(form))


def _offer(form: ContactForm, review: Review) -> None:
    form.offer({str(person.id): person.pseudonym or "" for person in people.people_of(db(), review)})


def _told(form: ContactForm) -> Told:
    return Told(
        kind=ContactKind(form.kind.data),
        person_id=optional_id(form.person_id.data),
        advocate_offered_on=form.advocate_offered_on.date,
        advocate_answer=AdvocateAnswer(form.advocate_answer.data),
        no_contact_since=form.no_contact_since.date,
        next_contact_on=form.next_contact_on.date,
        **told_by(form, AS_TYPED),
    )
