"""The executive's figures: counted as their table says, told apart by day and cut, and equal to a count by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from darddr import clock
from darddr.crypto.errors import DataKeyMissing
from darddr.models.action import ActionMove, UpdateKind
from darddr.models.finding import Change
from darddr.models.plan import Plan
from darddr.services import figure_history, figure_lists, figure_tables, figure_trend, figures
from darddr.services.figure_views import Cut, View, Waits
from darddr.services.figures import ALL, FIGURES
from darddr.services.plans import plan_of
from darddr.services.progress import Age
from darddr.vocabulary.standing import Brag
from darddr.workflow.states import ActionState, ReviewState
from tests.factories import Make
from tests.tools import recount

TODAY = clock.today()


def test_there_are_ten_and_each_says_how_it_is_counted() -> None:
    assert len(FIGURES) == 10
    assert all(figure.how.endswith(".") and figure.one != figure.several for figure in FIGURES.values())


def test_three_hundred_actions_count_the_same_by_hand(session: Session) -> None:
    made = recount.make(session, actions=300, reviews=24, seed=3)
    compared, faults = recount.recount(session, made, seed=3, most_views=4)
    assert not faults
    assert compared > 150


def test_a_figure_counted_otherwise_is_noticed(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    made = recount.make(session, actions=120, reviews=10, seed=4)
    monkeypatch.setitem(FIGURES, "open", replace(FIGURES["open"], states=(ActionState.IN_PROGRESS,)))
    monkeypatch.setattr(figures, "OF_ACTIONS", tuple(one for one in FIGURES.values() if one.of == "actions"))
    _, faults = recount.recount(session, made, seed=4, most_views=1)
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


def test_colours_are_those_of_the_one_rule_and_open_their_rows(make: Make, session: Session) -> None:
    partnership = make.partnership()
    recommendation = make.recommendation(make.plan(partnership))
    soon, late = TODAY + timedelta(days=200), TODAY - timedelta(days=1)
    for state, given in (
        (ActionState.IN_PROGRESS, {"due_on": late}),
        (ActionState.IN_PROGRESS, {"due_on": soon, "concern": UpdateKind.BLOCKED}),
        (ActionState.IN_PROGRESS, {"due_on": soon, "slips": 1}),
        (ActionState.IN_PROGRESS, {"due_on": soon}),
        (ActionState.PROPOSED, {"due_on": soon}),
        (ActionState.SIGNED_OFF, {"due_on": late}),
    ):
        make.action(recommendation, state, **given)
    view = View(make.actor(make.executive(partnership)), partnership.id, TODAY)
    colours = figure_tables.by_colour(session, view)
    assert colours == {Brag.RED: 2, Brag.AMBER: 1, Brag.GREEN: 1, Brag.GREY: 1, Brag.BLUE: 1}
    for brag, number in colours.items():
        page = figure_lists.actions(session, replace(view, cut=Cut(brag=brag)), ALL)
        assert (page.total, {line.colour for line in page.lines}) == (number, {brag})


def test_a_past_day_has_the_date_and_the_agency_of_that_day(make: Make, session: Session) -> None:
    partnership = make.partnership()
    before, now = make.agency(partnership, "Housing"), make.agency(partnership, "Health")
    plan = make.plan(partnership)
    due = TODAY - timedelta(days=90)
    action = make.action(
        make.recommendation(plan), due_on=TODAY + timedelta(days=90), lead_agency_id=now.id, slips=1, has_owner=True
    )
    action.recorded_at = clock.now() - timedelta(days=400)
    make.keep(
        Change(
            partnership_id=partnership.id,
            subject_table="actions",
            subject_id=action.id,
            recorded_at=clock.now() - timedelta(days=10),
            learning_before={"target_text": due.isoformat(), "lead_agency_id": str(before.id), "has_owner": "False"},
        )
    )
    whole = View(make.actor(make.executive(partnership)), partnership.id, TODAY)
    then = figure_history.as_of(session, replace(whole, day=TODAY - timedelta(days=20)))
    assert figures.counts(session, whole)["overdue"] == 0
    assert figures.counts(session, then)["overdue"] == 1
    assert [row.key for row in figure_tables.grouped(session, then, "agency")] == [before.id]
    (line,) = figure_lists.actions(session, then, FIGURES["overdue"]).lines
    assert (line.agency, line.due_on, line.slips, line.colour) == ("Housing", due, 0, Brag.RED)
    assert figure_tables.overdue_by_age(session, then)[Waits.NOBODY][Age.LATE_90] == 1
    assert "target dates, lead agencies" in then.caveat


def test_a_past_day_takes_no_change_of_what_its_reader_may_not_read(make: Make, session: Session) -> None:
    partnership = make.partnership()
    review = make.review(partnership)
    actions = [make.action(make.recommendation(plan)) for plan in (plan_of(session, review), make.plan(partnership))]
    for action in actions:
        kept = {"partnership_id": partnership.id, "review_id": action.review_id, "subject_table": "actions"}
        make.keep(Change(**kept, subject_id=action.id, learning_before={"has_owner": "False"}))
    past = View(make.actor(make.executive(partnership)), partnership.id, TODAY - timedelta(days=5))
    walled = replace(past, actor=make.actor(make.excluded(review, make.executive(partnership))))
    known = [{held.id for held in figure_history.as_of(session, view).then.rows} for view in (past, walled)]
    assert known == [{action.id for action in actions}, {actions[1].id}]


def test_a_past_day_whose_changes_cannot_be_read_says_so(
    make: Make, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    partnership = make.partnership()
    action = make.action(make.recommendation(make.plan(partnership)))
    action.recorded_at = clock.now() - timedelta(days=400)
    told = {"partnership_id": partnership.id, "subject_table": "actions", "subject_id": action.id}
    for text in ("", "Ongoing"):
        make.keep(Change(**told, learning_before={"target_text": text}))
    past = View(make.actor(make.executive(partnership)), partnership.id, TODAY - timedelta(days=5))
    assert figure_history.as_of(session, past).then.is_whole
    monkeypatch.setattr(figure_history, "MOST", 1)
    assert "as they are kept today, because" in figure_history.as_of(session, past).caveat
    monkeypatch.undo()

    def destroyed(*_given: object) -> None:
        raise DataKeyMissing("gone")

    monkeypatch.setattr(figure_history, "opened", destroyed)
    assert "as they are kept today, because" in figure_history.as_of(session, past).caveat
