"""A recommendation as somebody words it."""

from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from darddr.forms.base import VersionedForm
from darddr.forms.typed import LONGEST, TOO_LONG, optional_id
from darddr.vocabulary.records import RecommendationScope


class RecommendationForm(VersionedForm):
    """What should change, for whom, and which findings it answers."""

    text = TextAreaField(
        "Recommendation", [DataRequired("Write the recommendation."), Length(max=LONGEST, message=TOO_LONG)]
    )
    lesson = TextAreaField("Lesson it comes from", [Optional(), Length(max=LONGEST, message=TOO_LONG)])
    number = StringField(
        "Number",
        [Optional(), Length(max=20, message="Use at most 20 characters.")],
        description="As printed in the report. Left empty, it takes the next number.",
    )
    scope = SelectField("Scope", choices={"": "Not said", **dict(RecommendationScope.choices())})
    theme = SelectField("Theme", choices={"": "Not said"})
    addressees = TextAreaField(
        "Who is it addressed to?", [Optional(), Length(max=LONGEST, message=TOO_LONG)], description="One to a line."
    )
    findings = SelectMultipleField("Findings it answers", [Optional()], coerce=optional_id)
    name_reason = StringField("Why must this name stay?", [Optional()])
