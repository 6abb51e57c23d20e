"""A notification, one thing at a time."""

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from darddr.forms.base import Form
from darddr.forms.dates import DateParts
from darddr.forms.typed import LONGEST, TOO_LONG
from darddr.vocabulary.records import Manner, NotificationSource, Sex

SHORT = Length(max=200, message="Use at most 200 characters.")
MANNER_HINTS = {
    Manner.SUICIDE.value: "Only where an inquest has found so. Until then choose “Cause not yet decided”.",
    Manner.HOMICIDE.value: "Also where somebody is charged and not yet tried.",
}


class StartForm(Form):
    """Nothing but the button that begins."""


class NoticeForm(Form):
    """When the notice came and who sent it."""

    received_on = DateParts("When was the notice received?", required="Enter the day the notice was received.")
    source = RadioField(
        "Who told the partnership?",
        [InputRequired("Choose who told the partnership.")],
        choices=NotificationSource.choices(),
    )


class PersonForm(Form):
    """Somebody's names and pseudonym."""

    name = StringField(
        "Full name", [DataRequired("Enter the full name."), SHORT], render_kw={"autocomplete": "off", "spellcheck": "false"}
    )
    other_names = TextAreaField(
        "Other names they were known by",
        [Optional(), Length(max=2000, message="Use at most 2,000 characters.")],
        description="Former and shortened names, nicknames, other spellings. One to a line.",
        render_kw={"rows": 2, "spellcheck": "false"},
    )
    pseudonym = StringField("Pseudonym", [DataRequired("Give a pseudonym. The family may choose another later."), SHORT])
    sex = RadioField("Sex", choices=Sex.choices(), default=Sex.UNKNOWN.value)


class DiedForm(PersonForm):
    """Somebody who died."""

    date_of_birth = DateParts("Date of birth (optional)")
    date_of_death = DateParts("Date of death (optional)")
    manner = RadioField(
        "How did they die, as far as is known?", choices=Manner.choices(), default=Manner.UNKNOWN.value
    )


class CircumstancesForm(Form):
    """What happened."""

    circumstances = TextAreaField(
        "What happened?",
        [DataRequired("Say what happened, as far as is known."), Length(max=LONGEST, message=TOO_LONG)],
        description="Keep to what the notice says. Use pseudonyms or “the person who died”, never real names.",
        render_kw={"rows": 10},
    )
    name_reason = StringField("Why must this name stay?", [Optional(), SHORT])
