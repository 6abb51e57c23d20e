"""One change of several actions: previewed, then saved whole or not at all."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.models.action import ActionUpdate
from darddr.models.finding import Change as Kept
from darddr.services import bulk_changes
from darddr.services.action_list import matching_ids
from darddr.services.action_wanted import Wanted
from darddr.services.bulk_changes import AT_MOST, Change, carry_out, preview, stamp
from darddr.services.errors import Unfit
from darddr.services.plans import plan_of
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import ActionState, ReviewState
from tests.factories import Make

LATER = Change(target="30 June 2027", date_reason="No trainer.", agreed_by="The board")


@pytest.fixture
def home(make: Make):
    return make.partnership()


@pytest.fixture
def review(make: Make, home):
    return make.review(home, ReviewState.CLOSED)


@pytest.fixture
def jane(make: Make):
    return make.user("Jane Smith")


@pytest.fixture
def two(session: Session, make: Make, review, jane):
    recommendation = make.recommendation(plan_of(session, review))
    dated = {"owner_id": jane.id, "has_owner": True, "target_on": date(2027, 3, 31), "due_on": date(2027, 3, 31)}
    return [make.action(recommendation, **dated, first_target_on=date(2027, 3, 31)) for _ in range(2)]


@pytest.fixture
def coordinator(make: Make, home):
    return make.actor(make.coordinator(home))


def test_everything_of_somebody_goes_to_a_post(session, make, home, two, jane, coordinator) -> None:
    ids = matching_ids(session, coordinator, Wanted(owner_id=jane.id), clock.today(), AT_MOST)
    chosen = bulk_changes.chosen_actions(session, coordinator, ids)
    change = Change(owner_post="Head of Housing")
    told = preview(session, coordinator, chosen, change)
    assert {one.changes for one in told} == {("Owner: from Jane Smith to Head of Housing",)}
    assert all(action.owner_id == jane.id for action in two)
    carry_out(session, coordinator, chosen, change, stamp(chosen))
    session.flush()
    assert {(action.owner_id, action.owner_post, action.has_owner) for action in two} == {
        (None, "Head of Housing", True)
    }
    kept = session.scalars(select(Kept)).all()
    assert [one.learning_before["owner_id"] for one in kept] == [str(jane.id)] * 2
    assert audit.verify(session).ok


def test_an_agency_a_group_and_a_person_are_given_together(session, make, home, two, coordinator) -> None:
    agency, group, heir = make.agency(home), make.group(home), make.user()
    change = Change(owner_email=heir.email, agency_id=agency.id, group_id=group.id)
    carry_out(session, coordinator, two, change, stamp(two))
    assert {(a.owner_id, a.lead_agency_id, a.group_id) for a in two} == {(heir.id, agency.id, group.id)}
    assert not any(one.changes for one in preview(session, coordinator, two, change))


def test_a_later_date_counts_as_a_slip_and_keeps_why_and_who_agreed(session, two, coordinator) -> None:
    carry_out(session, coordinator, two, LATER, stamp(two))
    session.flush()
    assert {(a.slips, a.due_on, a.first_target_on) for a in two} == {(1, date(2027, 6, 30), date(2027, 3, 31))}
    updates = session.scalars(select(ActionUpdate)).all()
    assert {(one.agreed_by, "No trainer." in one.text) for one in updates} == {("The board", True)}


def test_what_is_refused_is_named_with_its_reason_and_left_alone(
    session, make, home, review, two, jane, coordinator
) -> None:
    recommendation = make.recommendation(plan_of(session, review))
    ended = make.action(recommendation, ActionState.SIGNED_OFF, owner_id=jane.id)
    chosen = [*two, ended]
    verdicts = carry_out(session, coordinator, chosen, Change(owner_post="Head"), stamp(chosen))
    assert [one.refused for one in verdicts] == ["", "", "It has ended: Signed off."]
    assert (ended.owner_id, ended.owner_post) == (jane.id, None)
    kept_out = make.excluded(review, make.user())
    assert {one.refused for one in preview(session, coordinator, two, Change(owner_email=kept_out.email))} == {
        "The new owner has declared a conflict with its review."
    }
    elsewhere = make.group(make.partnership())
    told = preview(session, coordinator, two, Change(group_id=elsewhere.id))
    assert {one.refused for one in told} == {f"“{elsewhere.name}” belongs to another partnership."}
    make.person(review, names=["Ottoline Brackwater"])
    told = preview(session, coordinator, two, Change(owner_post="Ottoline Brackwater"))
    assert {one.refused for one in told} == {"What you typed holds a real name of its review."}


def test_whoever_reads_and_may_not_change_is_refused_and_what_they_cannot_read_is_not_there(
    session, make, home, review, two
) -> None:
    panel, stranger = make.actor(make.on_review(review, ReviewRole.PANEL)), make.actor(make.user())
    chosen = bulk_changes.chosen_actions(session, panel, [action.id for action in two])
    verdicts = carry_out(session, panel, chosen, Change(owner_post="Head"), stamp(chosen))
    assert {one.refused for one in verdicts} == {"You may read this action and not change it."}
    assert {action.owner_post for action in two} == {None}
    assert bulk_changes.chosen_actions(session, stranger, [action.id for action in two]) == []


def test_a_change_that_cannot_be_is_refused_as_a_whole(session, two, coordinator) -> None:
    wrong = {
        "owner_post": Change(),
        "owner_email": Change(owner_email="nobody@example.org"),
        "target_text": Change(target="31 September 2027", date_reason="A.", agreed_by="B."),
        "date_reason": Change(target="June 2027", agreed_by="The board"),
        "agreed_by": Change(target="June 2027", date_reason="No trainer."),
    }
    for field, change in wrong.items():
        with pytest.raises(Unfit) as refused:
            preview(session, coordinator, two, change)
        assert refused.value.field == field
    for ids in ([], [uuid4() for _ in range(AT_MOST + 1)]):
        with pytest.raises(Unfit):
            bulk_changes.chosen_actions(session, coordinator, ids)


def test_changed_meanwhile_nothing_is_saved(session, two, coordinator) -> None:
    seen = stamp(two)
    two[1].slips = 3
    session.flush()
    with pytest.raises(Unfit):
        carry_out(session, coordinator, two, Change(owner_post="Head"), seen)
    assert {action.owner_post for action in two} == {None}


def test_actions_of_two_partnerships_are_not_changed_together(session, make, two, coordinator) -> None:
    other = make.action(make.recommendation(plan_of(session, make.review(make.partnership()))))
    with pytest.raises(Unfit):
        bulk_changes.keep_choice(session, coordinator, [*two, other], Change(owner_post="Head"))


def test_a_kept_choice_comes_back_as_it_was(session, make, home, two, coordinator) -> None:
    change = Change(
        owner_post="Head", group_id=make.group(home).id, target="June 2027", date_reason="A.", agreed_by="B."
    )
    draft = bulk_changes.keep_choice(session, coordinator, two, change)
    actions, again = bulk_changes.choice_of(session, coordinator, draft)
    assert ({action.id for action in actions}, again) == ({action.id for action in two}, change)
