"""A template of a partnership's own."""

from flask_wtf.file import FileField, FileRequired

from darddr.forms.base import Form


class TemplateForm(Form):
    """One Word file."""

    file = FileField(
        "Template",
        [FileRequired("Choose a file.")],
        description="A Word document (.docx). Begin with the one offered above, so that no style is missing.",
        render_kw={"accept": ".docx"},
    )
