"""The guard on every view: it leaves a mark, and a view without a mark lets nobody in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask_login import current_user

from darddr import audit, clock, policies
from darddr.models.subject import Place, Subject
from darddr.policies import Actor
from darddr.vocabulary.permissions import Permission as P
from darddr.web.session import SAFE, afterwards, db

Load = Callable[..., Subject | None]
View = Callable[..., Any]

READINGS = frozenset(
    {P.REVIEW_READ, P.PERSON_READ, P.FINDING_READ, P.DOCUMENT_READ, P.FINDING_EDIT, P.FAMILY_READ, P.FAMILY_EDIT}
)
"""Permissions whose use on a page is noted as a reading of the review."""

IDENTITIES = frozenset({P.IDENTITY_READ, P.FAMILY_CONTACTS})
"""Permissions whose use on a page is noted as a reading of who somebody really is."""

WITH_ONE_TIME_PASSWORD = frozenset({"auth.password", "auth.sign_out", "auth.extend"})
"""All that somebody may do before they have changed a one-time password."""


def install(app: Flask) -> None:
    """Refuse every view that carries no mark."""
    app.before_request(_refuse_unmarked)


def public(view: View) -> View:
    """Mark a view as open to anybody."""
    view.permission = None  # type: ignore[attr-defined]
    return view


def current_actor() -> Actor:
    """The signed-in person as policies see them, loaded once a request."""
    if "actor" not in g:
        g.actor = policies.load_actor(db(), current_user.user_id, clock.today())
    actor: Actor = g.actor
    return actor


def allow(permission: P, load: Load | None = None) -> Callable[[View], View]:
    """Guard a view. `load` turns the URL's values into the subject the view is given; without one the view is about oneself.

    Not signed in: the sign-in page. Not allowed, or not there: 404 either way, so that nobody learns that a review exists.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(**url: Any) -> Any:
            if not current_user.is_authenticated:
                return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
            if current_user.must_change_password and request.endpoint not in WITH_ONE_TIME_PASSWORD:
                return redirect(url_for("auth.password"))
            if load is None:
                return view(**url)
            subject = load(db(), **url)
            if subject is None or not policies.allows(current_actor(), permission, subject):
                abort(404)
            _note_reading(permission, subject)
            return view(subject)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def _note_reading(permission: P, subject: Subject) -> None:
    """A page read; of an identity also one sent back to its form, which shows as much."""
    if subject.review_id is None or (permission not in IDENTITIES and request.method not in SAFE):
        return
    if permission not in READINGS | IDENTITIES:
        return
    place, reader = Place(subject.partnership_id, subject.review_id), current_user.user_id
    tag = audit.Tag.IDENTITY_READ if permission in IDENTITIES else audit.Tag.REVIEW_READ
    afterwards(lambda session: audit.note_read(session, reader, place, tag))


def may(permission: P, subject: Subject) -> bool:
    """Whether the signed-in person holds a permission over a subject: for what a page offers, never for what it may do."""
    return policies.allows(current_actor(), permission, subject)


def _refuse_unmarked() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if view is not None and request.endpoint != "static" and not hasattr(view, "permission"):
        abort(404)
