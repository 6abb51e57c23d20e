"""A passage to be left out of what is published."""

from __future__ import annotations

from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from darddr.forms.base import Form


class RedactionForm(Form):
    """The exact words, and why."""

    passage = TextAreaField(
        "Words to leave out",
        [InputRequired("Copy the words that must not be published.")],
        description="Copy them exactly from a section, finding, recommendation or action. A new line begins a new paragraph.",
    )
    reason = StringField(
        "Why must they not be published?", [InputRequired("Say why this must not be published."), Length(max=1_000)]
    )
