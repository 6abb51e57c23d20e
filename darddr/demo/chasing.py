"""What happened after publication: national answers, chases, and a recommendation that had been made before."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import clock
from darddr.demo.place import Place
from darddr.models.action import Action
from darddr.models.plan import Recommendation
from darddr.models.review import Review
from darddr.services import chases, national, plans, repeats
from darddr.services.chases import Chasing
from darddr.services.national import Progress
from darddr.vocabulary.national import ChasedBy, Department, NationalAnswerKind
from darddr.vocabulary.records import RecommendationScope

CONFIRMED_BY = "Correspondence unit of the department"
CHASER = "Domestic Abuse Coordinator"


def _ago(days: int) -> date:
    return clock.today() - timedelta(days=days)


def chase_up(session: Session, place: Place, published: list[Review]) -> None:
    """Of the first published review a national answer came in part, of the others none yet; overdue actions were chased."""
    answers = [
        Progress(
            department=Department.HEALTH,
            confirmed_by=CONFIRMED_BY,
            confirmed_on=_ago(300),
            chaser=CHASER,
            sent_on=_ago(290),
            acknowledged_on=_ago(280),
            answered_on=_ago(40),
            answer_kind=NationalAnswerKind.PARTLY,
            answer="The guidance will be revised next year; no new money is planned.",
            csp_told_on=_ago(30),
        ),
        Progress(
            department=Department.HEALTH,
            confirmed_by=CONFIRMED_BY,
            confirmed_on=_ago(190),
            chaser=CHASER,
            sent_on=_ago(180),
        ),
    ]
    for review, told in zip(published, answers, strict=False):
        for row in _nationals(session, review):
            national.record(session, place.coordinator, row, 0, told)
            if told.answered_on is None:
                chases.chase(session, place.coordinator, row, Chasing(_ago(20), ChasedBy.EMAIL))
        _chase_actions(session, place, review)
    if len(published) > 1:
        _link(session, place, *published[:2])


def _nationals(session: Session, review: Review) -> list[Recommendation]:
    wanted = select(Recommendation).filter_by(review_id=review.id, scope_tier=RecommendationScope.NATIONAL)
    return list(session.scalars(wanted))


def _chase_actions(session: Session, place: Place, review: Review) -> None:
    overdue = select(Action).where(Action.review_id == review.id, Action.is_open, Action.due_on < clock.today())
    for number, action in enumerate(session.scalars(overdue.order_by(Action.due_on, Action.id).limit(2))):
        said = "The post is vacant; the deputy will answer." if number else "Delayed by the move to a new system."
        chases.chase(session, place.coordinator, action, Chasing(_ago(9 + number), ChasedBy.CALL, said))


def _link(session: Session, place: Place, later: Review, earlier: Review) -> None:
    """The first recommendation of both says the same."""
    new, old = (
        session.scalars(
            select(Recommendation)
            .filter_by(plan_id=plans.plan_of(session, review).id)
            .order_by(Recommendation.position)
        ).first()
        for review in (later, earlier)
    )
    if new is not None and old is not None:
        repeats.link(session, place.coordinator, new, [old])
