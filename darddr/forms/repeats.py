"""Which earlier recommendations said the same."""

from wtforms import SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from darddr.forms.base import Form
from darddr.forms.typed import LONGEST, TOO_LONG, optional_id


class LinkForm(Form):
    """Earlier recommendations, ticked by hand."""

    earlier = SelectMultipleField("We recommended this before", [Optional()], coerce=optional_id)


class BeforeForm(Form):
    """Words that may have been recommended before."""

    text = TextAreaField(
        "The recommendation, as far as you have worded it",
        [DataRequired("Write some of the recommendation."), Length(max=LONGEST, message=TOO_LONG)],
    )
    agency_id = SelectField("Which agency is it for?", coerce=optional_id)
