"""Signing in and out, and one's own account."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, request, session, url_for
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response

from darddr.forms.auth import PasswordForm, SignInForm
from darddr.models.user import User
from darddr.services import accounts
from darddr.services.accounts import SignInRefused
from darddr.vocabulary.permissions import Permission as P
from darddr.web.access import allow, public
from darddr.web.saving import page, saved
from darddr.web.session import afterwards, db
from darddr.web.signed_in import SignedIn

bp = Blueprint("auth", __name__)


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> tuple[str, int] | Response:
    """Ask for an address and a password."""
    form = SignInForm()
    if form.validate_on_submit():
        email, network = form.email.data or "", request.remote_addr or ""
        try:
            token = accounts.sign_in(db(), email, form.password.data or "", network)
        except SignInRefused as refused:
            form.refuse("email", refused.sentence)
            afterwards(lambda own: accounts.note_failure(own, email, network))
        else:
            session.clear()
            login_user(SignedIn(token, accounts.session_of(db(), token)))
            return redirect(_next_page())
    return page("auth/sign-in.html", form)


def _next_page() -> str:
    """Where the person was going, if it is a page of ours."""
    wanted = request.args.get("next", "")
    ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not urlsplit(wanted).netloc
    return wanted if ours else url_for("home.my_work")


@bp.route("/sign-out", methods=["POST"])
@allow(P.OWN_WORK)
def sign_out() -> Response:
    """End the session, here and wherever its cookie was copied to."""
    accounts.sign_out(db(), current_user.user_id, current_user.token)
    logout_user()
    session.clear()
    answer = redirect(url_for("auth.sign_in"))
    answer.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return answer


@bp.route("/session/extend", methods=["POST"])
@allow(P.OWN_WORK)
def extend() -> tuple[str, int]:
    """Keep the session alive from the warning before it ends."""
    accounts.see_session(db(), current_user.session_id)
    return "", 204


@bp.route("/account/password", methods=["GET", "POST"])
@allow(P.OWN_WORK)
def password() -> tuple[str, int] | Response:
    """Change one's own password; every session ends."""
    form = PasswordForm()
    user = db().get_one(User, current_user.user_id)
    if saved(form, lambda: accounts.change_password(db(), user, form.present.data or "", form.password.data or "")):
        logout_user()
        session.clear()
        flash("Your password has been changed. Sign in with the new one.", "success")
        return redirect(url_for("auth.sign_in"))
    return page("auth/password.html", form)
