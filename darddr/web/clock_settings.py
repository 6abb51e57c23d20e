"""A partnership's settings for its clocks: its own targets, its closed days, and the law and guidance of its new reviews."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from darddr.deadlines.editions import EDITIONS
from darddr.deadlines.rules import Unit
from darddr.deadlines.targets import SUGGESTED
from darddr.forms.clock_settings import ClosedDayForm, ReviewRuleForm, TargetForm
from darddr.models.clock_setting import ClosedDay, ReviewRule
from darddr.models.subject import Place
from darddr.services import local_targets, review_rules
from darddr.vocabulary.clocks import ClosedDayKind, RuleTrigger
from darddr.vocabulary.permissions import Permission as P
from darddr.vocabulary.records import DisplayName, LegalBasis
from darddr.web import loaders
from darddr.web.access import allow, current_actor
from darddr.web.saving import page, saved
from darddr.web.session import db

bp = Blueprint("clock_settings", __name__)


@bp.route("/partnerships/<uuid:partnership_id>/local-targets")
@allow(P.PARTNERSHIP_DUTIES, load=loaders.partnership)
def targets(place: Place) -> str:
    """The targets a partnership may set itself."""
    listed = [target for target, _version in local_targets.targets_of(db(), place.partnership_id)]
    return render_template("clock_settings/targets.html", place=place, targets=listed)


def _place_of_target(session: Session, partnership_id: UUID, target: str) -> Place | None:
    return loaders.partnership(session, partnership_id) if target in SUGGESTED else None


@bp.route("/partnerships/<uuid:partnership_id>/local-targets/<target>", methods=["GET", "POST"])
@allow(P.PARTNERSHIP_DUTIES, load=_place_of_target)
def set_target(place: Place) -> tuple[str, int] | Response:
    """Switch a target on or off, or set its length."""
    name = (request.view_args or {})["target"]
    listed = local_targets.targets_of(db(), place.partnership_id)
    kept, version = next(each for each in listed if each[0].suggested.name == name)
    shown = {"version": version, "is_on": kept.is_on, "length": kept.length, "unit": kept.unit.value}
    form = TargetForm(data=shown)
    if saved(form, lambda: _set(place, name, form)):
        flash("The target has been saved.", "success")
        return redirect(url_for("clock_settings.targets", partnership_id=place.partnership_id))
    return page("clock_settings/target.html", form, place=place, target=kept)


def _set(place: Place, name: str, form: TargetForm) -> None:
    told = {"is_on": bool(form.is_on.data), "length": form.length.data, "unit": Unit(form.unit.data)}
    local_targets.set_target(db(), current_actor(), place, name, form.version.data or 0, **told)


@bp.route("/partnerships/<uuid:partnership_id>/closed-days", methods=["GET", "POST"])
@allow(P.PARTNERSHIP_DUTIES, load=loaders.partnership)
def closed_days(place: Place) -> tuple[str, int] | Response:
    """The days on which a partnership does not work, and one more."""
    form = ClosedDayForm()
    if saved(form, lambda: _close(place, form)):
        flash("The day is on the list.", "success")
        return redirect(url_for("clock_settings.closed_days", partnership_id=place.partnership_id))
    days = local_targets.closed_days(db(), place.partnership_id)
    return page("clock_settings/closed-days.html", form, place=place, days=days)


def _close(place: Place, form: ClosedDayForm) -> None:
    local_targets.close_day(db(), current_actor(), place, form.day.given, ClosedDayKind(form.kind.data))


@bp.route("/closed-days/<uuid:day_id>/remove", methods=["POST"])
@allow(P.PARTNERSHIP_DUTIES, load=loaders.closed_day)
def open_day(row: ClosedDay) -> Response:
    """Take a day off the list."""
    back = url_for("clock_settings.closed_days", partnership_id=row.partnership_id)
    local_targets.open_day(db(), current_actor(), row)
    flash("The day is off the list.", "success")
    return redirect(back)


@bp.route("/partnerships/<uuid:partnership_id>/review-rules", methods=["GET", "POST"])
@allow(P.CLOCK_RULES, load=loaders.partnership)
def rules(place: Place) -> tuple[str, int] | Response:
    """Under which law, guidance and name new reviews are held, and one rule more."""
    form = ReviewRuleForm()
    if saved(form, lambda: _add(place, form)):
        flash("The rule has been added. It is asked of every new review.", "success")
        return redirect(url_for("clock_settings.rules", partnership_id=place.partnership_id))
    kept = review_rules.rules_of(db(), place.partnership_id)
    return page("clock_settings/rules.html", form, place=place, rules=kept, editions=EDITIONS)


def _add(place: Place, form: ReviewRuleForm) -> None:
    chosen = review_rules.Chosen(
        form.edition.data,
        LegalBasis(form.legal_basis.data),
        DisplayName(form.display_name.data),
        RuleTrigger(form.trigger.data),
        form.from_on.given,
    )
    review_rules.add(db(), current_actor(), place, chosen, confirmed=bool(form.confirmed.data))


@bp.route("/review-rules/<uuid:rule_id>/take-back", methods=["POST"])
@allow(P.CLOCK_RULES, load=loaders.review_rule)
def take_back(rule: ReviewRule) -> Response:
    """No new review is pinned by a rule any more."""
    review_rules.take_back(db(), current_actor(), rule)
    flash("The rule has been taken back. Reviews it was asked of keep what they have.", "success")
    return redirect(url_for("clock_settings.rules", partnership_id=rule.partnership_id))
