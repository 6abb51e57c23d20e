"""Plans: of one review, and a partnership's own."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from darddr import clock
from darddr.forms.plans import PlanForm
from darddr.models.plan import Plan
from darddr.models.review import Review
from darddr.models.subject import Place
from darddr.services import national, plans, repeats, themes
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow, current_actor, may
from darddr.web.national import answer_days
from darddr.web.plan_pages import plan_context, plan_href
from darddr.web.presenters import ACTION_TAGS
from darddr.web.saving import page, saved
from darddr.web.session import db
from darddr.web.typed_names import Watched

bp = Blueprint("plans", __name__)


@bp.route("/reviews/<uuid:review_id>/plan")
@allow(P.PLAN_READ, load=loaders.review)
def of_review(review: Review) -> str:
    """The recommendations and actions of a review."""
    return _plan_page(plans.plan_of(db(), review))


@bp.route("/plans/<uuid:plan_id>")
@allow(P.PLAN_READ, load=loaders.plan)
def show(plan: Plan) -> str | Response:
    """A partnership's own plan; a review's is shown among the pages of its review."""
    if plan.review_id is not None:
        return redirect(plan_href(plan))
    return _plan_page(plan)


def _plan_page(plan: Plan) -> str:
    planned = plans.contents(db(), plan)
    rows = [one.recommendation for one in planned]
    return render_template(
        "plans/show.html",
        themes=themes.labels(db(), plan.partnership_id),
        planned=planned,
        nationals=national.nationals_of_plan(db(), rows, clock.today(), answer_days()),
        earlier=repeats.linked(db(), current_actor(), [row.id for row in rows], clock.today()),
        may_record=may(P.NATIONAL_EDIT, plan),
        cited=plans.cited_references(db(), current_actor(), plan),
        day=clock.today(),
        tags=ACTION_TAGS,
        may_edit=may(P.PLAN_EDIT, plan),
        may_act=may(P.ACTION_EDIT, plan),
        may_ask=may(P.UPDATE_FORMS, plan),
        may_read_findings=plan.review_id is not None and may(P.FINDING_READ, plan),
        **plan_context(plan),
    )


@bp.route("/partnerships/<uuid:partnership_id>/plans")
@allow(P.PLAN_READ, load=loaders.partnership)
def index(place: Place) -> str:
    """Every plan of a partnership."""
    after = request.args.get("after", "")
    return render_template(
        "plans/index.html",
        themes=themes.labels(db(), place.partnership_id),
        place=place,
        found=plans.plans_of(db(), current_actor(), place.partnership_id, clock.today(), after),
        begun=bool(after),
        plan_href=plan_href,
        may_make=may(P.PLAN_EDIT, place),
    )


@bp.route("/partnerships/<uuid:partnership_id>/plans/new", methods=["GET", "POST"])
@allow(P.PLAN_EDIT, load=loaders.partnership)
def make(place: Place) -> tuple[str, int] | Response:
    """Begin a plan that draws on several reviews."""
    form = PlanForm()
    form.theme.choices = {"": "Choose a theme", **themes.choices(db(), place.partnership_id)}
    citable = plans.citable_reviews(db(), current_actor(), place.partnership_id)
    form.reviews.choices = {str(review.id): review.reference for review in citable}
    made: list[Plan] = []
    act = Watched(lambda: made.append(_make(place, form)), "title")
    if saved(form, act):
        flash("The plan has been made. Add its first recommendation, or import a file.", "success")
        return redirect(plan_href(made[0]))
    return page("plans/make.html", form, found=act.found, place=place, citable=citable)


def _make(place: Place, form: PlanForm) -> Plan:
    return plans.make_plan(
        db(),
        current_actor(),
        place,
        form.title.data or "",
        form.reviews.data or [],
        form.name_reason.data or "",
        form.theme.data,
    )


def _own_plan(session: Session, plan_id: UUID) -> Plan | None:
    found = loaders.plan(session, plan_id)
    return found if found is not None and found.review_id is None else None


@bp.route("/plans/<uuid:plan_id>/edit", methods=["GET", "POST"])
@allow(P.PLAN_EDIT, load=_own_plan)
def edit(plan: Plan) -> tuple[str, int] | Response:
    """Change a partnership's own plan: its title, its theme, the reviews it draws on."""
    told = {"version": plan.version_id, "title": plan.title, "theme": plan.theme or ""}
    form = PlanForm(data={**told, "reviews": sorted(plans.cited_ids(db(), plan))})
    form.theme.choices = {"": "Choose a theme", **themes.choices(db(), plan.partnership_id, plan.theme)}
    citable = plans.citable_reviews(db(), current_actor(), plan.partnership_id)
    form.reviews.choices = {str(review.id): review.reference for review in citable}
    act = Watched(lambda: _save(plan, form), "title")
    if saved(form, act):
        flash("The plan has been saved.", "success")
        return redirect(plan_href(plan))
    return page("plans/edit.html", form, found=act.found, **plan_context(plan))


def _save(plan: Plan, form: PlanForm) -> None:
    plans.edit_plan(
        db(),
        current_actor(),
        plan,
        form.version.data or 0,
        form.title.data or "",
        form.reviews.data or [],
        form.theme.data,
        form.name_reason.data or "",
    )
