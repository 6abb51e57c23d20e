"""One change of several actions, and the word to go ahead."""

from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from darddr.forms.base import Form
from darddr.forms.typed import LONGEST, TOO_LONG, optional_id

SHORT = Length(max=300, message="Use at most 300 characters.")


class ChangeForm(Form):
    """What the chosen actions are to be given; what is left empty stays."""

    owner_post = StringField(
        "New owner’s post",
        [Optional(), SHORT],
        description="Replaces post and person of every chosen action.",
    )
    owner_email = StringField(
        "New owner’s e-mail address",
        [Optional()],
        description="Only where they have an account.",
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    agency_id = SelectField("New lead agency", coerce=optional_id)
    group_id = SelectField("New accountable group", coerce=optional_id)
    target = StringField(
        "New target date",
        [Optional(), SHORT],
        description="As you would write it: 31 March 2027, June 2027, Q2 2027, 2027.",
    )
    date_reason = TextAreaField(
        "Reason for moving the target date", [Optional(), Length(max=LONGEST, message=TOO_LONG)]
    )
    agreed_by = StringField("Who agreed the new date?", [Optional(), SHORT])


class GoAheadForm(Form):
    """Save what the preview shows; `seen` says which state of things it showed."""

    seen = HiddenField()
