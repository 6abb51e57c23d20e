"""Errors as one table: what the domain raises, and the status, page and log level it is answered with.

Only the class of an exception is logged: its message may hold text of a review.
"""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask, Response, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from darddr.crypto.errors import KeyProblem
from darddr.policies import NotAllowed
from darddr.services.errors import NotNow, Refusal, Stale, Unfit
from darddr.workflow.errors import MoveRefused

log = logging.getLogger("darddr.web")

Answer = tuple[int, str, int]

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
    OperationalError: (503, "unavailable", logging.ERROR),
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
    """An error page, in a session untouched by whatever went wrong."""
    if (session := g.get("session")) is not None:
        session.rollback()
    return make_response(render_template(f"errors/{name}.html", **context), status)
