"""Every verb asks for its permission before it does anything else, whatever page or command called it."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from darddr import services
from darddr.policies import Actor, NotAllowed
from darddr.services import action_moves, notifications, reviews
from darddr.vocabulary.records import NotificationSource
from darddr.vocabulary.roles import PartnershipRole, ReviewRole
from darddr.workflow.states import ActionState, ReviewState
from tests.factories import Make

MOVING = (action_moves.advance, action_moves.move_called, reviews.advance, reviews.move_called)
"""These look at the table of moves first, to know which permission to ask for; they are tried below."""


def verbs() -> list[Callable[..., Any]]:
    """Every function of the services that asks for a permission of the actor it is given."""
    found = []
    for each in pkgutil.iter_modules(services.__path__):
        module = importlib.import_module(f"darddr.services.{each.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                asks = "require(actor, " in inspect.getsource(function)
                found += [function] if asks and "actor" in inspect.signature(function).parameters else []
    return [verb for verb in found if verb not in MOVING]


class Anything:
    """What could be the subject of a permission, and a key."""

    def __init__(self) -> None:
        self.id, self.partnership_id, self.review_id = uuid4(), uuid4(), uuid4()


@pytest.mark.parametrize("verb", verbs(), ids=lambda verb: f"{verb.__module__.split('.')[-1]}.{verb.__name__}")
def test_a_stranger_is_refused_before_anything_else_is_looked_at(verb: Callable[..., Any]) -> None:
    """Nothing that is handed over here could be used for more than asking for the permission."""
    anything = Anything()
    given: dict[str, Any] = {
        name: {"session": None, "actor": Actor(uuid4())}.get(name, anything)
        for name, parameter in inspect.signature(verb).parameters.items()
        if parameter.default is inspect.Parameter.empty
    }
    with pytest.raises(NotAllowed):
        verb(**given)


def test_a_draft_is_not_written_on_by_somebody_whose_role_has_ended() -> None:
    draft = SimpleNamespace(partnership_id=uuid4(), review_id=None, subject_id=None, content={})
    with pytest.raises(NotAllowed):
        notifications.answer_notice(Actor(uuid4()), draft, date(2026, 1, 1), NotificationSource.POLICE)
    assert draft.content == {}


@pytest.mark.parametrize("verb", [reviews.move_called, reviews.advance])
def test_a_review_is_moved_by_nobody_without_the_permission_of_the_move(
    verb: Callable[..., Any], session: Session, make: Make
) -> None:
    review = make.review(make.partnership(), ReviewState.DRAFTING)
    panel = make.actor(make.on_review(review, ReviewRole.PANEL))
    for trigger in ("circulate_draft", "analyse_again"):
        with pytest.raises(NotAllowed):
            verb(session, panel, review, trigger)
    assert review.state is ReviewState.DRAFTING


@pytest.mark.parametrize("verb", [action_moves.move_called, action_moves.advance])
def test_an_action_is_moved_by_nobody_without_the_permission_of_the_move(
    verb: Callable[..., Any], session: Session, make: Make
) -> None:
    home = make.partnership()
    action = make.action(make.recommendation(make.plan(home)), ActionState.AGREED)
    executive = make.actor(make.member(home, PartnershipRole.EXECUTIVE))
    with pytest.raises(NotAllowed):
        verb(session, executive, action, "start")
    assert action.state is ActionState.AGREED
