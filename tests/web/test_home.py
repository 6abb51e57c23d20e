"""The first page after signing in, for each kind of person."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from darddr import clock
from darddr.services.plans import plan_of
from darddr.vocabulary.roles import PartnershipRole, ReviewRole
from darddr.workflow.states import ActionState, ReviewState
from tests.factories import Make


@pytest.fixture
def home(make: Make):
    return make.partnership()


def work(client) -> str:
    """The text of one's own page."""
    answer = client.get("/", follow_redirects=True)
    assert answer.status_code == 200
    assert "<h1" in answer.text
    return answer.text


def test_a_coordinator_is_led_to_reviews_to_findings_and_to_sign_off(
    session: Session, make: Make, home, sign_in
) -> None:
    review = make.review(home, ReviewState.ANALYSIS)
    make.finding(review, make.question(review), make.agency(home), make.user())
    make.action(make.recommendation(make.plan(home)), ActionState.OWNER_COMPLETE)
    user = make.coordinator(home)
    session.commit()
    text = work(sign_in(user))
    for link in (f"/reviews/{review.id}", f"/reviews/{review.id}/findings", "/actions?show=awaiting"):
        assert f'href="{link}"' in text
    assert ", 1 to agree" in text
    assert "1 action waits for sign-off" in text


def test_somebody_of_the_panel_is_one_link_from_adding_a_finding(session: Session, make: Make, home, sign_in) -> None:
    review = make.review(home, ReviewState.GATHERING)
    panel = make.on_review(review, ReviewRole.PANEL)
    session.commit()
    client = sign_in(panel)
    to_findings = re.search(r'href="(/reviews/[0-9a-f-]+/findings)"', work(client)).group(1)
    assert client.get(to_findings).status_code == 200


def test_an_owner_sees_what_is_late_and_no_review(session: Session, make: Make, home, sign_in) -> None:
    review = make.review(home, ReviewState.MONITORING)
    owner = make.user()
    recommendation = make.recommendation(plan_of(session, review))
    action = make.action(recommendation, owner_id=owner.id, due_on=clock.today() - timedelta(days=12))
    session.commit()
    text = work(sign_in(owner))
    assert action.text in text
    assert "<strong>12 days late</strong>" in text
    assert review.reference not in text
    assert str(review.id) not in text


def test_the_executive_sees_references_and_never_the_story(session: Session, make: Make, home, sign_in) -> None:
    deciding, signing = make.review(home, ReviewState.DECIDING), make.review(home, ReviewState.SIGN_OFF)
    people = [make.person(review) for review in (deciding, signing)]
    chair, member = make.executive_chair(home), make.executive(home)
    session.commit()
    shown = {user.id: work(sign_in(user)) for user in (chair, member)}
    for text in shown.values():
        assert deciding.reference in text
        assert signing.reference in text
        assert 'href="/progress"' in text
        for person, review in zip(people, (deciding, signing), strict=True):
            assert person.pseudonym not in text
            assert review.circumstances not in text
            assert f'href="/reviews/{review.id}"' not in text
    for trigger, review in (("decide_review", deciding), ("decide_no_review", deciding), ("approve", signing)):
        assert f"/reviews/{review.id}/moves/{trigger}" in shown[chair.id]
    assert "/moves/" not in shown[member.id]
    assert "The chair of the executive decides" in shown[member.id]


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (PartnershipRole.COORDINATOR, "notify a death or bring in a live review"),
        (PartnershipRole.EXECUTIVE, "look at progress"),
        (PartnershipRole.EXECUTIVE_CHAIR, "look at progress"),
        (PartnershipRole.ADMINISTRATOR, "ask your review coordinator"),
    ],
)
def test_an_empty_page_names_the_next_step(session: Session, make: Make, home, sign_in, role, words: str) -> None:
    user = make.member(home, role)
    session.commit()
    text = work(sign_in(user))
    assert "Nothing waits for you now." in text
    assert words in text


def test_a_coordinator_finds_the_returns_tray_from_their_work_and_nobody_else_does(
    session: Session, make: Make, home, sign_in
) -> None:
    coordinator, executive = make.coordinator(home), make.executive(home)
    session.commit()
    tray = f"/partnerships/{home.id}/returns"
    assert tray in work(sign_in(coordinator))
    assert tray not in work(sign_in(executive))


@pytest.mark.parametrize("state", [ActionState.IN_PROGRESS, ActionState.SIGNED_OFF])
def test_an_action_without_a_number_is_a_link_of_its_words(
    session: Session, make: Make, home, sign_in, state: ActionState
) -> None:
    owner, row = make.user(), make.recommendation(make.plan(home))
    action = make.action(row, state, owner_id=owner.id, number="", text="Train the staff.", look_back_on=clock.today())
    session.commit()
    assert re.search(rf'<a[^>]*href="/actions/{action.id}">\s*Train the staff.</a>', work(sign_in(owner)))
