"""The one place where the parts meet."""

from __future__ import annotations

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from darddr import crypto
from darddr.services.opening import open_installation
from darddr.settings import Settings
from darddr.web import access, blueprints, components, context, errors, headers, requests, session, signed_in

MEGABYTE = 1024 * 1024


def create_app(settings: Settings) -> Flask:
    """The web application of one installation.

    Raises KeyProblem or Refusal, with a sentence for whoever starts it, where keys, schema or set-up do not fit; nothing is changed.
    """
    installation = open_installation(settings)
    app = Flask("darddr", static_folder="static", template_folder="templates")
    app.request_class = requests.Request
    app.config.update(
        SECRET_KEY=crypto.ring().secret("browser cookie"),
        SESSION_COOKIE_NAME="__Host-darddr" if settings.secure_cookies else "darddr",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=settings.max_upload_mb * MEGABYTE,
        MAX_FORM_MEMORY_SIZE=8 * MEGABYTE,
        MAX_FORM_PARTS=5_000,
        # Flask would answer OPTIONS by itself, before any guard, and say which addresses there are.
        PROVIDE_AUTOMATIC_OPTIONS=False,
    )
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    app.extensions["darddr.settings"] = settings
    headers.install(app)
    session.install(app, installation.engine)
    CSRFProtect(app)
    signed_in.install(app, settings)
    access.install(app)
    components.install(app)
    context.install(app, settings, is_demo=installation.is_demo)
    errors.install(app)
    for blueprint in blueprints.ALL:
        app.register_blueprint(blueprint)
    return app
