"""The text of a report's sections."""

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from darddr.forms.base import VersionedForm
from darddr.forms.typed import LONGEST, TOO_LONG
from darddr.vocabulary.languages import Language
from darddr.vocabulary.layout import Numbering


class SectionForm(VersionedForm):
    """One section of the report, as its author words it."""

    text = TextAreaField(
        "Text", [Optional()], description="A line for each paragraph. Begin a line with a bullet for a list."
    )
    name_reason = StringField("Why must this name stay?", [Optional()])


class LayoutForm(VersionedForm):
    """How the report is laid out."""

    lines = TextAreaField(
        "Chapters, in order",
        [DataRequired("List the chapters, a line each."), Length(max=LONGEST, message=TOO_LONG)],
        description="A line for each chapter. Move lines to change the order. A new line makes a chapter of your own; "
        "one that begins with “Appendix:” makes an appendix. A chapter left out keeps its usual place.",
    )
    numbering = RadioField("Numbers of paragraphs", [InputRequired("Choose one.")], choices=Numbering.choices())
    summary = RadioField(
        "Executive summary",
        [InputRequired("Choose one.")],
        choices={"apart": "A document of its own", "bound": "Bound in, as the first chapter of the overview report"},
    )
    language = RadioField(
        "Language the author writes in",
        [Optional()],
        choices=Language.choices(),
        description="Words of the record and our own headings stay in English. A paragraph in the other language begins with “[cy] ” or “[en] ”.",
    )
    name_reason = StringField("Why must this name stay?", [Optional()])
