"""What is to be released of a review."""

from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Optional

from darddr import clock
from darddr.forms.base import Form
from darddr.forms.dates import DateParts
from darddr.vocabulary.records import PublicationKind


class PrepareForm(Form):
    """Which edition, and why not everything."""

    kind = RadioField(
        "What is to be published?",
        [InputRequired("Choose what is to be published.")],
        choices=PublicationKind.choices(),
    )
    reason = TextAreaField(
        "Reason, where the report is not published in full",
        [Optional()],
        description="For example, the welfare of a child. It is kept with the review and is not published.",
    )
    review_on = DateParts("Look at this again on, where the report is withheld")


class ApproveForm(Form):
    """When the edition was approved."""

    approved_on = DateParts("When was it approved?", required="Enter the day it was approved.", default=clock.today)
