"""A file that holds a plan, and the word to go ahead."""

from flask_wtf.file import FileField, FileRequired
from wtforms import StringField
from wtforms.validators import Optional

from darddr.forms.base import Form


class UploadForm(Form):
    """One file."""

    file = FileField(
        "Action plan",
        [FileRequired("Choose a file.")],
        description="A Word file (.docx), a workbook (.xlsx, .ods, .xls) or a .csv file. "
        "You see what it says before anything is saved.",
        render_kw={"accept": ".docx,.xlsx,.ods,.xls,.csv"},
    )


class ConfirmForm(Form):
    """Bring it in."""

    name_reason = StringField("Why must this name stay?", [Optional()])
