"""The list of actions: who sees which, filters, pages, and what is opened."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from darddr import clock
from darddr.crypto import ring
from darddr.services import action_list, progress
from darddr.services.action_list import Cursor, actions_page
from darddr.services.action_wanted import Show, Wanted
from darddr.services.plans import plan_of
from darddr.workflow.states import ActionState
from tests.factories import Make
from tests.services.test_plans import statements


def everything(session: Session, actor, wanted: Wanted) -> list:
    """All pages of a list, one after another."""
    lines, after = [], None
    while True:
        page = actions_page(session, actor, wanted, clock.today(), after)
        assert len(page.lines) <= action_list.PAGE
        lines.extend(page.lines)
        if page.next is None:
            assert page.total == len(lines)
            return lines
        after = Cursor.read(str(page.next))


def test_every_action_stands_on_exactly_one_page_soonest_due_first(session: Session, make: Make, monkeypatch) -> None:
    monkeypatch.setattr(action_list, "PAGE", 7)
    home = make.partnership()
    recommendation = make.recommendation(make.plan(home))
    day = clock.today()
    made = [make.action(recommendation, due_on=day + timedelta(days=number % 4)) for number in range(19)]
    made += [make.action(recommendation) for _ in range(16)]
    lines = everything(session, make.actor(make.coordinator(home)), Wanted())
    assert {line.id for line in lines} == {action.id for action in made}
    assert len(lines) == len(made)
    dates = [line.due_on for line in lines]
    assert dates == sorted(dates, key=lambda due: (due is None, due or day))


def test_an_owner_sees_their_own_and_nobody_anything_of_an_excluded_review(session: Session, make: Make) -> None:
    home = make.partnership()
    review = make.review(home)
    owner, kept_out = make.user(), make.coordinator(home)
    recommendation = make.recommendation(plan_of(session, review))
    mine = make.action(recommendation, owner_id=owner.id)
    make.action(recommendation)
    make.excluded(review, kept_out)
    assert [line.id for line in everything(session, make.actor(owner), Wanted())] == [mine.id]
    assert everything(session, make.actor(kept_out), Wanted()) == []
    assert everything(session, make.actor(make.coordinator(make.partnership())), Wanted(partnership_id=home.id)) == []


def test_filters_agree_with_the_figures_that_open_them(session: Session, make: Make) -> None:
    home = make.partnership()
    agency, group, user = make.agency(home), make.group(home), make.coordinator(home)
    plan, day = make.plan(home), clock.today()
    recommendation = make.recommendation(plan)
    for days in (None, -400, -31, -1, 0, 27, 28, 300):
        due = None if days is None else day + timedelta(days=days)
        for state in ActionState:
            make.action(recommendation, state, due_on=due, lead_agency_id=agency.id if days else None)
    make.action(make.recommendation(make.plan(home)), group_id=group.id, owner_id=user.id)
    actor = make.actor(user)
    cells = progress.action_cells(session, actor, home.id, day)

    def count(**filters) -> int:
        return actions_page(session, actor, Wanted(**filters), day).total

    ages = progress.Age
    assert count(show=Show.OVERDUE) == progress.total(cells, progress.OVERDUE) > 0
    assert count(show=Show.SOON) == progress.total(cells, [ages.SOON]) > 0
    assert count(show=Show.UNDATED) == progress.total(cells, [ages.UNDATED]) > 0
    assert count(show=Show.OPEN) == progress.total(cells, [age for age in ages if age is not ages.ENDED]) > 0
    for show in (Show.AWAITING, Show.SIGNED_OFF, Show.NOT_IMPLEMENTED):
        state = ActionState(show.value) if show is not Show.AWAITING else ActionState.OWNER_COMPLETE
        assert count(show=show) == progress.total(cells, states=[state]) == 8
    assert count(show=Show.ALL) == 8 * 9 + 1
    assert count(show=Show.ALL, agency_id=agency.id) == 6 * 9
    assert count(show=Show.ALL, missing=("agency",)) == 2 * 9 + 1
    assert count(group_id=group.id) == count(mine=True) == 1
    assert count(show=Show.ALL, plan_id=plan.id, state=ActionState.RETURNED) == 8
    assert count(show=Show.ALL, missing=("group",), partnership_id=home.id) == 72


def test_a_page_takes_one_statement_and_opens_only_what_it_shows(session: Session, make: Make, engine: Engine) -> None:
    home = make.partnership()
    actor, plan = make.actor(make.coordinator(home)), make.plan(home)
    taken = []
    for added in (1, 80):
        for _ in range(added):
            make.action(
                make.recommendation(plan), due_on=clock.today(), target_text="Soon", lead_agencies=["Probation"]
            )
        session.expunge_all()
        before = ring().openings
        with statements(engine) as sent:
            page = actions_page(session, actor, Wanted(), clock.today())
        assert ring().openings - before == len(page.lines)
        assert all(line.text.startswith("Action ") and line.led_by == "Probation" for line in page.lines)
        taken.append(len(sent))
    assert taken == [1, 1]
    assert (len(page.lines), page.total) == (50, 81)


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=60))
def test_any_cursor_is_read_without_complaint(text: str) -> None:
    cursor = Cursor.read(text)
    assert cursor is None or Cursor.read(str(cursor)) == cursor


@pytest.mark.parametrize("due", [None, clock.today()])
def test_a_cursor_reads_back(due) -> None:
    cursor = Cursor(due, uuid4())
    assert Cursor.read(str(cursor)) == cursor


def test_readers_who_share_a_statement_see_their_own_rows_alone(session: Session, make: Make) -> None:
    action_list._statements.cache_clear()
    for _ in range(3):
        home = make.partnership()
        recommendation = make.recommendation(plan_of(session, make.review(home)))
        own, kept_out = make.action(recommendation), make.coordinator(home)
        make.excluded(make.review(home), kept_out)
        for reader in (make.coordinator(home), kept_out):
            assert [line.id for line in everything(session, make.actor(reader), Wanted())] == [own.id]
        agency = make.agency(home)
        led = make.action(recommendation, lead_agency_id=agency.id)
        asked = everything(session, make.actor(kept_out), Wanted(agency_id=agency.id))
        assert [line.id for line in asked] == [led.id]
    assert action_list._statements.cache_info().currsize == 3
