"""What the templates stand on: where macros are found, how dates read, how a form field is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Flask, url_for
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from wtforms import (
    BooleanField,
    FileField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.fields.core import Field
from wtforms.form import BaseForm
from wtforms.widgets import HiddenInput

from darddr.web import escaping
from darddr.web.addresses import asset

LONDON = ZoneInfo("Europe/London")

NOBODY = UUID(int=0)

DATE_PARTS = ("day", "month", "year")

KINDS: tuple[tuple[type[Field], str], ...] = (
    (FileField, "file"),
    (TextAreaField, "textarea"),
    (PasswordField, "password"),
    (RadioField, "radios"),
    (SelectMultipleField, "checkboxes"),
    (SelectField, "select"),
    (BooleanField, "checkbox"),
)

SET_BY_THE_MACRO = {"class", "id", "name", "rows", "type", "value", "inputmode", "autocomplete", "spellcheck"}


def install(app: Flask) -> None:
    """Give `app` the loaders, filters and globals every template relies on."""
    env = app.jinja_env
    env.loader = ChoiceLoader(
        [
            PackageLoader("darddr", "templates"),
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    env.trim_blocks = env.lstrip_blocks = True  # as the component macros were written for; pages are a third smaller
    escaping.install(env)
    env.filters.update(
        date=day_text,
        moment=moment_text,
        month=month_text,
        days=days_text,
        kind=field_kind,
        problems=field_problems,
        options=field_options,
        extras=field_extras,
        date_parts=date_parts,
        error_links=error_links,
    )
    env.globals.update(asset=asset, addresses=addresses)


def day_text(value: date | None) -> str:
    """A day as people write it, "4 June 2026"; a moment is read in London time, nothing is an empty string."""
    if value is None:
        return ""
    day = _in_london(value) if isinstance(value, datetime) else value
    return f"{day.day} {day:%B %Y}"


def moment_text(value: datetime | None) -> str:
    """A moment in London time, "4 June 2026 at 3:15pm"."""
    if value is None:
        return ""
    local = _in_london(value)
    return f"{day_text(local)} at {local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


def month_text(value: date | None) -> str:
    """A month, "June 2026": the finest a page may show about a person."""
    if value is None:
        return ""
    day = _in_london(value) if isinstance(value, datetime) else value
    return f"{day:%B %Y}"


def days_text(count: int | None) -> str:
    """A number of days with its unit: "1 day", "1,200 days"."""
    if count is None:
        return ""
    return f"{count:,} {'day' if abs(count) == 1 else 'days'}"


def field_kind(field: Field) -> str:
    """Which component draws `field`; three boxes named day, month and year make a "date"."""
    if all(hasattr(field, part) for part in DATE_PARTS):
        return "date"
    if isinstance(field.widget, HiddenInput):
        return "hidden"
    return next((kind for known, kind in KINDS if isinstance(field, known)), "text")


def field_problems(field: Field) -> list[str]:
    """Every message standing on `field`, those on its parts included, each once and in order."""
    return list(dict.fromkeys(_flatten(field.errors)))


def field_options(field: SelectField, hints: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    """The choices of `field` as the select, radios and checkboxes macros take them; `hints` by value."""
    return [
        {
            "value": str(choice.value),
            "text": str(choice.label),
            "selected": choice.selected,
            "checked": choice.selected,
            "hint": {"text": hints[str(choice.value)]} if hints and str(choice.value) in hints else None,
        }
        for choice in field.iter_choices()
    ]


def field_extras(field: Field, watch: str | None = None) -> dict[str, str]:
    """Attributes a form asked for by `render_kw`, with the address that watches for real names."""
    asked = {name: str(value) for name, value in (field.render_kw or {}).items() if name not in SET_BY_THE_MACRO}
    return {**asked, "data-name-watch": watch} if watch else asked


def date_parts(field: Field) -> list[dict[str, Any]]:
    """The three boxes of a date as the date macro takes them, typed text kept, the boxes at fault marked."""
    at_fault = _parts_at_fault(field)
    return [
        {
            "id": f"{field.id}-{part}",
            "name": box.name,
            "label": part.capitalize(),
            "value": box._value(),
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}"
            + (" govuk-input--error" if part in at_fault else ""),
        }
        for part in DATE_PARTS
        for box in [getattr(field, part)]
    ]


def error_links(form: BaseForm) -> list[dict[str, str]]:
    """What the error summary lists: messages about the whole form, then each field's with a link to the box to mend."""
    about_fields = [
        {"text": text, "href": f"#{field_target(field)}"}
        for field in form
        if field_kind(field) != "hidden"
        for text in field_problems(field)
    ]
    return [{"text": str(text)} for text in form.form_errors] + about_fields


def field_target(field: Field) -> str:
    """The id of the box a message about `field` leads to: of three date boxes, the first at fault, else the day."""
    if field_kind(field) != "date":
        return str(field.id)
    return f"{field.id}-{next(iter(_parts_at_fault(field)), 'day')}"


def addresses(endpoint: str, name: str) -> Callable[[UUID], str]:
    """The address of a page for every row of a list, by the row's id: asked of the routes once, not for each row."""
    values: dict[str, Any] = {name: NOBODY}
    before, after = url_for(endpoint, **values).split(str(NOBODY))
    return lambda row_id: f"{before}{row_id}{after}"


def _parts_at_fault(field: Field) -> list[str]:
    """The boxes of a date with a message of their own; all three when the message is about the date as a whole."""
    own = [part for part in DATE_PARTS if getattr(field, part).errors]
    return own or (list(DATE_PARTS) if field_problems(field) else [])


def _in_london(value: datetime) -> datetime:
    """Stored moments are UTC; one without a zone is taken as UTC, as SQLite gives it back."""
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(LONDON)


def _flatten(errors: Any) -> Iterator[str]:
    """Messages as WTForms nests them: lists, mappings for parts, lists of mappings for repeated fields."""
    if isinstance(errors, Mapping):
        for inner in errors.values():
            yield from _flatten(inner)
    elif isinstance(errors, str) or not isinstance(errors, Sequence):
        yield str(errors)
    else:
        for inner in errors:
            yield from _flatten(inner)
