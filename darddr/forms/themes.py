"""A theme of a partnership's recommendations."""

from wtforms import BooleanField, StringField
from wtforms.validators import DataRequired, Length

from darddr.forms.base import Form, VersionedForm

NAMED = (DataRequired("Name the theme."), Length(max=120, message="Use at most 120 characters."))


class NewThemeForm(Form):
    """What a new theme is called."""

    label = StringField(
        "Name of the theme", NAMED, description="A word or two, for example “Housing”. No names of people."
    )


class ThemeForm(VersionedForm):
    """What a theme is called, and whether it is still chosen."""

    label = StringField("Name of the theme", NAMED)
    is_retired = BooleanField("Retire it: it is offered no more, and stays where it was chosen")
