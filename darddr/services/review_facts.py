"""What the workflow needs to know of a review, gathered in few statements and without opening any sealed text."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, func, or_, select
from sqlalchemy.orm import Session

from darddr import clock
from darddr.models.action import Action
from darddr.models.document import Document
from darddr.models.finding import Finding
from darddr.models.home_office import HomeOfficeRound, LetterPoint
from darddr.models.linked_process import LinkedProcess
from darddr.models.person import Person
from darddr.models.plan import Recommendation
from darddr.models.review import Publication, Question, Review, ReviewMove, Waiver
from darddr.models.user import Membership
from darddr.services.milestones import milestones_of
from darddr.services.register_stamp import register_stamp
from darddr.vocabulary.home_office import LetterOutcome
from darddr.vocabulary.linked_processes import PENDING as WAITED_FOR
from darddr.vocabulary.records import PersonRole
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.facts import ReviewFacts


def review_facts(session: Session, review: Review) -> ReviewFacts:
    """The facts that a review's moves are judged by."""
    counts = session.execute(select(*_counts(review))).one()._asdict()
    last = session.execute(
        select(ReviewMove.source, ReviewMove.trigger, ReviewMove.recorded_by_id)
        .filter_by(review_id=review.id)
        .order_by(ReviewMove.step.desc())
        .limit(1)
    ).first()
    correctable = last is not None and last.trigger != "correct"
    return ReviewFacts(
        milestones=milestones_of(session, review),
        has_source=review.source is not None,
        has_chair=counts.pop("chairs") > 0,
        draft_built=counts.pop("drafts") > 0,
        came_from=last.source if last is not None and correctable else None,
        last_moved_by=last.recorded_by_id if last is not None else None,
        waived=frozenset(session.scalars(select(Waiver.condition).filter_by(review_id=review.id))),
        letter_outcome=_letter_outcome(session, review),
        **counts,
        **_publication(session, review),
    )


def _count(model: Any, *conditions: Any, **equal: Any) -> ScalarSelect[int]:
    return select(func.count()).select_from(model).filter_by(**equal).where(*conditions).scalar_subquery()


def _counts(review: Review) -> list[Any]:
    """One scalar subquery per count, all in one statement."""
    here = {"review_id": review.id}
    acted_on = select(Action.recommendation_id).where(Action.review_id == review.id)
    return [
        _count(Person, role=PersonRole.VICTIM, **here).label("victims"),
        _count(Membership, *_today(), role=ReviewRole.CHAIR, **here).label("chairs"),
        _count(Membership, *_today(), role=ReviewRole.PANEL, **here).label("panel_members"),
        _count(Question, **here).label("questions"),
        _count(Finding, **here).label("findings"),
        _count(Finding, agreed_on=None, **here).label("findings_not_agreed"),
        _count(Recommendation, **here).label("recommendations"),
        _count(Recommendation, Recommendation.id.not_in(acted_on), **here).label("recommendations_without_action"),
        _count(Action, or_(Action.has_owner.is_(False), Action.target_on.is_(None)), is_open=True, **here).label(
            "actions_without_owner_or_date"
        ),
        _count(Action, is_open=True, **here).label("open_actions"),
        _count(Document, kind="overview", **here).label("drafts"),
        _count(LetterPoint, done_on=None, **here).label("open_points"),
        _count(LinkedProcess, LinkedProcess.status.in_(WAITED_FOR), holds_publication=True, **here).label(
            "processes_holding"
        ),
    ]


def _letter_outcome(session: Session, review: Review) -> LetterOutcome | None:
    """What the letter of the latest round decides; None while none is logged."""
    latest = select(HomeOfficeRound.outcome).filter_by(review_id=review.id).order_by(HomeOfficeRound.number.desc())
    return session.scalar(latest.limit(1))


def _today() -> tuple[ColumnElement[bool], ...]:
    """Whoever holds a role today: one with an end in sight counts until then, one still to begin does not."""
    day = clock.today()
    return Membership.started_on <= day, or_(Membership.ended_on.is_(None), Membership.ended_on > day)


def _publication(session: Session, review: Review) -> dict[str, Any]:
    row = session.execute(
        select(Publication, Document.hit_count, Document.register_stamp)
        .outerjoin(Document, Document.id == Publication.document_id)
        .where(Publication.review_id == review.id)
    ).first()
    if row is None:
        return {}
    publication, hit_count, stamp = row
    return {
        "publication": publication.kind,
        "publication_approved_by": publication.approved_by_id,
        "publication_has_reason": publication.narrative_record is not None,
        "release_ready": hit_count == 0 and stamp == register_stamp(session, review),
    }
