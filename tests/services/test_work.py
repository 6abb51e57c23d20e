"""What waits for each kind of person."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from darddr.models.review import Publication
from darddr.services.plans import plan_of
from darddr.services.work import NEEDING, work_of
from darddr.vocabulary.milestones import Milestone as M
from darddr.vocabulary.records import PublicationKind
from darddr.vocabulary.roles import PartnershipRole, ReviewRole
from darddr.workflow.states import ActionState, ReviewState
from tests.factories import Make
from tests.services.test_plans import statements

DAY = date(2026, 6, 4)


def test_a_coordinator_sees_the_reviews_that_need_something_soonest_deadline_first(
    session: Session, make: Make
) -> None:
    home = make.partnership()
    made = {state: make.review(home, state) for state in ReviewState}
    for state, days in ((ReviewState.DRAFTING, 100), (ReviewState.GATHERING, 300)):
        make.milestone(made[state], M.DECIDED, DAY - timedelta(days=days))
    make.review(make.partnership(), ReviewState.GATHERING)
    work = work_of(session, make.actor(make.coordinator(home)), DAY)
    assert {row.state for row in work.reviews} == set(NEEDING)
    due = [row.deadline.due_on if row.deadline else date.max for row in work.reviews]
    assert due == sorted(due)
    late = {row.state: row.late for row in work.reviews if row.late}
    assert ReviewState.GATHERING in late
    assert ReviewState.DRAFTING not in late


def test_findings_to_agree_are_counted_for_whoever_may_agree_them(session: Session, make: Make) -> None:
    home = make.partnership()
    review, other = make.review(home, ReviewState.ANALYSIS), make.review(home, ReviewState.ANALYSIS)
    question, agency, writer = make.question(review), make.agency(home), make.user()
    for agreed_on in (None, None, DAY):
        make.finding(review, question, agency, writer, agreed_on=agreed_on)
    chair, panel = make.on_review(review, ReviewRole.CHAIR), make.on_review(review, ReviewRole.PANEL)
    coordinator = make.coordinator(home)

    def to_agree(user) -> dict:
        return {row.id: row.to_agree for row in work_of(session, make.actor(user), DAY).reviews}

    assert to_agree(coordinator) == {review.id: 2, other.id: 0}
    assert to_agree(chair) == {review.id: 2}
    assert to_agree(panel) == {review.id: 0}


def test_an_owner_sees_open_actions_the_most_overdue_first_and_nothing_of_an_excluded_review(
    session: Session, make: Make
) -> None:
    home = make.partnership()
    review = make.review(home, ReviewState.MONITORING)
    recommendation, themes = make.recommendation(plan_of(session, review)), make.recommendation(make.plan(home))
    owner = make.user()
    undated = make.action(themes, owner_id=owner.id)
    soon = make.action(themes, owner_id=owner.id, due_on=DAY + timedelta(days=2))
    late = make.action(recommendation, owner_id=owner.id, due_on=DAY - timedelta(days=9))
    make.action(themes, ActionState.SIGNED_OFF, owner_id=owner.id, is_open=False, due_on=DAY)
    make.action(themes)
    work = work_of(session, make.actor(owner), DAY)
    assert [(row.id, row.late) for row in work.actions] == [(late.id, 9), (soon.id, 0), (undated.id, 0)]
    assert (work.reviews, work.decisions, work.awaiting_sign_off) == ((), (), 0)
    make.excluded(review, owner)
    assert late.id not in {row.id for row in work_of(session, make.actor(owner), DAY).actions}


def test_the_executive_sees_decisions_and_publications_by_reference_and_its_chair_may_make_them(
    session: Session, make: Make
) -> None:
    home, away = make.partnership(), make.partnership()
    made = {state: make.review(home, state) for state in ReviewState}
    make.review(away, ReviewState.DECIDING)
    cleared = made[ReviewState.CLEARED]
    make.keep(Publication(partnership_id=home.id, review_id=cleared.id, kind=PublicationKind.FULL, reason=""))
    member, chair = make.executive(home), make.executive_chair(home)
    for user in (member, chair):
        work = work_of(session, make.actor(user), DAY)
        assert {row.state for row in work.decisions} == {ReviewState.DECIDING, ReviewState.SIGN_OFF}
        assert work.reviews == ()
    assert work_of(session, make.actor(member), DAY).publications == ()
    theirs = work_of(session, make.actor(chair), DAY)
    assert [row.id for row in theirs.publications] == [cleared.id]
    assert theirs.decides == {home.id}
    make.excluded(made[ReviewState.DECIDING], chair)
    assert {row.state for row in work_of(session, make.actor(chair), DAY).decisions} == {ReviewState.SIGN_OFF}
    make.excluded(cleared, chair)
    assert work_of(session, make.actor(chair), DAY).publications == ()


def test_actions_that_wait_for_a_second_person_are_counted_less_those_of_excluded_reviews(
    session: Session, make: Make
) -> None:
    home = make.partnership()
    review = make.review(home, ReviewState.MONITORING)
    themes = make.recommendation(make.plan(home))
    for recommendation in (themes, make.recommendation(plan_of(session, review))):
        make.action(recommendation, ActionState.OWNER_COMPLETE)
        make.action(recommendation, ActionState.IN_PROGRESS)
    coordinator, executive, panel = (
        make.coordinator(home),
        make.executive(home),
        make.on_review(review, ReviewRole.PANEL),
    )
    waiting = {
        user.id: work_of(session, make.actor(user), DAY).awaiting_sign_off for user in (coordinator, executive, panel)
    }
    assert waiting == {coordinator.id: 2, executive.id: 2, panel.id: 0}
    make.excluded(review, coordinator)
    assert work_of(session, make.actor(coordinator), DAY).awaiting_sign_off == 1


def test_nothing_waits_for_somebody_new(session: Session, make: Make) -> None:
    assert work_of(session, make.actor(make.user()), DAY).is_empty


@pytest.mark.parametrize("everything", [False, True])
def test_statements_stay_few_whatever_waits(session: Session, make: Make, engine: Engine, everything: bool) -> None:
    home = make.partnership()
    user = make.executive_chair(home)
    make.member(home, PartnershipRole.COORDINATOR, user)
    for _ in range(30 if everything else 1):
        review = make.review(home, ReviewState.SIGN_OFF)
        make.milestone(review, M.DECIDED)
        make.action(make.recommendation(plan_of(session, review)), owner_id=user.id)
    session.flush()
    actor = make.actor(user)
    session.expire_all()
    with statements(engine) as sent:
        work_of(session, actor, DAY)
    assert len(sent) == 17
