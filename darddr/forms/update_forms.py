"""Which agencies are asked for an update, by when, and as what."""

from __future__ import annotations

from datetime import date, timedelta

from wtforms import RadioField, SelectMultipleField
from wtforms.validators import InputRequired

from darddr import clock
from darddr.forms.base import Form
from darddr.forms.dates import DateParts


def _in_two_weeks() -> date:
    return clock.today() + timedelta(days=14)


class IssueForm(Form):
    """Forms to go out."""

    agencies = SelectMultipleField("Agencies", [InputRequired("Choose at least one agency.")])
    due_on = DateParts("Send back by", required="Enter the day you want the forms back.", default=_in_two_weeks)
    kind = RadioField("Kind of form", choices={"docx": "Word", "xlsx": "Excel"}, default="docx")
    way = RadioField(
        "What do you want?",
        choices={
            "drafts": "Drafts of e-mail, one for each agency, with its form attached",
            "files": "The forms alone",
        },
        default="drafts",
    )
