"""What an action changed, looked at after its sign-off."""

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from darddr import clock
from darddr.forms.base import Form
from darddr.forms.dates import DateParts
from darddr.forms.typed import LONGEST, TOO_LONG
from darddr.vocabulary.standing import LOOK_BACK_MONTHS, Impact

FITS = Length(max=LONGEST, message=TOO_LONG)


class ImpactForm(Form):
    """What was found, by which measure, by whom."""

    result = RadioField(
        "Did the action do what it was for?", [InputRequired("Choose what was found.")], choices=Impact.choices()
    )
    measure = TextAreaField("Measured by", [DataRequired("Say what it was measured by."), FITS])
    text = TextAreaField("What did you find?", [DataRequired("Say what you found."), FITS])
    happened_on = DateParts("When was it looked at?", required="Enter the day.", default=clock.today)
    on_behalf_of = StringField(
        "Who looked at it, if not you?",
        [Optional(), Length(max=300, message="Use at most 300 characters.")],
        description="A post and an agency.",
    )
    again = RadioField(
        "Shall somebody look once more?",
        [InputRequired("Choose whether to look once more.")],
        choices={"none": "No", **{str(months): f"Yes, {months} months later" for months in LOOK_BACK_MONTHS}},
    )
    name_reason = StringField("Why must this name stay?", [Optional()])
