"""What every form shares: its row version, and a place for what a service refused."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import IntegerField
from wtforms.widgets import HiddenInput


class Form(FlaskForm):
    """A form whose fields can be told what a service found unfit."""

    def refuse(self, field: str | None, sentence: str) -> None:
        """Put a service's sentence beside the field it names, or above the form."""
        target = self._fields.get(field or "")
        if target is None:
            self.form_errors.append(sentence)
        else:
            target.errors = [*target.errors, sentence]


class VersionedForm(Form):
    """A form about a row that somebody else may save meanwhile."""

    version = IntegerField(widget=HiddenInput(), default=0)
