"""Adding and changing actions, notes under them, and their moves."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.models.action import ActionMove, ActionUpdate, UpdateKind
from darddr.models.finding import Change
from darddr.policies import NotAllowed
from darddr.services import action_moves, actions, plans
from darddr.services.actions import Undertaking
from darddr.services.errors import RealNameTyped, Stale, Unfit
from darddr.vocabulary.records import DatePrecision
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.errors import ConditionsUnmet, MoveUnknown
from darddr.workflow.states import ActionState, ReviewState
from tests.factories import Make


@pytest.fixture
def home(make: Make):
    return make.partnership()


@pytest.fixture
def review(make: Make, home):
    return make.review(home, ReviewState.MONITORING)


@pytest.fixture
def recommendation(session: Session, make: Make, review):
    return make.recommendation(plans.plan_of(session, review), number="3", position=1)


@pytest.fixture
def coordinator(make: Make, home):
    return make.actor(make.coordinator(home))


def test_an_action_keeps_its_words_and_what_they_mean(session, make, home, recommendation, coordinator) -> None:
    agency, group, owner = make.agency(home), make.group(home), make.user()
    told = Undertaking(
        "Train everybody.",
        agency=agency,
        lead_agencies=("Probation",),
        group=group,
        owner_email=owner.email.upper(),
        target="June 2027",
    )
    action = actions.add_action(session, coordinator, recommendation, told)
    session.flush()
    session.expire_all()
    assert (action.number, action.text, action.lead_agencies) == ("3.1", "Train everybody.", ["Probation"])
    assert (action.lead_agency_id, action.group_id, action.owner_id, action.has_owner) == (
        agency.id,
        group.id,
        owner.id,
        True,
    )
    assert (action.target_text, action.target_on, action.due_on) == ("June 2027", date(2027, 6, 1), date(2027, 6, 30))
    assert (action.target_precision, action.first_target_on, action.slips) == (DatePrecision.MONTH, date(2027, 6, 1), 0)
    assert action.state is ActionState.PROPOSED


def test_a_post_is_an_owner_too(session, recommendation, coordinator) -> None:
    assert actions.add_action(
        session, coordinator, recommendation, Undertaking("A.", owner_post="Head of Housing")
    ).has_owner
    assert not actions.add_action(session, coordinator, recommendation, Undertaking("A.")).has_owner


def test_what_does_not_fit_is_refused_beside_its_field(session, make, review, recommendation, coordinator) -> None:
    elsewhere = make.partnership()
    kept_out = make.excluded(review, make.user())
    wrong = {
        "text": Undertaking(" "),
        "number": Undertaking("A.", number="1" * 21),
        "agency_id": Undertaking("A.", agency=make.agency(elsewhere)),
        "group_id": Undertaking("A.", group=make.group(elsewhere)),
        "target_text": Undertaking("A.", target="31 September 2027"),
        "owner_email": Undertaking("A.", owner_email="nobody@example.org"),
    }
    for field, told in [*wrong.items(), ("owner_email", Undertaking("A.", owner_email=kept_out.email))]:
        with pytest.raises(Unfit) as refused:
            actions.add_action(session, coordinator, recommendation, told)
        assert refused.value.field == field
    make.person(review, names=["Ottoline Brackwater"])
    with pytest.raises(RealNameTyped):
        actions.add_action(
            session, coordinator, recommendation, Undertaking("A.", milestones="Ottoline Brackwater’s day")
        )


def test_moving_the_date_needs_a_reason_and_keeps_the_first(session, recommendation, coordinator) -> None:
    action = actions.add_action(session, coordinator, recommendation, Undertaking("A.", target="31 March 2027"))
    with pytest.raises(Unfit) as refused:
        actions.edit_action(session, coordinator, action, action.version_id, Undertaking("A.", target="June 2027"))
    assert (refused.value.field, action.slips, action.target_text) == ("date_reason", 0, "31 March 2027")
    later = Undertaking("A.", target="June 2027", date_reason="No trainer.")
    with pytest.raises(Unfit) as refused:
        actions.edit_action(session, coordinator, action, action.version_id, later)
    assert (refused.value.field, action.slips) == ("agreed_by", 0)
    for target, slips in (("June 2027", 1), ("May 2027", 1), ("Ongoing", 2)):
        told = Undertaking("A.", target=target, date_reason="No trainer.", agreed_by="The board")
        actions.edit_action(session, coordinator, action, action.version_id, told)
        session.flush()
        assert (action.slips, action.first_target_on) == (slips, date(2027, 3, 31))
    updates = session.scalars(select(ActionUpdate).order_by(ActionUpdate.recorded_at)).all()
    assert [update.kind for update in updates] == [UpdateKind.DATE_MOVED] * 3
    assert updates[0].text == "From “31 March 2027” to “June 2027”. No trainer."
    assert session.scalars(select(Change)).first().learning_before["target_text"] == "31 March 2027"


def test_the_same_date_in_other_words_is_no_move(session, recommendation, coordinator) -> None:
    action = actions.add_action(session, coordinator, recommendation, Undertaking("A.", target="31/03/2027"))
    actions.edit_action(session, coordinator, action, action.version_id, Undertaking("A.", target="31 March 2027"))
    session.flush()
    assert (action.target_text, action.slips, session.scalar(select(ActionUpdate.id))) == ("31 March 2027", 0, None)


def test_a_first_date_given_later_is_the_first_and_no_slip(session, recommendation, coordinator) -> None:
    action = actions.add_action(session, coordinator, recommendation, Undertaking("A."))
    actions.edit_action(session, coordinator, action, action.version_id, Undertaking("A.", target="2027"))
    assert (action.first_target_on, action.due_on, action.slips) == (date(2027, 1, 1), date(2027, 12, 31), 0)


def test_a_stale_edit_shows_both_and_changes_nothing(session, recommendation, coordinator) -> None:
    action = actions.add_action(session, coordinator, recommendation, Undertaking("First."))
    opened_at = action.version_id
    actions.edit_action(session, coordinator, action, opened_at, Undertaking("Second."))
    session.flush()
    with pytest.raises(Stale) as stale:
        actions.edit_action(session, coordinator, action, opened_at, Undertaking("Third."))
    assert (stale.value.theirs["text"], action.text) == ("Second.", "Second.")


def test_an_owner_notes_progress_and_nobody_else_may(session, make, recommendation) -> None:
    owner, other = make.user(), make.actor(make.user())
    action = make.action(recommendation, owner_id=owner.id)
    actor = make.actor(owner)
    update = actions.note(session, actor, action, UpdateKind.PROGRESS, " Two sessions held. ", clock.today())
    assert (update.text, update.recorded_by_id, update.on_behalf_of) == ("Two sessions held.", owner.id, "")
    with pytest.raises(NotAllowed):
        actions.note(session, other, action, UpdateKind.PROGRESS, "A.", clock.today())
    with pytest.raises(NotAllowed):
        actions.edit_action(session, actor, action, action.version_id, Undertaking("Mine now."))


def test_a_note_that_does_not_fit_is_refused(session, make, recommendation, coordinator) -> None:
    action = make.action(recommendation)
    today, tomorrow = clock.today(), clock.today() + timedelta(days=1)
    for field, values in {
        "text": (UpdateKind.PROGRESS, " ", today, "Head of Housing"),
        "happened_on": (UpdateKind.PROGRESS, "A.", tomorrow, "Head of Housing"),
        "on_behalf_of": (UpdateKind.PROGRESS, "A.", today, " "),
        "kind": (UpdateKind.DATE_MOVED, "A.", today, "Head of Housing"),
    }.items():
        with pytest.raises(Unfit) as refused:
            actions.note(session, coordinator, action, *values)
        assert refused.value.field == field
    assert session.scalar(select(ActionUpdate.id)) is None


def test_completing_needs_evidence_and_signing_off_a_second_person(
    session, make, home, recommendation, coordinator
) -> None:
    owner = make.user()
    action = make.action(recommendation, owner_id=owner.id)
    mine, second = make.actor(owner), make.actor(make.executive(home))
    with pytest.raises(ConditionsUnmet):
        action_moves.advance(session, mine, action, "complete")
    actions.note(session, mine, action, UpdateKind.PROGRESS, "Nearly.", clock.today())
    with pytest.raises(ConditionsUnmet):
        action_moves.advance(session, mine, action, "complete")
    # Evidence entered for the owner bars whoever entered it, as it bars the owner.
    actions.note(session, coordinator, action, UpdateKind.EVIDENCE, "Register of training.", clock.today(), "The owner")
    day = clock.today() - timedelta(days=3)
    action_moves.advance(session, mine, action, "complete", happened_on=day)
    assert (action.state, action.completed_on) == (ActionState.OWNER_COMPLETE, day)
    with pytest.raises(ConditionsUnmet):
        action_moves.advance(session, coordinator, action, "sign_off")
    with pytest.raises(NotAllowed):
        action_moves.advance(session, mine, action, "sign_off")
    action_moves.advance(session, second, action, "sign_off")
    assert (action.state, action.is_open, action.completed_on) == (ActionState.SIGNED_OFF, False, day)
    assert audit.verify(session).ok


def test_whoever_marks_complete_on_behalf_may_not_sign_off(session, make, home, recommendation, coordinator) -> None:
    owner = make.user()
    action = make.action(recommendation, owner_id=owner.id)
    actions.note(session, make.actor(owner), action, UpdateKind.EVIDENCE, "Proof.", clock.today())
    action_moves.advance(session, coordinator, action, "complete", on_behalf_of="Head of Housing")
    with pytest.raises(ConditionsUnmet):
        action_moves.advance(session, coordinator, action, "sign_off")
    action_moves.advance(session, make.actor(make.coordinator(home)), action, "sign_off")
    assert action.state is ActionState.SIGNED_OFF


def test_returning_and_reopening_clear_the_day_and_undoing_them_puts_it_back(
    session, make, home, recommendation
) -> None:
    first, second, third = (make.actor(make.coordinator(home)) for _ in range(3))
    action = make.action(recommendation)
    day = clock.today() - timedelta(days=9)
    actions.note(session, first, action, UpdateKind.EVIDENCE, "Proof.", clock.today(), "The owner")
    action_moves.advance(session, first, action, "complete", happened_on=day)
    with pytest.raises(ConditionsUnmet):
        action_moves.advance(session, second, action, "return_action")
    action_moves.advance(session, second, action, "return_action", reason="Half of it.")
    assert (action.state, action.completed_on) == (ActionState.RETURNED, None)
    action_moves.advance(session, third, action, "correct", reason="Wrong action.")
    assert (action.state, action.completed_on) == (ActionState.OWNER_COMPLETE, day)
    action_moves.advance(session, second, action, "sign_off")
    action_moves.advance(session, second, action, "reopen", reason="It lapsed.")
    assert (action.state, action.completed_on) == (ActionState.IN_PROGRESS, None)
    steps = session.scalars(select(ActionMove.step).order_by(ActionMove.step)).all()
    assert steps == [1, 2, 3, 4, 5]


def test_there_is_nothing_to_undo_before_the_first_move(session, make, recommendation, coordinator) -> None:
    action = make.action(recommendation, ActionState.IN_PROGRESS)
    with pytest.raises(MoveUnknown):
        action_moves.advance(session, coordinator, action, "correct", reason="A.")
    assert action.state is ActionState.IN_PROGRESS


def test_moves_go_on_after_the_review_has_closed(session, make, review, recommendation, coordinator) -> None:
    action = make.action(recommendation, ActionState.AGREED)
    review.state = ReviewState.CLOSED
    action_moves.advance(session, coordinator, action, "start")
    action_moves.advance(session, coordinator, action, "end_not_implemented", reason="The service has closed.")
    assert action.state is ActionState.NOT_IMPLEMENTED


def test_offers_name_what_is_missing_and_keep_to_what_one_may_do(
    session, make, recommendation, review, coordinator
) -> None:
    owner = make.user()
    action = make.action(recommendation, owner_id=owner.id)
    (complete,) = action_moves.offers_for(session, make.actor(owner), action)
    assert (complete.move.trigger, complete.is_open) == ("complete", False)
    assert {offer.move.trigger for offer in action_moves.offers_for(session, coordinator, action)} == {
        "complete",
        "end_not_implemented",
        "supersede",
    }
    panel = make.actor(make.on_review(review, ReviewRole.PANEL))
    assert action_moves.offers_for(session, panel, action) == ()


def test_a_move_cannot_lie_ahead_and_its_reason_names_nobody(
    session, make, review, recommendation, coordinator
) -> None:
    action = make.action(recommendation)
    make.person(review, names=["Ottoline Brackwater"])
    with pytest.raises(Unfit):
        action_moves.advance(
            session, coordinator, action, "supersede", reason="A.", happened_on=clock.today() + timedelta(days=1)
        )
    with pytest.raises(RealNameTyped):
        action_moves.advance(session, coordinator, action, "supersede", reason="As Ottoline Brackwater’s family asked.")
    assert action.state is ActionState.IN_PROGRESS


def test_the_story_is_told_newest_first(session, make, recommendation, coordinator) -> None:
    action = make.action(recommendation, ActionState.AGREED)
    actions.note(session, coordinator, action, UpdateKind.PROGRESS, "Booked.", clock.today(), "Head of Housing")
    action_moves.advance(session, coordinator, action, "start")
    session.flush()
    titles = [event.title for event in action_moves.story(session, action)]
    assert titles == ["In progress (was: Agreed)", "Progress"]
    assert action_moves.story(session, action)[1].on_behalf_of == "Head of Housing"
