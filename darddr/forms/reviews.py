"""What is asked with a move, a dated event and a waiver."""

from __future__ import annotations

from collections.abc import Mapping

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from darddr import clock
from darddr.forms.base import Form
from darddr.forms.dates import DateParts
from darddr.vocabulary.records import Answer

LONGEST = Length(max=20_000, message="Use at most 20,000 characters.")
SHORT = Length(max=200, message="Use at most 200 characters.")


class MoveForm(Form):
    """When a move happened, why, and who decided."""

    happened_on = DateParts("When did this happen?", required="Enter the day it happened.", default=clock.today)
    reason = TextAreaField("Note (optional)", [Optional(), LONGEST], description="Kept sealed with the review.")
    on_behalf_of = StringField(
        "Who decided?",
        [Optional(), SHORT],
        description="You are recording this for somebody else. Give their post, and the meeting if there was one.",
    )

    def ask_reason(self, sentence: str) -> None:
        """Ask for a reason; the sentence is said where there is none."""
        self.reason.label.text = "Reason"
        self.reason.flags.optional = False
        self.reason.validators = [DataRequired(sentence), LONGEST]

    def ask_who_decided(self, sentence: str) -> None:
        """Ask who decided; the sentence is said where nobody is named."""
        self.on_behalf_of.flags.optional = False
        self.on_behalf_of.validators = [DataRequired(sentence), SHORT]


class MilestoneForm(Form):
    """When an event happened."""

    happened_on = DateParts("When did this happen?", required="Enter the day it happened.", default=clock.today)
    note = TextAreaField("Note", [Optional(), LONGEST], description="Kept sealed with the review.")


def scope_form(questions: Mapping[str, str]) -> type[MilestoneForm]:
    """The form of a scope check: a question each of a checklist, beside when it was done."""
    asked = {
        f"answer_{key}": RadioField(question, [InputRequired("Answer yes, no or not known.")], choices=Answer.choices())
        for key, question in questions.items()
    }
    return type("ScopeForm", (MilestoneForm,), asked)


class WaiverForm(Form):
    """Why a condition is set aside."""

    reason = TextAreaField("Why is this set aside?", [InputRequired("Give the reason."), LONGEST])


class ExtensionForm(Form):
    """Another day for a deadline, formally agreed."""

    due_on = DateParts("What is the new date?", required="Enter the new date.")
    agreed_on = DateParts("When was it agreed?", required="Enter the day it was agreed.", default=clock.today)
    reason = TextAreaField(
        "Why?",
        [InputRequired("Give the reason for the new date."), LONGEST],
        description="Kept sealed with the review.",
    )
    agreed_by = StringField(
        "Who agreed it?", [Optional(), SHORT], description="For example the panel, and the chair of the partnership."
    )
