"""A review that began elsewhere, on one page. Fields are flat, so that a sentence can stand beside each of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask_wtf.file import FileField
from wtforms import EmailField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.core import UnboundField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from darddr.forms.base import Form
from darddr.forms.dates import DateParts
from darddr.forms.notifications import SHORT
from darddr.forms.typed import LONGEST, TOO_LONG, lines
from darddr.services.live_reviews import Live, Member, date_faults, people_faults
from darddr.services.reviews import Alleged, Died
from darddr.vocabulary.milestones import Milestone as M
from darddr.vocabulary.records import DisplayName, Manner, NotificationSource, Sex
from darddr.workflow.states import Phase, ReviewState

MOST_DIED = 3
MOST_ALLEGED = 2
FITS = Length(max=LONGEST, message=TOO_LONG)

STATES_BY_PHASE = {phase.label: {s.value: s.label for s in ReviewState if s.phase is phase} for phase in Phase}

DATES_BY_PHASE = {
    Phase.NOTIFICATION: (
        M.NOTICE_RECEIVED,
        M.ACKNOWLEDGED,
        M.SCOPING_SENT,
        M.SCOPING_RETURNED,
        M.SCOPE_CHECKED,
        M.SPECIALIST_ADVISED,
        M.DECIDED,
        M.HOME_OFFICE_TOLD,
        M.FAMILY_TOLD,
        M.NO_REVIEW_ANSWERED,
        M.DIRECTION_RECEIVED,
        M.DECISION_REOPENED,
    ),
    Phase.PANEL: (
        M.CHAIR_APPOINTED,
        M.INDEPENDENCE_DECLARED,
        M.FAMILY_OFFERED_TERMS,
        M.TERMS_AGREED,
        M.FIRST_PANEL,
        M.AGENCY_RETURNS_IN,
        M.FINDINGS_AGREED,
    ),
    Phase.DRAFTING: (
        M.DRAFT_CIRCULATED,
        M.FAMILY_OFFERED_DRAFT,
        M.AGENCIES_COMMENTED,
        M.PANEL_FINAL,
        M.EXECUTIVE_APPROVED,
    ),
    Phase.HOME_OFFICE: (M.SUBMITTED, M.LETTER_RECEIVED, M.AMENDMENTS_MADE),
    Phase.PUBLICATION: (
        M.PROCEEDINGS_CLEAR,
        M.FAMILY_TOLD_OF_PUBLICATION,
        M.AGENCIES_TOLD_OF_PUBLICATION,
        M.PUBLISHED,
        M.LIBRARY_SENT,
        M.COMMISSIONER_SENT,
        M.POLICING_BODY_SENT,
    ),
    Phase.ACTIONS: (M.PLAN_AUDITED, M.CLOSED, M.REVIEW_REOPENED),
}
"""Every dated event, under the phase in which somebody would look for it."""


class LiveReviewForm(Form):
    """Where a review stands, who it is about, what has happened so far, and who works on it."""

    state = SelectField(
        "Where does the review stand now?",
        [InputRequired("Choose where the review stands now.")],
        choices={"": "Choose", **STATES_BY_PHASE},
    )
    display_name = RadioField("What is it called?", choices=dict(DisplayName.choices()), default=DisplayName.DHR.value)
    reference = StringField(
        "Its reference",
        [Optional(), Length(max=40, message="Use at most 40 characters.")],
        description="As your partnership writes it. It stands in addresses and file names, so it may hold no name. "
        "Left empty, it takes the next number.",
    )
    source = SelectField(
        "Who told the partnership?", default="", choices={"": "Not known", **dict(NotificationSource.choices())}
    )
    circumstances = TextAreaField(
        "What happened?",
        [DataRequired("Say what happened, as far as is known."), FITS],
        description="A few lines are enough. Use pseudonyms, never real names.",
    )
    questions = TextAreaField("Questions of the terms of reference", [Optional(), FITS], description="One to a line.")
    chair_name = StringField("Independent chair’s name", [Optional(), SHORT])
    chair_email = EmailField("Independent chair’s e-mail address", [Optional(), SHORT])
    panel = TextAreaField(
        "Panel members",
        [Optional(), FITS],
        description="One to a line: name, e-mail address, agency, with commas between. "
        "Rows copied from a spreadsheet or a table fit too.",
    )
    file = FileField(
        "Its action plan or tracker as a file",
        [Optional()],
        description="A Word file (.docx), a workbook (.xlsx, .ods, .xls) or a .csv file. "
        "You see what it says before any of it is saved.",
        render_kw={"accept": ".docx,.xlsx,.ods,.xls,.csv"},
    )
    name_reason = StringField("Why must this name stay?", [Optional(), SHORT])

    def validate(self, extra_validators: Any = None) -> bool:
        """Everything that can be seen from the page alone is said at once, each sentence beside its field."""
        fits = super().validate(extra_validators)
        faults = {kind.value: sentence for kind, sentence in date_faults(self.dates()).items()}
        faults |= people_faults(self.people())
        faults |= dict(self._person_gaps())
        if bad := next((number for number, member in enumerate(self._members(), 1) if "@" not in member.email), None):
            faults["panel"] = f"Line {bad} of the panel holds no e-mail address."
        if self.chair_name.data and not self.chair_email.data:
            faults["chair_email"] = "Enter the chair’s e-mail address."
        for name, sentence in faults.items():
            self.refuse(name, sentence)
        return fits and not faults

    def dates(self) -> dict[M, date]:
        """The dates given, by event."""
        return {kind: self[kind.value].date for kind in M if self[kind.value].date is not None}

    def died(self) -> dict[str, Died]:
        """The people who died, by the beginning of their fields' names; those whose boxes are empty left out."""
        return {name: self._died(name) for name in self._used("died", MOST_DIED)}

    def alleged(self) -> dict[str, Alleged]:
        """Those alleged to have caused the deaths, likewise."""
        used = self._used("alleged", MOST_ALLEGED)
        return {name: Alleged(self._names(name), (self[f"{name}_pseudonym"].data or "").strip()) for name in used}

    def people(self) -> dict[str, Died | Alleged]:
        """Everybody of whom anything was typed."""
        return {**self.died(), **self.alleged()}

    def live(self) -> Live:
        """The review as the page tells of it. Only after `validate`."""
        return Live(
            state=next(state for state in ReviewState if state.value == self.state.data),
            display_name=DisplayName(self.display_name.data or DisplayName.DHR),
            died=tuple(self.died().values()),
            alleged=tuple(self.alleged().values()),
            circumstances=self.circumstances.data or "",
            reference=self.reference.data or "",
            source=NotificationSource(self.source.data) if self.source.data else None,
            dates=self.dates(),
            chair=Member(self.chair_name.data or "", self.chair_email.data) if self.chair_email.data else None,
            panel=tuple(self._members()),
            questions=lines(self.questions.data),
            name_reason=self.name_reason.data or "",
        )

    def _used(self, kind: str, most: int) -> list[str]:
        """The first person who died, and whoever has anything typed of them."""
        names = [f"{kind}_{number}" for number in range(1, most + 1)]
        typed = ("name", "other_names", "pseudonym")
        return [name for name in names if name == "died_1" or any(self[f"{name}_{part}"].data for part in typed)]

    def _names(self, name: str) -> tuple[str, ...]:
        first = (self[f"{name}_name"].data or "").strip()
        return tuple(one for one in (first, *lines(self[f"{name}_other_names"].data)) if one)

    def _died(self, name: str) -> Died:
        return Died(
            names=self._names(name),
            pseudonym=(self[f"{name}_pseudonym"].data or "").strip(),
            sex=Sex(self[f"{name}_sex"].data or Sex.UNKNOWN),
            manner=Manner(self[f"{name}_manner"].data or Manner.UNKNOWN),
            date_of_birth=_day(self[f"{name}_date_of_birth"]),
            date_of_death=_day(self[f"{name}_date_of_death"]),
        )

    def _person_gaps(self) -> Iterator[tuple[str, str]]:
        """People of whom something was typed and not the name."""
        for name in (*self._used("died", MOST_DIED), *self._used("alleged", MOST_ALLEGED)):
            if not (self[f"{name}_name"].data or "").strip():
                yield f"{name}_name", "Enter the full name."

    def _members(self) -> Iterator[Member]:
        for line in lines(self.panel.data):
            parts = [part.strip() for part in line.replace("\t", ",").replace(";", ",").split(",")]
            at = next((index for index, part in enumerate(parts) if "@" in part), None)
            if at is None:
                yield Member(line, "")
            else:
                yield Member(", ".join(filter(None, parts[:at])), parts[at], ", ".join(filter(None, parts[at + 1 :])))


def _day(field: Any) -> str:
    return field.date.isoformat() if field.date else ""


def _names_fields() -> dict[str, UnboundField]:
    return {
        "name": StringField("Full name", [Optional(), SHORT], render_kw={"autocomplete": "off", "spellcheck": "false"}),
        "other_names": TextAreaField(
            "Other names they were known by", [Optional(), FITS], description="One to a line.", render_kw={"rows": 2}
        ),
        "pseudonym": StringField("Pseudonym", [Optional(), SHORT]),
    }


def _died_fields() -> dict[str, UnboundField]:
    return {
        **_names_fields(),
        "sex": SelectField("Sex", choices=dict(Sex.choices()), default=Sex.UNKNOWN.value),
        "manner": SelectField("How they died", choices=dict(Manner.choices()), default=Manner.UNKNOWN.value),
        "date_of_birth": DateParts("Date of birth (optional)"),
        "date_of_death": DateParts("Date of death (optional)"),
    }


def _add_fields() -> None:
    """A form class takes fields by name; these come in numbers."""
    for prefix, most, fields in (("died", MOST_DIED, _died_fields), ("alleged", MOST_ALLEGED, _names_fields)):
        for number in range(1, most + 1):
            for part, unbound in fields().items():
                setattr(LiveReviewForm, f"{prefix}_{number}_{part}", unbound)
    for kind in M:
        setattr(LiveReviewForm, kind.value, DateParts(kind.label))


_add_fields()
