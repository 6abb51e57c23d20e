"""The executive's figures: counted as their table says, told apart by day and cut, and equal to a count by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from darddr import clock
from darddr.models.action import ActionMove
from darddr.models.plan import Plan
from darddr.services import figure_tables, figure_trend, figures
from darddr.services.figure_views import Cut, View, Waits
from darddr.services.figures import FIGURES
from darddr.services.progress import Age
from darddr.workflow.states import ActionState, ReviewState
from tests.factories import Make
from tests.tools import recount

TODAY = clock.today()


def test_there_are_ten_and_each_says_how_it_is_counted() -> None:
    assert len(FIGURES) == 10
    assert all(figure.how.endswith(".") and figure.one != figure.several for figure in FIGURES.values())


def test_three_hundred_actions_count_the_same_by_hand(session: Session) -> None:
    made = recount.make(session, actions=300, reviews=24, seed=3)
    compared, faults = recount.recount(session, made, seed=3)
    assert not faults
    assert compared > 1000


def test_a_figure_counted_otherwise_is_noticed(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    made = recount.make(session, actions=120, reviews=10, seed=4)
    monkeypatch.setitem(FIGURES, "open", replace(FIGURES["open"], states=(ActionState.IN_PROGRESS,)))
    monkeypatch.setattr(figures, "OF_ACTIONS", tuple(one for one in FIGURES.values() if one.of == "actions"))
    _, faults = recount.recount(session, made, seed=4)
    assert faults


def test_a_past_day_is_answered_from_moves(make: Make, session: Session) -> None:
    partnership = make.partnership()
    review = make.review(partnership, ReviewState.MONITORING)
    plan = session.query(Plan).filter_by(review_id=review.id).one()
    past = TODAY - timedelta(days=100)
    action = make.action(make.recommendation(plan), ActionState.SIGNED_OFF, due_on=TODAY - timedelta(days=200))
    place = {"partnership_id": partnership.id, "review_id": review.id, "action_id": action.id}
    for step, (days, source, dest) in enumerate(
        (
            (300, ActionState.PROPOSED, ActionState.IN_PROGRESS),
            (50, ActionState.IN_PROGRESS, ActionState.SIGNED_OFF),
        )
    ):
        on = TODAY - timedelta(days=days)
        make.keep(ActionMove(**place, step=step, trigger="went", source=source, dest=dest, happened_on=on))
    whole = View(make.actor(make.executive(partnership)), partnership.id, TODAY)
    now, then = figures.counts(session, whole), figures.counts(session, replace(whole, day=past))
    assert (now["signed_off"], now["open"], now["overdue"]) == (1, 0, 0)
    assert (then["signed_off"], then["open"], then["overdue"]) == (0, 1, 1)
    assert figures.counts(session, replace(whole, day=TODAY - timedelta(days=301)))["open"] == 0


def test_an_action_waits_for_whoever_must_move_next(make: Make, session: Session) -> None:
    partnership = make.partnership()
    recommendation = make.recommendation(make.plan(partnership))
    for days, state, has_owner in (
        (10, ActionState.PROPOSED, False),
        (40, ActionState.IN_PROGRESS, True),
        (100, ActionState.RETURNED, False),
        (400, ActionState.OWNER_COMPLETE, True),
        (500, ActionState.SIGNED_OFF, True),
    ):
        make.action(recommendation, state, has_owner=has_owner, due_on=TODAY - timedelta(days=days))
    view = View(make.actor(make.executive(partnership)), partnership.id, TODAY)
    found = {
        (w, a) for w, own in figure_tables.overdue_by_age(session, view).items() for a, number in own.items() if number
    }
    assert found == {
        (Waits.AGENCY, Age.LATE_30),
        (Waits.OWNER, Age.LATE_90),
        (Waits.NOBODY, Age.LATE_365),
        (Waits.EXECUTIVE, Age.LATE_LONG),
    }


def test_quarters_are_those_of_the_calendar_and_the_last_ends_on_the_day() -> None:
    found = figure_trend.quarters_to(date(2026, 2, 10))
    assert len(found) == 8
    assert (found[-1].first, found[-1].last) == (date(2026, 1, 1), date(2026, 2, 10))
    assert (found[-2].first, found[-2].last) == (date(2025, 10, 1), date(2025, 12, 31))
    assert found[0].first == date(2024, 4, 1)
    assert found[-2].label == "Oct to Dec 2025"


def test_a_conflict_leaves_a_review_out_of_every_figure(make: Make, session: Session) -> None:
    partnership = make.partnership()
    review = make.review(partnership, ReviewState.DECIDING)
    plan = session.query(Plan).filter_by(review_id=review.id).one()
    make.action(make.recommendation(plan), due_on=TODAY - timedelta(days=9))
    member = make.executive(partnership)
    assert figures.counts(session, View(make.actor(member), partnership.id, TODAY))["decide"] == 1
    view = View(make.actor(make.excluded(review, member)), partnership.id, TODAY)
    assert not any(figures.counts(session, view).values())
    for cut in (Cut(review=review.id), Cut(waits=Waits.OWNER)):
        assert not any(figures.counts(session, replace(view, cut=cut)).values())
    assert figure_tables.grouped(session, view, "review") == []
    assert not any(each.overdue or each.opened for each in figure_trend.trend(session, view))
