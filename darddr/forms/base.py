"""What every form shares: its row version, text made printable, and a place for what a service refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, PasswordField, SelectField, StringField
from wtforms.fields.core import Field, UnboundField
from wtforms.widgets import HiddenInput

from darddr.forms.dates import DateParts
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
    """Texts that somebody else saved meanwhile, beside one's own (for components/conflict.html); absent where there are none."""

    saved_by: str = ""
    saved_at: datetime | None = None
    """Who saved meanwhile and when, empty where nobody knows."""

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
            for one in self.conflict:
                one["combined"] = _printable(posted.get(f"combined-{one['name']}", ""))
        return not open_still

    def show_conflict(
        self, theirs: Mapping[str, str], version: int, saved_by: str = "", saved_at: datetime | None = None
    ) -> None:
        """Show everything that differs twice, and take the version that is now kept.

        Texts stand side by side. A choice or a date keeps what its reader gave and says beside it what was saved meanwhile.
        """
        self.conflict, self.saved_by, self.saved_at = [], saved_by, saved_at
        for name, text in theirs.items():
            field = self._fields.get(name)
            if field is None or (mine := _given(field)) == text:
                continue
            if isinstance(field, StringField):
                self.conflict.append({"name": name, "label": field.label.text, "mine": mine, "theirs": text})
            else:
                self.refuse(
                    name,
                    f"The record now says {_in_words(field, text)}. Yours is still here: check it before you save.",
                )
        self.version.data, self.version.raw_data = version, [str(version)]
        self.form_errors.append(
            "Somebody else saved this while you were writing. Neither text has been lost."
            if self.conflict
            else "Somebody else saved this while you were writing. Check what is marked, then save again."
        )


def _given(field: Field) -> str:
    """What a field holds, as a service words it: a day as YYYY-MM-DD, several choices one a line."""
    if isinstance(field, DateParts):
        return field.date.isoformat() if field.date else ""
    if isinstance(field.data, list):
        return "\n".join(field.data)
    return "" if field.data is None else str(field.data)


def _in_words(field: Field, text: str) -> str:
    """A choice or a date as its reader would say it."""
    if isinstance(field, BooleanField):
        return "ticked" if text == str(True) else "not ticked"
    if not text:
        return "nothing"
    if isinstance(field, DateParts):
        day = date.fromisoformat(text)
        return f"{day.day} {day:%B %Y}"
    if isinstance(field, SelectField):
        labels = {str(choice.value): str(choice.label) for choice in field.iter_choices()}
        return ", ".join(f"“{labels.get(value, value)}”" for value in text.splitlines())
    return text
