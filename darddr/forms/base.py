"""What every form shares: its row version, text made printable, and a place for what a service refused."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import IntegerField, PasswordField, StringField
from wtforms.fields.core import UnboundField
from wtforms.widgets import HiddenInput

from darddr.services.printable import printable


def _printable(value: Any) -> Any:
    return printable(value) if isinstance(value, str) else value


class Form(FlaskForm):
    """A form whose fields can be told what a service found unfit. Typed text loses its control characters, passwords nothing."""

    class Meta(FlaskForm.Meta):
        """How fields are bound."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Bind a field, with the filter for text where it holds text."""
            kind = unbound_field.field_class
            if issubclass(kind, StringField) and not issubclass(kind, PasswordField):
                own = {**unbound_field.kwargs, "filters": [*unbound_field.kwargs.get("filters", ()), _printable]}
                unbound_field = UnboundField(kind, *unbound_field.args, **own)
            return unbound_field.bind(form=form, **options)

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
