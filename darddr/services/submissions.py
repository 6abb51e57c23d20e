"""Forms sent twice: the first is done, the others are told what the first was answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from darddr import clock
from darddr.crypto import ring
from darddr.models.submission import Submission
from darddr.storage.database import insert_unless_there

KEPT_FOR = timedelta(hours=24)
SWEPT_AT_ONCE = 100


class Answered(NamedTuple):
    """How the first sending of a form was answered; `location` is where it led, None where it led nowhere."""

    status: int
    location: str | None


RUNNING = Answered(0, None)
"""What stands for the answer until the form is done; no other transaction ever sees it."""


@dataclass(frozen=True)
class Sending:
    """Somebody sending a form to an address under the key its page was given."""

    user_id: UUID
    endpoint: str
    address: str
    key: str
    id: UUID = field(default_factory=uuid4)

    def digest(self) -> bytes:
        """What is kept of key and address."""
        return ring().mac("submission", f"{self.address}\n{self.key}".encode())


def claim(session: Session, sending: Sending, answer: Answered = RUNNING) -> Answered | None:
    """Take a form's key for this transaction; None where it was free, else what its first sending was answered.

    Whoever comes second waits: for SQLite's write lock, on PostgreSQL for the unique index. Where the first leaves nothing behind, the
    key is free again.
    """
    row = {
        "id": sending.id,
        "user_id": sending.user_id,
        "key_digest": sending.digest(),
        "endpoint": sending.endpoint,
        "status": answer.status,
        "location": answer.location,
        "expires_at": clock.now() + KEPT_FOR,
    }
    if insert_unless_there(session, Submission, row):
        return None
    first = select(Submission.status, Submission.location)
    found = session.execute(first.filter_by(user_id=sending.user_id, key_digest=sending.digest())).one()
    return Answered(found.status, found.location)


def keep(session: Session, sending: Sending, answer: Answered) -> Answered | None:
    """Keep the answer beside what the form did, as the last thing before the commit.

    Where the view gave its transaction up half way (a file is read while none is open), the claim went with it: then it is made now.
    What the first was answered, where another came first; the caller then gives up what it did.
    """
    kept = update(Submission).where(Submission.id == sending.id).values(status=answer.status, location=answer.location)
    if not session.execute(kept).rowcount and (first := claim(session, sending, answer)):  # type: ignore[attr-defined]
        return first
    _sweep(session)
    return None


def let_go(session: Session, sending: Sending) -> None:
    """Give back the key of a form that changed nothing."""
    session.execute(delete(Submission).where(Submission.id == sending.id))


def _sweep(session: Session) -> None:
    """Forget some of what has expired, passing by what another transaction is forgetting."""
    old = select(Submission.id).where(Submission.expires_at <= clock.now()).limit(SWEPT_AT_ONCE)
    session.execute(
        delete(Submission)
        .where(Submission.id.in_(old.with_for_update(skip_locked=True)))
        .execution_options(synchronize_session=False)
    )
