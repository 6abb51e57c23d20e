"""Doing what is due, one job after another."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine

from darddr import clock
from darddr.jobs import builds, digests, queue
from darddr.jobs.mail import Sender
from darddr.models.job import Job
from darddr.settings import Settings
from darddr.storage.database import writing

log = logging.getLogger("darddr.jobs")


@dataclass
class Ran:
    """How many jobs were done and how many failed."""

    done: int = 0
    failed: int = 0


def run_due(engine: Engine, settings: Settings, sender: Sender) -> Ran:
    """Do everything that is due, the day's reminders first. Safe to start at any time, by several at once, and to kill."""
    ran = Ran()
    with writing(engine) as session:
        digests.plan_day(session, clock.today(), clock.now())
    while (job := _claimed(engine)) is not None:
        try:
            _do(engine, settings, sender, job)
        except Exception as error:  # noqa: BLE001 - whatever a job dies of, the next one is still done
            log.warning("job %s (%s) failed with %s", job.id, job.kind, type(error).__name__)
            with writing(engine) as session:
                queue.fail(session, job.id, error, clock.now())
            ran.failed += 1
            continue
        ran.done += 1
    return ran


def _claimed(engine: Engine) -> Job | None:
    with writing(engine) as session:
        return queue.claim(session, clock.now())


def _do(engine: Engine, settings: Settings, sender: Sender, job: Job) -> None:
    if job.kind == digests.DIGEST:
        digests.remind(engine, settings, sender, job)
    elif job.kind == digests.PLAN:
        with writing(engine) as session:
            digests.plan(session, date.fromisoformat(job.ids["day"]), clock.now())
    elif job.kind == builds.BUILD:
        builds.run(engine, job)
    with writing(engine) as session:
        queue.finish(session, job.id, clock.now())
