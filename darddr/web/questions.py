"""The questions of a review's terms of reference."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from darddr.forms.questions import QuestionForm
from darddr.models.review import Question, Review
from darddr.services import questions
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow, current_actor, may
from darddr.web.review_pages import review_context
from darddr.web.saving import page, saved
from darddr.web.session import db
from darddr.web.typed_names import Watched

bp = Blueprint("questions", __name__)


@bp.route("/reviews/<uuid:review_id>/questions")
@allow(P.REVIEW_READ, load=loaders.review)
def index(review: Review) -> str:
    """The questions each agency answers."""
    return render_template(
        "questions/index.html",
        questions=questions.questions_of(db(), review),
        may_write=may(P.REVIEW_LEAD, review),
        **review_context(review),
    )


@bp.route("/reviews/<uuid:review_id>/questions/new", methods=["GET", "POST"])
@allow(P.REVIEW_LEAD, load=loaders.review)
def write(review: Review) -> tuple[str, int] | Response:
    """Write a question; it takes the next number."""
    form = QuestionForm()
    act = Watched(
        lambda: questions.write_question(
            db(), current_actor(), review, form.text.data or "", form.name_reason.data or ""
        ),
        "text",
    )
    if saved(form, act):
        flash("The question has been added.", "success")
        return redirect(url_for("questions.index", review_id=review.id))
    return page("questions/edit.html", form, found=act.found, **review_context(review))


@bp.route("/questions/<uuid:question_id>", methods=["GET", "POST"])
@allow(P.REVIEW_LEAD, load=loaders.question)
def edit(question: Question) -> tuple[str, int] | Response:
    """Change a question's words."""
    review = db().get_one(Review, question.review_id)
    form = QuestionForm(data={"text": question.text, "version": question.version_id})
    act = Watched(lambda: _rewrite(review, question, form), "text")
    if saved(form, act):
        flash("The question has been saved.", "success")
        return redirect(url_for("questions.index", review_id=review.id))
    return page("questions/edit.html", form, question=question, found=act.found, **review_context(review))


def _rewrite(review: Review, question: Question, form: QuestionForm) -> None:
    questions.rewrite_question(
        db(),
        current_actor(),
        review,
        question,
        form.version.data or 0,
        form.text.data or "",
        form.name_reason.data or "",
    )
