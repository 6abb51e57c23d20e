"""An edition in the register of what was published, its taking down, and a withheld report looked at again."""

from __future__ import annotations

from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from darddr import clock
from darddr.forms.base import Form, VersionedForm
from darddr.forms.dates import DateParts

REASON = Length(max=2_000, message="Use at most 2,000 characters.")


class EditionForm(VersionedForm):
    """Where an edition is, and what it is called there."""

    published_on = DateParts("When was it first published?", required="Enter the day.", default=clock.today)
    address = StringField(
        "Permanent link",
        [InputRequired("Enter the address of the page."), Length(max=1_000, message="Use at most 1,000 characters.")],
        description="The whole address, such as https://www.example.org/reviews/1.",
    )
    library_name = StringField(
        "What is it called there?",
        [InputRequired("Say what the report is called."), Length(max=300, message="Use at most 300 characters.")],
        description="Libraries of reviews use the pseudonym with the month and year of death, never the day.",
    )
    on_web_until = DateParts("Until when does it stay on your website? (optional)")
    name_reason = StringField("Why must this name stay?", [Optional(), Length(max=2_000)])


class TakeDownForm(Form):
    """When and why an edition came down."""

    taken_down_on = DateParts("When was it taken down?", required="Enter the day.", default=clock.today)
    reason = TextAreaField("Why?", [InputRequired("Give the reason for taking it down."), REASON])


class LookAgainForm(VersionedForm):
    """Until when a report is withheld, and why still."""

    review_on = DateParts("When will it be looked at again?", required="Enter the day.")
    reason = TextAreaField("Why is it not published yet?", [InputRequired("Give the reason."), REASON])
