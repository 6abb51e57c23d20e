"""A round with the Home Office: its sending, its letter, the checklist before it, and the points of the letter."""

from __future__ import annotations

from flask_wtf.file import FileField
from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from darddr import clock
from darddr.forms.base import Form, VersionedForm
from darddr.forms.dates import DateParts
from darddr.forms.typed import LONGEST, TOO_LONG
from darddr.vocabulary.home_office import Judged, LetterOutcome, PointAnswer, PointCategory

FITS = Length(max=LONGEST, message=TOO_LONG)
SHORT = Length(max=300, message="Use at most 300 characters.")
SENT_ON = {"label": "When was it sent?", "required": "Enter the day it was sent."}
OUTCOME = [InputRequired("Choose what the letter decides.")]
PANEL, WRITTEN = "When did the panel meet? (optional)", "Date of the letter (optional)"
CAME = {"label": "When did the letter come?", "required": "Enter the day it came."}


class SendForm(Form):
    """A report that went to the Home Office."""

    sent_on = DateParts(**SENT_ON, default=clock.today)
    sent_by = StringField("Who sent it?", [InputRequired("Say who sent it."), SHORT])
    document_id = SelectField("Which pack was sent?", [Optional()])


class RoundForm(VersionedForm):
    """Everything that was written of a round, its letter too where one is logged."""

    sent_on = DateParts(**SENT_ON)
    sent_by = StringField("Who sent it?", [InputRequired("Say who sent it."), SHORT])
    document_id = SelectField("Which pack was sent?", [Optional()])
    panel_on = DateParts(PANEL)
    letter_on = DateParts(WRITTEN)
    received_on = DateParts(**CAME)
    outcome = RadioField("What does the letter decide?", OUTCOME, choices=LetterOutcome.choices())
    strengths = TextAreaField("What does it praise?", [Optional(), FITS])

    def without_letter(self) -> RoundForm:
        """The same form for a round whose letter has not come."""
        for name in ("panel_on", "letter_on", "received_on", "outcome", "strengths"):
            delattr(self, name)
        return self


class LetterForm(Form):
    """A letter to be read."""

    file = FileField(
        "The letter",
        [Optional()],
        description="A Word file (.docx) or a text file (.txt). It is read and not kept.",
        render_kw={"accept": ".docx,.txt"},
    )
    text = TextAreaField(
        "Or its words",
        [Optional(), Length(max=400_000, message="This is longer than any letter. Copy the letter alone.")],
        description="Paste the letter, or type its points. Begin each point with its number, letter or bullet.",
    )


class LoggedForm(Form):
    """What a letter says of itself, and which of the points that were read are points."""

    panel_on = DateParts(PANEL)
    letter_on = DateParts(WRITTEN)
    received_on = DateParts(**CAME, default=clock.today)
    outcome = RadioField("What does the letter decide?", OUTCOME, choices=LetterOutcome.choices())
    strengths = TextAreaField("What does it praise? (optional)", [Optional(), FITS])
    kept = SelectMultipleField("Points of the letter", [Optional()])


class ChecklistForm(Form):
    """What a person has judged to be so; `seen` is what was ticked when the page was made."""

    judged = SelectMultipleField("Tick what you have judged to be so", [Optional()], choices=Judged.choices())
    seen = SelectMultipleField("Ticked before", [Optional()], choices=Judged.choices())


class PointForm(VersionedForm):
    """A point and its answer."""

    printed = StringField("Number in the letter (optional)", [Optional(), SHORT])
    text = TextAreaField("What the letter asks", [InputRequired("Write what the letter asks."), FITS])
    category = SelectField("What is it about?", [InputRequired("Choose one.")], choices=PointCategory.choices())
    owner_id = SelectField("Who answers it?", [Optional()])
    response = TextAreaField("Response", [Optional(), FITS], description="It goes to the Home Office. Use pseudonyms.")
    answer = RadioField(
        "Is it accepted?", [Optional()], choices={"": "Not decided yet", **PointAnswer.choices()}, default=""
    )
    reason = TextAreaField("Reason, where it is not accepted", [Optional(), FITS])
    change_made = TextAreaField("What was changed", [Optional(), FITS])
    where_made = StringField("Page and paragraph", [Optional(), SHORT])
    done_on = DateParts("When was it done? (optional)")
    name_reason = StringField("Why must this name stay?", [Optional(), Length(max=2_000)])
