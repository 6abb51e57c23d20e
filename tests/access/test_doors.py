"""Every door tried by everybody: each route and method requested for real, as every actor."""

from __future__ import annotations

import importlib
import pkgutil
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from darddr.models.user import User
from darddr.settings import Settings
from tests import access
from tests.access.world import ACTORS, World, build_world
from tests.factories import Make
from tests.strict_client import StrictClient

PUBLIC = {"static", "auth.sign_in", "home.accessibility"}
OWN_DRAFT = {"draft_id"}
DOORS: dict[str, set[str]] = {}
for found in pkgutil.iter_modules(access.__path__):
    if found.name.startswith("doors_"):
        DOORS |= importlib.import_module(f"tests.access.{found.name}").DOORS


def rules(app: Flask) -> list[Rule]:
    """Every rule but static files."""
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def test_every_route_is_claimed(app: Flask) -> None:
    assert {rule.endpoint for rule in rules(app)} - PUBLIC == {name.split()[0] for name in DOORS}


def test_every_view_carries_a_mark(app: Flask) -> None:
    unmarked = {name for name, view in app.view_functions.items() if not hasattr(view, "permission")} - {"static"}
    assert not unmarked


@pytest.fixture
def world(make: Make, session: Session) -> World:
    """The world, committed."""
    built = build_world(make)
    session.commit()
    return built


@pytest.fixture
def fresh(app: Flask, engine: Engine, settings: Settings, world: World) -> Callable[[], None]:
    """Puts the database back to what it was when the world was made.

    Every pooled connection is closed first: SQLite would take pages it remembers for those of the file put in its place.
    """
    database = Path(settings.database_url.removeprefix("sqlite:///"))
    kept = database.with_suffix(".kept")
    engine.dispose()
    shutil.copyfile(database, kept)

    def put_back() -> None:
        engine.dispose()
        app.extensions["darddr.engine"].dispose()
        shutil.copyfile(kept, database)

    return put_back


def values_for(rule: Rule, world: World) -> dict[str, object] | None:
    """The values of a rule's URL for this world; None where it asks for a draft, which only its owner ever has."""
    if OWN_DRAFT & rule.arguments:
        return None
    return {name: world.url_values.get(name) or EXAMPLES[rule.endpoint, name] for name in rule.arguments}


EXAMPLES = {
    ("reviews.move", "trigger"): "begin_drafting",
    ("reviews.milestone", "kind"): "first_panel",
    ("reviews.waive", "condition"): "first_panel",
    ("reviews.extend", "limit"): "report",
    ("actions.move", "trigger"): "complete",
    ("documents.build", "kind"): "overview",
    ("documents.section", "key"): "preface",
}


@pytest.mark.parametrize("name", ACTORS)
def test_doors_open_only_for(
    name: str, app: Flask, world: World, sign_in: Callable[[User], StrictClient], fresh: Callable[[], None]
) -> None:
    client = sign_in(world.people[name])
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]
    assert token
    wrong = []
    for rule in sorted(rules(app), key=lambda rule: rule.endpoint):
        values = values_for(rule, world)
        if rule.endpoint in PUBLIC or values is None or rule.endpoint == "auth.sign_out":
            continue
        with app.test_request_context():
            url = app.url_map.bind("localhost").build(rule.endpoint, values)
        for method in sorted((rule.methods or set()) - {"OPTIONS"}):
            answer = client.open(url, method=method)
            assert answer.status_code < 500, (method, rule.endpoint, name)
            opened = answer.status_code != 404
            if opened is not (name in DOORS.get(f"{rule.endpoint} {method}", DOORS[rule.endpoint])):
                wrong.append((method, rule.endpoint, answer.status_code))
            if method == "POST":
                fresh_keeping(fresh, client, sign_in, world.people[name])
    assert not wrong, wrong


def fresh_keeping(
    fresh: Callable[[], None], client: StrictClient, sign_in: Callable[[User], StrictClient], user: User
) -> None:
    """Put the database back and sign the same browser in again."""
    fresh()
    with sign_in(user).session_transaction() as cookie:
        token = cookie["_user_id"]
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True


def test_nobody_signed_in_sees_only_the_way_in(app: Flask, world: World) -> None:
    client = app.test_client()
    for rule in rules(app):
        values = values_for(rule, world)
        if rule.endpoint in PUBLIC or values is None:
            continue
        url = app.url_map.bind("localhost").build(rule.endpoint, values)
        for method in sorted((rule.methods or set()) - {"OPTIONS"}):
            answer = client.open(url, method=method)
            assert answer.status_code == 302, (method, rule.endpoint)
            assert "/sign-in" in answer.headers["Location"]


def test_a_review_that_is_not_there_answers_like_one_that_may_not_be_seen(
    world: World, sign_in: Callable[[User], StrictClient]
) -> None:
    client = sign_in(world.people["outsider_coordinator"])
    hidden = client.get(f"/reviews/{world.url_values['review_id']}")
    absent = client.get("/reviews/00000000-0000-4000-8000-000000000000")
    assert (hidden.status_code, words_of(hidden.text)) == (absent.status_code, words_of(absent.text))


def words_of(page: str) -> str:
    """A page without the two values that are new in each: the form's token and the form's key."""
    return re.sub(r'"(csrf.token|form_key)" (content|value)="[\w.-]+"', r'"\1"', page)
