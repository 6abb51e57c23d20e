"""A question of the terms of reference."""

from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from darddr.forms.base import VersionedForm


class QuestionForm(VersionedForm):
    """One question, in the words that agencies will answer."""

    text = TextAreaField("Question", [InputRequired("Write the question."), Length(max=20_000)])
    name_reason = StringField("Why must this name stay?", [Optional(), Length(max=2_000)])
