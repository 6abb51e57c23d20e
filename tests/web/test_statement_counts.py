"""Every page asks the database as often for ten thousand rows as for ten, shows no more than a page of them, and opens only that."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from darddr import clock
from darddr.crypto import ring
from darddr.crypto.scopes import Scope
from darddr.models.action import Action, ActionUpdate, UpdateKind
from darddr.models.audit import AuditEntry
from darddr.models.finding import Finding
from darddr.models.person import Person
from darddr.models.plan import Plan, Recommendation
from darddr.models.review import Question, Review, ReviewMilestone
from darddr.models.user import Membership, User
from darddr.services import accounts
from darddr.services.accounts import email_digest
from darddr.storage.database import writing
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.records import DatePrecision, FindingKind, Life, PersonRole
from darddr.vocabulary.roles import PartnershipRole, ReviewRole
from darddr.workflow.states import ActionState, ReviewState
from tests.access.test_doors import PUBLIC, rules, values_for
from tests.access.world import World, build_world
from tests.factories import Make

FEW, MANY = 10, 500
ON_ONE_PAGE = 120
"""More rows than this are no page any more."""

READERS = ("coordinator", "executive", "administrator", "auditor", "owner")
OPENS_NOTHING = {"progress.reviews", "reviews.index"}
FILES = {"documents.build", "documents.download"}
"""Answers that are files of the whole, not pages."""

ALL_KEPT = {"version_id": 1, "recorded_at": datetime(2026, 1, 5, 9, tzinfo=UTC), "recorded_by_id": None}


def add(session: Session, model: Any, rows: list[dict[str, Any]]) -> None:
    """Rows by the thousand, without objects and without sealed text."""
    kept = {name: value for name, value in ALL_KEPT.items() if name in model.__table__.c}
    session.execute(sa.insert(model.__table__), [{"id": uuid4(), **kept, **row} for row in rows])


def fill(session: Session, world: World, count: int) -> None:
    """So many more of everything that lists show, on the review of the world and around it."""
    values = world.url_values
    home, review, plan = values["partnership_id"], values["review_id"], values["plan_id"]
    owned, today = {"partnership_id": home, "review_id": review}, clock.today()
    numbers = range(count)
    users = [uuid4() for _ in numbers]
    add(session, User, [_user(each) for each in users])
    add(session, Membership, [_member(home, None, each, PartnershipRole.EXECUTIVE) for each in users])
    add(session, Membership, [_member(home, review, each, ReviewRole.IMR_AUTHOR) for each in users])
    reviews = [uuid4() for _ in numbers]
    add(session, Review, [_review(home, each, number) for number, each in enumerate(reviews)])
    happened = {"kind": Milestone.NOTICE_RECEIVED, "replaced": False}
    add(
        session,
        ReviewMilestone,
        [
            {**happened, "partnership_id": home, "review_id": each, "happened_on": today - timedelta(days=number % 900)}
            for number, each in enumerate(reviews)
        ],
    )
    plans = [
        {"partnership_id": home, "review_id": each, "reference": f"{each}-P"} for number, each in enumerate(reviews)
    ]
    add(session, Plan, plans)
    people = {"role": PersonRole.CHILD, "life": Life.UNKNOWN, "may_be_named": False}
    add(session, Person, [{**owned, **people} for _ in numbers])
    add(session, Question, [{**owned, "number": 100 + count + number} for number in numbers])
    add(session, Finding, [_finding(owned, values, today) for _ in numbers])
    recommendations = [
        {**owned, "id": uuid4(), "plan_id": plan, "number": "", "position": 100 + number} for number in numbers
    ]
    add(session, Recommendation, recommendations)
    add(
        session,
        Action,
        [_action(owned, values, row, number, world, today) for number, row in enumerate(recommendations)],
    )
    noted = {"action_id": values["action_id"], "kind": UpdateKind.PROGRESS, "happened_on": today}
    add(session, ActionUpdate, [{**owned, **noted} for _ in numbers])
    first = (session.scalar(sa.select(sa.func.max(AuditEntry.sequence)).filter_by(chain_id=home)) or 0) + 1
    body = b'{"actor":null,"at":"2026-01-05T09:00:00+00:00","facts":{},"review":null,"sequence":1,"tag":"review.read"}'
    add(
        session,
        AuditEntry,
        [{"chain_id": home, "sequence": first + number, "body": body, "mac": bytes(32)} for number in numbers],
    )


def _user(user_id: UUID) -> dict[str, Any]:
    return {
        "id": user_id,
        "email_digest": email_digest(f"{user_id}@example.org"),
        "password_is_one_time": False,
        "is_active": True,
    }


def _member(partnership_id: Any, review_id: Any, user_id: UUID, role: Any) -> dict[str, Any]:
    return {
        "partnership_id": partnership_id,
        "review_id": review_id,
        "user_id": user_id,
        "role": role.value,
        "started_on": date(2020, 1, 1),
    }


def _review(partnership_id: Any, review_id: UUID, number: int) -> dict[str, Any]:
    return {
        "id": review_id,
        "partnership_id": partnership_id,
        "reference": f"BULK-{review_id}",
        "state": list(ReviewState)[number % len(ReviewState)],
        "legal_basis": "s9_dhr",
        "guidance_edition": "2016",
        "display_name": "dhr",
        "brought_in": False,
    }


def _finding(owned: dict[str, Any], values: Any, today: date) -> dict[str, Any]:
    return {
        **owned,
        "question_id": values["question_id"],
        "agency_id": values["agency_id"],
        "kind": FindingKind.LEARNING,
        "happened_on": today,
    }


def _action(
    owned: dict[str, Any], values: Any, recommendation: dict[str, Any], number: int, world: World, today: date
) -> dict[str, Any]:
    state = list(ActionState)[number % len(ActionState)]
    due = today + timedelta(days=number % 800 - 400) if number % 9 else None
    return {
        **owned,
        "plan_id": values["plan_id"],
        "recommendation_id": recommendation["id"],
        "number": "",
        "position": 1,
        "state": state,
        "is_open": not state.is_end,
        "due_on": due,
        "target_on": due,
        "target_precision": DatePrecision.DAY,
        "lead_agency_id": values["agency_id"],
        "group_id": values["group_id"],
        "owner_id": world.people["owner"].id,
        "has_owner": True,
        "slips": 0,
    }


@contextmanager
def counting(app: Flask) -> Iterator[list[str]]:
    """The statements that the application sends meanwhile."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    engine = app.extensions["darddr.engine"]
    sa.event.listen(engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(engine, "before_cursor_execute", note)


def pages(app: Flask, world: World) -> list[tuple[str, str]]:
    """Every page there is: the name of its view and its address."""
    addresses = []
    for rule in rules(app):
        values = values_for(rule, world)
        if rule.endpoint in PUBLIC | FILES or values is None or "GET" not in (rule.methods or set()):
            continue
        addresses.append((rule.endpoint, app.url_map.bind("localhost").build(rule.endpoint, values)))
    return sorted(addresses)


def browser(app: Flask, engine: Engine, user: User) -> FlaskClient:
    """A browser in which somebody is signed in; not the strict one, whose reading of every page would take minutes."""
    client = FlaskClient(app)
    with writing(engine) as session:
        token = accounts.start_session(session, user.id)
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True
    return client


def visit(app: Flask, client: FlaskClient, world: World) -> dict[str, tuple[list[str], int, int]]:
    """What every page that opens takes: its statements, the rows it shows, the sealed values it opens."""
    seen = {}
    for endpoint, address in pages(app, world):
        client.get(address)  # a first visit notes a reading, once an hour
        opened = ring().openings
        with counting(app) as sent:
            answer = client.get(address)
        assert answer.status_code < 500, (endpoint, answer.status_code)
        if answer.status_code == 200:
            shown = max(answer.text.count(mark) for mark in ("<tr", "<li", "<option", "govuk-inset-text", "<section"))
            seen[f"{endpoint} {address.count('/')}"] = (sent, shown, ring().openings - opened)
    return seen


@pytest.mark.parametrize("reader", READERS)
def test_no_page_asks_more_often_or_shows_more_for_many_rows_than_for_few(
    reader: str, app: Flask, session: Session, make: Make, engine: Engine
) -> None:
    world = build_world(make)
    fill(session, world, FEW)
    session.commit()
    client = browser(app, engine, world.people[reader])
    few = visit(app, client, world)
    fill(session, world, MANY)
    session.commit()
    many = visit(app, client, world)
    assert few.keys() == many.keys()
    more = {page: (len(few[page][0]), len(many[page][0])) for page in few if len(few[page][0]) != len(many[page][0])}
    assert not more, more
    long = {page: shown for page, (_, shown, _) in many.items() if shown > ON_ONE_PAGE}
    assert not long, long
