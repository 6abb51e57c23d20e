"""The family's part in a review: a contact, an entry of what happened, a tribute."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from darddr.forms.base import VersionedForm
from darddr.forms.dates import DateParts
from darddr.forms.typed import LONGEST, TOO_LONG
from darddr.vocabulary.family import AdvocateAnswer, ContactKind, EntryKind, TributeKind

FITS = [Optional(), Length(max=LONGEST, message=TOO_LONG)]
SHORT = [Optional(), Length(max=300, message="Use at most 300 characters.")]
ONE_DAY = "Day and month, for example 7 March."


class ContactForm(VersionedForm):
    """Somebody who may take part: who they are, what they wish, when they must not be reached."""

    name = StringField("Name", [DataRequired("Give the name of the person."), Length(max=300)])
    kind = SelectField("Who are they?", choices=ContactKind.choices())
    relation = StringField("Relation to the person who died", SHORT)
    person_id = SelectField("Person of this review, if they are one", [Optional()], default="")
    reached_at = TextAreaField(
        "How to reach them", FITS, description="Telephone, e-mail, address; or through whom, such as a liaison officer."
    )
    may_be_told = TextAreaField("Who else may be told", FITS)
    how = StringField("How they wish to be contacted", SHORT, description="No names, numbers or addresses here.")
    when = StringField("When they wish to be contacted", SHORT)
    language = StringField("Language", SHORT)
    interpreter = StringField("Interpreter or other support", SHORT)
    advocate_offered_on = DateParts("Advocate offered on (optional)")
    advocate_offered_by = StringField("Offered by", SHORT)
    advocate_answer = SelectField("Answer", choices=AdvocateAnswer.choices())
    advocate = TextAreaField("Advocate’s organisation, name and contact", FITS)
    next_contact_on = DateParts(
        "Next contact due on (optional)",
        description="The coordinator and the chair are reminded that day, or the next that is not to be avoided.",
    )
    no_contact_since = DateParts(
        "Wants no contact since (optional)", description="No letter is made for them from then on."
    )
    no_contact_reason = TextAreaField("Why, as far as they said", FITS)
    birthday = StringField("Birthday of the person who died", SHORT, description=ONE_DAY)
    anniversary = StringField("Anniversary of the death", SHORT, description=ONE_DAY)
    avoid = TextAreaField(
        "Other days to avoid",
        FITS,
        description="One on each line: “5 May: wedding day”, “24 December to 2 January”, “1 June 2027 to 14 June 2027”. "
        "Without a year it is every year.",
    )

    def offer(self, people: Mapping[str, str]) -> None:
        """The people of the review to choose from, by pseudonym."""
        self.person_id.choices = [("", "Not one of them"), *people.items()]


class EntryForm(VersionedForm):
    """Something that happened with the family. Which fields matter depends on what it was."""

    kind = SelectField("What happened?", [InputRequired("Choose what happened.")], choices=EntryKind.choices())
    happened_on = DateParts("When did it happen?", required="Enter the day it happened.")
    contact_id = SelectField("With whom?", [Optional()], default="")
    person_id = SelectField("Whose pseudonym, where one was chosen?", [Optional()], default="")
    by_whom = StringField("Who did it for the review?", SHORT, description="Such as the chair, or a liaison officer.")
    shown = StringField("What was shown, in which version?", SHORT)
    text = TextAreaField("What was said or wished", FITS, description="By pseudonym.")
    answer = TextAreaField("How it was answered, and what was done", FITS)
    answered_on = DateParts("Answered on (optional)")
    name_reason = StringField("Why must this name stay?", [Optional(), Length(max=2_000)])

    def offer(self, contacts: Mapping[str, str], people: Mapping[str, str]) -> None:
        """The contacts, by number, and the people of the review, by pseudonym."""
        self.contact_id.choices = [("", "The family as a whole"), *contacts.items()]
        self.person_id.choices = [("", "Nobody’s"), *people.items()]


class TributeForm(VersionedForm):
    """A tribute or photograph, and where it may be used."""

    kind = RadioField("What was given?", [InputRequired("Choose what was given.")], choices=TributeKind.choices())
    given_on = DateParts("Given on", required="Enter the day it was given.")
    contact_id = SelectField("By whom?", [Optional()], default="")
    text = TextAreaField("Words of the tribute, or what the photograph shows", FITS)
    kept_at = StringField("Where it is kept", SHORT, description="A photograph itself is not kept here.")
    for_report = BooleanField("May be used in the report")
    for_website = BooleanField("May be used on the website")
    for_learning = BooleanField("May be used for learning")
    withdrawn_on = DateParts("Consent withdrawn on (optional)")
    name_reason = StringField("Why must this name stay?", [Optional(), Length(max=2_000)])

    def offer(self, contacts: Mapping[str, str]) -> None:
        """The contacts, by number."""
        self.contact_id.choices = [("", "The family as a whole"), *contacts.items()]


def told_by(form: VersionedForm, names: tuple[str, ...]) -> dict[str, Any]:
    """What a form says, by field: a date as a date, nothing as an empty text."""
    return {name: form[name].date if isinstance(form[name], DateParts) else form[name].data or "" for name in names}
