"""Under which law, guidance and name new reviews are held: nothing but 2016 and section 9 until an administrator says otherwise."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import clock
from darddr.models.clock_setting import ReviewRule
from darddr.models.subject import Place
from darddr.policies import NotAllowed
from darddr.services import clocks, review_rules, reviews
from darddr.services.errors import NotNow, Unfit
from darddr.services.review_rules import Chosen
from darddr.vocabulary.clocks import RuleTrigger
from darddr.vocabulary.milestones import Milestone as M
from darddr.vocabulary.records import DisplayName, LegalBasis, NotificationSource
from darddr.vocabulary.roles import PartnershipRole
from darddr.workflow.states import ReviewState
from tests.factories import Make

FROM = clock.today() - timedelta(days=30)
DARDR = {"edition": "s8a", "legal_basis": LegalBasis.S8A_DARDR, "display_name": DisplayName.DARDR}
DHR = ("2016", LegalBasis.S9_DHR, DisplayName.DHR)


@pytest.fixture
def home(make: Make):
    return make.partnership()


@pytest.fixture
def administrator(make: Make, home):
    return make.actor(make.member(home, PartnershipRole.ADMINISTRATOR))


def rule(session, actor, home, confirmed: bool = True, **changed) -> ReviewRule:
    given = {**DARDR, "trigger": RuleTrigger.NOTIFICATION, "from_on": FROM, **changed}
    return review_rules.add(session, actor, Place(home.id), Chosen(**given), confirmed=confirmed)


def notified(session: Session, make: Make, home, received_on: date, died_on: date | None = None):
    died = reviews.Died(("Quillon Brasker",), "Robin", date_of_death=died_on.isoformat() if died_on else "")
    told = reviews.Notification(received_on, NotificationSource.POLICE, None, "As told.", died=(died,))
    return reviews.notify(session, make.actor(make.coordinator(home)), home, told)


def pinned(review) -> tuple:
    return review.guidance_edition, review.legal_basis, review.display_name


def test_a_new_review_is_held_under_2016_and_section_9_where_no_rule_says_otherwise(session, make, home) -> None:
    assert pinned(notified(session, make, home, clock.today())) == DHR


@pytest.mark.parametrize(("days", "applies"), [(-1, False), (0, True), (1, True)])
@pytest.mark.parametrize("trigger", [RuleTrigger.NOTIFICATION, RuleTrigger.DEATH])
def test_the_day_a_rule_names_decides(session, make, home, administrator, trigger, days: int, applies: bool) -> None:
    rule(session, administrator, home, trigger=trigger)
    day = FROM + timedelta(days=days)
    received, died = (day, None) if trigger is RuleTrigger.NOTIFICATION else (clock.today(), day)
    found = notified(session, make, home, received, died)
    assert pinned(found) == (tuple(DARDR.values()) if applies else DHR)
    assert pinned(notified(session, make, make.partnership(), received, died)) == DHR


def test_a_rule_about_decisions_pins_when_the_decision_is_made(session, make, home, administrator) -> None:
    rule(session, administrator, home, trigger=RuleTrigger.DECISION)
    review = notified(session, make, home, clock.today())
    assert pinned(review) == DHR
    review.state = ReviewState.DECIDING
    make.milestone(review, M.SCOPE_CHECKED, clock.today())
    chair = make.actor(make.executive_chair(home))
    reviews.advance(session, chair, review, "decide_review", reason="It appears so.", happened_on=clock.today())
    assert pinned(review) == tuple(DARDR.values())
    assert clocks.deadlines_of(session, review) == ()


def test_of_two_rules_the_one_from_the_later_day_stands_and_one_taken_back_stands_no_more(
    session, make, home, administrator
) -> None:
    rule(session, administrator, home, edition="2016", legal_basis=LegalBasis.S9_DHR)
    later = rule(session, administrator, home, from_on=FROM + timedelta(days=10))
    assert notified(session, make, home, clock.today()).guidance_edition == "s8a"
    early = notified(session, make, home, FROM + timedelta(days=9))
    assert pinned(early) == ("2016", LegalBasis.S9_DHR, DisplayName.DARDR)
    review_rules.take_back(session, administrator, later)
    session.flush()
    assert later.taken_back_on == clock.today()
    assert notified(session, make, home, clock.today()).guidance_edition == "2016"
    with pytest.raises(NotNow):
        review_rules.take_back(session, administrator, later)


def test_a_review_that_was_named_keeps_its_name(session, make, home, administrator) -> None:
    rule(session, administrator, home)
    review = make.review(home)
    review_rules.pin(session, review, {RuleTrigger.NOTIFICATION: clock.today()}, named=True)
    assert pinned(review) == ("s8a", LegalBasis.S8A_DARDR, DisplayName.DHR)


@pytest.mark.parametrize(
    ("changed", "confirmed", "field"),
    [
        ({"edition": "2024-draft"}, True, "edition"),
        ({"edition": "no such"}, True, "edition"),
        ({"legal_basis": LegalBasis.S9_DHR}, True, "legal_basis"),
        ({}, False, "confirmed"),
        ({"edition": "2016"}, False, "confirmed"),
    ],
)
def test_a_draft_a_mismatch_and_what_nobody_has_checked_are_refused(
    session, home, administrator, changed: dict, confirmed: bool, field: str
) -> None:
    with pytest.raises(Unfit) as refused:
        rule(session, administrator, home, confirmed=confirmed, **changed)
    assert refused.value.field == field
    assert session.scalars(select(ReviewRule)).all() == []


def test_the_guidance_of_2016_under_section_9_needs_no_word_that_it_is_in_force(session, home, administrator) -> None:
    assert rule(session, administrator, home, confirmed=False, edition="2016", legal_basis=LegalBasis.S9_DHR).from_on


def test_only_an_administrator_sets_rules(session, make, home, administrator) -> None:
    kept = rule(session, administrator, home)
    for user in (make.coordinator(home), make.executive_chair(home)):
        with pytest.raises(NotAllowed):
            rule(session, make.actor(user), home)
        with pytest.raises(NotAllowed):
            review_rules.take_back(session, make.actor(user), kept)
