"""A review's clocks told in full: revisions with their reasons, clocks that started anew, and those left behind."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from darddr import clock
from darddr.deadlines.checklists import checklist_for
from darddr.deadlines.rules import OPENINGS
from darddr.models.hold import Hold
from darddr.models.review import Extension, ReviewMilestone
from darddr.services import clock_page, clocks, milestones, reviews
from darddr.services.deadline_list import deadlines_followed
from darddr.services.errors import NotNow, Unfit
from darddr.services.review_list import Wanted, reviews_page
from darddr.vocabulary.clocks import HoldRequester
from darddr.vocabulary.milestones import Milestone as M
from darddr.vocabulary.records import Answer, LegalBasis
from darddr.workflow.states import ReviewState
from tests.factories import Make
from tests.timelines import Timeline, called, day, differs

TODAY = clock.today()


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture
def home(make: Make):
    return make.partnership()


@pytest.fixture
def coordinator(make: Make, home):
    return make.actor(make.coordinator(home))


def without_dates(session: Session, review) -> None:
    """Take the dates a review was made with."""
    for event in session.query(ReviewMilestone).filter_by(review_id=review.id):
        session.delete(event)
    session.flush()


def test_every_revision_is_told_with_its_reason_and_who_agreed(session: Session, make: Make, home, coordinator) -> None:
    review = make.review(home, ReviewState.DRAFTING)
    make.milestone(review, M.DECIDED, ago(300))
    make.keep(
        Hold(
            partnership_id=home.id,
            review_id=review.id,
            requester=HoldRequester.CPS,
            began_on=ago(250),
            review_on=TODAY,
            ended_on=ago(240),
        )
    )
    first = clocks.deadlines_of(session, review)[-1].due_on
    for days, reason in ((30, "The trial."), (60, "Two agencies were late.")):
        clocks.agree_date(
            session,
            coordinator,
            review,
            "report",
            due_on=TODAY + timedelta(days=days),
            agreed_on=ago(90 - days),
            reason=reason,
            agreed_by="The panel",
        )
    told = clock_page.clocks_of(session, review, TODAY)[-1]
    assert [each.reason for each in told.moved] == ["", "The trial.", "Two agencies were late."]
    assert [each.agreed_by for each in told.moved] == ["", "The panel", "The panel"]
    assert all(each.recorded_by for each in told.moved[1:])
    assert told.moved[0].what.startswith("On hold from ")
    assert sum(each.revision.days for each in told.moved) == told.deadline.slip_days
    assert told.deadline.first_on == first - timedelta(days=10)
    assert told.deadline.due_on == TODAY + timedelta(days=60)


def test_what_was_decided_on_tuesday_and_typed_on_friday_counts_from_tuesday(
    session: Session, make: Make, home, coordinator
) -> None:
    review = make.review(home, ReviewState.DECIDING)
    make.milestone(review, M.SCOPE_CHECKED, ago(10))
    tuesday = ago(3)
    chair = make.actor(make.executive_chair(home))
    reviews.advance(session, chair, review, "decide_review", reason="It appears so.", happened_on=tuesday)
    session.flush()
    report = next(each for each in clocks.deadlines_of(session, review) if each.name == "report")
    assert report.began_on == tuesday


def decided_no(session: Session, make: Make, home, on: date):
    """A review on which it was decided not to hold one, and whose decision closed."""
    review = make.review(home, ReviewState.DECIDING)
    without_dates(session, review)
    make.milestone(review, M.NOTICE_RECEIVED, on - timedelta(days=20))
    make.milestone(review, M.DECIDED, on)
    review.state = ReviewState.NO_REVIEW_CLOSED
    session.flush()
    return review


def test_a_decision_opened_again_starts_a_new_clock_and_the_old_one_is_still_told(
    session: Session, make: Make, home, coordinator
) -> None:
    review = decided_no(session, make, home, ago(200))
    reviews.advance(session, coordinator, review, "reopen_deciding", reason="A letter came.", happened_on=ago(40))
    session.flush()
    (now,) = clocks.deadlines_of(session, review)
    assert (now.began_by, now.began_on, now.done_on) == (M.DECISION_REOPENED, ago(40), None)
    assert now.days_late(TODAY) > 0
    (before,) = clock_page.earlier_clocks(session, review)
    assert (before.deadline.began_on, before.deadline.done_on, before.late) == (ago(220), ago(200), 0)
    assert "opened again" in before.ended
    late = reviews_page(session, coordinator, Wanted(overdue=True), TODAY)
    assert [line.id for line in late.lines] == [review.id]
    make.keep(ReviewMilestone(**_place(review), kind=M.SCOPE_CHECKED, happened_on=ago(5)))
    chair = make.actor(make.executive_chair(home))
    reviews.advance(session, chair, review, "decide_review", reason="It appears so.", happened_on=ago(4))
    session.flush()
    decision = clocks.deadlines_of(session, review)[0]
    assert (decision.done_on, decision.began_on) == (ago(4), ago(40))
    (before,) = clock_page.earlier_clocks(session, review)
    assert before.deadline.done_on == ago(200)


def _place(review) -> dict:
    return {"partnership_id": review.partnership_id, "review_id": review.id}


def test_a_wrong_click_that_opened_a_decision_starts_no_clock(session: Session, make: Make, home, coordinator) -> None:
    review = decided_no(session, make, home, ago(200))
    reviews.advance(session, coordinator, review, "reopen_deciding", reason="A letter came.")
    milestones.record_milestone(session, coordinator, review, M.DECISION_REOPENED, ago(1))
    second = make.actor(make.coordinator(home))
    reviews.advance(session, second, review, "correct", reason="A wrong click.")
    session.flush()
    assert M.DECISION_REOPENED not in milestones.milestones_of(session, review)
    (decision,) = clocks.deadlines_of(session, review)
    assert (decision.began_by, decision.done_on) == (M.NOTICE_RECEIVED, ago(200))
    assert clock_page.earlier_clocks(session, review) == []


def test_a_later_wrong_click_leaves_the_opening_before_it(session: Session, make: Make, home, coordinator) -> None:
    review = decided_no(session, make, home, ago(200))
    second = make.actor(make.coordinator(home))
    reviews.advance(session, coordinator, review, "reopen_deciding", reason="A letter came.", happened_on=ago(50))
    review.state = ReviewState.NO_REVIEW_CLOSED
    session.flush()
    reviews.advance(session, coordinator, review, "reopen_deciding", reason="Another came.", happened_on=ago(2))
    reviews.advance(session, second, review, "correct", reason="A wrong click.")
    session.flush()
    assert milestones.milestones_of(session, review)[M.DECISION_REOPENED] == ago(50)


@pytest.mark.parametrize("kind", OPENINGS)
def test_only_a_move_starts_a_clock_anew(session: Session, make: Make, home, coordinator, kind: M) -> None:
    review = make.review(home, ReviewState.DECIDING)
    with pytest.raises(NotNow):
        milestones.record_milestone(session, coordinator, review, kind, TODAY)
    assert kind not in milestones.milestones_of(session, review)
    make.milestone(review, kind, ago(9))
    milestones.record_milestone(session, coordinator, review, kind, ago(8))
    assert milestones.milestones_of(session, review)[kind] == ago(8)


def test_a_review_is_not_opened_again_before_what_was_done(session: Session, make: Make, home, coordinator) -> None:
    review = decided_no(session, make, home, ago(200))
    with pytest.raises(Unfit) as refused:
        reviews.advance(session, coordinator, review, "reopen_deciding", reason="A letter.", happened_on=ago(201))
    assert refused.value.field == "happened_on"
    review = decided_no(session, make, home, ago(200))
    reviews.advance(session, coordinator, review, "reopen_deciding", reason="A letter.", happened_on=ago(200))
    session.flush()
    make_decided(session, make, review, ago(100))
    milestones.record_milestone(session, coordinator, review, M.DECISION_REOPENED, ago(150))
    assert clocks.deadlines_of(session, review)[0].done_on == ago(100)


def make_decided(session: Session, make: Make, review, day: date) -> None:
    """A second decision, in the place of the first."""
    for event in session.query(ReviewMilestone).filter_by(review_id=review.id, kind=M.DECIDED):
        event.replaced = True
    session.flush()
    make.milestone(review, M.DECIDED, day)


def test_an_analysis_opened_again_starts_a_new_clock_of_the_report(session: Session, make: Make, home) -> None:
    review = make.review(home, ReviewState.MONITORING)
    make.milestone(review, M.DECIDED, ago(400))
    make.milestone(review, M.SUBMITTED, ago(250))
    told = {"limit": "report", "due_on": ago(260), "agreed_on": ago(380)}
    make.keep(Extension(**_place(review), **told))
    chair = make.actor(make.executive_chair(home))
    reviews.advance(session, chair, review, "reopen_analysis", reason="New facts.", happened_on=ago(10))
    session.flush()
    coordinator = make.actor(make.coordinator(home))
    (line,) = reviews_page(session, coordinator, Wanted(), TODAY).lines
    assert line.late == 0
    assert line.deadline == clocks.deadlines_of(session, review)[-1]
    report = clocks.deadlines_of(session, review)[-1]
    assert (report.began_by, report.began_on, report.done_on) == (M.REVIEW_REOPENED, ago(10), None)
    (before,) = clock_page.earlier_clocks(session, review)
    assert (before.deadline.done_on, before.deadline.due_on) == (ago(250), ago(260))
    second = make.actor(make.executive_chair(home))
    reviews.advance(session, second, review, "correct", reason="A wrong click.")
    session.flush()
    assert clocks.deadlines_of(session, review)[-1].due_on == ago(260)
    assert reviews_page(session, coordinator, Wanted(), TODAY).total == 1
    assert session.query(Extension).filter_by(replaced=False).count() == 1


def test_a_transfer_stops_the_clock_here_and_it_is_still_told(session: Session, make: Make, home, coordinator) -> None:
    review = make.review(home, ReviewState.NOTIFIED)
    without_dates(session, review)
    make.milestone(review, M.NOTICE_RECEIVED, ago(50))
    reviews.advance(session, coordinator, review, "transfer", reason="She lived elsewhere.", happened_on=ago(45))
    session.flush()
    assert clocks.deadlines_of(session, review) == ()
    (stopped,) = clock_page.earlier_clocks(session, review)
    assert (stopped.deadline.began_on, stopped.late) == (ago(50), 0)
    assert stopped.ended.startswith("Transferred on ")
    reviews.advance(session, coordinator, review, "reopen_notified", reason="It is ours.", happened_on=ago(1))
    session.flush()
    (now,) = clocks.deadlines_of(session, review)
    assert now.began_on == ago(1)
    assert [each.deadline.began_on for each in clock_page.earlier_clocks(session, review)] == [ago(50)]


@pytest.mark.parametrize(
    "name",
    [
        "Two holds that overlap",
        "A later hold does not move an agreed day",
        "Devon case 8: deferred at the coroner’s request",
    ],
)
def test_timelines_come_out_the_same_through_services_and_lists(
    session: Session, make: Make, home, coordinator, name: str
) -> None:
    timeline = called(name)
    review = kept(session, make, home, timeline)
    expected = [each for each in timeline.kept["expect"] if each["limit"] == "report"]
    found = {each.name: each for each in clocks.deadlines_of(session, review, timeline.as_at)}
    lines = {line.deadline.name: line.deadline for line in deadlines_followed(session, coordinator, timeline.as_at)}
    for each in expected:
        assert differs(each, found["report"], timeline.as_at) == {}
        assert differs(each, lines["report"], timeline.as_at) == {}


def kept(session: Session, make: Make, home, timeline: Timeline):
    """A review with everything a timeline tells."""
    review = make.review(home, ReviewState.DRAFTING)
    without_dates(session, review)
    for kind, happened_on in timeline.dates.items():
        make.milestone(review, kind, happened_on)
    for each in timeline.kept["holds"]:
        days = {"began_on": day(each["began"]), "ended_on": day(each["ended"]), "review_on": day(each["review_on"])}
        make.keep(Hold(**_place(review), requester=HoldRequester.CORONER, **days))
    for each in timeline.kept["agreed"]:
        days = {"due_on": day(each["due_on"]), "agreed_on": day(each["agreed_on"])}
        make.keep(Extension(**_place(review), limit=each["limit"], **days))
    return review


@pytest.mark.parametrize("basis", LegalBasis)
def test_the_answers_of_a_scope_check_are_kept_with_the_list_that_was_asked(
    session: Session, make: Make, home, coordinator, basis: LegalBasis
) -> None:
    review = make.review(home, ReviewState.SCOPING, legal_basis=basis)
    assert clock_page.scope_answers(session, review) == ("", [])
    checklist = checklist_for(basis)
    answers = dict.fromkeys(checklist.questions, Answer.UNKNOWN) | {"no such question": Answer.YES}
    event = milestones.record_milestone(session, coordinator, review, M.SCOPE_CHECKED, TODAY, "", answers)
    assert set(event.answers) == {"checklist", *checklist.questions}
    title, asked = clock_page.scope_answers(session, review)
    assert title == checklist.title
    assert [(each.question, each.answer) for each in asked] == [
        (question, Answer.UNKNOWN.label) for question in checklist.questions.values()
    ]
    other = checklist_for(next(each for each in LegalBasis if each is not basis))
    assert clock_page.answers_of(session, review, other) == {}
    assert set(clock_page.answers_of(session, review, checklist)) == set(checklist.questions)
