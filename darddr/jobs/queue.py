"""The table of jobs: enter, claim by row lock, finish, try again.

A job is done at least once: whoever is killed between the work and its mark leaves a claim that another takes over.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from darddr.models.job import Job
from darddr.storage.database import insert_unless_there

CLAIM = timedelta(minutes=10)
"""How long a claim holds before its holder counts as dead; a mail is sent within seconds."""

ATTEMPTS = 8
"""After so many failures a job is left alone and stands in the list as failed."""

FIRST_WAIT = timedelta(minutes=5)


def enter(session: Session, kind: str, key: str, payload: dict[str, str], run_after: datetime) -> bool:
    """Enter a job; False where this one of its kind was entered already."""
    row = {
        "id": uuid4(),
        "kind": kind,
        "key": key,
        "payload": json.dumps(payload),
        "run_after": run_after,
        "attempts": 0,
    }
    return insert_unless_there(session, Job, row)


def _due(now: datetime, kind: str) -> Select[Any]:
    free = or_(Job.claimed_at.is_(None), Job.claimed_at <= now - CLAIM)
    wanted = select(Job).where(Job.done_at.is_(None), Job.run_after <= now, Job.attempts < ATTEMPTS, free)
    wanted = wanted.where(Job.kind == kind) if kind else wanted
    return wanted.order_by(Job.run_after, Job.id).limit(1)


def is_waiting(session: Session, kind: str, now: datetime) -> bool:
    """Whether a job of a kind is due and nobody works on it."""
    return session.scalars(_due(now, kind)).first() is not None


def claim(session: Session, now: datetime, kind: str = "") -> Job | None:
    """Take the next job, of one kind or of any, that is due and nobody works on.

    Two runners never take the same: one holds its lock, the other passes it by.
    """
    wanted = _due(now, kind).with_for_update(skip_locked=True)
    job: Job | None = session.scalars(wanted).one_or_none()
    if job is not None:
        job.claimed_at, job.attempts = now, job.attempts + 1
    return job


def finish(session: Session, job_id: UUID, now: datetime) -> None:
    """Mark a job as done."""
    job = session.get_one(Job, job_id)
    job.done_at, job.failed = now, None


def fail(session: Session, job_id: UUID, error: BaseException, now: datetime) -> None:
    """Give a job back, to be tried again later, each time after twice as long."""
    job = session.get_one(Job, job_id)
    job.claimed_at, job.failed = None, type(error).__name__
    job.run_after = now + FIRST_WAIT * 2 ** (job.attempts - 1)


def listed(session: Session, most: int = 200) -> list[Job]:
    """The newest jobs, those to be done first."""
    return list(session.scalars(select(Job).order_by(Job.done_at.is_not(None), Job.run_after.desc()).limit(most)))
