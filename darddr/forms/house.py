"""A template of a partnership's own, and its own wording of a letter."""

from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from darddr.forms.base import Form, VersionedForm
from darddr.forms.typed import LONGEST, TOO_LONG
from darddr.vocabulary.languages import GoesOut, Nation


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
    language = RadioField(
        "This letter goes out", [Optional()], choices=GoesOut.choices(), default=GoesOut.ENGLISH.value
    )
    welsh_subject = StringField(
        "Subject in Welsh",
        [Optional(), Length(max=300, message="Use at most 300 characters.")],
        render_kw={"lang": "cy"},
    )
    welsh_text = TextAreaField(
        "Letter in Welsh",
        [Optional(), Length(max=LONGEST, message=TOO_LONG)],
        description="As above. A paragraph in English begins with “[en] ”, one in Welsh in the English letter with “[cy] ”.",
        render_kw={"lang": "cy"},
    )
    name_reason = StringField("Why must this name stay?", [Optional()])


class NationForm(Form):
    """Where a partnership is."""

    nation = RadioField("Where is the partnership?", [InputRequired("Choose one.")], choices=Nation.choices())
