"""Who belongs to a review."""

from wtforms import EmailField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from darddr import clock
from darddr.forms.base import Form
from darddr.forms.dates import DateParts
from darddr.vocabulary.roles import ReviewRole


class MemberForm(Form):
    """Somebody with an account, their role, and the agency they come from."""

    email = EmailField(
        "E-mail address of their account", [InputRequired("Enter their e-mail address."), Length(max=200)]
    )
    role = SelectField("Role on this review", choices=ReviewRole.choices())
    agency_id = SelectField("Agency", description="Chairs and authors come from none.")
    started_on = DateParts("From", required="Enter the day it begins.", default=clock.today)


class EndForm(Form):
    """When a membership ends."""

    ended_on = DateParts(
        "Last day plus one: from when do they no longer see it?", required="Enter the day.", default=clock.today
    )


class ConflictForm(Form):
    """A declared conflict: from now on this review does not exist for somebody."""

    email = EmailField(
        "E-mail address of their account", [InputRequired("Enter their e-mail address."), Length(max=200)]
    )
    declared_on = DateParts("When was it declared?", required="Enter the day.", default=clock.today)
    reason = TextAreaField("What is the conflict?", [InputRequired("Give the reason."), Length(max=20_000)])
