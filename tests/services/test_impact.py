"""What an action changed, looked at after its sign-off."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from darddr import clock
from darddr.policies import NotAllowed
from darddr.services import action_list, impact
from darddr.services.action_wanted import Show, Wanted
from darddr.services.errors import NotNow, RealNameTyped, Unfit
from darddr.services.impact import Looked
from darddr.services.plans import plan_of
from darddr.services.work import work_of
from darddr.vocabulary.roles import ReviewRole
from darddr.vocabulary.standing import Impact
from darddr.workflow.states import ActionState, ReviewState
from tests.factories import Make

TODAY = clock.today()
FOUND = Looked(Impact.PARTLY, "Half of the cases.", TODAY, measure="An audit of twenty cases.")


@pytest.fixture
def home(make: Make):
    return make.partnership()


@pytest.fixture
def review(make: Make, home):
    return make.review(home, ReviewState.CLOSED)


@pytest.fixture
def owner(make: Make):
    return make.user()


@pytest.fixture
def action(session: Session, make: Make, review, owner):
    recommendation = make.recommendation(plan_of(session, review))
    return make.action(recommendation, ActionState.SIGNED_OFF, owner_id=owner.id, look_back_on=TODAY)


def test_owner_coordinator_and_executive_record_it_and_nobody_else(session, make, home, review, action, owner) -> None:
    for user in (owner, make.coordinator(home), make.executive(home)):
        row = impact.record_impact(session, make.actor(user), action, FOUND)
        assert (row.result, row.text, row.recorded_by_id) == (Impact.PARTLY, "Half of the cases.", user.id)
    for user in (make.on_review(review, ReviewRole.PANEL), make.user()):
        with pytest.raises(NotAllowed):
            impact.record_impact(session, make.actor(user), action, FOUND)
    session.flush()
    assert len(impact.checks_of(session, action)) == 3


def test_an_owner_kept_out_of_the_review_is_not_asked_to_look_back(session, make, review, action, owner) -> None:
    assert impact.own_look_backs(session, make.actor(owner), TODAY, 5) == [action]
    make.excluded(review, owner)
    assert impact.own_look_backs(session, make.actor(owner), TODAY, 5) == []


def test_recorded_it_is_due_no_more_unless_it_is_to_be_looked_at_again(session, make, action, owner) -> None:
    actor = make.actor(owner)
    assert impact.record_impact(session, actor, action, FOUND).due_on == TODAY
    assert action.look_back_on is None
    on = date(2026, 8, 31)
    again = Looked(Impact.CANNOT_SAY, "Too soon.", on, measure="An audit.", again_months=6)
    impact.record_impact(session, actor, action, again)
    assert action.look_back_on == date(2027, 2, 28)


def test_what_does_not_fit_is_refused(session, make, home, review, action, owner) -> None:
    actor = make.actor(owner)
    wrong = {
        "text": Looked(Impact.NOT, " ", TODAY, measure="An audit."),
        "measure": Looked(Impact.NOT, "Nothing.", TODAY),
        "happened_on": Looked(Impact.NOT, "Nothing.", TODAY + timedelta(days=1), measure="An audit."),
        "again": Looked(Impact.NOT, "Nothing.", TODAY, measure="An audit.", again_months=1),
    }
    for field, looked in wrong.items():
        with pytest.raises(Unfit) as refused:
            impact.record_impact(session, actor, action, looked)
        assert refused.value.field == field
    make.person(review, names=["Ottoline Brackwater"])
    coordinator = make.actor(make.coordinator(home))
    named = Looked(Impact.NOT, "Ottoline Brackwater says so.", TODAY, measure="An audit.")
    with pytest.raises(RealNameTyped):
        impact.record_impact(session, coordinator, action, named)
    action.state = ActionState.IN_PROGRESS
    with pytest.raises(NotNow):
        impact.record_impact(session, actor, action, FOUND)


def test_what_is_due_comes_back_to_owner_and_executive(session, make, home, review, action, owner) -> None:
    recommendation = make.recommendation(plan_of(session, review))
    make.action(recommendation, ActionState.SIGNED_OFF, owner_id=owner.id, look_back_on=TODAY + timedelta(days=28))
    executive, excluded = make.actor(make.executive(home)), make.actor(make.excluded(review, make.executive(home)))
    mine = work_of(session, make.actor(owner), TODAY)
    assert [row.id for row in mine.look_backs] == [action.id]
    assert not mine.is_empty
    assert [work_of(session, actor, TODAY).to_look_back for actor in (executive, excluded)] == [1, 0]
    listed = action_list.actions_page(session, executive, Wanted(Show.LOOK_BACK), TODAY)
    assert [line.id for line in listed.lines] == [action.id]
