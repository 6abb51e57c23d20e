"""What is asked with a move, a dated event and a waiver."""

from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from darddr import clock
from darddr.forms.base import Form
from darddr.forms.dates import DateParts

LONGEST = Length(max=20_000, message="Use at most 20,000 characters.")


class MoveForm(Form):
    """When a move happened, why, and who decided."""

    happened_on = DateParts("When did this happen?", required="Enter the day it happened.", default=clock.today)
    reason = TextAreaField("Reason", [Optional(), LONGEST])
    on_behalf_of = StringField(
        "Who decided?",
        [Optional(), Length(max=200)],
        description="You are recording this for somebody else. Give their post, and the meeting if there was one.",
    )


class MilestoneForm(Form):
    """When an event happened."""

    happened_on = DateParts("When did this happen?", required="Enter the day it happened.", default=clock.today)
    note = TextAreaField("Note", [Optional(), LONGEST], description="Kept sealed with the review.")


class WaiverForm(Form):
    """Why a condition is set aside."""

    reason = TextAreaField("Why is this set aside?", [InputRequired("Give the reason."), LONGEST])
