"""A wrong click taken back at once by whoever made it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.models.action import ActionMove, UpdateKind
from darddr.models.audit import AuditEntry
from darddr.services import action_moves, actions, undo
from darddr.services.errors import NotNow
from darddr.services.plans import plan_of
from darddr.workflow.states import ActionState, ReviewState
from tests.factories import Make

TEN = timedelta(minutes=10)


@pytest.fixture
def home(make: Make):
    return make.partnership()


@pytest.fixture
def owner(make: Make):
    return make.user()


@pytest.fixture
def action(session: Session, make: Make, home, owner):
    recommendation = make.recommendation(plan_of(session, make.review(home, ReviewState.CLOSED)))
    return make.action(recommendation, ActionState.AGREED, owner_id=owner.id, has_owner=True)


def _later(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    moment = clock.now() + by
    monkeypatch.setattr(clock, "now", lambda: moment)


def test_whoever_moved_an_action_takes_it_back_alone_and_the_log_says_so(session, make, action, owner) -> None:
    actor = make.actor(owner)
    action_moves.advance(session, actor, action, "start")
    session.flush()
    assert undo.undoable(session, actor, action, TEN).back_to is ActionState.AGREED
    undo.undo(session, actor, action, TEN)
    session.flush()
    assert action.state is ActionState.AGREED
    steps = session.scalars(select(ActionMove).filter_by(action_id=action.id).order_by(ActionMove.step))
    assert [(step.trigger, step.recorded_by_id) for step in steps] == [("start", owner.id), ("undo", owner.id)]
    assert audit.verify(session).ok
    assert b'"trigger":"undo"' in session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc())).first().body


def test_an_undone_move_is_not_undone_again(session, make, action, owner) -> None:
    actor = make.actor(owner)
    action_moves.advance(session, actor, action, "start")
    session.flush()
    undo.undo(session, actor, action, TEN)
    session.flush()
    with pytest.raises(NotNow):
        undo.undo(session, actor, action, TEN)


def test_after_ten_minutes_it_is_too_late(session, make, action, owner, monkeypatch) -> None:
    actor = make.actor(owner)
    action_moves.advance(session, actor, action, "start")
    session.flush()
    _later(monkeypatch, TEN)
    assert undo.undoable(session, actor, action, TEN) is None
    with pytest.raises(NotNow):
        undo.undo(session, actor, action, TEN)
    assert action.state is ActionState.IN_PROGRESS


def test_nobody_undoes_the_move_of_somebody_else_or_one_they_may_no_longer_make(
    session, make, home, action, owner
) -> None:
    actor, coordinator = make.actor(owner), make.actor(make.coordinator(home))
    action_moves.advance(session, actor, action, "start")
    session.flush()
    assert undo.undoable(session, coordinator, action, TEN) is None
    action.owner_id = None
    session.flush()
    assert undo.undoable(session, actor, action, TEN) is None


def test_only_the_last_move_is_undone_and_a_completion_leaves_no_date_behind(session, make, action, owner) -> None:
    actor = make.actor(owner)
    actions.note(session, actor, action, UpdateKind.EVIDENCE, "The minutes.", clock.today())
    session.flush()
    for trigger in ("start", "complete"):
        action_moves.advance(session, actor, action, trigger)
        session.flush()
    assert action.completed_on == clock.today()
    undo.undo(session, actor, action, TEN)
    session.flush()
    assert (action.state, action.completed_on) == (ActionState.IN_PROGRESS, None)
    assert undo.undoable(session, actor, action, TEN) is None
