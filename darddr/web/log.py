"""The log, for whoever audits a partnership."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from sqlalchemy.orm import Session

from darddr.audit.verify import Verdict
from darddr.models.subject import Place
from darddr.services import log
from darddr.storage.database import reading
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow, current_actor
from darddr.web.session import db, engine

bp = Blueprint("log", __name__)


def _audited(session: Session, partnership_id: UUID | None = None) -> Place | None:
    """The partnership asked for; without one, the first of those whose log this person reads."""
    if partnership_id is not None:
        return loaders.partnership(session, partnership_id)
    listed = log.audited(session, current_actor())
    return Place(listed[0].id) if listed else None


def _checked(place: Place) -> Verdict:
    """In a session of its own, so that log and rows are seen as of one moment."""
    with reading(engine()) as session:
        return log.check_log(session, current_actor(), place)


@bp.route("/log")
@bp.route("/partnerships/<uuid:partnership_id>/log")
@allow(P.LOG_READ, load=_audited)
def index(place: Place) -> str:
    """The newest entries, older ones page by page, and a check of the whole chain where it is asked for."""
    found = log.log_page(db(), current_actor(), place, request.args.get("before", type=int))
    older = url_for(".index", partnership_id=place.partnership_id, before=found.next) if found.next else None
    return render_template(
        "log/index.html",
        place=place,
        lines=found.lines,
        older=older,
        begun="before" in request.args,
        verdict=_checked(place) if "check" in request.args else None,
        partnerships=log.audited(db(), current_actor()),
    )
