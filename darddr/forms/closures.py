"""The end of a review: its minute, a legal hold, and how long its partnership keeps it."""

from __future__ import annotations

from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from darddr import clock
from darddr.forms.base import Form, VersionedForm
from darddr.forms.dates import DateParts
from darddr.forms.typed import LONGEST, TOO_LONG

REASON = Length(max=2_000, message="Use at most 2,000 characters.")


class MinuteForm(VersionedForm):
    """What was decided when the review was closed."""

    text = TextAreaField(
        "Closing minute",
        [InputRequired("Write what was decided."), Length(max=LONGEST, message=TOO_LONG)],
        description="What the audit of the plan found, what was decided, by whom, and what goes on.",
    )
    name_reason = StringField("Why must this name stay?", [Optional(), Length(max=2_000)])


class HoldForm(Form):
    """A hold that begins."""

    began_on = DateParts("From when?", required="Enter the day.", default=clock.today)
    reason = TextAreaField(
        "Why?",
        [InputRequired("Give the reason for the hold."), REASON],
        description="For example, a claim, an inquiry or a request for the records.",
    )


class EndHoldForm(Form):
    """A hold that ends."""

    ended_on = DateParts("When did it end?", required="Enter the day.", default=clock.today)
    reason = TextAreaField("Why?", [InputRequired("Give the reason for ending the hold."), REASON])


class RetentionForm(VersionedForm):
    """How many years an ended review is kept."""

    retention_years = IntegerField(
        "Years after which an ended review is due for disposal (optional)",
        [Optional()],
        description="Take it from your own retention schedule. Leave it empty until your partnership has decided.",
    )
