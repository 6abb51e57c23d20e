"""One time that somebody was chased."""

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from darddr import clock
from darddr.forms.base import Form
from darddr.forms.dates import DateParts
from darddr.forms.typed import LONGEST, TOO_LONG
from darddr.vocabulary.national import ChasedBy

BY_HAND = {word.value: word.label for word in ChasedBy if word is not ChasedBy.AUTOMATIC}


class ChaseForm(Form):
    """When, how, and what they said."""

    chased_on = DateParts("When did you chase?", required="Enter the day.", default=clock.today)
    how = RadioField("How?", [InputRequired("Choose how you chased.")], choices=BY_HAND)
    said = TextAreaField(
        "What did they say?",
        [Optional(), Length(max=LONGEST, message=TOO_LONG)],
        description="Use roles, not names. Leave it empty where nobody has answered yet.",
    )
    name_reason = StringField("Why must this name stay?", [Optional()])
