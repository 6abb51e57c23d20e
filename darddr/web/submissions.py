"""Every form carries a key of its own: however often it arrives, it is done once, and everybody hears the first answer."""

from __future__ import annotations

import secrets

from flask import Flask, Response, flash, make_response, redirect, render_template, request, session
from flask_login import current_user
from sqlalchemy.orm import Session

from darddr.services import submissions
from darddr.services.submissions import Answered, Sending
from darddr.web.session import SAFE, before_commit, changes_so_far, db

FIELD = "form_key"


def install(app: Flask) -> None:
    """Give templates a new key for each form, and answer forms that were done already."""
    app.jinja_env.globals[FIELD] = new_key
    app.before_request(_once)


def new_key() -> str:
    """A key for one form of one page; none for somebody who has not signed in, whose forms change nothing of the record."""
    return secrets.token_urlsafe(16) if current_user.is_authenticated else ""


def _once() -> Response | None:
    """Take the key of a form that is sent, or say again what was said to its first sending. A form without one is done as it comes."""
    if request.method in SAFE or request.endpoint is None or not (key := request.form.get(FIELD)):
        return None
    if not current_user.is_authenticated:
        return None
    sending = Sending(current_user.user_id, request.endpoint, request.path, key)
    if (first := submissions.claim(db(), sending)) is not None:
        return _again(first)
    claimed = changes_so_far()
    before_commit(lambda own, answer: _keep(own, sending, answer, changes_so_far() > claimed))
    return None


def _keep(own: Session, sending: Sending, answer: Response, changed: bool) -> Response | None:
    """What changed nothing, a search for instance, may be sent again and is answered again."""
    if not changed:
        submissions.let_go(own, sending)
        return None
    first = submissions.keep(own, sending, Answered(answer.status_code, answer.headers.get("Location")))
    return _again(first) if first is not None else None


def _again(first: Answered) -> Response:
    """The first answer again: where it led. What it showed is kept nowhere; a page says that it was done."""
    if first.location is None:
        return make_response(render_template("submissions/done.html"))
    if not session.get("_flashes"):
        flash("This was sent more than once. It has been saved once.", "success")
    answer = make_response(redirect(first.location))
    answer.status_code = first.status
    return answer
