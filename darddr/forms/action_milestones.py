"""A milestone of an action."""

from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from darddr.forms.base import VersionedForm
from darddr.forms.dates import DateParts
from darddr.forms.typed import LONGEST, TOO_LONG


class ActionMilestoneForm(VersionedForm):
    """What is to be done by when, and when it was."""

    text = TextAreaField("Milestone", [DataRequired("Write the milestone."), Length(max=LONGEST, message=TOO_LONG)])
    due_on = DateParts("Due on", required="Enter the day it is due.")
    done_on = DateParts("Done on", description="Leave it empty until it is done.")
    name_reason = StringField("Why must this name stay?", [Optional()])
