"""Who belongs to a review."""

from wtforms import EmailField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from darddr import clock
from darddr.forms.base import Form
from darddr.forms.dates import DateParts
from darddr.vocabulary.roles import ReviewRole


class AccountForm(Form):
    """Somebody with an account: chosen among those of the partnership, or called by the address of any other."""

    user_id = SelectField("Who?", default="")
    email = EmailField(
        "If they are not in the list: the e-mail address of their account", [Optional(), Length(max=200)]
    )


class MemberForm(AccountForm):
    """Their role, and the agency they come from."""

    role = SelectField(
        "Role on this review",
        [InputRequired("Choose a role.")],
        choices={"": "Choose one", **ReviewRole.choices()},
    )
    agency_id = SelectField("Agency", default="", description="An independent chair or author comes from none.")
    started_on = DateParts("From which day?", required="Enter the day it begins.", default=clock.today)


class EndForm(Form):
    """When a membership ends."""

    ended_on = DateParts("From which day do they no longer see it?", required="Enter the day.", default=clock.today)


class ConflictForm(AccountForm):
    """A declared conflict: from now on this review does not exist for somebody."""

    declared_on = DateParts("When was it declared?", required="Enter the day.", default=clock.today)
    reason = TextAreaField("What is the conflict?", [InputRequired("Give the reason."), Length(max=20_000)])


class WithdrawForm(Form):
    """A conflict that was declared by mistake or is no more."""

    exclusion_id = SelectField("Whose conflict?", [InputRequired("Choose whose conflict it is.")])
    reason = TextAreaField("Why is it withdrawn?", [InputRequired("Give the reason."), Length(max=20_000)])
