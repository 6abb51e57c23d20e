"""The colour of an action: what makes it what, and that the database says the same."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import clock
from darddr.models.action import Action, UpdateKind
from darddr.services import action_list
from darddr.services.action_wanted import Wanted
from darddr.services.plans import plan_of
from darddr.services.standing import brag_of, standing_of
from darddr.vocabulary.standing import Brag
from darddr.workflow.states import ActionState as S
from tests.factories import Make

TODAY = clock.today()
YESTERDAY, SOON, LATER = TODAY - timedelta(days=1), TODAY + timedelta(days=27), TODAY + timedelta(days=28)


@pytest.mark.parametrize(
    ("state", "known", "words"),
    [
        (S.SIGNED_OFF, {"due_on": YESTERDAY, "slips": 3}, "Blue: signed off"),
        (S.REJECTED, {}, "Grey: not accepted"),
        (S.NOT_IMPLEMENTED, {"due_on": YESTERDAY}, "Grey: ended, not implemented"),
        (S.SUPERSEDED, {}, "Grey: superseded"),
        (S.PROPOSED, {}, "Grey: not accepted yet"),
        (S.AGREED, {"due_on": LATER}, "Grey: not started"),
        (S.AGREED, {"due_on": SOON}, "Amber: due within 28 days and not started"),
        (S.AGREED, {"due_on": LATER, "slips": 1}, "Amber: its date has slipped"),
        (S.IN_PROGRESS, {"due_on": SOON}, "Green: on track"),
        (S.IN_PROGRESS, {"due_on": TODAY}, "Green: on track"),
        (S.IN_PROGRESS, {"due_on": YESTERDAY}, "Red: overdue"),
        (S.IN_PROGRESS, {"due_on": LATER, "slips": 1}, "Amber: its date has slipped"),
        (S.IN_PROGRESS, {"milestone_due_on": YESTERDAY}, "Amber: a milestone is late"),
        (S.IN_PROGRESS, {"milestone_due_on": TODAY}, "Green: on track"),
        (S.IN_PROGRESS, {"concern": UpdateKind.AT_RISK}, "Amber: at risk"),
        (S.IN_PROGRESS, {"concern": UpdateKind.AT_RISK, "due_on": YESTERDAY}, "Red: overdue"),
        (S.IN_PROGRESS, {"concern": UpdateKind.BLOCKED}, "Red: blocked"),
        (S.RETURNED, {}, "Amber: returned to its owner"),
        (S.OWNER_COMPLETE, {"due_on": LATER, "slips": 1}, "Green: complete, waiting for sign-off"),
        (S.OWNER_COMPLETE, {"due_on": YESTERDAY}, "Red: overdue"),
    ],
)
def test_a_colour_says_why(state: S, known: dict, words: str) -> None:
    found = standing_of(Action(state=state, **{"slips": 0, **known}), TODAY)
    assert found.words == words


def test_the_database_gives_every_action_the_same_colour(session: Session, make: Make) -> None:
    plan = plan_of(session, make.review(make.partnership()))
    recommendation = make.recommendation(plan)
    drawn = product(
        S, (None, YESTERDAY, SOON, LATER), (0, 1), (None, UpdateKind.AT_RISK, UpdateKind.BLOCKED), (None, YESTERDAY)
    )
    place = {"partnership_id": plan.partnership_id, "review_id": plan.review_id, "plan_id": plan.id}
    for number, (state, due_on, slips, concern, milestone) in enumerate(drawn):
        known = {"due_on": due_on, "slips": slips, "concern": concern, "milestone_due_on": milestone}
        own = {"recommendation_id": recommendation.id, "number": str(number), "position": number}
        session.add(Action(**place, **own, state=state, **known))
    session.flush()
    told = {row[0]: row[1] for row in session.execute(select(Action.id, brag_of(TODAY)))}
    assert told == {action.id: standing_of(action, TODAY).brag.value for action in session.scalars(select(Action))}
    assert set(told.values()) == {brag.value for brag in Brag}


def test_a_list_shows_the_colour_and_filters_by_it(session: Session, make: Make) -> None:
    home = make.partnership()
    recommendation = make.recommendation(plan_of(session, make.review(home)))
    late = make.action(recommendation, due_on=YESTERDAY)
    make.action(recommendation, due_on=LATER)
    actor = make.actor(make.executive(home))
    listed = action_list.actions_page(session, actor, Wanted(brag=Brag.RED), TODAY)
    assert [(line.id, line.standing.words) for line in listed.lines] == [(late.id, "Red: overdue")]
