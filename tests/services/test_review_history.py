"""The history of a review: what, when it happened, when it was recorded, by whom and why."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from darddr import clock
from darddr.services import clocks, milestones, reviews
from darddr.services.review_history import history_of, waived_on
from darddr.vocabulary.milestones import Milestone as M
from darddr.workflow.states import ReviewState
from tests.factories import Make
from tests.services.test_plans import statements


def test_everything_stands_in_it_newest_first_with_both_times_and_a_name(
    session: Session, make: Make, monkeypatch, engine: Engine
) -> None:
    home = make.partnership()
    review = make.review(home, ReviewState.SCOPING)
    first, second = make.coordinator(home), make.coordinator(home)
    started = clock.now()
    moments = iter(started + timedelta(seconds=number) for number in range(1, 1000))
    monkeypatch.setattr(clock, "now", lambda: next(moments))
    actor = make.actor(first)
    milestones.record_milestone(session, actor, review, M.SCOPING_SENT, date(2026, 1, 20), "By secure mail.")
    reviews.waive(session, actor, review, "scoping_returned", "One agency has no records.")
    reviews.advance(session, actor, review, "start_decision", happened_on=date(2026, 1, 30))
    milestones.record_milestone(session, actor, review, M.SCOPE_CHECKED, date(2026, 2, 1))
    reviews.advance(
        session,
        make.actor(second),
        review,
        "decide_review",
        happened_on=date(2026, 2, 2),
        reason="It meets the definition.",
        on_behalf_of="Chair of the executive, 2 February",
    )
    due_on = clock.today() + timedelta(days=100)
    clocks.agree_date(
        session, actor, review, "report", due_on=due_on, agreed_on=date(2026, 3, 3), reason="The trial comes first."
    )
    session.flush()
    session.expire_all()
    with statements(engine) as sent:
        entries = history_of(session, review)
    assert len([one for one in sent if "FROM reviews " not in one]) <= 6
    titles = [entry.title for entry in entries]
    assert titles[0].startswith("Another date agreed for the report: ")
    assert set(titles[1:3]) == {"Decide to hold a review: Deciding to Commissioning", "Decision on a review made"}
    assert titles[3:] == [
        "Scope checklist completed",
        "Take to a decision: Scoping to Deciding",
        "Set aside: Record the date of: Scoping returns in.",
        "Scoping letters sent and records secured",
        "First notice of the death received",
    ]
    decided = next(entry for entry in entries if entry.title.startswith("Decide to hold"))
    assert decided.happened_on == date(2026, 2, 2)
    assert decided.recorded_at > started
    assert decided.who == second.name
    assert decided.text == "Decided by Chair of the executive, 2 February. It meets the definition."
    assert entries[-2].text == "By secure mail."
    assert entries[-3].text == "One agency has no records."
    assert entries[-1].who == "The program"
    assert waived_on(session, review) == ("Record the date of: Scoping returns in.",)


def test_a_corrected_date_is_told_from_the_present_one(session: Session, make: Make) -> None:
    home = make.partnership()
    review = make.review(home, ReviewState.GATHERING)
    actor = make.actor(make.coordinator(home))
    for day in (date(2026, 3, 3), date(2026, 3, 4)):
        milestones.record_milestone(session, actor, review, M.FIRST_PANEL, day)
    told = {entry.happened_on: entry.title for entry in history_of(session, review) if "panel" in entry.title}
    assert told == {
        date(2026, 3, 3): "First panel meeting held (date since corrected)",
        date(2026, 3, 4): "First panel meeting held",
    }
