"""Accounts and roles of a partnership."""

from __future__ import annotations

from wtforms import EmailField, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional, Regexp

from darddr import clock
from darddr.forms.base import Form
from darddr.forms.dates import DateParts
from darddr.vocabulary.roles import PartnershipRole

NO_ROLE = ""
OFF = {"autocomplete": "off", "spellcheck": "false"}


class AccountForm(Form):
    """Somebody's address, name and role."""

    email = EmailField(
        "E-mail address",
        [
            DataRequired("Enter an e-mail address."),
            Length(max=254, message="Use at most 254 characters."),
            Regexp(r"[^@\s]+@[^@\s]+\.[^@\s]+\Z", message="Enter an e-mail address, like name@example.org."),
        ],
        render_kw=OFF,
    )
    name = StringField(
        "Name",
        [Optional(), Length(max=200, message="Use at most 200 characters.")],
        description="Needed where the address has no account yet. An account that is there keeps its name.",
        render_kw=OFF,
    )
    role = SelectField(
        "Role in this partnership",
        choices={NO_ROLE: "None yet: chair, author, panel member or action owner", **dict(PartnershipRole.choices())},
        default=NO_ROLE,
        description="Chairs, authors, panel members and owners need an account before a coordinator can add them.",
    )
    started_on = DateParts("From", required="Enter the day the role begins.", default=clock.today)


class EndForm(Form):
    """The day a role ends."""

    ended_on = DateParts("When does the role end?", required="Enter the day the role ends.", default=clock.today)
