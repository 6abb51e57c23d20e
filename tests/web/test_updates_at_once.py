"""Two people at one action: what both wrote is kept, and the step that came second is refused with one sentence."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from darddr.models.action import Action, ActionMove, ActionUpdate
from darddr.services.plans import plan_of
from darddr.storage.database import reading
from darddr.workflow.states import ActionState, ReviewState
from tests.factories import Make
from tests.web.test_action_life import TODAY


@pytest.fixture
def two(session, make: Make, sign_in):
    """An action, with its owner and a coordinator signed in."""
    home, owner = make.partnership(), make.user()
    recommendation = make.recommendation(plan_of(session, make.review(home, ReviewState.MONITORING)))
    action = make.action(recommendation, ActionState.AGREED, owner_id=owner.id)
    coordinator = make.coordinator(home)
    session.commit()
    return action.id, sign_in(owner), sign_in(coordinator)


def test_two_updates_written_at_once_stand_one_above_the_other(two, engine) -> None:
    action_id, owner, coordinator = two
    url = f"/actions/{action_id}/updates/new"
    for client in (owner, coordinator):
        assert client.get(url).status_code == 200
    owner.post(url, data={"kind": "progress", "text": "Half are trained.", **TODAY})
    told = {"kind": "at_risk", "text": "No room is free.", "on_behalf_of": "Head of Estates", **TODAY}
    shown = coordinator.post(url, data=told, follow_redirects=True).text
    assert shown.index("No room is free.") < shown.index("Half are trained.")
    with reading(engine) as fresh:
        assert fresh.scalar(select(func.count()).select_from(ActionUpdate)) == 2


def test_of_two_steps_taken_at_once_the_second_is_refused_in_a_sentence(two, engine) -> None:
    action_id, owner, coordinator = two
    starts, ends = (f"/actions/{action_id}/moves/{trigger}" for trigger in ("start", "supersede"))
    for client, url in ((owner, starts), (coordinator, ends), (coordinator, starts)):
        assert client.get(url).status_code == 200
    assert owner.post(starts, data=TODAY).status_code == 302
    refused = coordinator.post(starts, data=TODAY)
    assert refused.status_code == 409
    assert "“In progress”" in refused.text, "it says where the action stands now"
    with reading(engine) as fresh:
        assert fresh.get_one(Action, action_id).state is ActionState.IN_PROGRESS
        assert fresh.scalar(select(func.count()).select_from(ActionMove)) == 1
