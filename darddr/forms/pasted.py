"""Rows pasted from a spreadsheet, and the word to go ahead."""

from __future__ import annotations

from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from darddr import clock
from darddr.forms.base import Form
from darddr.forms.dates import DateParts
from darddr.importers.pasted import MOST_ROWS

MOST_CHARACTERS = 1_000_000


class PasteForm(Form):
    """The rows."""

    text = TextAreaField(
        "Rows from Excel",
        [DataRequired("Paste the rows."), Length(max=MOST_CHARACTERS, message="Paste fewer rows at a time.")],
        description=f"Copy the cells with their headings, up to {MOST_ROWS} rows. Headings such as Ref, Action, Recommendation, "
        "Lead agency, Target date, Status, Progress and Evidence are understood. You see what they say before anything is saved.",
        render_kw={"spellcheck": "false"},
    )


class PastedForm(Form):
    """Who said so, when, and whether statuses may move actions."""

    on_behalf_of = StringField(
        "Who told you?",
        [DataRequired("Say who told you."), Length(max=300, message="Use at most 300 characters.")],
        description="A post and an agency. Neither they nor you can then sign the actions off.",
    )
    happened_on = DateParts("As at", required="Enter the day the rows speak of.", default=clock.today)
    move = BooleanField("Move actions as their status says, where the preview offers it")
    name_reason = StringField("Why must this name stay?", [Optional()])
