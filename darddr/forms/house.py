"""A template of a partnership's own, and its own wording of a letter."""

from flask_wtf.file import FileField, FileRequired
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from darddr.forms.base import Form, VersionedForm
from darddr.forms.typed import LONGEST, TOO_LONG


class TemplateForm(Form):
    """One Word file."""

    file = FileField(
        "Template",
        [FileRequired("Choose a file.")],
        description="A Word document (.docx). Begin with the one offered above, so that no style is missing.",
        render_kw={"accept": ".docx"},
    )


class WordingForm(VersionedForm):
    """A letter's words."""

    subject = StringField(
        "Subject", [DataRequired("Write the letter’s subject."), Length(max=300, message="Use at most 300 characters.")]
    )
    text = TextAreaField(
        "Letter",
        [DataRequired("Write the letter."), Length(max=LONGEST, message=TOO_LONG)],
        description="An empty line parts paragraphs; a line that begins with “- ” is a point of a list. "
        "Fields stand in double braces.",
    )
    name_reason = StringField("Why must this name stay?", [Optional()])
