"""Who a person of a review is to everybody, and who they really are."""

from __future__ import annotations

from wtforms import BooleanField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from darddr.forms.base import VersionedForm
from darddr.forms.dates import DateParts
from darddr.vocabulary.library import CHARACTERISTICS
from darddr.vocabulary.records import Life, Manner, PersonRole, Sex

ONE_A_LINE = "One on each line."
LINES = [Optional(), Length(max=5_000)]


class KnownForm(VersionedForm):
    """What everybody on the review may know."""

    role = SelectField(
        "What is this person to the review?",
        [InputRequired("Choose what this person is to the review.")],
        choices={"": "Choose one", **PersonRole.choices()},
    )
    life = SelectField("Is this person living?", choices=Life.choices(), default=Life.UNKNOWN.value)
    pseudonym = StringField(
        "Pseudonym", [InputRequired("Give a pseudonym. The family may choose it later."), Length(max=100)]
    )
    chosen_by = StringField("Who chose the pseudonym?", [Optional(), Length(max=200)])
    pseudonym_chosen_on = DateParts("When was it chosen? (optional)")
    relation = StringField("Relation to the person who died", [Optional(), Length(max=200)])
    sex = SelectField("Sex", choices=Sex.choices(), default=Sex.UNKNOWN.value)
    manner = SelectField(
        "How did this person die, as far as is known?",
        choices=Manner.choices(),
        default=Manner.UNKNOWN.value,
        description="Leave “Not known” for somebody who is living. Only an inquest decides that a death was suicide.",
    )
    may_be_named = BooleanField("A professional who may be named in the report, such as the chair")


class IdentityForm(VersionedForm):
    """Who somebody really is."""

    names = TextAreaField("Names", LINES, description=f"Full names as they are or were. {ONE_A_LINE}")
    aliases = TextAreaField("Other names they went by", LINES, description=f"Aliases, names online. {ONE_A_LINE}")
    nicknames = TextAreaField("Nicknames", LINES, description=ONE_A_LINE)
    initials = TextAreaField(
        "Initials",
        LINES,
        description=f"Those used without points, such as SW; S.W. is found from the name. {ONE_A_LINE}",
    )
    date_of_birth = DateParts("Date of birth (optional)")
    date_of_death = DateParts("Date of death (optional)")
    addresses = TextAreaField("Addresses", LINES, description=ONE_A_LINE)
    phones = TextAreaField("Telephone numbers", LINES, description=ONE_A_LINE)
    emails = TextAreaField("E-mail addresses", LINES, description=ONE_A_LINE)
    nhs_numbers = TextAreaField("NHS numbers", LINES, description=ONE_A_LINE)
    schools = TextAreaField("Schools and colleges", LINES, description=ONE_A_LINE)
    workplaces = TextAreaField("Workplaces", LINES, description=ONE_A_LINE)
    places = TextAreaField("Places that would give them away", LINES, description=f"A village, an estate. {ONE_A_LINE}")
    other_identifiers = TextAreaField(
        "Anything else that would give them away", LINES, description=f"A vehicle, a pet, an account. {ONE_A_LINE}"
    )


class PersonForm(KnownForm, IdentityForm):
    """Somebody new: both at once."""


class CharacteristicsForm(VersionedForm):
    """The codified characteristics that figures are made from. An untouched list means: not yet asked."""

    @classmethod
    def asked_about(cls, role: PersonRole) -> type[CharacteristicsForm]:
        """The form with the questions asked about a person of this role."""
        fields = {
            question.key: (
                SelectMultipleField(question.label, [Optional()], choices={value: value for value in question.values})
                if question.several
                else SelectField(
                    question.label,
                    [Optional()],
                    choices={"": "Not yet asked", **{value: value for value in question.values}},
                )
            )
            for question in CHARACTERISTICS
            if role in question.about
        }
        return type("CharacteristicsOf", (cls,), fields)
