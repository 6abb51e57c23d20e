"""A hold on a review."""

from __future__ import annotations

from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from darddr import clock
from darddr.forms.base import Form, VersionedForm
from darddr.forms.dates import DateParts
from darddr.vocabulary.clocks import HoldRequester

LONGEST = Length(max=5_000, message="Use at most 5,000 characters.")


class HoldForm(VersionedForm):
    """Who asked for it, from when, why, and what goes on meanwhile."""

    requester = SelectField("Who asked for the hold?", choices=HoldRequester.choices())
    began_on = DateParts("When did work stop?", required="Enter the day work stopped.", default=clock.today)
    reason = TextAreaField(
        "Why?", [InputRequired("Give the reason for the hold."), LONGEST], description="Kept sealed with the review."
    )
    may_continue = TextAreaField(
        "What may go on meanwhile?",
        [Optional(), LONGEST],
        description="For example securing records, early learning, contact with the family.",
    )
    told = TextAreaField(
        "Who was told?",
        [Optional(), LONGEST],
        description="For example the Home Office, the family, agencies, the executive, and when.",
    )
    review_on = DateParts(
        "When will somebody look at it again?", required="Enter the day on which somebody will look at the hold again."
    )
    ended_on = DateParts("When did work resume? (optional)", description="Leave it empty while the hold lasts.")


class EndHoldForm(Form):
    """The day work resumed."""

    ended_on = DateParts(
        "When did work resume?",
        required="Enter the day work resumed.",
        default=clock.today,
        description="That day counts as worked.",
    )
