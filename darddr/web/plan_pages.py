"""What the pages of a plan and of its rows share: the frame they stand in, and the way back for whoever may take it."""

from __future__ import annotations

from typing import Any

from flask import url_for

from darddr.models.action import Action
from darddr.models.plan import Plan, Recommendation
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import may
from darddr.web.review_pages import review_context
from darddr.web.session import db


def plan_context(row: Plan | Recommendation | Action) -> dict[str, Any]:
    """`plan`, `plan_href` (None for somebody who may not open the plan), `layout`, and what that layout asks for.

    Whoever sees one action alone gets a page that leads nowhere else.
    """
    plan = row if isinstance(row, Plan) else db().get_one(Plan, row.plan_id)
    if not may(P.PLAN_READ, row):
        return {"plan": plan, "plan_href": None, "review": None, "layout": "actions/alone.html"}
    href = plan_href(plan)
    review = loaders.review(db(), plan.review_id) if plan.review_id is not None else None
    if review is None:
        return {"plan": plan, "plan_href": href, "review": None, "layout": "plans/alone.html"}
    return {"plan": plan, "plan_href": href, "layout": "review.html", **review_context(review)}


def plan_href(plan: Plan) -> str:
    """Where a plan is read."""
    if plan.review_id is not None:
        return url_for("plans.of_review", review_id=plan.review_id)
    return url_for("plans.show", plan_id=plan.id)


def watch_href(row: Plan | Recommendation | Action) -> str | None:
    """The address that looks for real names while somebody types, for whoever may ask it."""
    if row.review_id is None or not may(P.PERSON_READ, row):
        return None
    return url_for("names.watch", review_id=row.review_id)
