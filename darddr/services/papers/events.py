"""Where the dated contacts of a review come from: the one place that papers and reports ask."""

from __future__ import annotations

from sqlalchemy.orm import Session

from darddr.documents.facts import ChronologyRow
from darddr.models.review import Review


def events_of(session: Session, review: Review) -> tuple[ChronologyRow, ...]:
    """The contacts of every agency's chronology in one line of time; the record holds none yet."""
    return ()
