"""Every verb asks for its permission before it does anything else, whatever page or command called it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from darddr.policies import Actor, NotAllowed
from darddr.services import (
    action_moves,
    actions,
    administration,
    clocks,
    findings,
    import_drafts,
    imports,
    live_reviews,
    log,
    memberships,
    milestones,
    notifications,
    partnerships,
    people,
    plans,
    publication,
    questions,
    recommendations,
    reports,
    reviews,
)
from darddr.vocabulary.records import NotificationSource
from darddr.vocabulary.roles import PartnershipRole, ReviewRole
from darddr.workflow.states import ActionState, ReviewState
from tests.factories import Make

VERBS = (
    actions.add_action,
    actions.edit_action,
    actions.note,
    administration.give_role,
    administration.end_role,
    clocks.agree_date,
    findings.add_finding,
    findings.edit_finding,
    findings.agree_finding,
    findings.remove_finding,
    import_drafts.keep_draft,
    imports.import_plan,
    live_reviews.bring_in,
    log.log_page,
    log.check_log,
    memberships.accounts_near,
    memberships.add_member,
    memberships.declare_conflict,
    memberships.end_membership,
    milestones.record_milestone,
    notifications.begin,
    notifications.confirm,
    partnerships.add_described,
    partnerships.edit_agency,
    people.add_person,
    people.edit_person,
    people.characterise,
    people.edit_identity,
    plans.make_plan,
    publication.prepare,
    publication.approve,
    questions.write_question,
    questions.rewrite_question,
    recommendations.add_recommendation,
    recommendations.edit_recommendation,
    reports.build,
    reports.write_section,
    reviews.open_review,
    reviews.waive,
)


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: f"{verb.__module__.split('.')[-1]}.{verb.__name__}")
def test_a_stranger_is_refused_before_anything_else_is_looked_at(verb: Callable[..., Any]) -> None:
    """Nothing that is handed over here could be used for more than asking for the permission."""
    anything = SimpleNamespace(id=uuid4(), partnership_id=uuid4(), review_id=uuid4())
    given = {
        name: anything
        for name, parameter in inspect.signature(verb).parameters.items()
        if parameter.default is inspect.Parameter.empty
    }
    with pytest.raises(NotAllowed):
        verb(**{**given, "session": None, "actor": Actor(uuid4())})


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
