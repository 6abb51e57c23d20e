"""Every page asks the database as often for ten thousand rows as for ten, and shows no more than a page of them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import orjson
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from darddr import clock
from darddr.crypto import ring
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
from darddr.web import signed_in
from darddr.workflow.states import ActionState, ReviewState
from tests.access.test_doors import PUBLIC, rules, values_for
from tests.access.world import World, build_world
from tests.factories import Make

FEW, MANY, MANY_OF_ONE_REVIEW = 10, 10_000, 200
ON_ONE_PAGE = 120
"""More rows than this are no page any more."""

READERS = ("coordinator", "executive", "administrator", "auditor", "owner")
FILES = {
    "comparison.compare",
    "documents.build",
    "documents.download",
    "evidence.download",
    "exchange.actions",
    "house_templates.sample",
    "house_templates.starter",
    "packs.download",
    "threads.download",
    "update_forms.fetch",
}
"""Answers that are files of the whole, not pages."""

WHOLE = {
    "actions.show",
    "family.add",
    "family_contacts.add",
    "family_contacts.edit",
    "findings.add",
    "findings.edit",
    "findings.index",
    "memberships.add",
    "memberships.exclude",
    "memberships.index",
    "people.index",
    "plans.make",
    "plans.of_review",
    "questions.index",
    "threads.show",
    "accounts.index",
}
"""Pages that show all that one review, one action or one partnership's staff holds."""

ALL_KEPT = {"version_id": 1, "recorded_at": datetime(2026, 1, 5, 9, tzinfo=UTC), "recorded_by_id": None}


def add(session: Session, model: Any, rows: list[dict[str, Any]]) -> None:
    """Rows by the thousand, without objects and without sealed text."""
    kept = {name: value for name, value in ALL_KEPT.items() if name in model.__table__.c}
    session.connection().execute(sa.insert(model.__table__), [{"id": uuid4(), **kept, **row} for row in rows])


def fill(session: Session, world: World, count: int, of_one_review: int) -> None:
    """So many more reviews, plans, actions and entries of the log in the partnership, and so much more on its one review."""
    home, today = world.url_values["partnership_id"], clock.today()
    reviews = [uuid4() for _ in range(count)]
    add(session, Review, [_review(home, each, number) for number, each in enumerate(reviews)])
    owned = [{"partnership_id": home, "review_id": each} for each in reviews]
    received = [today - timedelta(days=number % 900) for number in range(count)]
    notice = {"kind": Milestone.NOTICE_RECEIVED, "replaced": False}
    milestones = [{**row, **notice, "happened_on": day} for row, day in zip(owned, received, strict=True)]
    add(session, ReviewMilestone, milestones)
    plans = [{**row, "id": uuid4(), "reference": f"{row['review_id']}-P"} for row in owned]
    add(session, Plan, plans)
    under = [
        {**row, "id": uuid4(), "plan_id": plan["id"], "number": "", "position": 1}
        for row, plan in zip(owned, plans, strict=True)
    ]
    add(session, Recommendation, under)
    add(session, Action, [_action(row, number, world, today) for number, row in enumerate(under)])
    _log(session, home, count)
    _one_review(session, world, of_one_review)


def _log(session: Session, chain_id: Any, count: int) -> None:
    last = session.scalar(sa.select(sa.func.max(AuditEntry.sequence)).filter_by(chain_id=chain_id)) or 0
    said = {"actor": None, "at": "2026-01-05T09:00:00+00:00", "facts": {}, "review": None, "tag": "review.read"}
    entry = {"chain_id": chain_id, "body": orjson.dumps(said), "mac": bytes(32)}
    add(session, AuditEntry, [{**entry, "sequence": last + number} for number in range(1, count + 1)])


def _one_review(session: Session, world: World, count: int) -> None:
    values, today, numbers = world.url_values, clock.today(), range(count)
    home, review = values["partnership_id"], values["review_id"]
    owned = {"partnership_id": home, "review_id": review}
    users = [uuid4() for _ in numbers]
    add(session, User, [_user(each) for each in users])
    add(session, Membership, [_member(home, None, each, PartnershipRole.EXECUTIVE) for each in users])
    add(session, Membership, [_member(home, review, each, ReviewRole.IMR_AUTHOR) for each in users])
    add(session, Person, [{**owned, "role": PersonRole.CHILD, "life": Life.UNKNOWN, "may_be_named": False}] * count)
    add(session, Question, [{**owned, "number": 100 + count + number} for number in numbers])
    add(session, Finding, [_finding(owned, values, today)] * count)
    in_plan = {**owned, "plan_id": values["plan_id"], "number": ""}
    under = [{**in_plan, "id": uuid4(), "position": 100 + number} for number in numbers]
    add(session, Recommendation, under)
    add(session, Action, [_action(row, number, world, today) for number, row in enumerate(under)])
    noted = {**owned, "action_id": values["action_id"], "kind": UpdateKind.PROGRESS, "happened_on": today}
    add(session, ActionUpdate, [noted] * count)


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


def _action(recommendation: dict[str, Any], number: int, world: World, today: date) -> dict[str, Any]:
    state = list(ActionState)[number % len(ActionState)]
    due = today + timedelta(days=number % 800 - 400) if number % 7 else None
    return {
        **{name: recommendation[name] for name in ("partnership_id", "review_id", "plan_id")},
        "recommendation_id": recommendation["id"],
        "number": "",
        "position": 1,
        "state": state,
        "is_open": not state.is_end,
        "due_on": due,
        "target_on": due,
        "target_precision": DatePrecision.DAY,
        "lead_agency_id": world.url_values["agency_id"],
        "group_id": world.url_values["group_id"],
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


class Seen(NamedTuple):
    """What a page took and showed."""

    statements: int
    shown: int


def visit(app: Flask, client: FlaskClient, world: World) -> dict[str, Seen]:
    """What every page that opens takes and shows."""
    seen = {}
    for endpoint, address in pages(app, world):
        client.get(address)  # a first visit notes a reading, once an hour
        with counting(app) as sent:
            answer = client.get(address)
        assert answer.status_code < 500, (endpoint, answer.status_code)
        if answer.status_code == 200:
            shown = max(answer.text.count(mark) for mark in ("<tr", "<li", "<option", "govuk-inset-text", "<section"))
            seen[f"{endpoint} {address.count('/')}"] = Seen(len(sent), shown)
    return seen


@pytest.mark.parametrize("reader", READERS)
def test_no_page_asks_more_often_or_shows_more_for_many_rows_than_for_few(
    reader: str, app: Flask, session: Session, make: Make, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signed_in, "SEEN_EVERY", timedelta(days=1))  # or a slow run notes its use of the session twice
    world = build_world(make)
    fill(session, world, FEW, FEW)
    session.commit()
    client = browser(app, engine, world.people[reader])
    few = visit(app, client, world)
    fill(session, world, MANY, MANY_OF_ONE_REVIEW)
    session.commit()
    many = visit(app, client, world)
    assert few.keys() == many.keys()
    more = {page: (few[page], many[page]) for page in few if few[page].statements != many[page].statements}
    assert not more, more
    long = {page: seen.shown for page, seen in many.items() if seen.shown > ON_ONE_PAGE}
    assert {page.split()[0] for page in long} <= WHOLE, long


def test_pages_of_figures_and_standings_open_the_name_of_their_reader_alone(
    app: Flask, session: Session, make: Make, engine: Engine
) -> None:
    world = build_world(make)
    fill(session, world, FEW, FEW)
    session.commit()
    client = browser(app, engine, world.people["executive"])
    place = world.url_values["partnership_id"]
    before = ring().openings
    assert client.get(f"/partnerships/{place}/progress/reviews").status_code == 200
    assert ring().openings - before == 1


def everything(client: FlaskClient, address: str, mark: str) -> list[str]:
    """What a list shows at each mark, page after page."""
    found: list[str] = []
    while address:
        text = client.get(address).text
        found += re.findall(mark, text)
        following = re.search(r'href="([^"]+)" rel="next"', text)
        address = html.unescape(following.group(1)) if following else ""
    return found


@pytest.mark.parametrize(("path", "there"), [("progress/reviews", 2), ("plans", 3)])
def test_every_row_of_a_long_list_stands_on_exactly_one_page(
    path: str, there: int, app: Flask, session: Session, make: Make, engine: Engine
) -> None:
    world = build_world(make)
    fill(session, world, 130, 1)
    session.connection().execute(
        sa.delete(ReviewMilestone).where(ReviewMilestone.happened_on > clock.today() - timedelta(days=5))
    )
    session.commit()
    client = browser(app, engine, world.people["executive"])
    address = f"/partnerships/{world.url_values['partnership_id']}/{path}"
    shown = everything(client, address, r'<th scope="row" class="govuk-table__header">(.+?)</th>')
    assert len(shown) == len(set(shown)) == 130 + there
    assert f"{130 + there} " in client.get(address).text
    assert client.get(f"{address}?after=nonsense").text.count("<tr") == 51
