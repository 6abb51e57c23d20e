"""Every route asked for real, and everything put back between two requests, on both databases alike."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from darddr.models.user import User
from darddr.services import accounts
from tests.access.canaries import Seen, seen_in, seen_in_bytes
from tests.access.world import World

PUBLIC = {"static", "auth.sign_in", "home.accessibility"}

EXAMPLES: dict[tuple[str, str], Any] = {
    ("reviews.move", "trigger"): "begin_drafting",
    ("reviews.milestone", "kind"): "first_panel",
    ("reviews.waive", "condition"): "first_panel",
    ("reviews.extend", "limit"): "report",
    ("actions.move", "trigger"): "complete",
    ("documents.build", "kind"): "overview",
    ("publication.beside", "kind"): "briefing",
    ("house_templates.sample", "kind"): "overview",
    ("wordings.edit", "letter"): "family-first",
    ("wordings.publish", "letter"): "scoping-letter",
    ("wordings.retire", "letter"): "family-first",
    ("exchange.actions", "kind"): "csv",
    ("documents.section", "key"): "preface",
    ("leak_hits.allow_hit", "mark"): "cd" * 32,
    ("notifications.step", "step"): "circumstances",
    ("duties.add", "book"): "priorities",
    ("duties.edit", "book"): "priorities",
    ("clock_settings.set_target", "target"): "chair",
    ("themes.edit", "position"): 1,
    ("update_forms.fetch", "kind"): "docx",
    ("figures.listed", "figure"): "open",
}
"""Values of URLs that are no ids."""

NAMED_OTHERWISE = {
    ("accounts.end", "membership_id"): "partnership_membership_id",
    ("plans.edit", "plan_id"): "own_plan_id",
    ("bulk_changes.preview", "draft_id"): "change of coordinator",
    ("builds.show", "draft_id"): "build of coordinator",
    ("imports.preview", "draft_id"): "import of coordinator",
    ("pasted.check", "draft_id"): "paste of coordinator",
    ("home_office_letters.check", "draft_id"): "letter of coordinator",
    ("home_office_letters.read", "round_id"): "waiting_round_id",
    ("returns.check", "draft_id"): "return of coordinator",
    ("returns.discard", "draft_id"): "return of coordinator",
    ("notifications.step", "draft_id"): "notification of coordinator",
    ("notifications.check", "draft_id"): "notification of coordinator",
}
"""Ids that one name means differently on different routes."""


def rules(app: Flask) -> list[Rule]:
    """Every rule but static files."""
    return sorted((rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"), key=lambda rule: rule.rule)


def values_for(rule: Rule, world: World, place: str = "home") -> dict[str, Any] | None:
    """The values of a rule's URL in a place; None where the place has no such thing."""
    known = {**world.drafts, **world.places[place]} if place == "home" else world.places[place]
    found = {}
    for name in rule.arguments:
        value = EXAMPLES.get((rule.endpoint, name)) or known.get(NAMED_OTHERWISE.get((rule.endpoint, name), name))
        if value is None:
            return None
        found[name] = value
    return found


def url_of(app: Flask, rule: Rule, values: dict[str, Any]) -> str:
    """The address of a rule with its values."""
    return app.url_map.bind("localhost").build(rule.endpoint, values)


def missing(values: dict[str, Any]) -> dict[str, Any]:
    """The same values with every id an id of nothing."""
    return {
        name: UUID(int=index + 1) if isinstance(value, UUID) else value
        for index, (name, value) in enumerate(values.items())
    }


def pages_of_draft(what: str, draft_id: UUID) -> tuple[str, ...]:
    """The pages of a draft."""
    if what.startswith("import"):
        return (f"/imports/{draft_id}",)
    if what.startswith("build"):
        return (f"/builds/{draft_id}",)
    if what.startswith("change"):
        return (f"/actions/change/{draft_id}",)
    if what.startswith("return"):
        return (f"/returns/{draft_id}",)
    if what.startswith("letter"):
        return (f"/home-office-letters/{draft_id}",)
    if what.startswith("paste"):
        return (f"/pasted/{draft_id}",)
    steps = ("notice", "died-1", "people", "circumstances", "check")
    return tuple(f"/notifications/{draft_id}/{step}" for step in steps)


class Stage:
    """The application and one connection; `put_back` undoes everything since the last time."""

    def __init__(self, app: Flask, connection: Connection, world: World) -> None:
        self.app, self.connection, self.world = app, connection, world
        app.extensions["darddr.engine"] = connection
        self.kept = connection.begin_nested()

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session in the open transaction; what it does is undone with the rest."""
        with Session(self.connection, expire_on_commit=False) as session, session.begin():
            yield session

    def put_back(self) -> None:
        """Undo everything since the last time."""
        self.kept.rollback()
        self.kept = self.connection.begin_nested()

    def keep(self) -> None:
        """What was done up to now stays."""
        self.kept.commit()
        self.kept = self.connection.begin_nested()

    def sign_in(self, user: User | None) -> Browser:
        """A browser in which somebody, or nobody, is signed in."""
        client = FlaskClient(self.app, self.app.response_class)
        if user is None:
            return Browser(self, client, None)
        with self.session() as session:
            token = accounts.start_session(session, user.id)
        self.keep()
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"], cookie["csrf_token"] = token, True, "0" * 40
        kept = client.get_cookie(self.app.config["SESSION_COOKIE_NAME"])
        assert kept is not None
        return Browser(self, client, kept.value)


class Browser:
    """Somebody's browser. Whatever it is shown, it keeps the canaries of."""

    def __init__(self, stage: Stage, client: FlaskClient, cookie: str | None) -> None:
        self.stage, self.client, self.cookie = stage, client, cookie
        self.seen: Seen = set()
        self.where: dict[tuple[str, str, str], str] = {}

    def ask(self, url: str, method: str = "GET", **given: Any) -> TestResponse:
        """One request in a browser that remembers nothing but who is signed in; its answer and where it leads are looked through."""
        name = self.stage.app.config["SESSION_COOKIE_NAME"]
        self.client.delete_cookie(name)
        if self.cookie is not None:
            self.client.set_cookie(name, self.cookie)
        answer = self.client.open(url, method=method, **given)
        self.look_at(answer, f"{method} {url}", but=seen_in(str(given.get("data", ""))))
        if 300 <= answer.status_code < 400:
            self.look_at(self.client.get(answer.headers["Location"]), f"{method} {url}, and where it leads")
        return answer

    def look_at(self, answer: TestResponse, where: str, but: Seen = frozenset()) -> None:
        """Keep the canaries of an answer, of its body and of its headers; but those that were sent, since a refused form shows what was
        typed.
        """
        found = (seen_in_bytes(answer.data) | seen_in(str(answer.headers))) - but
        for one in found - self.seen:
            self.where[one] = where
        self.seen |= found
