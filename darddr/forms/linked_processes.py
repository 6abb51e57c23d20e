"""A process linked with a review."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from darddr.forms.base import VersionedForm
from darddr.forms.dates import DateParts
from darddr.forms.typed import LONGEST, TOO_LONG
from darddr.vocabulary.linked_processes import ProcessStatus

FITS = [Optional(), Length(max=LONGEST, message=TOO_LONG)]
MOST = 4


class ProcessForm(VersionedForm):
    """What it is, who leads it, where it stands, whether publication waits for it."""

    kind = SelectField("What is it?", [InputRequired("Choose what it is.")])
    lead_body = StringField("Body that leads it", [DataRequired("Say which body leads it."), Length(max=300)])
    status = SelectField("Where it stands", choices=ProcessStatus.choices())
    has_joint_terms = BooleanField("Its terms of reference are held in common with this review")
    holds_publication = BooleanField("Publication waits until it has concluded")
    note = TextAreaField("Note", FITS, description="By pseudonym.")
    name_reason = StringField("Why must this name stay?", [Optional(), Length(max=2_000)])

    def offer(self, kinds: Mapping[str, str]) -> None:
        """The kinds this review may be linked with."""
        self.kind.choices = [("", "Choose one"), *kinds.items()]

    def dated(self) -> Iterator[tuple[date | None, str]]:
        """Its dated events, as far as they were filled in."""
        for number in range(1, MOST + 1):
            yield self[f"day_{number}"].date, self[f"words_{number}"].data or ""

    @staticmethod
    def shown(events: list[tuple[date, str]]) -> dict[str, Any]:
        """Dated events by the names of their boxes."""
        listed = enumerate(events[:MOST], 1)
        return {name: value for n, (on, words) in listed for name, value in ((f"day_{n}", on), (f"words_{n}", words))}


for _number in range(1, MOST + 1):
    setattr(ProcessForm, f"day_{_number}", DateParts(f"Day {_number} (optional)"))
    setattr(
        ProcessForm, f"words_{_number}", StringField(f"What happens on day {_number}", [Optional(), Length(max=300)])
    )
