"""The one seam for time: nothing else in darddr asks the operating system what time it is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The calendar day in England and Wales, which is what a date on a letter means."""
    return now().astimezone(LONDON).date()
