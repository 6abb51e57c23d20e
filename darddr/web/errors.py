"""Errors as one table: what the domain raises, and the status, page and log level it is answered with.

Only the class of an exception is logged: its message may hold text of a review.
"""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy import exc
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from darddr.crypto.errors import KeyProblem
from darddr.policies import NotAllowed
from darddr.services.errors import NotNow, Refusal, Stale, Unfit
from darddr.storage.database import is_full
from darddr.web.session import SAFE
from darddr.web.typed import typed
from darddr.workflow.errors import MoveRefused

log = logging.getLogger("darddr.web")

Answer = tuple[int, str, int]

UNAVAILABLE: Answer = (503, "unavailable", logging.ERROR)

ANSWERS: dict[type[Exception], Answer] = {
    NotAllowed: (404, "not-found", logging.WARNING),
    MoveRefused: (409, "refused", logging.INFO),
    NotNow: (409, "refused", logging.INFO),
    Unfit: (422, "unprocessable", logging.INFO),
    Refusal: (409, "refused", logging.INFO),
    Stale: (409, "changed-meanwhile", logging.INFO),
    StaleDataError: (409, "changed-meanwhile", logging.INFO),
    CSRFError: (400, "form-expired", logging.INFO),
    IntegrityError: (409, "changed-meanwhile", logging.WARNING),
    exc.OperationalError: UNAVAILABLE,
    exc.InterfaceError: UNAVAILABLE,
    exc.InternalError: UNAVAILABLE,
    exc.DatabaseError: UNAVAILABLE,  # the file is no database, or damaged
    exc.TimeoutError: UNAVAILABLE,  # every connection is in use
    exc.PendingRollbackError: UNAVAILABLE,
    exc.ProgrammingError: (500, "problem", logging.ERROR),
    exc.DataError: (500, "problem", logging.ERROR),
    exc.NotSupportedError: (500, "problem", logging.ERROR),
    KeyProblem: (500, "problem", logging.CRITICAL),
    Exception: (500, "problem", logging.ERROR),
}

PAGES = {400: "bad-request", 403: "not-found", 404: "not-found", 413: "too-large", 429: "too-many"}

NO_SUCH_METHOD = 405
"""Answered with 404 like anything else that is not there: a method that tells addresses apart is a way to ask which exist."""


def install(app: Flask) -> None:
    """Answer everything by the table."""
    app.register_error_handler(HTTPException, _http)
    for kind in ANSWERS:
        app.register_error_handler(kind, _domain)


def _domain(error: Exception) -> Response:
    kind = next(kind for kind in type(error).__mro__ if kind in ANSWERS)
    status, page, level = ANSWERS[kind]
    log.log(level, "%s answered with %d at %s", type(error).__name__, status, request.endpoint)
    if status == 503:
        return _unavailable(error)
    return _page(page, status, reasons=_sentences(error))


def _http(error: HTTPException) -> Response:
    status = 404 if error.code == NO_SUCH_METHOD else error.code or 500
    if 300 <= status < 400:
        return make_response(error.get_response())
    return _page(PAGES.get(status, "problem" if status >= 500 else "bad-request"), status)


def _sentences(error: Exception) -> tuple[str, ...]:
    if isinstance(error, MoveRefused):
        return error.reasons
    return (error.sentence,) if isinstance(error, Refusal) else ()


def _page(name: str, status: int, **context: Any) -> Response:
    """An error page, in a session untouched by whatever went wrong, with what was typed."""
    if request.method not in SAFE:
        context["typed"] = typed()
    try:
        if (session := g.get("session")) is not None:
            session.rollback()
        return make_response(render_template(f"errors/{name}.html", **context), status)
    except SQLAlchemyError as error:
        log.error("%s while drawing a page of status %d", type(error).__name__, status)
        return _unavailable(error)


def _unavailable(error: Exception) -> Response:
    """A page drawn without the database, whose connection is given up. What was typed stands on it and can be sent again from there."""
    if (session := g.get("session")) is not None:
        session.invalidate()
    template = current_app.jinja_env.get_template("errors/unavailable.html")
    unsafe = request.method not in SAFE
    page = template.render(
        full=is_full(error),
        unsafe=unsafe,
        typed=typed() if unsafe else None,
        address=request.script_root + request.full_path.rstrip("?"),
    )
    return make_response(page, 503)
