"""National recommendations: the list of a partnership, and how far one has come."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from darddr import clock
from darddr.forms.national import NationalForm
from darddr.models.plan import Recommendation
from darddr.models.subject import Place
from darddr.services import chases, national
from darddr.services.national import DAYS, TEXTS, Progress
from darddr.vocabulary.national import Department, NationalAnswerKind
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow, current_actor, may
from darddr.web.plan_pages import plan_context, watch_href
from darddr.web.saving import page, saved
from darddr.web.session import db
from darddr.web.typed_names import Watched

bp = Blueprint("national", __name__)


def answer_days() -> int:
    """Days after which a step counts as late, as this installation is set."""
    days: int = current_app.extensions["darddr.settings"].national_answer_days
    return days


@bp.route("/partnerships/<uuid:partnership_id>/national")
@allow(P.PLAN_READ, load=loaders.partnership)
def index(place: Place) -> str:
    """Every national recommendation this person may read, late ones first, each with its next step."""
    after = request.args.get("after", "")
    found = national.national_of(db(), current_actor(), place.partnership_id, clock.today(), answer_days(), after)
    return render_template(
        "national/index.html",
        place=place,
        found=found,
        begun=bool(after),
        within=answer_days(),
        may_change={line.recommendation.id for line in found.lines if may(P.NATIONAL_EDIT, line.recommendation)},
        may_chase={line.recommendation.id for line in found.lines if may(P.CHASE, line.recommendation)},
    )


def _national(session: Session, recommendation_id: UUID) -> Recommendation | None:
    row = loaders.recommendation(session, recommendation_id)
    return row if row is not None and national.is_national(row) else None


@bp.route("/recommendations/<uuid:recommendation_id>/national", methods=["GET", "POST"])
@allow(P.NATIONAL_EDIT, load=_national)
def edit(row: Recommendation) -> tuple[str, int] | Response:
    """Record how far a national recommendation has come, also after its review has closed."""
    answer = national.answer_of(db(), row.id)
    form = NationalForm(data=_shown(answer))
    act = Watched(lambda: _record(row, form), "answer")
    if saved(form, act):
        flash("The national recommendation has been saved.", "success")
        return redirect(url_for("national.index", partnership_id=row.partnership_id))
    standing = national.standing_of(answer, row.recorded_at.date(), clock.today(), answer_days())
    return page(
        "national/edit.html",
        form,
        found=act.found,
        recommendation=row,
        standing=standing,
        chases=chases.chases_of(db(), row),
        watch=watch_href(row),
        **plan_context(row),
    )


def _shown(answer: Any) -> dict[str, Any]:
    if answer is None:
        return {"version": 0}
    shown = {name: getattr(answer, name) for name in (*TEXTS, *DAYS)}
    department, kind = answer.department, answer.answer_kind
    return {
        **shown,
        "version": answer.version_id,
        "department": department.value if department else "",
        "answer_kind": kind.value if kind else "",
    }


def _record(row: Recommendation, form: NationalForm) -> None:
    given: dict[str, Any] = {name: form[name].data or "" for name in TEXTS} | {name: form[name].date for name in DAYS}
    told = Progress(
        department=Department(form.department.data) if form.department.data else None,
        answer_kind=NationalAnswerKind(form.answer_kind.data) if form.answer_kind.data else None,
        name_reason=form.name_reason.data or "",
        **given,
    )
    national.record(db(), current_actor(), row, form.version.data or 0, told)
