"""A national data set with such a history that figures of past days differ from those of today, for `make recount`."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from benchmarks.national import National, Size, fill
from darddr import clock
from darddr.models.action import Action, ActionMove, ActionUpdate, UpdateKind
from darddr.models.action_milestone import ActionMilestone
from darddr.models.duty import Priority
from darddr.models.finding import Change
from darddr.models.plan import Recommendation
from darddr.models.review import Review, ReviewMove
from darddr.services.actions import CONCERNS
from darddr.vocabulary.library import THEMES
from darddr.vocabulary.records import RecommendationScope
from darddr.workflow.states import ActionState, ReviewState

AT_A_TIME = 500


def make(session: Session, actions: int, reviews: int, seed: int) -> National:
    """Two partnerships with such a history, that most actions and reviews were something else on an earlier day."""
    dice = random.Random(seed)
    size = Size(partnerships=2, reviews=reviews, actions=actions, seed=seed, day=clock.today())
    made = fill(session.connection(), size)
    _spread(session, made, dice)
    session.flush()
    return made


def _spread(session: Session, made: National, dice: random.Random) -> None:
    """Priorities, themes, scopes, owners, days of entry, and moves."""
    connection = session.connection()
    for place in made.places:
        priorities = [Priority(partnership_id=place.id, position=number, title=f"Aim {number}") for number in range(3)]
        session.add_all(priorities)
        session.flush()
        keys = [each.id for each in priorities]
        for row in connection.execute(sa.select(Action.id, Action.state).filter_by(partnership_id=place.id)).all():
            entered = clock.now() - timedelta(days=dice.randrange(900))
            told = {"priority_id": dice.choice([*keys, None]), "has_owner": dice.random() < 0.8, "recorded_at": entered}
            told |= {"slips": dice.choice((0, 0, 1, 2)), "concern": dice.choice((None, None, *CONCERNS))}
            if dice.random() < 0.05:
                told |= {"lead_agency_id": None, "group_id": None}
            connection.execute(sa.update(Action.__table__).where(Action.__table__.c.id == row.id).values(**told))
    for row in connection.execute(sa.select(Recommendation.id)).all():
        told = {"theme": dice.choice([*THEMES, None]), "scope_tier": dice.choice([*RecommendationScope, None])}
        table = Recommendation.__table__
        connection.execute(sa.update(table).where(table.c.id == row.id).values(**told))
    for place in made.places:
        _said(session, place.id, dice)
        _changed(session, place.id, dice)
    _history(connection, dice, Action, ActionMove, "action_id", list(ActionState))
    _history(connection, dice, Review, ReviewMove, "review_id", list(ReviewState))


def _said(session: Session, partnership_id: UUID, dice: random.Random) -> None:
    """Updates and milestones of some actions, without words."""
    updates, steps = [], []
    for row in session.execute(sa.select(Action.id, Action.review_id).filter_by(partnership_id=partnership_id)).all():
        placed = {"partnership_id": partnership_id, "review_id": row.review_id, "action_id": row.id}
        for _ in range(dice.randrange(3)):
            on, kind = clock.today() - timedelta(days=dice.randrange(900)), dice.choice(list(UpdateKind))
            said = {"id": uuid4(), "kind": kind, "happened_on": on, "recorded_at": _noon(on, dice)}
            updates.append({**placed, **said})
        for position in range(dice.randrange(3)):
            on, done = clock.today() - timedelta(days=dice.randrange(-90, 900)), dice.random() < 0.5
            when = {"due_on": on, "done_on": min(on, clock.today()) if done else None, "recorded_at": _noon(on, dice)}
            steps.append({**placed, **when, "id": uuid4(), "position": position, "version_id": 1})
    for model, rows in ((ActionUpdate, updates), (ActionMilestone, steps)):
        for start in range(0, len(rows), AT_A_TIME):
            session.connection().execute(sa.insert(model.__table__), rows[start : start + AT_A_TIME])
    own = sa.select(sa.func.min(ActionMilestone.due_on)).where(
        ActionMilestone.action_id == Action.id, ActionMilestone.done_on.is_(None)
    )
    session.connection().execute(sa.update(Action.__table__).values(milestone_due_on=own.scalar_subquery()))


def _changed(session: Session, partnership_id: UUID, dice: random.Random) -> None:
    """Up to three changes each of some actions: the earlier values, sealed as services keep them."""
    rows = session.execute(sa.select(Action.__table__).where(Action.partnership_id == partnership_id)).all()
    bodies = {"lead_agency_id": "lead_agency_id", "group_id": "group_id", "priority_id": "priority_id"}
    for row in rows:
        for _ in range(dice.choice((0, 0, 0, 0, 1, 2, 3))):
            earlier = clock.today() - timedelta(days=dice.randrange(-60, 900))
            before = {name: str(getattr(dice.choice(rows), column) or "") for name, column in bodies.items()}
            before |= {
                "has_owner": str(dice.random() < 0.5),
                "target_text": dice.choice((earlier.isoformat(), "", "Ongoing")),
            }
            named = dice.sample(sorted(before), dice.randrange(1, 4))
            on = clock.today() - timedelta(days=dice.randrange(900))
            session.add(
                Change(
                    partnership_id=row.partnership_id,
                    review_id=row.review_id,
                    subject_table="actions",
                    subject_id=row.id,
                    recorded_at=_noon(on, dice),
                    learning_before={name: before[name] for name in named},
                )
            )
    session.flush()


def _noon(on: date, dice: random.Random) -> datetime:
    """Some moment about the middle of a day."""
    return datetime.combine(on, time(9), clock.LONDON) + timedelta(seconds=dice.randrange(20_000))


def _history(
    connection: sa.Connection, dice: random.Random, model: Any, moves: Any, key: str, states: list[Any]
) -> None:
    """Up to five moves each, ending in the present state; some never moved; days may run backwards, as late entries do."""
    rows = []
    review = model.id if model is Review else model.review_id
    for row in connection.execute(sa.select(model.id, model.partnership_id, review.label("review"), model.state)).all():
        path = [*(dice.choice(states) for _ in range(dice.randrange(6))), row.state]
        for step in range(1, len(path)):
            on = clock.today() - timedelta(days=dice.randrange(900))
            said = {"source": path[step - 1], "dest": path[step], "trigger": "went", "happened_on": on, "step": step}
            placed = {"partnership_id": row.partnership_id, "review_id": row.review, key: row.id}
            rows.append({"id": uuid4(), "recorded_at": _noon(on, dice), **said, **placed})
    for start in range(0, len(rows), AT_A_TIME):
        connection.execute(sa.insert(moves.__table__), rows[start : start + AT_A_TIME])
