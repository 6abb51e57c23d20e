"""An installation of a run's own, the people who work in it, and a browser for each."""

from __future__ import annotations

import html
import http.client
import re
import secrets
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import sqlalchemy as sa
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr.app import create_app
from darddr.models.plan import Plan
from darddr.services import accounts
from darddr.services.opening import make_installation
from darddr.settings import Settings
from darddr.storage.database import make_engine, writing
from darddr.vocabulary.roles import PartnershipRole, ReviewRole
from darddr.workflow.states import ActionState, ReviewState
from tests.databases import empty_database
from tests.factories import Make

HOST = "127.0.0.1"
DAY = {"happened_on-day": "3", "happened_on-month": "11", "happened_on-year": "2025"}


@dataclass(frozen=True)
class Answer:
    """What the server said; a connection that broke gives none."""

    status: int
    location: str
    text: str

    @property
    def saved(self) -> bool:
        """Whether the person was told that it was saved."""
        return self.status < 400 and not self.location.startswith("/sign-in")


@dataclass
class Browser:
    """One signed-in person. It keeps one cookie, and sends a form's CSRF token with everything."""

    cookie: str
    csrf: str
    port: int = 0

    def get(self, address: str) -> Answer | None:
        """Fetch a page."""
        return self._ask("GET", address, None, {})

    def post(
        self, address: str, data: Mapping[str, str], key: str = "", file: tuple[str, bytes] | None = None
    ) -> Answer | None:
        """Send a form; the key is the form's own, a new one where none is given."""
        fields = {**data, "csrf_token": self.csrf, "form_key": key or secrets.token_urlsafe(16)}
        if file is None:
            return self._ask(
                "POST", address, urlencode(fields).encode(), {"Content-Type": "application/x-www-form-urlencoded"}
            )
        parts = [f'name="{name}"\r\n\r\n{value}'.encode() for name, value in fields.items()]
        parts.append(f'name="file"; filename="{file[0]}"\r\n\r\n'.encode() + file[1])
        body = b"".join(b"--edge\r\nContent-Disposition: form-data; " + part + b"\r\n" for part in parts)
        return self._ask(
            "POST", address, body + b"--edge--\r\n", {"Content-Type": "multipart/form-data; boundary=edge"}
        )

    def _ask(self, method: str, address: str, body: bytes | None, headers: dict[str, str]) -> Answer | None:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=60)
        try:
            connection.request(method, address.partition("#")[0], body, {**headers, "Cookie": f"darddr={self.cookie}"})
            told = connection.getresponse()
            return Answer(told.status, told.headers.get("Location", ""), told.read().decode())
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()


def fields(page: str) -> dict[str, str]:
    """Hidden fields and text boxes of a page, as a browser would send them."""
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    boxes = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    return {html.unescape(name): html.unescape(value) for name, value in [*hidden, *boxes]}


@dataclass
class World:
    """A review at its analysis, a plan with agreed actions, and people who may do everything in it."""

    settings: Settings
    log: Path
    review: UUID = field(init=False)
    ids: dict[str, UUID] = field(default_factory=dict)
    actions: list[UUID] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)

    def people(self) -> list[Browser]:
        """A browser for each person."""
        app = create_app(self.settings)
        signer = SecureCookieSessionInterface().get_signing_serializer(app)
        csrf = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps("f" * 40)
        app.extensions["darddr.engine"].dispose()
        assert signer is not None
        return [
            Browser(signer.dumps({"_user_id": token, "_fresh": True, "csrf_token": "f" * 40}), csrf)
            for token in self.tokens
        ]

    def finding(self, text: str) -> dict[str, str]:
        """What the form of a finding posts."""
        ids = {"question_id": str(self.ids["question"]), "agency_id": str(self.ids["agency"])}
        return {**ids, **DAY, "kind": "learning", "text": text, "evidence": ""}

    @contextmanager
    def looking(self) -> Iterator[Session]:
        """One picture of the database, in which everything belongs to one moment."""
        engine = make_engine(self.settings.database_url)
        if engine.dialect.name == "postgresql":
            engine = engine.execution_options(isolation_level="REPEATABLE READ")
        try:
            with Session(engine) as session:
                yield session
        finally:
            engine.dispose()

    def is_sound(self) -> bool:
        """Whether the database is whole and every row points at something."""
        with self.looking() as session:
            if session.get_bind().dialect.name != "sqlite":
                return True
            whole = session.scalar(sa.text("PRAGMA integrity_check")) == "ok"
            return whole and session.execute(sa.text("PRAGMA foreign_key_check")).first() is None


@contextmanager
def made_world(kind: str, folder: Path, people: int, actions: int = 0) -> Iterator[World]:
    """A world on SQLite or PostgreSQL; nothing is left of it afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    with empty_database(kind, folder) as url:
        own = {} if kind == "sqlite" else {"database_url": url}
        world = World(Settings.for_instance(folder / "instance", secure_cookies=False, **own), folder / "server.log")
        opened = make_installation(world.settings)
        with writing(opened.engine) as session:
            _fill(world, Make(session), people, actions)
        opened.engine.dispose()
        yield world


def _fill(world: World, make: Make, people: int, actions: int) -> None:
    partnership = make.partnership()
    review = make.review(partnership, ReviewState.ANALYSIS)
    agency, group, question = make.agency(partnership), make.group(partnership), make.question(review)
    world.review = review.id
    users = [make.on_review(review, ReviewRole.AUTHOR, make.coordinator(partnership), agency) for _ in range(people)]
    make.member(partnership, PartnershipRole.ADMINISTRATOR, users[0])
    make.member(partnership, PartnershipRole.EXECUTIVE_CHAIR, users[0])
    finding = make.finding(review, question, agency, users[0], text="As it began.")
    plan = make.session.scalars(select(Plan).filter_by(review_id=review.id)).one()
    recommendation = make.recommendation(plan)
    world.actions = [
        make.action(recommendation, ActionState.AGREED, has_owner=True, owner_post="Head of service").id
        for _ in range(actions)
    ]
    rows: dict[str, Any] = {
        "partnership": partnership,
        "agency": agency,
        "group": group,
        "question": question,
        "finding": finding,
        "plan": plan,
        "recommendation": recommendation,
    }
    world.ids = {name: row.id for name, row in rows.items()}
    world.tokens = [accounts.start_session(make.session, user.id) for user in users]


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
