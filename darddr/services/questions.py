"""The questions of a review's terms of reference."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from darddr import audit
from darddr.models.review import Question, Review
from darddr.policies import Actor, require
from darddr.services.errors import Unfit
from darddr.services.register import refuse_real_names
from darddr.services.versions import changed, check_version, keep_narrative
from darddr.vocabulary.permissions import Permission


def questions_of(session: Session, review: Review) -> list[Question]:
    """A review's questions by number."""
    return list(session.scalars(select(Question).filter_by(review_id=review.id).order_by(Question.number)))


def write_question(session: Session, actor: Actor, review: Review, text: str, name_reason: str = "") -> Question:
    """A new question with the next number. Raises Unfit without words, RealNameTyped."""
    require(actor, Permission.REVIEW_LEAD, review)
    _check(session, review, text, name_reason)
    last = session.scalar(select(func.max(Question.number)).filter_by(review_id=review.id)) or 0
    question = Question(
        partnership_id=review.partnership_id,
        review_id=review.id,
        number=last + 1,
        recorded_by_id=actor.user_id,
        text=text.strip(),
    )
    session.add(question)
    session.flush()
    audit.record(session, actor.user_id, audit.Tag.QUESTION_WRITTEN, review, question=question.id)
    return question


def rewrite_question(
    session: Session, actor: Actor, review: Review, question: Question, version: int, text: str, name_reason: str = ""
) -> None:
    """Change a question's words; its number stays. Raises Stale, Unfit, RealNameTyped."""
    require(actor, Permission.REVIEW_LEAD, review)
    check_version(question, version, ("text",))
    _check(session, review, text, name_reason)
    if before := changed(question, {"text": text.strip()}):
        keep_narrative(session, actor.user_id, question, before)
        question.text = text.strip()
        audit.record(session, actor.user_id, audit.Tag.QUESTION_WRITTEN, review, question=question.id)


def _check(session: Session, review: Review, text: str, name_reason: str) -> None:
    if not text.strip():
        raise Unfit("Write the question.", "text")
    refuse_real_names(session, review, text, reason=name_reason)
