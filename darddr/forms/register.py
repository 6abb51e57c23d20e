"""A line of the register of names, and what becomes of a suggestion."""

from __future__ import annotations

from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from darddr.forms.base import Form
from darddr.vocabulary.register import RegisterKind


class EntryForm(Form):
    """Something that would give somebody away, or somebody who may be named."""

    kind = SelectField(
        "What is it?",
        [InputRequired("Choose what it is.")],
        choices={
            "": "Choose one",
            **{kind.value: kind.label for kind in RegisterKind if kind is not RegisterKind.DISMISSED},
        },
    )
    text = StringField(
        "As it is written",
        [InputRequired("Write what would give somebody away, or who may be named.")],
        description="One name, place or number. A date as year-month-day, such as 1984-03-07.",
    )
    reason = StringField(
        "Why may this person be named?",
        [Optional(), Length(max=1_000)],
        description="Only for somebody who may be named.",
    )


class SuggestionForm(Form):
    """A suggestion, taken up or dismissed."""

    text = StringField("Suggestion", [InputRequired()])
    kind = SelectField("Kind", [InputRequired()], choices=RegisterKind.choices())
    person = StringField("Person", [Optional()])
    answer = SelectField("Answer", [InputRequired()], choices={"accept": "Add", "dismiss": "Dismiss"})
