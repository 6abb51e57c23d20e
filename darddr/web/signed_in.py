"""Who is signed in. Flask-Login keeps one value in the browser: the token of a session that the database may end at any time."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from flask import Flask, make_response, redirect, render_template, request, session
from flask_login import LoginManager, UserMixin, login_url
from werkzeug.wrappers import Response

from darddr import clock
from darddr.services import accounts
from darddr.services.accounts import LiveSession
from darddr.settings import Settings
from darddr.web.session import SAFE, afterwards, db
from darddr.web.typed import typed

SEEN_EVERY = timedelta(minutes=1)


class SignedIn(UserMixin):
    """The person behind a live session. Their browser's name for them is the session's token, never an account id."""

    def __init__(self, token: str, live: LiveSession) -> None:
        self.token, self.session_id, self.user_id = token, live.id, live.user_id
        self.must_change_password = live.password_is_one_time
        self._live = live

    @property
    def name(self) -> str:
        """Their name; opened when a page shows it."""
        return self._live.name

    def get_id(self) -> str:
        """What Flask-Login keeps in the browser."""
        return self.token


def install(app: Flask, settings: Settings) -> None:
    """Follow sessions by their tokens; no "remember me"."""
    manager = LoginManager(app)
    manager.login_view = "auth.sign_in"
    manager.login_message = None
    manager.unauthorized_handler(_ask_to_sign_in)
    manager.session_protection = None
    idle, absolute = (
        timedelta(minutes=settings.session_idle_minutes),
        timedelta(minutes=settings.session_absolute_minutes),
    )

    @manager.user_loader
    def load(token: str) -> SignedIn | None:
        live = accounts.live_session(db(), token, idle, absolute)
        if live is None:
            session.clear()
            return None
        _note_use(live.id, live.seen_at)
        return SignedIn(token, live)


def _ask_to_sign_in() -> Response:
    """The sign-in page, and from there back to what was asked for. A form sent too late is shown again, to be copied first."""
    if request.method in SAFE:
        return redirect(login_url("auth.sign_in", next_url=request.url))
    if (late := typed()).shown:
        return make_response(render_template("errors/signed-out.html", typed=late, back=login_url("auth.sign_in")), 401)
    return redirect(login_url("auth.sign_in"))


def _note_use(session_id: UUID, seen_at: datetime) -> None:
    if clock.now() - seen_at > SEEN_EVERY and request.endpoint != "static":
        afterwards(lambda own: accounts.see_session(own, session_id), must=False)
