"""Dated events: recorded, corrected, refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import clock
from darddr.models.review import ReviewMilestone
from darddr.policies import NotAllowed
from darddr.services import milestones
from darddr.services.errors import Unfit
from darddr.vocabulary.milestones import Milestone as M
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import ReviewState
from tests.factories import Make


@pytest.fixture
def review(make: Make):
    return make.review(make.partnership(), ReviewState.GATHERING)


def test_a_corrected_date_keeps_the_earlier_one(session: Session, make: Make, review) -> None:
    actor = make.actor(make.on_review(review, ReviewRole.CHAIR))
    milestones.record_milestone(session, actor, review, M.FIRST_PANEL, date(2026, 3, 3), "Held online.")
    milestones.record_milestone(session, actor, review, M.FIRST_PANEL, date(2026, 3, 4), "Held in person.")
    assert milestones.milestones_of(session, review)[M.FIRST_PANEL] == date(2026, 3, 4)
    kept = session.scalars(select(ReviewMilestone).filter_by(review_id=review.id, kind=M.FIRST_PANEL)).all()
    assert {(row.happened_on, row.replaced, row.note) for row in kept} == {
        (date(2026, 3, 3), True, "Held online."),
        (date(2026, 3, 4), False, "Held in person."),
    }
    assert [event.kind for event in milestones.events_of(session, review)] == [M.NOTICE_RECEIVED, M.FIRST_PANEL]


def test_a_day_to_come_or_out_of_order_is_refused(session: Session, make: Make, review) -> None:
    actor = make.actor(make.on_review(review, ReviewRole.CHAIR))
    received = milestones.milestones_of(session, review)[M.NOTICE_RECEIVED]
    for kind, day in (
        (M.FIRST_PANEL, clock.today() + timedelta(days=1)),
        (M.DECIDED, received - timedelta(days=1)),
    ):
        with pytest.raises(Unfit) as refused:
            milestones.record_milestone(session, actor, review, kind, day)
        assert refused.value.field == "happened_on"
        assert kind.label in refused.value.sentence
    milestones.record_milestone(session, actor, review, M.DECIDED, received)
    with pytest.raises(Unfit, match="Unfit"):
        milestones.record_milestone(session, actor, review, M.NOTICE_RECEIVED, received + timedelta(days=1))
    assert milestones.milestones_of(session, review) == {M.NOTICE_RECEIVED: received, M.DECIDED: received}


def test_the_panel_records_no_dates(session: Session, make: Make, review) -> None:
    with pytest.raises(NotAllowed):
        milestones.record_milestone(
            session, make.actor(make.on_review(review, ReviewRole.PANEL)), review, M.FIRST_PANEL, date(2026, 3, 3)
        )


def test_a_report_sent_again_waits_for_another_letter_and_the_first_stays_in_the_history(
    session: Session, make: Make, review
) -> None:
    actor = make.actor(make.on_review(review, ReviewRole.CHAIR))

    def record(kind: M, day: int) -> None:
        milestones.record_milestone(session, actor, review, kind, date(2026, 3, day))

    for kind, day in ((M.EXECUTIVE_APPROVED, 1), (M.SUBMITTED, 2), (M.LETTER_RECEIVED, 9)):
        record(kind, day)
    with pytest.raises(Unfit):
        record(M.SUBMITTED, 12)
    record(M.EXECUTIVE_APPROVED, 11)
    record(M.SUBMITTED, 12)
    known = milestones.milestones_of(session, review)
    assert (known[M.SUBMITTED], M.LETTER_RECEIVED in known) == (date(2026, 3, 12), False)
    record(M.LETTER_RECEIVED, 20)
    letters = session.scalars(select(ReviewMilestone).filter_by(review_id=review.id, kind=M.LETTER_RECEIVED)).all()
    assert {(row.happened_on.day, row.replaced) for row in letters} == {(9, True), (20, False)}
