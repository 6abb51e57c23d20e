"""Fifty names go through the pages of the whole thread and through every kind of failure, and are looked for everywhere.

In statements as they leave for the database, in what they were bound to, in what the server would log of them, in every
table as stored, in every file of the installation and of the temporary folder, in log, output and tracebacks.
"""

from __future__ import annotations

import logging
import random
import tempfile
import traceback
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import Engine, event
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from darddr.models.finding import Finding
from darddr.models.person import Person
from darddr.models.review import Review
from darddr.models.user import User
from darddr.services import accounts, people
from darddr.services.plans import plan_of
from darddr.settings import Settings
from darddr.storage.database import open_session, reading, writing
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import ReviewState
from tests.databases import by_superuser
from tests.factories import Make
from tests.sealing.traces import Traces, invented, pages_of, stored
from tests.strict_client import StrictClient

SignIn = Callable[[User], StrictClient]
DICE = random.Random(1974)
NAMES = [f"{invented(DICE)} {invented(DICE)}" for _ in range(50)]
SECRETS = sorted({word for name in NAMES for word in name.split()})


class Said:
    """Whatever left the process for the database or was said of it."""

    def __init__(self) -> None:
        self.statements: list[str] = []
        self.server: list[str] = []

    def holds(self, secret: str) -> bool:
        return any(secret.lower() in said.lower() for said in (*self.statements, *self.server))


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Only a superuser reads what the server writes to its log and its files."""
    return by_superuser(settings)


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The temporary folder, of the test's own."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    for name in ("TMPDIR", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


@pytest.fixture
def said(engine: Engine) -> Iterator[Said]:
    """Every statement with what is bound to it; on PostgreSQL also all that the server would log at its most talkative."""
    said = Said()

    def note(_conn: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        said.statements.append(f"{statement} {parameters!r}")

    def talk(raw: Any, _record: Any) -> None:
        raw.add_notice_handler(lambda notice: said.server.append(f"{notice.message_primary} {notice.message_detail}"))
        for setting in ("log_statement = 'all'", "log_min_duration_statement = 0", "log_min_error_statement = 'info'"):
            raw.execute(f"SET {setting}")
        raw.execute("SET log_parameter_max_length = -1")
        raw.execute("SET log_parameter_max_length_on_error = -1")
        raw.execute("SET client_min_messages = 'log'")
        raw.commit()

    event.listen(Engine, "before_cursor_execute", note)
    if engine.dialect.name == "postgresql":
        engine.dispose()
        event.listen(engine, "connect", talk)
    yield said
    event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture(params=["quiet", "echo"])
def talkative(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture, engine: Engine) -> None:
    """Everything at DEBUG; with SQLAlchemy as it is shipped, and told to say all it does."""
    caplog.set_level(logging.DEBUG)
    for logger in ("darddr", "werkzeug", "sqlalchemy.engine", "sqlalchemy.orm", "sqlalchemy.pool"):
        if request.param == "echo" or not logger.startswith("sqlalchemy"):
            caplog.set_level(logging.DEBUG, logger=logger)
    engine.dispose()


def day(name: str, year: str = "2026") -> dict[str, str]:
    return {f"{name}-day": "3", f"{name}-month": "1", f"{name}-year": year}


class Thread:
    """Somebody at work, page by page."""

    def __init__(self, client: StrictClient) -> None:
        self.client = client

    def post(self, url: str, expected: int = 302, **data: Any) -> str:
        answer = self.client.post(url, data=data)
        assert answer.status_code == expected, (url, answer.status_code, answer.text[-3000:])
        return answer.location or answer.text

    def notify(self, partnership_id: Any) -> str:
        """A review, by the pages of a notification; its address."""
        base = self.post(f"/partnerships/{partnership_id}/notifications/new").rsplit("/", 1)[0]
        self.post(f"{base}/notice", **day("received_on"), source="police")
        died = {"name": NAMES[0], "other_names": f"{NAMES[1]}\n{NAMES[2]}", "pseudonym": "Vale", "sex": "female"}
        self.post(f"{base}/died-1", **died, manner="undetermined", **day("date_of_birth", "1984"))
        self.post(f"{base}/alleged-1", name=NAMES[3], pseudonym="Dale", sex="male")
        self.post(f"{base}/circumstances", circumstances=f"{NAMES[4]} rang {NAMES[5]} twice.", name_reason="As told.")
        assert self.client.get(f"{base}/check").status_code == 200
        return self.post(f"{base}/check")

    def add_person(self, review: str, start: int) -> None:
        known = {"role": "child", "life": "living", "pseudonym": "Rill", "sex": "unknown", "manner": "unknown"}
        told = {"names": "\n".join(NAMES[start : start + 3]), "addresses": f"12 {NAMES[start + 3]} Road"}
        told |= {"other_identifiers": NAMES[start + 4], "relation": NAMES[start + 5], "chosen_by": NAMES[start + 6]}
        self.post(f"{review}/people/new", **known, **told, phones="01632 960001", emails="a@example.org")


def work(cast: dict[str, Any], make: Make, session: Session, sign_in: SignIn) -> str:
    """The thread from the notice to an approved publication; the review's address."""
    thread = Thread(sign_in(cast["coordinator"]))
    url = thread.notify(cast["place"].id)
    thread.add_person(url, 6)
    review = session.get_one(Review, UUID(url.rsplit("/", 1)[1]))
    review.state, question = ReviewState.DRAFTING, make.question(review)
    chair = make.on_review(review, ReviewRole.CHAIR)
    for milestone in (Milestone.PROCEEDINGS_CLEAR, Milestone.FAMILY_TOLD_OF_PUBLICATION):
        make.milestone(review, milestone)
    plan = plan_of(session, review)
    review.state = ReviewState.ANALYSIS
    session.commit()
    author = Thread(sign_in(chair))
    told = {"question_id": str(question.id), "agency_id": str(cast["agency"].id), "kind": "learning"}
    for start in range(13, 19, 2):
        text = {"text": f"{NAMES[start]} was not asked. " * 30, "evidence": NAMES[start + 1], "name_reason": NAMES[19]}
        author.post(f"{url}/findings/new", **told, **text, **day("happened_on"))
    table = "No,Recommendation,Action,Lead agency,Target date,Status\n"
    table += f"1,{NAMES[20]} should be told.,Ask {NAMES[21]},{NAMES[22]},June 2027,{NAMES[23]} began\n"
    sent = {"file": (BytesIO(table.encode() * 3), f"{NAMES[24]}.csv")}
    preview = thread.post(f"/plans/{plan.id}/import", **sent)
    assert NAMES[20] in thread.client.get(preview).text
    thread.post(preview, name_reason=f"{NAMES[25]} agreed.")
    session.refresh(review)
    review.state = ReviewState.CLEARED
    session.commit()
    thread.post(f"{url}/documents/overview")
    sections = {"text": f"{NAMES[26]} told the panel.", "name_reason": NAMES[27], "version": "1"}
    thread.client.post(f"{url}/sections/preface", data=sections)
    thread.post(f"{url}/publication/prepare", kind="withheld", reason=NAMES[28], **day("review_on", "2027"))
    thread.client.get(f"{url}/publication")
    return url


def fail_by_pages(
    cast: dict[str, Any], url: str, sign_in: SignIn, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every kind of answer to something that holds a name and is not saved."""
    thread = Thread(sign_in(cast["coordinator"]))
    with reading(engine) as session:
        person = session.scalars(sa.select(Person).limit(1)).one()
        plan = plan_of(session, session.get_one(Review, person.review_id))
    identity = f"/people/{person.id}/identity"
    thread.post(identity, expected=422, names=NAMES[29], version="99")
    thread.post(
        identity,
        expected=422,
        names=NAMES[30],
        version="1",
        **{"date_of_birth-day": "31", "date_of_birth-month": "2", "date_of_birth-year": NAMES[31]},
    )
    for name, data in (
        (f"{NAMES[32]}.docx", b"PK\x03\x04 " + NAMES[33].encode()),
        (f"{NAMES[34]}.csv", b"\0\1" + NAMES[35].encode()),
    ):
        assert thread.client.post(f"/plans/{plan.id}/import", data={"file": (BytesIO(data), name)}).status_code in (
            302,
            422,
        )

    def crash(*_: Any) -> None:
        raise RuntimeError(f"{NAMES[36]} could not be saved")

    def clash(*_: Any) -> None:
        raise IntegrityError("INSERT", {"name": NAMES[37]}, Exception(NAMES[38]), hide_parameters=True)

    for kind, expected in ((crash, 500), (clash, 409)):
        monkeypatch.setattr(people, "edit_identity", kind)
        thread.post(identity, expected=expected, names=NAMES[39], version="1")
    monkeypatch.undo()
    assert thread.client.get(f"/people/{NAMES[40]}").status_code == 404


def failures(
    engine: Engine, person: Person, finding: Finding
) -> Iterator[tuple[type[Exception], Callable[[], object]]]:
    """What goes wrong below the pages while a name is in hand, and as what."""

    def again() -> None:
        with writing(engine) as session:
            place = {"partnership_id": person.partnership_id, "review_id": person.review_id}
            session.add(Person(id=person.id, role=person.role, names=[NAMES[41]], pseudonym=NAMES[42], **place))

    def gone() -> None:
        with open_session(engine, writes=True) as session:
            here = session.get_one(Person, person.id)
            raw: Any = session.connection().connection.dbapi_connection
            raw.close()
            here.names = [NAMES[43]]
            session.flush()

    def stale() -> None:
        with writing(engine) as session:
            here = session.get_one(Finding, finding.id)
            session.connection().execute(sa.text("UPDATE findings SET version_id = version_id + 1"))
            here.text = NAMES[44]

    def unsealed() -> None:
        with writing(engine) as session:
            here = session.get_one(Finding, finding.id)
            here.narrative_record = NAMES[45].encode()

    def unfit() -> None:
        with writing(engine) as session:
            accounts.make_account(session, None, "person@example.org", NAMES[46], NAMES[47])
            session.add(Finding(text=NAMES[48]))

    yield IntegrityError, again
    yield DBAPIError, gone
    yield StaleDataError, stale
    yield StatementError, unsealed
    yield DBAPIError, unfit


def found_in(text: str | bytes) -> list[str]:
    held = text.encode() if isinstance(text, str) else text
    return [secret for secret in SECRETS if secret.lower().encode() in held.lower()]


def test_fifty_names_leave_no_trace(
    app: Flask,
    engine: Engine,
    settings: Settings,
    session: Session,
    make: Make,
    sign_in: SignIn,
    tmp_path: Path,
    temporary: Path,
    talkative: None,
    said: Said,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    traces = Traces(tmp_path)
    partnership = make.partnership()
    cast: dict[str, Any] = {"place": partnership, "agency": make.agency(partnership)}
    cast |= {"coordinator": make.coordinator(partnership), "executive_chair": make.executive_chair(partnership)}
    make.user(NAMES[49])
    session.commit()
    with traces.watching(temporary):
        url = work(cast, make, session, sign_in)
        traces.look()
        with monkeypatch.context() as patched:
            fail_by_pages(cast, url, sign_in, engine, patched)
        with reading(engine) as fresh:
            person, finding = (
                fresh.scalars(sa.select(Person).limit(1)).one(),
                fresh.scalars(sa.select(Finding).limit(1)).one(),
            )
            opened = [name for one in fresh.scalars(sa.select(Person)) for name in one.names or ()]
        session.close()
        for kind, attempt in failures(engine, person, finding):
            with pytest.raises(kind) as failed:
                attempt()
            assert found_in("".join(traceback.format_exception(failed.value))) == [], kind
    traces.look()
    assert set(opened) >= {NAMES[0], NAMES[3], NAMES[6]}, "they were saved, so there was something to find"
    assert found_in(stored(engine)) == []
    if engine.dialect.name == "postgresql":
        assert b"Partnership" in pages_of(engine)
        assert found_in(pages_of(engine)) == []
        assert any("INSERT INTO people" in line for line in said.server)
    engine.dispose()
    traces.look()
    assert {secret: traces.where(secret) for secret in SECRETS if traces.where(secret)} == {}
    assert {"keystore.db", "root.key"} <= set(traces.held)
    assert any("INSERT INTO people" in line for line in said.statements)
    assert [secret for secret in SECRETS if said.holds(secret)] == []
    assert "RuntimeError answered with 500" in caplog.text
    assert found_in(caplog.text) == []
    printed = capfd.readouterr()
    assert found_in(printed.out + printed.err) == []
