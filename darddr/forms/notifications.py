"""A notification, one thing at a time."""

from __future__ import annotations

from typing import Self

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from darddr.forms.base import Form
from darddr.forms.dates import DateParts
from darddr.forms.typed import LONGEST, TOO_LONG, lines
from darddr.services.notifications import day
from darddr.services.reviews import Alleged, Died
from darddr.vocabulary.records import Manner, NotificationSource, Sex

SHORT = Length(max=200, message="Use at most 200 characters.")
MANNER_HINTS = {
    Manner.SUICIDE.value: "Only where an inquest has found so. Until then choose “Cause not yet decided”.",
    Manner.HOMICIDE.value: "Also where somebody is charged and not yet tried.",
}


class PlainForm(Form):
    """Nothing but a button."""


class NoticeForm(Form):
    """When the notice came and who sent it."""

    received_on = DateParts("When was the notice received?", required="Enter the day the notice was received.")
    source = RadioField(
        "Who told the partnership?",
        [InputRequired("Choose who told the partnership.")],
        choices=dict(NotificationSource.choices()),
    )


class AllegedForm(Form):
    """Somebody alleged to have caused a death: names and pseudonym."""

    name = StringField(
        "Full name",
        [DataRequired("Enter the full name."), SHORT],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    other_names = TextAreaField(
        "Other names they are known by",
        [Optional(), Length(max=2000, message="Use at most 2,000 characters.")],
        description="Former and shortened names, nicknames, other spellings. One to a line.",
        render_kw={"rows": 2},
    )
    pseudonym = StringField(
        "Pseudonym", [DataRequired("Give a pseudonym. The family may choose another later."), SHORT]
    )
    sex = RadioField("Sex", choices=dict(Sex.choices()), default=Sex.UNKNOWN.value)

    @classmethod
    def showing(cls, one: Alleged | Died | None) -> Self:
        """The form filled with what was answered, empty where nothing was."""
        return cls(data=_shown(one) if one is not None else None)

    def names(self) -> tuple[str, ...]:
        """Full name first, then the others."""
        return ((self.name.data or "").strip(), *lines(self.other_names.data))

    def told(self) -> Alleged:
        """The person as the form tells of them."""
        return Alleged(self.names(), (self.pseudonym.data or "").strip(), Sex(self.sex.data))


class DiedForm(AllegedForm):
    """Somebody who died."""

    date_of_birth = DateParts("Date of birth (optional)")
    date_of_death = DateParts("Date of death (optional)")
    manner = RadioField(
        "How did they die, as far as is known?", choices=dict(Manner.choices()), default=Manner.UNKNOWN.value
    )

    @classmethod
    def showing(cls, one: Alleged | Died | None) -> Self:
        """Likewise, with dates and manner."""
        if not isinstance(one, Died):
            return cls()
        days = {"date_of_birth": day(one.date_of_birth), "date_of_death": day(one.date_of_death)}
        return cls(data={**_shown(one), **days, "manner": one.manner.value})

    def told(self) -> Died:  # type: ignore[override]
        """The person as the form tells of them."""
        born, died = self.date_of_birth.date, self.date_of_death.date
        return Died(
            names=self.names(),
            pseudonym=(self.pseudonym.data or "").strip(),
            sex=Sex(self.sex.data),
            manner=Manner(self.manner.data),
            date_of_birth=born.isoformat() if born else "",
            date_of_death=died.isoformat() if died else "",
        )


def _shown(one: Alleged | Died) -> dict[str, str]:
    return {
        "name": one.names[0],
        "other_names": "\n".join(one.names[1:]),
        "pseudonym": one.pseudonym,
        "sex": one.sex.value,
    }


class CircumstancesForm(Form):
    """What happened."""

    circumstances = TextAreaField(
        "What happened?",
        [DataRequired("Say what happened, as far as is known."), Length(max=LONGEST, message=TOO_LONG)],
        description="Keep to what the notice says. Use pseudonyms or “the person who died”, never real names.",
        render_kw={"rows": 10},
    )
    name_reason = StringField("Why must this name stay?", [Optional(), SHORT])
