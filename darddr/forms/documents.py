"""The text of a report's sections."""

from wtforms import StringField, TextAreaField
from wtforms.validators import Optional

from darddr.forms.base import VersionedForm


class SectionForm(VersionedForm):
    """One section of the report, as its author words it."""

    text = TextAreaField(
        "Text", [Optional()], description="A line for each paragraph. Begin a line with a bullet for a list."
    )
    name_reason = StringField("Why must this name stay?", [Optional()])
