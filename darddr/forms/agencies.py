"""Agencies and groups of a partnership."""

from __future__ import annotations

from wtforms import BooleanField, RadioField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from darddr.forms.base import Form, VersionedForm
from darddr.forms.dates import DateParts
from darddr.vocabulary.records import GroupKind

SHORT = Length(max=200, message="Use at most 200 characters.")


class AgencyForm(VersionedForm):
    """An agency and its information-sharing agreement."""

    name = StringField("Name", [DataRequired("Give the agency’s name."), SHORT])
    is_responsible_authority = BooleanField(
        "It is a responsible authority",
        description="Police, council, fire and rescue, health or probation: section 5, Crime and Disorder Act 1998.",
    )
    agreement_signed_on = DateParts("Information-sharing agreement signed (optional)")
    agreement_ends_on = DateParts("Agreement ends, or is to be renewed (optional)")
    contact_email = StringField(
        "E-mail address for forms",
        [Optional(), SHORT, Regexp(r"[^@\s,;<>]+@[^@\s,;<>]+\Z", message="Enter one e-mail address.")],
        description="Where update forms are sent. Use a shared mailbox rather than a person’s own.",
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )


class GroupForm(Form):
    """A board or thematic group."""

    name = StringField("Name", [DataRequired("Give the group’s name."), SHORT])
    kind = RadioField(
        "What kind of group is it?", [InputRequired("Choose the kind of group.")], choices=dict(GroupKind.choices())
    )
