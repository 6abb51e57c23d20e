"""The steps on the way of an action."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import clock
from darddr.models.finding import Change
from darddr.policies import NotAllowed
from darddr.services import action_milestones
from darddr.services.action_history import history_of
from darddr.services.action_milestones import Step
from darddr.services.errors import RealNameTyped, Stale, Unfit
from darddr.services.plans import plan_of
from darddr.services.report_facts import day_text
from darddr.services.standing import standing_of
from tests.factories import Make

TODAY = clock.today()
YESTERDAY, LATER = TODAY - timedelta(days=1), TODAY + timedelta(days=30)


@pytest.fixture
def home(make: Make):
    return make.partnership()


@pytest.fixture
def review(make: Make, home):
    return make.review(home)


@pytest.fixture
def owner(make: Make):
    return make.user()


@pytest.fixture
def action(session: Session, make: Make, review, owner):
    return make.action(make.recommendation(plan_of(session, review)), owner_id=owner.id)


@pytest.fixture
def coordinator(make: Make, home):
    return make.actor(make.coordinator(home))


def test_milestones_keep_their_order_and_the_earliest_not_done_is_known(session, action, coordinator) -> None:
    for text, due in (("Write it.", LATER), ("Agree it.", YESTERDAY)):
        action_milestones.add_milestone(session, coordinator, action, Step(text, due))
    session.flush()
    first, second = action_milestones.milestones_of(session, action)
    assert [(row.position, row.text) for row in (first, second)] == [(1, "Write it."), (2, "Agree it.")]
    assert (action.milestone_due_on, second.is_late(TODAY)) == (YESTERDAY, True)
    assert standing_of(action, TODAY).words == "Amber: a milestone is late"
    done = Step("Agree it.", YESTERDAY, TODAY)
    action_milestones.edit_milestone(session, coordinator, action, second, second.version_id, done)
    assert (action.milestone_due_on, standing_of(action, TODAY).words) == (LATER, "Green: on track")


def test_an_owner_says_when_it_was_done_and_changes_nothing_else(session, make, action, owner, coordinator) -> None:
    row = action_milestones.add_milestone(session, coordinator, action, Step("Write it.", LATER))
    session.flush()
    actor = make.actor(owner)
    told = Step("Something easier.", LATER + timedelta(days=300), TODAY)
    action_milestones.edit_milestone(session, actor, action, row, row.version_id, told)
    assert (row.text, row.due_on, row.done_on) == ("Write it.", LATER, TODAY)
    with pytest.raises(NotAllowed):
        action_milestones.add_milestone(session, actor, action, Step("One more.", LATER))


def test_earlier_words_and_dates_are_kept(session, action, coordinator) -> None:
    row = action_milestones.add_milestone(session, coordinator, action, Step("Write it.", date(2027, 1, 31)))
    session.flush()
    told = Step("Write it down.", date(2027, 2, 28))
    action_milestones.edit_milestone(session, coordinator, action, row, row.version_id, told)
    session.flush()
    kept = session.scalars(select(Change).filter_by(subject_id=row.id)).one().learning_before
    assert kept == {"text": "Write it.", "due_on": "2027-01-31"}


def test_what_does_not_fit_is_refused(session, make, review, action, coordinator) -> None:
    for step, field in ((Step(" ", LATER), "text"), (Step("A.", LATER, TODAY + timedelta(days=1)), "done_on")):
        with pytest.raises(Unfit) as refused:
            action_milestones.add_milestone(session, coordinator, action, step)
        assert refused.value.field == field
    make.person(review, names=["Ottoline Brackwater"])
    with pytest.raises(RealNameTyped):
        action_milestones.add_milestone(session, coordinator, action, Step("Ask Ottoline Brackwater.", LATER))
    row = action_milestones.add_milestone(session, coordinator, action, Step("A.", LATER))
    session.flush()
    with pytest.raises(Stale):
        action_milestones.edit_milestone(session, coordinator, action, row, row.version_id - 1, Step("B.", LATER))
    for step in (Step(" ", LATER), Step("A.", LATER, TODAY + timedelta(days=1))):
        with pytest.raises(Unfit):
            action_milestones.edit_milestone(session, coordinator, action, row, row.version_id, step)
    assert (row.text, row.done_on) == ("A.", None)


def test_a_milestone_taken_out_leaves_its_words_in_the_history(session, make, action, owner, coordinator) -> None:
    rows = [
        action_milestones.add_milestone(session, coordinator, action, Step(text, due))
        for text, due in (("Write it.", YESTERDAY), ("Agree it.", LATER), ("Show it.", LATER))
    ]
    session.flush()
    for row in rows[:2]:
        action_milestones.remove_milestone(session, coordinator, action, row)
        session.flush()
    assert [row.text for row in action_milestones.milestones_of(session, action)] == ["Show it."]
    assert action.milestone_due_on == LATER
    told = [(entry.what, entry.before, entry.after) for entry in history_of(session, action)]
    assert sorted(told) == [
        ("Milestone removed", f"Agree it. (due {day_text(LATER)})", ""),
        ("Milestone removed", f"Write it. (due {day_text(YESTERDAY)})", ""),
    ]
    with pytest.raises(NotAllowed):
        action_milestones.remove_milestone(session, make.actor(owner), action, rows[2])
