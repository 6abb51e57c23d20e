"""Documents that are made apart from the request that asked for them. The payload is an id; the file is made in memory and kept sealed."""

from __future__ import annotations

import logging
import threading
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from darddr import clock
from darddr.jobs import queue
from darddr.models.draft import Draft
from darddr.models.job import Job
from darddr.models.review import Review
from darddr.policies import NotAllowed, load_actor
from darddr.services import builds, reports
from darddr.services.errors import Refusal
from darddr.storage.database import reading, writing

log = logging.getLogger("darddr.jobs")

BUILD = "build a document"
EVERY = 0.5
"""Seconds between two looks of the runner that stands beside a server."""
LONGEST_WAIT = 60.0
"""Seconds between two looks while the database cannot be reached, each twice as long as the one before."""
NOT_ALLOWED = "You may no longer build this document."
BROKEN = "Something went wrong on our side while it was being made. Nothing was kept of it; start it again."


def enter(session: Session, draft: Draft) -> None:
    """Enter the job of a build, together with the build itself."""
    queue.enter(session, BUILD, str(draft.id), {"draft": str(draft.id)}, clock.now())


def run(engine: Engine, job: Job) -> None:
    """Make the document, telling its user of each file; a refusal is told too and is not tried again by itself.

    A build that has expired, or that another runner finished, is let go.
    """
    draft_id = UUID(job.ids["draft"])
    try:
        _make(engine, draft_id)
    except NotAllowed:
        _give_up(engine, draft_id, NOT_ALLOWED)
    except Refusal as refusal:
        _give_up(engine, draft_id, refusal.sentence)
    except Exception as error:  # noqa: BLE001 - whatever it dies of, its user is told
        log.warning("build %s failed with %s", draft_id, type(error).__name__)
        _give_up(engine, draft_id, BROKEN)


def _make(engine: Engine, draft_id: UUID) -> None:
    made: list[str] = []
    with reading(engine) as session:
        draft = session.get(Draft, draft_id)
        if draft is None or draft.review_id is None or builds.progress(draft).document_id is not None:
            return
        kind, review = builds.progress(draft).kind, session.get_one(Review, draft.review_id)
        actor = load_actor(session, draft.owner_id, clock.today())

        def say(name: str) -> None:
            made.append(name)
            session.commit()  # a reader that held on to SQLite's file would keep the note below waiting
            with writing(engine) as own:
                if (row := own.get(Draft, draft_id)) is not None:
                    builds.note(row, len(made))

        data = reports.draw(session, actor, review, kind, say=say)
    with writing(engine) as session:
        review = session.get_one(Review, review.id)
        document = reports.keep(session, load_actor(session, actor.user_id, clock.today()), review, kind, data)
        if (row := session.get(Draft, draft_id)) is not None:
            builds.finish(row, document)


def _give_up(engine: Engine, draft_id: UUID, why: str) -> None:
    with writing(engine) as session:
        if (draft := session.get(Draft, draft_id)) is not None:
            builds.give_up(draft, why)


def keep_building(engine: Engine, stop: threading.Event) -> None:
    """Do the builds that are entered, one after the other, until stopped. Other jobs are left to `darddr jobs`."""
    wait = EVERY
    while not stop.wait(wait):
        try:
            run_builds(engine)
            wait = EVERY
        except Exception as error:  # noqa: BLE001 - a database that is away for a moment comes back
            log.warning("the runner of builds met %s", type(error).__name__)
            wait = min(wait * 2, LONGEST_WAIT)


def run_builds(engine: Engine) -> int:
    """Do every build that is due; how many there were."""
    done = 0
    while (job := _claimed(engine)) is not None:
        run(engine, job)
        with writing(engine) as session:
            queue.finish(session, job.id, clock.now())
        done += 1
    return done


def _claimed(engine: Engine) -> Job | None:
    """The next build; the write lock is asked for only where one waits."""
    with reading(engine) as session:
        if not queue.is_waiting(session, BUILD, clock.now()):
            return None
    with writing(engine) as session:
        return queue.claim(session, clock.now(), kind=BUILD)
