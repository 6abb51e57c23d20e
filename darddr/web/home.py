"""The first page after signing in, and the pages that belong to nobody in particular."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from darddr import clock
from darddr.services.work import SHOWN, work_of
from darddr.vocabulary.permissions import Permission as P
from darddr.web.access import allow, current_actor, public
from darddr.web.presenters import STATE_TAGS
from darddr.web.session import db

bp = Blueprint("home", __name__)


@bp.route("/")
@allow(P.OWN_WORK)
def start() -> Response:
    """Where everybody's day begins."""
    return redirect(url_for("home.my_work"))


@bp.route("/my-work")
@allow(P.OWN_WORK)
def my_work() -> str:
    """What waits for this person, soonest first."""
    day = clock.today()
    return render_template(
        "home/my-work.html",
        work=work_of(db(), current_actor(), day),
        most=SHOWN,
        tags=STATE_TAGS,
    )


@bp.route("/accessibility-statement")
@public
def accessibility() -> str:
    """How far these pages meet WCAG 2.2 AA, and whom to tell where they do not."""
    return render_template("home/accessibility.html")
