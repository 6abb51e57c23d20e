"""What every form shares: its row version, text made printable, and a place for what a service refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_wtf import FlaskForm
from wtforms import IntegerField, PasswordField, StringField
from wtforms.fields.core import UnboundField
from wtforms.widgets import HiddenInput

from darddr.vocabulary.printable import printable


def _printable(value: Any) -> Any:
    return printable(value) if isinstance(value, str) else value


class Form(FlaskForm):
    """A form whose fields can be told what a service found unfit.

    Typed text loses its control characters, passwords nothing.
    """

    class Meta:
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

    conflict: list[dict[str, str]]
    """Fields that somebody else saved meanwhile, with both texts (for components/conflict.html); absent where there are none."""

    def take_choices(self, posted: Mapping[str, str]) -> bool:
        """After a conflict: put the text its reader chose (mine, theirs or the two combined) into each field.

        False where a choice was left out: then the texts stand side by side again, because neither may be lost.
        """
        open_still = {}
        for name, field in self._fields.items():
            if f"mine-{name}" not in posted:
                continue
            choice = posted.get(f"keep-{name}")
            field.data = _printable(posted.get(f"{'combined' if choice == 'combined' else 'mine'}-{name}", ""))
            if choice == "theirs":
                field.data = field.object_data
            elif choice not in ("mine", "combined"):
                open_still[name] = field.object_data or ""
            field.raw_data = [field.data or ""]
        if open_still:
            self.show_conflict(open_still, self.version.data or 0)
        return not open_still

    def show_conflict(self, theirs: Mapping[str, str], version: int) -> None:
        """Put both texts of every field that differs side by side, and take the version that is now kept."""
        self.conflict = [
            {
                "name": name,
                "label": self._fields[name].label.text,
                "mine": self._fields[name].data or "",
                "theirs": text,
            }
            for name, text in theirs.items()
            if name in self._fields and (self._fields[name].data or "") != text
        ]
        self.version.data, self.version.raw_data = version, [str(version)]
        self.form_errors.append("Somebody else saved this while you were writing. Neither text has been lost.")
