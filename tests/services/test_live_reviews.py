"""Bringing in a review that is under way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.models.review import Question, Review, ReviewMilestone, ReviewMove
from darddr.models.subject import Place
from darddr.models.user import Membership
from darddr.policies import NotAllowed, allows
from darddr.services import reviews
from darddr.services.errors import RealNameTyped, Unfit
from darddr.services.live_reviews import Live, Member, bring_in, date_faults
from darddr.services.milestones import record_milestone
from darddr.services.reviews import Alleged, Died
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.records import DisplayName, NotificationSource
from darddr.workflow.states import ReviewState
from tests.factories import Make

LIVE = Live(
    state=ReviewState.GATHERING,
    display_name=DisplayName.DARDR,
    died=(Died(("Ottoline Brackwater",), "Vale", date_of_death="2024-11-03"),),
    circumstances="Vale was found at home.",
    source=NotificationSource.POLICE,
    dates={Milestone.NOTICE_RECEIVED: date(2024, 11, 10), Milestone.DECIDED: date(2024, 12, 20)},
)


def brought(session: Session, make: Make, live: Live = LIVE):
    """A coordinator's partnership, and what bringing a review into it came to."""
    partnership = make.partnership()
    actor = make.actor(make.coordinator(partnership))
    return actor, partnership, bring_in(session, actor, Place(partnership.id), live)


@pytest.mark.parametrize("state", ReviewState)
def test_a_review_stands_where_it_is_put_and_its_next_moves_are_offered(
    session: Session, make: Make, state: ReviewState
) -> None:
    actor, _, done = brought(session, make, replace(LIVE, state=state))
    review = done.review
    assert (review.state, review.brought_in, review.display_name) == (state, True, DisplayName.DARDR)
    moves = session.scalars(select(ReviewMove).filter_by(review_id=review.id)).all()
    assert [(move.trigger, move.source, move.dest, move.step) for move in moves] == [("brought_in", state, state, 1)]
    offers = [
        offer for offer in reviews.offers_of(session, actor, review) if allows(actor, offer.move.permission, review)
    ]
    assert "correct" not in {offer.move.trigger for offer in offers}
    assert offers, "a coordinator has a way on from everywhere"


def test_the_next_move_works_once_what_it_needs_is_there(session: Session, make: Make) -> None:
    actor, _, done = brought(session, make)
    for kind in (Milestone.FIRST_PANEL, Milestone.AGENCY_RETURNS_IN):
        record_milestone(session, actor, done.review, kind, date(2025, 3, 1))
    made = reviews.advance(session, actor, done.review, "begin_analysis")
    assert (made.step, done.review.state) == (2, ReviewState.ANALYSIS)


def test_dates_questions_and_the_log_say_that_it_was_brought_in(session: Session, make: Make) -> None:
    _, partnership, done = brought(session, make, replace(LIVE, questions=("Who knew?", "Who asked?")))
    review = done.review
    rows = session.scalars(select(ReviewMilestone).filter_by(review_id=review.id)).all()
    assert {row.kind: row.happened_on for row in rows} == LIVE.dates
    assert all(row.brought_in for row in rows)
    written = session.scalars(select(Question).filter_by(review_id=review.id).order_by(Question.number)).all()
    assert [question.text for question in written] == ["Who knew?", "Who asked?"]
    assert (review.reference, review.month_of_death) == (f"{partnership.code}-2024-001", date(2024, 11, 1))
    newest = audit.body_of(audit.entries_of(session, partnership.id, limit=1)[0])
    assert (newest["tag"], newest["review"]) == ("review.brought_in", str(review.id))
    assert audit.verify(session).ok


def test_without_a_notice_date_the_reference_takes_this_year(session: Session, make: Make) -> None:
    _, partnership, done = brought(session, make, replace(LIVE, dates={}, source=None))
    assert done.review.reference == f"{partnership.code}-{clock.today().year}-001"


def test_who_has_an_account_is_seated_and_nobody_else_is_lost(session: Session, make: Make) -> None:
    partnership = make.partnership()
    actor = make.actor(make.coordinator(partnership))
    chair, member = make.user(), make.user()
    agency = make.agency(partnership, "Aldmere Police")
    live = replace(
        LIVE,
        dates={**LIVE.dates, Milestone.CHAIR_APPOINTED: date(2025, 1, 15)},
        chair=Member("The Chair", (chair.email or "").upper()),
        panel=(
            Member("Seated", member.email or "", "aldmere police"),
            Member("Seated twice", member.email or "", "Aldmere Police"),
            Member("Nell Harrowgate", "nobody@example.org", "Aldmere Police"),
            Member("From elsewhere", member.email or "", "No such agency"),
        ),
    )
    done = bring_in(session, actor, Place(partnership.id), live)
    rows = session.scalars(select(Membership).filter_by(review_id=done.review.id).order_by(Membership.role)).all()
    assert [(row.user_id, row.role, row.agency_id, row.started_on) for row in rows] == [
        (chair.id, "chair", None, date(2025, 1, 15)),
        (member.id, "panel", agency.id, clock.today()),
    ]
    assert [one.name for one in done.left_out] == ["Nell Harrowgate", "From elsewhere"]
    reason = session.scalars(select(ReviewMove).filter_by(review_id=done.review.id)).one().reason or ""
    assert "Nell Harrowgate, nobody@example.org, Aldmere Police" in reason


@pytest.mark.parametrize(
    ("dates", "wrong"),
    [
        ({Milestone.FIRST_PANEL: date(2999, 1, 1)}, Milestone.FIRST_PANEL),
        (
            {Milestone.NOTICE_RECEIVED: date(2024, 5, 2), Milestone.DECIDED: date(2024, 5, 1)},
            Milestone.DECIDED,
        ),
        (
            {Milestone.DECIDED: date(2024, 5, 2), Milestone.SUBMITTED: date(2024, 5, 1)},
            Milestone.SUBMITTED,
        ),
        (
            {Milestone.SUBMITTED: date(2024, 5, 2), Milestone.LETTER_RECEIVED: date(2024, 5, 1)},
            Milestone.LETTER_RECEIVED,
        ),
    ],
)
def test_dates_that_cannot_be_make_nothing(session: Session, make: Make, dates, wrong: Milestone) -> None:
    partnership = make.partnership()
    actor = make.actor(make.coordinator(partnership))
    assert list(date_faults(dates)) == [wrong]
    with pytest.raises(Unfit) as refused:
        bring_in(session, actor, Place(partnership.id), replace(LIVE, dates=dates))
    assert refused.value.field == wrong.value
    assert session.scalar(select(func.count()).select_from(Review)) == 0


def test_today_is_not_after_today() -> None:
    assert date_faults({Milestone.DECIDED: clock.today()}) == {}
    assert date_faults({Milestone.DECIDED: clock.today() + timedelta(days=1)}) != {}


@pytest.mark.parametrize(
    "reference", ["Brackwater 2024", "DHR-ottoline", "a/b", "x" * 41, "<b>", "{code}-7", "{code}-2026-0001"]
)
def test_references_that_name_somebody_or_break_our_own_numbers_are_refused(
    session: Session, make: Make, reference: str
) -> None:
    partnership = make.partnership()
    actor = make.actor(make.coordinator(partnership))
    live = replace(LIVE, reference=reference.replace("{code}", partnership.code))
    with pytest.raises(Unfit) as refused:
        bring_in(session, actor, Place(partnership.id), live)
    assert refused.value.field == "reference"


def test_a_local_reference_is_kept_and_is_the_only_one_of_its_kind(session: Session, make: Make) -> None:
    actor, partnership, done = brought(session, make, replace(LIVE, reference="DHR 12"))
    assert done.review.reference == "DHR 12"
    with pytest.raises(Unfit):
        bring_in(session, actor, Place(partnership.id), replace(LIVE, reference="dhr 12"))
    other = make.partnership()
    bring_in(session, make.actor(make.coordinator(other)), Place(other.id), replace(LIVE, reference="DHR 12"))


def test_our_own_numbers_go_on_after_one_that_was_brought_in(session: Session, make: Make) -> None:
    partnership = make.partnership()
    actor, place = make.actor(make.coordinator(partnership)), Place(partnership.id)
    bring_in(session, actor, place, replace(LIVE, reference=f"{partnership.code}-2024-007"))
    assert bring_in(session, actor, place, LIVE).review.reference == f"{partnership.code}-2024-008"


def test_real_names_need_a_reason_and_pseudonyms_must_differ(session: Session, make: Make) -> None:
    partnership = make.partnership()
    actor, place = make.actor(make.coordinator(partnership)), Place(partnership.id)
    with pytest.raises(RealNameTyped):
        bring_in(session, actor, place, replace(LIVE, questions=("Did Ottoline Brackwater ask?",)))
    with pytest.raises(Unfit) as refused:
        bring_in(session, actor, place, replace(LIVE, alleged=(Alleged(("Hob Nettlefold",), "vale"),)))
    assert refused.value.field == "died_1_pseudonym"
    assert session.scalar(select(func.count()).select_from(Review)) == 0
    named = replace(LIVE, circumstances="Ottoline Brackwater rang.", name_reason="A quotation.")
    done = bring_in(session, actor, place, named)
    assert "A quotation." in (
        session.scalars(select(ReviewMove).filter_by(review_id=done.review.id)).one().reason or ""
    )


def test_nobody_but_a_coordinator_brings_anything_in(session: Session, make: Make) -> None:
    partnership = make.partnership()
    for user in (make.executive(partnership), make.coordinator(make.partnership())):
        with pytest.raises(NotAllowed):
            bring_in(session, make.actor(user), Place(partnership.id), LIVE)
