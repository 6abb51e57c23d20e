"""A meeting of the executive."""

from wtforms import SelectMultipleField, TextAreaField
from wtforms.validators import Length, Optional

from darddr import clock
from darddr.forms.base import VersionedForm
from darddr.forms.dates import DateParts
from darddr.forms.typed import LONGEST, TOO_LONG


class MeetingForm(VersionedForm):
    """When it was held, when the next is, who came, and a note."""

    held_on = DateParts("When was it held?", required="Enter the day it was held.", default=clock.today)
    next_on = DateParts("When is the next? (optional)")
    came = SelectMultipleField(
        "Agencies that sent somebody",
        description="Tick nothing where nobody noted who came: the meeting then counts for no agency’s attendance.",
    )
    note = TextAreaField(
        "Note",
        [Optional(), Length(max=LONGEST, message=TOO_LONG)],
        description="What was agreed, by reference. No names and nothing of the story.",
    )
