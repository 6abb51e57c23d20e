"""How far a national recommendation has come."""

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from darddr.forms.base import VersionedForm
from darddr.forms.dates import DateParts
from darddr.forms.typed import LONGEST, TOO_LONG
from darddr.vocabulary.national import Department, NationalAnswerKind

SHORT = Length(max=300, message="Use at most 300 characters.")
FITS = Length(max=LONGEST, message=TOO_LONG)


class NationalForm(VersionedForm):
    """To the right body, answered, and told of."""

    department = SelectField("Which body is it for?", choices={"": "Not known yet", **dict(Department.choices())})
    other_body = StringField("Name of the body", [Optional(), SHORT], description="Only for another body.")
    confirmed_on = DateParts("Confirmed as the right body on (optional)")
    confirmed_by = StringField("Who confirmed it?", [Optional(), SHORT], description="A post and a body, no name.")
    chaser = StringField("Who chases the answer?", [Optional(), SHORT], description="A post in this partnership.")
    sent_on = DateParts("Sent on (optional)")
    acknowledged_on = DateParts("Acknowledged on (optional)")
    answered_on = DateParts("Answered on (optional)")
    answer_kind = SelectField("What was the answer?", choices={"": "None yet", **dict(NationalAnswerKind.choices())})
    answer = TextAreaField("The answer in their words", [Optional(), FITS])
    csp_told_on = DateParts("Partnership told of the answer on (optional)")
    family_told_on = DateParts("Family told of the answer on (optional)")
    name_reason = StringField("Why must this name stay?", [Optional()])
