"""A file that was finished elsewhere, past the gate and searched for names. Nothing of it is kept or written anywhere."""

from __future__ import annotations

from sqlalchemy.orm import Session

from darddr import audit
from darddr.models.review import Review
from darddr.policies import Actor, require
from darddr.services.errors import Unfit
from darddr.services.leak_hits import UPLOADED, Searched, search
from darddr.uploads import check_in_subprocess
from darddr.vocabulary.permissions import Permission
from darddr.vocabulary.printable import printable


def search_file(session: Session, actor: Actor, review: Review, name: str, data: bytes) -> Searched:
    """What a file gives away, its own name included. It only reads, and may take seconds.

    Nothing opens the file before the gate, a process of its own, has looked at it. Raises Unfit with the gate's sentence.
    """
    require(actor, Permission.IDENTITY_READ, review)
    name = printable(name) or "The file"
    verdict = check_in_subprocess(name, data)
    if verdict.verdict == "reject":
        raise Unfit(verdict.message, "file")
    return search(session, review, name, data, UPLOADED)


def note_search(session: Session, actor: Actor, review: Review, searched: Searched) -> None:
    """Write to the log that a file was searched, and how much was found; never which file."""
    found = len(searched.hits) if searched.checked else None
    audit.record(session, actor.user_id, audit.Tag.FILE_CHECKED, review, hits=found)
