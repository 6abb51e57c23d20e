"""Recommendations of a plan."""

from __future__ import annotations

from flask import Blueprint, flash, redirect
from werkzeug.wrappers import Response

from darddr.forms.recommendations import RecommendationForm
from darddr.forms.typed import lines
from darddr.models.plan import Plan, Recommendation
from darddr.services import recommendations, themes
from darddr.services.findings import findings_of
from darddr.services.recommendations import Proposal
from darddr.vocabulary.permissions import Permission as P
from darddr.vocabulary.records import RecommendationScope
from darddr.web import loaders
from darddr.web.access import allow, current_actor
from darddr.web.plan_pages import plan_context, plan_href, watch_href
from darddr.web.repeats import before_href
from darddr.web.saving import page, saved
from darddr.web.session import db
from darddr.web.typed_names import Watched

bp = Blueprint("recommendations", __name__)


@bp.route("/plans/<uuid:plan_id>/recommendations/new", methods=["GET", "POST"])
@allow(P.PLAN_EDIT, load=loaders.plan)
def add(plan: Plan) -> tuple[str, int] | Response:
    """Add a recommendation to a plan."""
    form = RecommendationForm()
    form.theme.choices = {"": "Not said", **themes.choices(db(), plan.partnership_id)}
    _offer_findings(form, plan)
    made: list[Recommendation] = []
    act = Watched(lambda: made.append(_add(plan, form)), "text")
    if saved(form, act):
        flash("The recommendation has been added.", "success")
        return redirect(before_href(made[0]) or plan_href(plan))
    return page("recommendations/edit.html", form, found=act.found, watch=watch_href(plan), **plan_context(plan))


@bp.route("/recommendations/<uuid:recommendation_id>", methods=["GET", "POST"])
@allow(P.PLAN_EDIT, load=loaders.recommendation)
def edit(row: Recommendation) -> tuple[str, int] | Response:
    """Change a recommendation."""
    form = RecommendationForm(data=_shown(row))
    form.theme.choices = {"": "Not said", **themes.choices(db(), row.partnership_id, row.theme)}
    context, earlier = plan_context(row), row.text
    _offer_findings(form, row)
    act = Watched(lambda: _save(row, form), "text")
    if saved(form, act):
        flash("The recommendation has been saved.", "success")
        return redirect((before_href(row) if row.text != earlier else None) or context["plan_href"])
    return page(
        "recommendations/edit.html", form, found=act.found, recommendation=row, watch=watch_href(row), **context
    )


def _add(plan: Plan, form: RecommendationForm) -> Recommendation:
    return recommendations.add_recommendation(db(), current_actor(), plan, _proposal(form))


def _save(row: Recommendation, form: RecommendationForm) -> None:
    recommendations.edit_recommendation(db(), current_actor(), row, form.version.data or 0, _proposal(form))


def _shown(row: Recommendation) -> dict[str, object]:
    return {
        "version": row.version_id,
        "text": row.text,
        "lesson": row.lesson,
        "number": row.number,
        "scope": row.scope_tier.value if row.scope_tier else "",
        "theme": row.theme or "",
        "addressees": "\n".join(row.addressees or []),
        "findings": sorted(recommendations.linked_findings(db(), row)),
    }


def _offer_findings(form: RecommendationForm, row: Plan | Recommendation) -> None:
    """The review's findings to choose from; none for a partnership's own plan."""
    review = loaders.review(db(), row.review_id) if row.review_id is not None else None
    listed = findings_of(db(), review) if review is not None else []
    form.findings.choices = {
        str(finding.id): f"{agency.name}, question {question.number}: {finding.text}"
        for finding, question, agency, _ in listed
    }


def _proposal(form: RecommendationForm) -> Proposal:
    return Proposal(
        text=form.text.data or "",
        lesson=form.lesson.data or "",
        number=form.number.data or "",
        scope=RecommendationScope(form.scope.data) if form.scope.data else None,
        theme=form.theme.data or None,
        addressees=lines(form.addressees.data),
        findings=tuple(form.findings.data or ()),
        name_reason=form.name_reason.data or "",
    )
