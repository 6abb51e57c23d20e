"""The log: tagged facts in the same transaction as the change, in a chain that nobody can rewrite unseen.

Facts are ids, states, words of lists and counts; never text, pseudonyms or file names: `record` refuses anything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import event, insert, select
from sqlalchemy.orm import Session

from darddr import clock
from darddr.audit.chain import append, hold, settle
from darddr.audit.imprints import AT_MOST, INSTALLATION_CHAIN, waiting
from darddr.audit.pending import pending
from darddr.audit.tags import Tag
from darddr.audit.verify import ChainFault, Verdict, verify
from darddr.models.audit import AuditEntry, Reading
from darddr.models.subject import Place, Subject

__all__ = [
    "ChainFault",
    "FactsUnfit",
    "Verdict",
    "body_of",
    "entries_of",
    "entry",
    "note_read",
    "record",
    "together",
    "verify",
]

_WORD = re.compile(r"[a-z0-9_.-]{0,64}\Z")
"""Words of our lists are lower case without spaces, and names are not."""


class FactsUnfit(Exception):
    """Facts that a tag does not declare, or that are not ids, words or counts: a programming fault. Nothing is written."""


def record(session: Session, actor_id: UUID | None, tag: Tag, subject: Subject | None = None, **facts: Any) -> None:
    """Write one entry to the subject's partnership chain, or to the installation's where there is no subject.

    Raises FactsUnfit, whose text never shows the fact.
    """
    review_id = subject.review_id if subject is not None else None
    said = entry(actor_id, tag, review_id, **facts)
    chain_id = subject.partnership_id if subject is not None else INSTALLATION_CHAIN
    owed = pending(session)
    owed.said.setdefault(chain_id, []).append(said)
    if not owed.gathers:
        _add_said(session, chain_id)


@contextmanager
def together(session: Session) -> Iterator[None]:
    """Entries recorded inside are added in one go at its end, in the order they were recorded; inside another, at the end of that.

    Where something is raised they stay owed to the transaction: rolled back with it, or added before it commits.
    """
    if pending(session).gathers:
        yield
        return
    pending(session).gathers = True
    try:
        yield
    finally:
        pending(session).gathers = False
    _add_all_said(session)


def _add_all_said(session: Session) -> None:
    for chain_id in sorted(pending(session).said):
        _add_said(session, chain_id)


def _add_said(session: Session, chain_id: UUID) -> None:
    """Add what was recorded and waited: only once it is in its chain is it no longer owed."""
    append(session, chain_id, pending(session).said[chain_id])
    del pending(session).said[chain_id]


def entry(actor_id: UUID | None, tag: Tag, review_id: UUID | None, **facts: Any) -> dict[str, Any]:
    """What an entry says, before it has its place in a chain. Raises FactsUnfit."""
    if facts.keys() != tag.facts:
        raise FactsUnfit(f"{tag.text} declares {sorted(tag.facts)}")
    return {
        "at": clock.now().isoformat(),
        "actor": str(actor_id) if actor_id else None,
        "facts": {name: _plain(tag, value) for name, value in facts.items()},
        "review": str(review_id) if review_id else None,
        "tag": tag.text,
    }


@event.listens_for(Session, "before_commit")
def _complete(session: Session) -> None:
    """What was written and no entry has spoken of yet goes into one of its own before it is kept, and the heads move."""
    if session.in_nested_transaction():
        return
    session.flush()
    _add_all_said(session)
    for chain_id in sorted(waiting(session)):
        place = None if chain_id == INSTALLATION_CHAIN else Place(chain_id)
        while rows := waiting(session).get(chain_id):
            record(session, None, Tag.ROWS_WRITTEN, place, count=min(len(rows), AT_MOST))
    settle(session)


def _plain(tag: Tag, value: Any) -> Any:
    """A fact as JSON holds it. Moments and days are dates in ISO 8601."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, list | tuple):
        return [_plain(tag, item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and _WORD.match(value):
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
