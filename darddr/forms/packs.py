"""A pack, a body it was reported to, and the chair's decision on sex and manner of death."""

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from darddr import clock
from darddr.forms.base import Form
from darddr.forms.dates import DateParts
from darddr.forms.typed import LONGEST, TOO_LONG


class PackForm(Form):
    """As at which day."""

    as_at = DateParts("As at", description="Leave it empty for today.")


class ReportedForm(Form):
    """To which body a pack was reported, and when."""

    body = StringField(
        "Body",
        [DataRequired("Say to which body it was reported."), Length(max=300, message="Use at most 300 characters.")],
    )
    reported_on = DateParts("When?", required="Enter the day it was reported.", default=clock.today)


class DisclosureForm(Form):
    """Whether public figures may tell of sex and manner of death."""

    allowed = RadioField(
        "May public figures tell of sex and manner of death?",
        [InputRequired("Choose yes or no.")],
        choices={"yes": "Yes", "no": "No"},
        description="Counts under five are withheld either way.",
    )
    decided_on = DateParts("When was this decided?", required="Enter the day it was decided.", default=clock.today)
    reason = TextAreaField(
        "Reason", [DataRequired("Give the reason for the decision."), Length(max=LONGEST, message=TOO_LONG)]
    )
