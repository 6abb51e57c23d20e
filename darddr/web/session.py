"""One request, one transaction: services never commit, so a change and its log entry stand or fall together."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, TypeVar

import flask
from flask import Flask, Response, current_app, g, has_request_context, request
from sqlalchemy import Engine, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from darddr.storage.database import keep_to_its_file, open_session, rebind, writing

log = logging.getLogger("darddr.web")

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
Read = TypeVar("Read")
Later = Callable[[Session], object]
Last = Callable[[Session, Response], Response | None]


def install(app: Flask, engine: Engine) -> None:
    """Give every request its transaction."""
    keep_to_its_file(engine)
    event.listen(engine, "before_cursor_execute", _count_change)
    app.extensions["darddr.engine"] = engine
    app.after_request(_finish)
    app.teardown_request(_drop)


def _count_change(_connection: Any, _cursor: Any, _statement: str, _values: Any, context: Any, _many: bool) -> None:
    if context is not None and (context.isinsert or context.isupdate or context.isdelete) and has_request_context():
        g.changes = g.get("changes", 0) + 1


def changes_so_far() -> int:
    """How many statements of this request were to change a row, whatever became of them."""
    return int(g.get("changes", 0))


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


def give_up() -> None:
    """Leave nothing of what was done so far. From here on the request only reads: a page is drawn without the write lock."""
    db().rollback()
    rebind(db(), engine(), writes=False)


def only_reading(work: Callable[[], Read]) -> Read:
    """Do slow work at the beginning of a change while others may write: SQLite has one writer at a time.

    What the request did before is given up, the claim on its form's key too; that is made again before the commit.
    """
    give_up()
    try:
        return work()
    finally:
        db().rollback()
        rebind(db(), engine(), writes=True)


def afterwards(later: Later, *, must: bool = True) -> None:
    """Do something in a short transaction of its own once the request's has ended, whatever became of it: note a reading, a failure.

    What must be noted and cannot be is answered as an error: nobody reads unseen. What need not is let go.
    """
    g.setdefault("later", []).append((later, must))


def before_commit(last: Last) -> None:
    """Do something as the last part of an accepted change. Where it answers otherwise, nothing of the change is kept."""
    g.setdefault("last", []).append(last)


def _finish(response: Response) -> Response:
    """Commit what an accepted change did; anything answered with 400 or more leaves nothing behind."""
    session: Session | None = g.pop("session", None)
    changes = session is not None and request.method not in SAFE and response.status_code < 400
    try:
        if session is not None:
            with session:
                if changes:
                    response = _commit(session, response)
    except Exception as error:  # noqa: BLE001 - the table of errors knows every one
        return _failed(error)
    try:
        _do_later()
    except Exception as error:  # noqa: BLE001 - as above
        if not changes:
            return _failed(error)
        log.error("%s after a change was saved at %s", type(error).__name__, request.endpoint)
    return response


def _commit(session: Session, response: Response) -> Response:
    for last in g.pop("last", ()):
        if (instead := last(session, response)) is not None:
            session.rollback()
            return instead  # type: ignore[no-any-return]
    session.commit()
    return response


def _failed(error: Exception) -> Response:
    """The answer to an error met once the view had done its part; what it was about to say is not said."""
    flask.session.pop("_flashes", None)
    response = current_app.make_response(current_app.handle_user_exception(error))
    _drop(None)
    return response


def _do_later() -> None:
    pending = g.pop("later", ())
    if not pending:
        return
    try:
        with writing(engine()) as session:
            for later, _ in pending:
                later(session)
    except SQLAlchemyError as error:
        if any(must for _, must in pending):
            raise
        log.error("%s while noting the use of a session", type(error).__name__)


def _drop(_error: BaseException | None) -> None:
    session: Session | None = g.pop("session", None)
    if session is not None:
        session.close()
