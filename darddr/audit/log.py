"""The log: tagged facts in the same transaction as the change, in a chain that nobody can rewrite unseen.

Facts are ids, states, words of lists and counts; never text, pseudonyms or file names: `record` refuses anything else.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from darddr import clock
from darddr.audit.chain import INSTALLATION_CHAIN, append, hold
from darddr.audit.tags import Tag
from darddr.audit.verify import ChainFault, Verdict, verify
from darddr.models.audit import AuditEntry, Reading
from darddr.models.subject import Subject

__all__ = ["ChainFault", "FactsUnfit", "Verdict", "body_of", "entries_of", "note_read", "record", "verify"]

_WORD = re.compile(r"[a-z0-9_.-]{0,64}\Z")
"""Words of our lists are lower case without spaces, and names are not."""


class FactsUnfit(Exception):
    """Facts that a tag does not declare, or that are not ids, words or counts: a programming fault. Nothing is written."""


def record(session: Session, actor_id: UUID | None, tag: Tag, subject: Subject | None = None, **facts: Any) -> None:
    """Write one entry to the subject's partnership chain, or to the installation's where there is no subject.

    Raises FactsUnfit, whose text never shows the fact.
    """
    if facts.keys() != tag.facts:
        raise FactsUnfit(f"{tag.text} declares {sorted(tag.facts)}")
    review_id = subject.review_id if subject is not None else None
    said = {
        "at": clock.now().isoformat(),
        "actor": str(actor_id) if actor_id else None,
        "facts": {name: _plain(tag, value) for name, value in facts.items()},
        "review": str(review_id) if review_id else None,
        "tag": tag.text,
    }
    append(session, subject.partnership_id if subject is not None else INSTALLATION_CHAIN, said)


def _plain(tag: Tag, value: Any) -> Any:
    """A fact as JSON holds it. Moments and days are dates in ISO 8601."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, list | tuple):
        return [_plain(tag, item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str | UUID) and _WORD.match(str(value)):
        return str(value)
    raise FactsUnfit(f"{tag.text} was given a fact that is not an id, a word of a list or a count")


def note_read(session: Session, actor_id: UUID, subject: Subject, tag: Tag = Tag.REVIEW_READ) -> bool:
    """Record that somebody read a review, once per person, review and hour. Returns whether this was the first time.

    `session` is a short writing session of its own.
    """
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    key = {"user_id": actor_id, "review_id": subject.review_id, "hour": hour}
    hold(session, subject.partnership_id)
    if session.scalar(select(Reading.id).filter_by(**key)) is not None:
        return False
    session.execute(insert(Reading).values(id=uuid4(), partnership_id=subject.partnership_id, **key))
    record(session, actor_id, tag, subject)
    return True


def entries_of(session: Session, partnership_id: UUID, before: int | None = None, limit: int = 50) -> list[AuditEntry]:
    """The newest entries of a partnership's chain, or those before a sequence number."""
    wanted = select(AuditEntry).filter_by(chain_id=partnership_id)
    if before is not None:
        wanted = wanted.where(AuditEntry.sequence < before)
    return list(session.scalars(wanted.order_by(AuditEntry.sequence.desc()).limit(limit)))


def body_of(entry: AuditEntry) -> dict[str, Any]:
    """An entry's facts as data."""
    return entry.said
