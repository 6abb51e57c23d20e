"""A date asked for in three boxes, as people write it."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import Form as PlainForm
from wtforms import FormField, StringField

from darddr.vocabulary.days import SHORT_MONTHS


class _Parts(PlainForm):
    day = StringField("Day")
    month = StringField("Month")
    year = StringField("Year")


class DateParts(FormField):
    """Day, month and year boxes; `.date` is the day they make, None where all three are empty.

    A day that does not exist, or one half given, is said in a sentence on the field; `required` is the sentence for none at all.
    """

    def __init__(self, label: str = "", required: str = "", **given: Any) -> None:
        super().__init__(_Parts, label, **given)
        self.required = required
        self.date: date | None = None
        self._own_errors: list[str] = []

    @property
    def errors(self) -> list[str]:
        """What is wrong with the date as a whole."""
        return self._own_errors

    @errors.setter
    def errors(self, sentences: list[str]) -> None:
        self._own_errors = list(sentences)

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Fill the boxes from what was posted, or from a date."""
        given = data if isinstance(data, date) else self._default_day()
        parts = {"day": given.day, "month": given.month, "year": given.year} if isinstance(given, date) else None
        super().process(formdata, parts or {})

    @property
    def given(self) -> date:
        """The day of a required date, once its form has been validated. Raises ValueError before that."""
        if self.date is None:
            raise ValueError("no date has been given")
        return self.date

    def _default_day(self) -> Any:
        return self.default() if callable(self.default) else self.default

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Read the boxes. Says one sentence where they make no day."""
        texts = [str(getattr(self, part).data or "").strip() for part in ("day", "month", "year")]
        self.date, self._own_errors = None, []
        if not any(texts):
            if self.required:
                self._own_errors = [self.required]
        else:
            self.date = _read(texts)
            if self.date is None:
                told = " ".join(text or "–" for text in texts)
                lacks = "has no year" if all(texts[:2]) and not texts[2] else "is not a date"
                self._own_errors = [f"“{told}” {lacks}. Write it like 27 3 2026."]
        return not self._own_errors


def _read(texts: list[str]) -> date | None:
    day, month, year = texts
    if month[:3].lower() in SHORT_MONTHS:
        month = str(SHORT_MONTHS.index(month[:3].lower()) + 1)
    try:
        return date(int(year), int(month), int(day)) if len(year) == 4 else None
    except ValueError:
        return None
