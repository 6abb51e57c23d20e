"""The lead agency's answer to an action, and what is settled with it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from darddr import clock
from darddr.models.action import ActionUpdate, UpdateKind
from darddr.models.user import Membership
from darddr.policies import NotAllowed
from darddr.services import action_moves
from darddr.services.agreement import Terms
from darddr.services.errors import RealNameTyped, Unfit
from darddr.services.plans import plan_of
from darddr.vocabulary.roles import ReviewRole
from darddr.vocabulary.standing import Acceptance
from darddr.workflow.errors import ConditionsUnmet
from darddr.workflow.states import ActionState, ReviewState
from tests.factories import LONG_AGO, Make

WHO = "Head of Housing, the council"


@pytest.fixture
def home(make: Make):
    return make.partnership()


@pytest.fixture
def agency(make: Make, home):
    return make.agency(home)


@pytest.fixture
def review(make: Make, home):
    return make.review(home, ReviewState.MONITORING)


@pytest.fixture
def action(session: Session, make: Make, review, agency):
    recommendation = make.recommendation(plan_of(session, review))
    return make.action(recommendation, ActionState.PROPOSED, has_owner=True, lead_agency_id=agency.id)


@pytest.fixture
def coordinator(make: Make, home):
    return make.actor(make.coordinator(home))


@pytest.fixture
def approver(make: Make, review, agency):
    return make.actor(make.on_review(review, ReviewRole.AGENCY_APPROVER, agency=agency))


def test_the_agencys_approver_decides_for_themselves(session, action, approver) -> None:
    terms = Terms(measure="Fewer repeat calls.", look_back_months=6)
    made = action_moves.advance(session, approver, action, "agree", terms=terms)
    assert (action.state, action.acceptance, made.is_on_behalf) == (ActionState.AGREED, Acceptance.ACCEPTED, False)
    assert (action.measure, action.look_back_months, action.look_back_on) == ("Fewer repeat calls.", 6, None)


def test_an_approver_of_another_agency_decides_nothing(session, make, home, review, action) -> None:
    other = make.actor(make.on_review(review, ReviewRole.AGENCY_APPROVER, agency=make.agency(home)))
    with pytest.raises(NotAllowed):
        action_moves.advance(session, other, action, "agree", on_behalf_of=WHO)


def test_a_coordinator_says_who_decided(session, action, coordinator) -> None:
    for trigger in ("agree", "reject"):
        with pytest.raises(ConditionsUnmet) as refused:
            action_moves.advance(session, coordinator, action, trigger, reason="No money.")
        assert refused.value.reasons == ("Say who decided, because you are recording it for them.",)
    made = action_moves.advance(session, coordinator, action, "agree", on_behalf_of=WHO)
    assert (made.on_behalf_of, made.is_on_behalf) == (WHO, True)


def test_whoever_entered_an_agreement_for_somebody_never_signs_off(
    session, make, home, agency, action, coordinator
) -> None:
    action_moves.advance(session, coordinator, action, "agree", on_behalf_of=WHO)
    session.flush()
    assert action_moves.action_facts(session, action).entered_by == {coordinator.user_id}


def test_an_executive_who_approves_for_their_agency_may_still_sign_off(session, make, home, agency, action) -> None:
    executive = make.executive(home)
    held = {"partnership_id": home.id, "agency_id": agency.id, "started_on": LONG_AGO}
    make.keep(Membership(user_id=executive.id, role=ReviewRole.AGENCY_APPROVER.value, **held))
    action_moves.advance(session, make.actor(executive), action, "agree")
    session.flush()
    assert action_moves.action_facts(session, action).entered_by == frozenset()


def test_acceptance_in_part_says_which_part_and_why(session, action, approver) -> None:
    with pytest.raises(ConditionsUnmet) as refused:
        action_moves.advance(session, approver, action, "agree_in_part")
    assert refused.value.reasons == ("Say which part is accepted.", "Give a reason.")
    terms = Terms(part="Training, not the post.")
    made = action_moves.advance(session, approver, action, "agree_in_part", reason="No money.", terms=terms)
    assert (action.state, action.acceptance) == (ActionState.AGREED, Acceptance.PART)
    assert (action.accepted_part, made.reason) == ("Training, not the post.", "No money.")


def test_a_rejection_needs_its_reason_and_proposed_again_nothing_is_answered(
    session, action, approver, coordinator
) -> None:
    with pytest.raises(ConditionsUnmet):
        action_moves.advance(session, approver, action, "reject")
    action_moves.advance(session, approver, action, "reject", reason="It is not ours.")
    session.flush()
    assert (action.state, action.acceptance) == (ActionState.REJECTED, Acceptance.REJECTED)
    action_moves.advance(session, coordinator, action, "propose_again", reason="It is theirs.")
    assert action.acceptance is None


def test_a_look_back_needs_a_measure_and_one_of_the_usual_months(session, action, approver) -> None:
    for terms, field in (
        (Terms(look_back_months=6), "measure"),
        (Terms(measure="A.", look_back_months=7), "look_back"),
    ):
        with pytest.raises(Unfit) as refused:
            action_moves.advance(session, approver, action, "agree", terms=terms)
        assert refused.value.field == field
    assert action.state is ActionState.PROPOSED


def test_a_real_name_in_what_is_settled_is_noticed(session, make, review, action, coordinator) -> None:
    make.person(review, names=["Ottoline Brackwater"])
    for terms in (Terms(part="For Ottoline Brackwater."), Terms(measure="Ottoline Brackwater’s children.")):
        with pytest.raises(RealNameTyped):
            action_moves.advance(session, coordinator, action, "agree", on_behalf_of=WHO, terms=terms)


@pytest.mark.parametrize(("months", "due"), [(None, None), (6, date(2026, 8, 28)), (12, date(2027, 2, 28))])
def test_signed_off_the_day_to_look_back_is_set(session, make, home, action, approver, months, due) -> None:
    measure = "Fewer repeat calls." if months else ""
    action_moves.advance(session, approver, action, "agree", terms=Terms(measure=measure, look_back_months=months))
    action.state = ActionState.OWNER_COMPLETE
    coordinator, chair = make.actor(make.coordinator(home)), make.actor(make.executive_chair(home))
    _evidence(make, action)
    action_moves.advance(session, chair, action, "sign_off", happened_on=date(2026, 2, 28))
    assert action.look_back_on == due
    session.flush()
    action_moves.advance(session, coordinator, action, "correct", reason="A wrong click.")
    assert action.look_back_on is None


def _evidence(make: Make, action) -> None:
    place = {"partnership_id": action.partnership_id, "review_id": action.review_id, "action_id": action.id}
    make.keep(ActionUpdate(**place, kind=UpdateKind.EVIDENCE, happened_on=clock.today(), text="The minutes."))
