"""One request, one transaction: services never commit, so a change and its log entry stand or fall together."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response, current_app, g, request
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from darddr.storage.database import open_session, writing

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
Later = Callable[[Session], object]


def install(app: Flask, engine: Engine) -> None:
    """Give every request its transaction."""
    app.extensions["darddr.engine"] = engine
    app.after_request(_finish)
    app.teardown_request(_drop)


def engine() -> Engine:
    """The database this application serves."""
    found: Engine = current_app.extensions["darddr.engine"]
    return found


def db() -> Session:
    """The request's session, opened when first asked for; one that may write holds the write lock from its start."""
    if "session" not in g:
        g.session = open_session(engine(), writes=request.method not in SAFE)
    session: Session = g.session
    return session


def afterwards(later: Later) -> None:
    """Do something in a short transaction of its own once the request's has ended, whatever became of it: note a reading, a failure."""
    g.setdefault("later", []).append(later)


def _finish(response: Response) -> Response:
    """Commit what an accepted change did; anything answered with 400 or more leaves nothing behind."""
    session: Session | None = g.pop("session", None)
    if session is not None:
        with session:
            if request.method not in SAFE and response.status_code < 400:
                session.commit()
    _do_later()
    return response


def _do_later() -> None:
    if pending := g.pop("later", None):
        with writing(engine()) as session:
            for later in pending:
                later(session)


def _drop(_error: BaseException | None) -> None:
    session: Session | None = g.pop("session", None)
    if session is not None:
        session.close()
