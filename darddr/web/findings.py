"""Findings of the panel: read, add, change, agree, remove."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from darddr.forms.findings import AgreeForm, FindingForm, RemoveForm
from darddr.models.finding import Finding
from darddr.models.partnership import Agency
from darddr.models.review import Question, Review
from darddr.services import findings, memberships
from darddr.services.findings import OPEN_STATES, Learned
from darddr.services.naming import Named
from darddr.services.partnerships import agencies_of
from darddr.services.questions import questions_of
from darddr.services.register import register_of
from darddr.vocabulary.permissions import Permission as P
from darddr.vocabulary.records import FindingKind
from darddr.web import loaders
from darddr.web.access import allow, current_actor, may
from darddr.web.review_pages import review_context
from darddr.web.saving import page, saved
from darddr.web.session import db
from darddr.web.typed_names import Watched

bp = Blueprint("findings", __name__)


@bp.route("/reviews/<uuid:review_id>/findings")
@allow(P.FINDING_READ, load=loaders.review)
def index(review: Review) -> str:
    """Every finding by question, with who wrote it and when."""
    rows = findings.findings_of(db(), review)
    is_open = review.state in OPEN_STATES
    return render_template(
        "findings/index.html",
        rows=[
            (finding, question, agency, user, is_open and may(P.FINDING_EDIT, finding))
            for finding, question, agency, user in rows
        ],
        may_add=is_open and may(P.FINDING_ADD, review),
        may_agree=is_open and may(P.FINDING_AGREE, review),
        closed=None if is_open else findings.CLOSED_SENTENCE,
        has_questions=bool(questions_of(db(), review)),
        **review_context(review),
    )


@bp.route("/reviews/<uuid:review_id>/findings/new", methods=["GET", "POST"])
@allow(P.FINDING_ADD, load=loaders.review)
def add(review: Review) -> tuple[str, int] | Response:
    """Add a finding."""
    findings.require_open(review)
    own_agency = memberships.agency_on(db(), current_actor().user_id, review)
    form = _offer(FindingForm(data={"agency_id": own_agency and str(own_agency)}), review)
    made: list[Finding] = []
    act = _watched(review, lambda: made.append(findings.add_finding(db(), current_actor(), review, _learned(form))))
    if saved(form, act):
        flash("Your finding has been added.", "success")
        return redirect(_place_of(made[0]))
    return page("findings/edit.html", form, found=act.found, **review_context(review))


@bp.route("/findings/<uuid:finding_id>", methods=["GET", "POST"])
@allow(P.FINDING_EDIT, load=loaders.finding)
def edit(finding: Finding) -> tuple[str, int] | Response:
    """Change a finding; where somebody saved meanwhile, both texts are shown."""
    review = db().get_one(Review, finding.review_id)
    form = _offer(FindingForm(data=_shown(finding)), review)
    version = form.version.data or 0
    act = _watched(
        review, lambda: findings.edit_finding(db(), current_actor(), review, finding, version, _learned(form))
    )
    if saved(form, act):
        flash("The finding has been saved.", "success")
        return redirect(_place_of(finding))
    return page("findings/edit.html", form, finding=finding, found=act.found, **review_context(review))


@bp.route("/findings/<uuid:finding_id>/agree", methods=["GET", "POST"])
@allow(P.FINDING_AGREE, load=loaders.finding)
def agree(finding: Finding) -> tuple[str, int] | Response:
    """Record that the panel agreed a finding."""
    review = db().get_one(Review, finding.review_id)
    form = AgreeForm()
    if saved(form, lambda: findings.agree_finding(db(), current_actor(), review, finding, form.agreed_on.given)):
        flash("The finding is recorded as agreed.", "success")
        return redirect(_place_of(finding))
    return page("findings/agree.html", form, finding=finding, **review_context(review))


@bp.route("/findings/<uuid:finding_id>/remove", methods=["GET", "POST"])
@allow(P.FINDING_AGREE, load=loaders.finding)
def remove(finding: Finding) -> tuple[str, int] | Response:
    """Take a finding out, after a second look."""
    review = db().get_one(Review, finding.review_id)
    form = RemoveForm()
    if saved(form, lambda: findings.remove_finding(db(), current_actor(), review, finding)):
        flash("The finding has been removed; its words stay in the history.", "success")
        return redirect(url_for("findings.index", review_id=review.id))
    return page("findings/remove.html", form, finding=finding, **review_context(review))


def _offer(form: FindingForm, review: Review) -> FindingForm:
    questions = {str(row.id): f"{row.number}. {row.text}" for row in questions_of(db(), review)}
    agencies = {str(row.id): row.name for row in agencies_of(db(), review.partnership_id)}
    form.question_id.choices = {"": "Choose a question", **questions}
    form.agency_id.choices = {"": "Choose an agency", **agencies}
    return form


def _watched(review: Review, act: Callable[[], object]) -> Watched:
    return Watched(act, "text", _told(review))


def _told(review: Review) -> Iterator[Named]:
    """Whose pseudonyms the page may suggest: only who may know the identities learns which one a name stands behind."""
    if may(P.IDENTITY_READ, review):
        yield from register_of(db(), review).people


def _place_of(finding: Finding) -> str:
    return url_for("findings.index", review_id=finding.review_id, _anchor=f"finding-{finding.id}")


def _shown(finding: Finding) -> dict[str, object]:
    return {
        "version": finding.version_id,
        "question_id": str(finding.question_id),
        "agency_id": str(finding.agency_id),
        "kind": finding.kind.value,
        "text": finding.text,
        "evidence": finding.evidence,
        "happened_on": finding.happened_on,
    }


def _learned(form: FindingForm) -> Learned:
    return Learned(
        question=db().get_one(Question, UUID(form.question_id.data)),
        agency=db().get_one(Agency, UUID(form.agency_id.data)),
        kind=FindingKind(form.kind.data),
        text=form.text.data or "",
        evidence=form.evidence.data or "",
        happened_on=form.happened_on.given,
        name_reason=form.name_reason.data or "",
    )
