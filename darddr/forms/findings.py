"""What the panel learned, on one dense page."""

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from darddr import clock
from darddr.forms.base import Form, VersionedForm
from darddr.forms.dates import DateParts
from darddr.vocabulary.records import FindingKind

LONGEST = Length(max=2_500_000, message="Use at most 2,500,000 characters.")


class FindingForm(VersionedForm):
    """A finding, tied to a question and an agency."""

    question_id = SelectField(
        "Which question of the terms of reference does it answer?", [InputRequired("Choose a question.")]
    )
    agency_id = SelectField("Which agency does it concern?", [InputRequired("Choose an agency.")])
    kind = RadioField(
        "What kind of finding is it?",
        [InputRequired("Choose learning or good practice.")],
        choices=FindingKind.choices(),
    )
    text = TextAreaField("What was learned?", [InputRequired("Write what was learned."), LONGEST])
    evidence = TextAreaField("What does it rest on?", [Optional(), LONGEST])
    happened_on = DateParts("When did the panel hear it?", required="Enter the day.", default=clock.today)
    name_reason = StringField("Why must this name stay?", [Optional(), Length(max=2_000)])


class AgreeForm(Form):
    """When the panel agreed a finding."""

    agreed_on = DateParts("When did the panel agree it?", required="Enter the day.", default=clock.today)


class RemoveForm(Form):
    """Nothing but a second look."""
