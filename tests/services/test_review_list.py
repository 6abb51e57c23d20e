"""The list of reviews: who sees which, filters, sorts, pages both ways, and what is late."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from darddr import clock
from darddr.models.review import Extension, Review
from darddr.policies import Actor, allows
from darddr.services import clocks, review_list
from darddr.services.review_list import Cursor, Sort, Wanted, reviews_page
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.permissions import Permission
from darddr.vocabulary.records import PersonRole
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import PENDING, UNDER_WAY, Phase, ReviewState
from tests.factories import Make
from tests.services.test_plans import statements

DAY = date(2026, 6, 4)


def everything(session: Session, actor: Actor, wanted: Wanted, day: date = DAY) -> list:
    """All pages of a list, forwards; on the way back each page is the same again."""
    pages, cursor = [], None
    while True:
        page = reviews_page(session, actor, replace(wanted, cursor=cursor), day)
        pages.append(page)
        if page.next is None:
            break
        cursor = Cursor.read(str(page.next), wanted.sort)
        assert cursor == page.next
    assert pages[0].previous is None
    lines = [line for page in pages for line in page.lines]
    assert {page.total for page in pages} == {len(lines)}
    for earlier, later in zip(pages[-2::-1], pages[:0:-1], strict=True):
        back = reviews_page(session, actor, replace(wanted, cursor=later.previous), day)
        assert back.lines == earlier.lines
        assert back.next is not None
        assert (back.previous is None) is (earlier is pages[0])
    return lines


def undated(session: Session, review: Review) -> None:
    """Take the notice's date from a review."""
    for event in session.query(review_list.ReviewMilestone).filter_by(review_id=review.id):
        session.delete(event)
    session.flush()


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("descending", [True, False])
def test_every_review_stands_on_exactly_one_page_in_order(
    session: Session, make: Make, monkeypatch, sort: Sort, descending: bool
) -> None:
    monkeypatch.setattr(review_list, "PAGE", 3)
    home = make.partnership()
    reviews = [make.review(home, state) for state in random.Random(4).sample(list(ReviewState), 11)]
    undated(session, reviews[0])
    undated(session, reviews[7])
    lines = everything(session, make.actor(make.coordinator(home)), Wanted(sort=sort, descending=descending))
    assert {line.id for line in lines} == {review.id for review in reviews}
    assert len(lines) == len(reviews)
    order = list(ReviewState)
    keys = {
        Sort.RECEIVED: [line.received_on or date.min for line in lines],
        Sort.REFERENCE: [line.reference for line in lines],
        Sort.STATE: [order.index(line.state) for line in lines],
    }[sort]
    assert keys == sorted(keys, reverse=descending)


@pytest.mark.parametrize("count", [0, 1, 24, 25, 26, 50, 51])
def test_pages_end_where_they_should(session: Session, make: Make, count: int) -> None:
    home = make.partnership()
    actor = make.actor(make.coordinator(home))
    for _ in range(count):
        make.review(home)
    assert len(everything(session, actor, Wanted())) == count


def test_the_list_agrees_with_the_policy_for_everybody(session: Session, make: Make) -> None:
    home, away = make.partnership(), make.partnership()
    reviews = [make.review(place) for place in (home, home, away)]
    chair, author, panel, imr = (
        make.on_review(reviews[0], role)
        for role in (ReviewRole.CHAIR, ReviewRole.AUTHOR, ReviewRole.PANEL, ReviewRole.IMR_AUTHOR)
    )
    former = make.on_review(reviews[0], ReviewRole.PANEL, ended_on=date(2021, 1, 1))
    coordinator = make.coordinator(home)
    excluded = make.excluded(reviews[0], make.coordinator(home))
    excluded_chair = make.excluded(reviews[0], make.on_review(reviews[0], ReviewRole.CHAIR))
    others = (make.executive(home), make.executive_chair(home), make.user())
    for user in (chair, author, panel, imr, former, coordinator, excluded, excluded_chair, *others):
        actor = make.actor(user)
        listed = {line.id for line in reviews_page(session, actor, Wanted(), DAY).lines}
        assert listed == {review.id for review in reviews if allows(actor, Permission.REVIEW_READ, review)}


def test_filters_narrow_the_list(session: Session, make: Make) -> None:
    home = make.partnership()
    actor = make.actor(make.coordinator(home))
    reviews = {state: make.review(home, state) for state in ReviewState}

    def found(**wanted: object) -> set:
        return {line.id for line in everything(session, actor, Wanted(**wanted))}

    for phase in Phase:
        assert found(phase=phase) == {review.id for state, review in reviews.items() if state.phase is phase}
    for state, review in reviews.items():
        assert found(state=state) == {review.id}
    assert found(state=ReviewState.NOTIFIED, phase=Phase.ACTIONS) == set()
    wanted = reviews[ReviewState.ANALYSIS].reference
    assert found(words=wanted[-3:].lower()) >= {reviews[ReviewState.ANALYSIS].id}
    assert found(words=wanted.lower()) == {reviews[ReviewState.ANALYSIS].id}
    assert found(words="%") == found(words="_") == set()


def test_a_line_says_who_died_who_leads_and_what_is_due_next(session: Session, make: Make) -> None:
    home = make.partnership()
    lead = make.user("Ottilie Marsh")
    review = make.review(home, ReviewState.DRAFTING, lead_id=lead.id)
    second = make.person(review)
    make.person(review, PersonRole.ALLEGED_PERPETRATOR, pseudonym="Somebody Else")
    make.milestone(review, Milestone.DECIDED, date(2025, 8, 31))
    (line,) = reviews_page(session, make.actor(make.coordinator(home)), Wanted(), date(2026, 3, 3)).lines
    assert line.pseudonyms.endswith(f", {second.pseudonym}")
    assert "Somebody Else" not in line.pseudonyms
    assert line.lead == "Ottilie Marsh"
    assert line.deadline is not None
    assert (line.deadline.name, line.deadline.due_on, line.late) == ("report", date(2026, 2, 28), 3)


def test_late_reviews_are_those_whose_next_deadline_has_passed(session: Session, make: Make) -> None:
    """The filter in SQL and the deadlines in Python must say the same of every shape of review."""
    home = make.partnership()
    actor = make.actor(make.coordinator(home))
    chance = random.Random(20)
    day = date(2026, 3, 31)
    ago = (0, 20, 27, 28, 31, 59, 181, 182, 184, 700)
    done = {limit.done for _, limit in review_list.LIMITS}
    for state in [*ReviewState, *PENDING, *PENDING, *UNDER_WAY, *UNDER_WAY]:
        review = make.review(home, state)
        undated(session, review)
        for kind in review_list.WATCHED:
            if chance.random() < (0.3 if kind in done else 0.8):
                make.milestone(review, kind, day - timedelta(days=chance.choice(ago)))
        if chance.random() < 0.3:
            agree(make, review, day + timedelta(days=chance.choice([-1, 0, 1, 90])))
    lines = everything(session, actor, Wanted(), day)
    late = {line.id for line in lines if line.late}
    assert {line.id for line in everything(session, actor, Wanted(overdue=True), day)} == late
    assert 5 < len(late) < len(lines) - 5


def agree(make: Make, review: Review, due_on: date) -> Extension:
    """Another day for the report."""
    return make.keep(
        Extension(
            partnership_id=review.partnership_id,
            review_id=review.id,
            limit="report",
            due_on=due_on,
            agreed_on=date(2026, 1, 1),
            reason="A trial.",
        )
    )


def test_a_corrected_date_and_a_replaced_agreement_count_no_more(session: Session, make: Make) -> None:
    home = make.partnership()
    actor = make.actor(make.coordinator(home))
    review = make.review(home, ReviewState.GATHERING)
    make.milestone(review, Milestone.DECIDED, DAY - timedelta(days=400)).replaced = True
    session.flush()
    make.milestone(review, Milestone.DECIDED, DAY - timedelta(days=10))
    agree(make, review, DAY - timedelta(days=5)).replaced = True
    session.flush()
    assert everything(session, actor, Wanted(overdue=True)) == []
    agree(make, review, DAY - timedelta(days=2))
    assert [line.late for line in everything(session, actor, Wanted(overdue=True))] == [2]


def test_every_limit_says_when_it_runs() -> None:
    assert {limit.name for _, limit in review_list.LIMITS} == set(clocks.RUNS)


def test_a_page_takes_five_statements_whatever_its_length(session: Session, make: Make, engine: Engine) -> None:
    home = make.partnership()
    user = make.coordinator(home)
    actor, counts = make.actor(user), []
    for more in (1, 30):
        for _ in range(more):
            make.review(home, ReviewState.GATHERING, lead_id=user.id)
        session.flush()
        session.expire_all()
        with statements(engine) as sent:
            reviews_page(session, actor, Wanted(), clock.today())
        counts.append(len(sent))
    assert counts == [5, 5]


@pytest.mark.parametrize("sort", Sort)
@settings(deadline=None, max_examples=100)
@given(text=st.text(max_size=60))
def test_an_address_that_is_no_cursor_is_the_first_page(sort: Sort, text: str) -> None:
    assert Cursor.read(text, sort) is None or text.startswith(("after_", "before_"))
    hostile = Cursor.read(f"after_{uuid4()}_{text}", sort)
    if sort is not Sort.REFERENCE:
        assert hostile is None or review_list._typed(sort, hostile.value) is not None
    assert Cursor.read(f"after_{text}_2026-01-01", sort) is None
