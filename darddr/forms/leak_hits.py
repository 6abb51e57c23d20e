"""A hit that may stay, and a finished file to be searched."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from darddr.forms.base import Form


class AllowForm(Form):
    """Why words may stay."""

    reason = TextAreaField(
        "Why may these words stay?",
        [InputRequired("Say why these words may stay."), Length(max=2_000)],
        description="Such as: it is the month, or another person of the same name whom the report may name.",
    )


class CheckForm(Form):
    """One finished file."""

    file = FileField(
        "Finished file",
        [FileRequired("Choose a file.")],
        description="A Word file, a workbook or a PDF. It is searched and not kept.",
        render_kw={"accept": ".docx,.xlsx,.pdf,.odt,.ods,.csv,.txt"},
    )
