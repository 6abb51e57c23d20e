"""A partnership's own plan."""

from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from darddr.forms.base import VersionedForm
from darddr.forms.typed import optional_id


class PlanForm(VersionedForm):
    """What the plan is called and which reviews it draws on."""

    title = StringField(
        "Title",
        [DataRequired("Give the plan a title."), Length(max=200, message="Use at most 200 characters.")],
        description="For example, “Sharing information about risk”. Use no names.",
    )
    theme = SelectField(
        "What is it about?",
        [InputRequired("Choose a theme.")],
        choices={"": "Choose a theme"},
        description="The themes your partnership keeps.",
    )
    reviews = SelectMultipleField(
        "Which reviews does it draw on?",
        [DataRequired("Choose the reviews that the plan draws on.")],
        coerce=optional_id,
    )
    name_reason = StringField("Why must this name stay?", [Optional()])
