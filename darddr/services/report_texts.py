"""Every text of the record that a report says again, and where each is changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr.documents.chapters import CHAPTERS
from darddr.documents.summary import OWN_CHAPTERS
from darddr.models.action import Action
from darddr.models.base import Base
from darddr.models.plan import Plan, Recommendation
from darddr.models.review import Review
from darddr.services.findings import findings_of
from darddr.services.linked_processes import processes_of
from darddr.services.people import people_of
from darddr.services.questions import questions_of

TITLES = {"preface": "Preface", **{chapter.key: chapter.title for chapter in (*CHAPTERS, *OWN_CHAPTERS)}}


@dataclass(frozen=True)
class RecordText:
    """One text: what it is called, which form changes it (`form`, with the value of its address), and its words."""

    label: str
    form: str
    key: str
    text: str


def texts_of(session: Session, review: Review) -> list[RecordText]:
    """Sections, questions, findings, linked processes, recommendations and actions of a review, and what is told of its people."""
    return [each for each in _texts(session, review) if each.text]


def _texts(session: Session, review: Review) -> Iterator[RecordText]:
    for key, text in (review.sections or {}).items():
        yield RecordText(f"Section “{TITLES.get(key, key)}”", "section", key, text)
    for person in people_of(session, review):
        yield from _of(f"What is told of {person.pseudonym}", "person", person, (person.relation, person.chosen_by))
    for question in questions_of(session, review):
        yield from _of(f"Question {question.number}", "question", question, (question.text,))
    for number, (finding, _question, agency, _user) in enumerate(findings_of(session, review), 1):
        yield from _of(f"Finding F{number} of {agency.name}", "finding", finding, (finding.text,))
    for process in processes_of(session, review):
        yield from _of(f"Linked process: {process.kind.label}", "process", process, (process.lead_body,))
    plan = session.scalars(select(Plan).filter_by(review_id=review.id)).one_or_none()
    if plan is not None:
        yield from _planned(session, plan)


def _planned(session: Session, plan: Plan) -> Iterator[RecordText]:
    found = select(Recommendation).filter_by(plan_id=plan.id).order_by(Recommendation.position, Recommendation.id)
    for row in session.scalars(found):
        yield from _of(f"Recommendation {row.number}", "recommendation", row, (row.text, row.lesson))
    actions = select(Action).filter_by(plan_id=plan.id).order_by(Action.position, Action.id)
    for action in session.scalars(actions):
        told = (action.text, action.owner_post, action.milestones, action.target_text, action.outcome)
        yield from _of(f"Action {action.number}", "action", action, told)


def _of(label: str, form: str, row: Base, texts: Iterable[str | None]) -> Iterator[RecordText]:
    for text in texts:
        yield RecordText(label, form, str(row.id), text or "")
