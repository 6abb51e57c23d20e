"""Work that is done later: what, from when on, and how it went."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from darddr.models.base import Base, Moment


class Job(Base):
    """One piece of work. `key` says which one of its kind it is, so that the same is never entered twice; the payload is JSON that
    holds ids and days alone.

    `claimed_at` is when somebody last began it: a claim whose holder died is taken over after a while. `failed` is the class of the
    last error, never its words.
    """

    __tablename__ = "jobs"
    __table_args__ = (UniqueConstraint("kind", "key"), Index("ix_jobs_due", "done_at", "run_after"))

    kind: Mapped[str]
    key: Mapped[str]
    payload: Mapped[str]
    run_after: Mapped[datetime] = mapped_column(Moment)
    claimed_at: Mapped[datetime | None] = mapped_column(Moment)
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(default=0)
    failed: Mapped[str | None]

    @property
    def ids(self) -> dict[str, str]:
        """The payload, read."""
        read: dict[str, str] = json.loads(self.payload)
        return read
