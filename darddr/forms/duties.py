"""The rows of the partnership's books: a form for each book."""

from __future__ import annotations

from typing import Any

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from darddr.forms.base import VersionedForm
from darddr.forms.dates import DateParts
from darddr.forms.typed import LONGEST, TOO_LONG
from darddr.vocabulary.duties import BoardReviewKind, BoardReviewState, DutyKind, ScrutinyState, SeatKind

FITS = Length(max=LONGEST, message=TOO_LONG)
SHORT = Length(max=300, message="Use at most 300 characters.")


class DutyForm(VersionedForm):
    """A standing duty."""

    kind = SelectField("Duty", choices=DutyKind.choices())
    last_done_on = DateParts("Last done (optional)")
    next_due_on = DateParts("Next due (optional)")
    evidence = TextAreaField(
        "What shows that it was done", [Optional(), FITS], description="Say where the minutes or the document are kept."
    )
    owner_post = StringField("Whose post answers for it", [Optional(), SHORT])


class PriorityForm(VersionedForm):
    """A priority of the partnership plan."""

    title = StringField("Title", [DataRequired("Give the priority its title."), SHORT])
    measure = TextAreaField("How it is measured", [Optional(), FITS])
    starts_on = DateParts("Starts (optional)")
    ends_on = DateParts("Ends (optional)")
    roles = TextAreaField(
        "Each partner’s role", [Optional(), FITS], description="One partner to a line, for example “Police: …”."
    )


class SeatForm(VersionedForm):
    """A seat at the partnership's table."""

    kind = SelectField("Seat", choices=SeatKind.choices())
    holder = StringField("Who holds it", [DataRequired("Say who holds the seat."), SHORT])
    post = StringField("Their post", [Optional(), SHORT])
    started_on = DateParts("From", required="Enter the day from which they held it.")
    ended_on = DateParts("Until (optional)", description="Leave it empty while they hold the seat.")


class ScrutinyForm(VersionedForm):
    """A recommendation of the scrutiny committee."""

    text = TextAreaField("What the committee recommended", [DataRequired("Write what it recommended."), FITS])
    received_on = DateParts("Received", required="Enter the day it was received.")
    due_on = DateParts("Answer due by (optional)")
    state = SelectField("Where it stands", choices=ScrutinyState.choices())
    answered_on = DateParts("Answered (optional)")
    answer = TextAreaField("Answer", [Optional(), FITS])


class BoardReviewForm(VersionedForm):
    """A review that another board leads."""

    kind = SelectField("Kind of review", choices=BoardReviewKind.choices())
    reference = StringField("The board’s reference", [DataRequired("Give the reference."), SHORT])
    lead_board = StringField("Board that leads it", [DataRequired("Say which board leads it."), SHORT])
    state = SelectField("Where it stands", choices=BoardReviewState.choices())
    note = TextAreaField("Note", [Optional(), FITS], description="No names and nothing of the story.")


FORMS: dict[str, type[VersionedForm]] = {
    "duties": DutyForm,
    "priorities": PriorityForm,
    "seats": SeatForm,
    "scrutiny": ScrutinyForm,
    "boards": BoardReviewForm,
}
"""The form of every book."""


def told_by(form: VersionedForm, fields: tuple[str, ...]) -> dict[str, Any]:
    """What a form says, by field: a date as a date, everything else as text."""
    return {name: form[name].date if isinstance(form[name], DateParts) else form[name].data for name in fields}
