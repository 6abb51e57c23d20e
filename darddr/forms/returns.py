"""Files that come back, and what of one is taken in."""

from __future__ import annotations

from flask_wtf.file import MultipleFileField
from wtforms import SelectMultipleField, StringField, ValidationError
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import HiddenInput

from darddr import clock
from darddr.forms.base import Form
from darddr.forms.dates import DateParts
from darddr.services.returns import MOST_FILES


class TrayForm(Form):
    """Up to twenty files at once."""

    files = MultipleFileField(
        "Forms that came back",
        description=f"Word or Excel forms, up to {MOST_FILES} at once. You see what each says before anything is saved.",
        render_kw={"accept": ".docx,.xlsx,.ods,.csv,.doc,.msg,.pdf"},
    )

    def validate_files(self, field: MultipleFileField) -> None:
        """At least one file, and no more than are looked at in one go."""
        chosen = [file for file in field.data or () if file and file.filename]
        if not chosen:
            raise ValidationError("Choose at least one file.")
        if len(chosen) > MOST_FILES:
            raise ValidationError(f"Choose at most {MOST_FILES} files at once.")


class TakeForm(Form):
    """The ticked rows of a file, and on whose behalf they are entered. Choices are the rows of the file."""

    rows = SelectMultipleField("Rows to take in", [Optional()])
    moves = SelectMultipleField("Moves to make", [Optional()])
    dates = SelectMultipleField("Dates to agree", [Optional()])
    seen = StringField(widget=HiddenInput())
    on_behalf_of = StringField(
        "Whose answers are these?",
        [DataRequired("Say whose answers these are."), Length(max=300, message="Use at most 300 characters.")],
        description="A name or post and the agency, as the form says. Neither they nor you can then sign the actions off.",
    )
    agreed_by = StringField(
        "Who agreed the new dates?",
        [Optional(), Length(max=300, message="Use at most 300 characters.")],
        description="Needed where you agree a later date. A post and a body, such as the chair of the executive.",
    )
    happened_on = DateParts("As at", required="Enter the day they speak of.", default=clock.today)
    name_reason = StringField("Why must this name stay?", [Optional()])
