"""Cell values as the workbook shows them: a date by its number format, a number with its decimals.

A day is written in British order whatever the format, so that the words say what the value means; `mmm-yy` shows a
month.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.|;.*$')
DECIMALS = re.compile(r"(?:#,##)?0(?:\.(0+))?(%)?")


def shown(value: object, number_format: str) -> str:
    """Write one value as shown. Whole numbers lose ".0"; true and false are Yes-like words as Excel prints them."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime | date):
        return _shown_date(value, number_format)
    if isinstance(value, time | timedelta):
        return str(value)
    if isinstance(value, int | float):
        return _shown_number(value, number_format)
    return str(value)


def _shown_date(value: date, number_format: str) -> str:
    """Write a date with the parts its format shows; a hidden year is shown, since the value has it."""
    has_day, month, has_time = _parts(number_format)
    text = value.strftime(month)
    if has_day:
        text = value.strftime("%d/%m/%Y") if month == "%m/%Y" else f"{value.day} {value.strftime('%B %Y')}"
    if month == "%Y" and not has_day:
        text = str(value.year)
    if has_time and isinstance(value, datetime) and value.time() != time():
        text += value.strftime(" %H:%M")
    return text


@lru_cache(maxsize=256)
def _parts(number_format: str) -> tuple[bool, str, bool]:
    """Say of a date format: does it show a day, how does it write month and year, does it show a time."""
    plain = LITERAL.sub("", number_format.lower())
    has_time = "h" in plain
    dates = re.sub(r"h+[:.]?m*|m*[:.]?s+", "", plain)
    if "d" not in dates and "m" not in dates and "y" in dates:
        return False, "%Y", has_time
    if "d" not in dates and "m" in dates:
        year = "%y" if re.search(r"(?<!y)yy(?!y)", dates) else "%Y"
        month = "%B" if "mmmm" in dates else "%b" if "mmm" in dates else ""
        return False, f"{month}-{year}" if month else "%m/%Y", has_time
    return True, "%B %Y" if "mmm" in dates else "%m/%Y", has_time


def _shown_number(value: float, number_format: str) -> str:
    """Write a number with the decimals its format asks for; "5.10" stays apart from "5.1"."""
    form = DECIMALS.fullmatch(number_format)
    if form and form.group(2):
        return f"{value * 100:.{len(form.group(1) or '')}f}%"
    if form and form.group(1):
        return f"{value:.{len(form.group(1))}f}"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value) if isinstance(value, int) else f"{value:.12g}"
