"""A partnership's targets, its closed days, and under which guidance it holds new reviews."""

from __future__ import annotations

from wtforms import BooleanField, IntegerField, SelectField
from wtforms.validators import InputRequired

from darddr.deadlines.editions import EDITIONS
from darddr.deadlines.rules import Unit
from darddr.forms.base import Form, VersionedForm
from darddr.forms.dates import DateParts
from darddr.vocabulary.clocks import ClosedDayKind, RuleTrigger
from darddr.vocabulary.records import DisplayName, LegalBasis


class TargetForm(VersionedForm):
    """Whether a target is kept, and how long it is."""

    is_on = BooleanField("Keep this target")
    length = IntegerField("How long", [InputRequired("Give a whole number.")])
    unit = SelectField("Counted in", choices=Unit.choices())


class ClosedDayForm(Form):
    """A day on which nobody works."""

    day = DateParts("Which day?", required="Enter the day.")
    kind = SelectField("Why does nobody work?", choices=ClosedDayKind.choices())


class ReviewRuleForm(Form):
    """Law, guidance and name of new reviews, and from which day of what."""

    edition = SelectField(
        "Guidance", choices={edition.key: edition.title for edition in EDITIONS.values() if edition.may_be_chosen}
    )
    legal_basis = SelectField("Legal basis", choices=LegalBasis.choices())
    display_name = SelectField("What these reviews are called", choices=DisplayName.choices())
    trigger = SelectField("Which day decides?", choices=RuleTrigger.choices())
    from_on = DateParts("From which day on?", required="Enter the day from which this applies.")
    confirmed = BooleanField("I have checked that section 8A is in force from that day")
