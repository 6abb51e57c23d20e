"""The database goes away or fills up while people write: nothing is half saved, nothing typed is lost, and it comes back by itself."""

from __future__ import annotations

import html
import logging
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, g
from sqlalchemy import event, func, select

from darddr import audit
from darddr.app import create_app
from darddr.models.audit import AuditEntry
from darddr.models.document import Document
from darddr.models.finding import Finding
from darddr.services import accounts
from darddr.services.opening import make_installation
from darddr.settings import Settings
from darddr.storage.database import reading, writing
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import ReviewState
from tests.databases import empty_database
from tests.factories import Make
from tests.full_disk import fill, small_disk
from tests.strict_client import StrictClient

TYPED = "Nobody asked her <alone>, “ever”."


class Served:
    """An application over an installation of its own, and a coordinator signed in to it."""

    def __init__(self, settings: Settings) -> None:
        opened = make_installation(settings)
        self.engine = opened.engine
        with writing(self.engine) as session:
            make = Make(session)
            partnership = make.partnership()
            review = make.review(partnership, ReviewState.ANALYSIS)
            agency, question = make.agency(partnership), make.question(review)
            user = make.on_review(review, ReviewRole.AUTHOR, make.coordinator(partnership), agency)
            token = accounts.start_session(session, user.id)
            day = {"happened_on-day": "3", "happened_on-month": "11", "happened_on-year": "2025"}
            ids = {"question_id": str(question.id), "agency_id": str(agency.id)}
            self.data = {**ids, **day, "kind": "learning", "text": TYPED, "evidence": "", "form_key": "one"}
            self.review = f"/reviews/{review.id}"
        self.engine.dispose()
        self.app: Flask = create_app(settings)
        self.app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
        self.app.test_client_class = StrictClient
        self.own: sa.Engine = self.app.extensions["darddr.engine"]
        self.client: Any = self.app.test_client()
        with self.client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = token, True

    def add(self, **more: str) -> Any:
        """Send a finding."""
        return self.client.post(f"{self.review}/findings/new", data={**self.data, **more})

    def count(self, model: Any) -> int:
        """How many rows there are, asked apart from the application."""
        with reading(self.engine) as session:
            return session.scalar(select(func.count()).select_from(model)) or 0

    def is_sound(self) -> bool:
        """Whether database and log are whole."""
        with reading(self.engine) as session:
            whole = self.engine.dialect.name != "sqlite" or session.scalar(sa.text("PRAGMA integrity_check")) == "ok"
            return whole and audit.verify(session).ok


def fields(page: str) -> dict[str, str]:
    """The values of a page's last form, as a browser would send them."""
    form = page[page.rindex("<form") :]
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    boxes = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL)
    return {html.unescape(name): html.unescape(value) for name, value in [*hidden, *boxes]}


def assert_text_is_back(answer: Any) -> None:
    """One clear page with the text on it."""
    assert answer.status_code == 503
    assert "What you sent has not been saved." in answer.text
    assert fields(answer.text)["text"] == TYPED
    assert fields(answer.text)["form_key"] == "one"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    made = Served(Settings.for_instance(tmp_path / "instance", secure_cookies=False))
    yield made
    made.own.dispose()
    made.engine.dispose()


def gone(file: Path) -> None:
    file.rename(file.with_suffix(".away"))


def a_folder(file: Path) -> None:
    gone(file)
    file.mkdir()


def not_a_database(file: Path) -> None:
    gone(file)
    file.write_bytes(b"This is no database. " * 500)


def back(file: Path) -> None:
    file.rmdir() if file.is_dir() else file.unlink(missing_ok=True)
    file.with_suffix(".away").rename(file)


@pytest.mark.parametrize("happens", [gone, a_folder, not_a_database])
def test_a_database_file_lost_while_serving(
    served: Served, caplog: pytest.LogCaptureFixture, happens: Callable[[Path], None]
) -> None:
    """The file is moved, replaced by a folder or by something else; the server goes on, and so do its open connections."""
    file = Path(str(served.own.url.database))
    assert served.client.get(f"{served.review}/findings").status_code == 200
    happens(file)
    with caplog.at_level(logging.INFO):
        answer = served.add()
        assert served.client.get(f"{served.review}/findings").status_code == 503
    assert_text_is_back(answer)
    assert happens is not gone or not file.exists(), "an empty database was made in its place"
    assert TYPED not in caplog.text
    back(file)
    assert served.count(Finding) == 0
    again = served.client.post(f"{served.review}/findings/new", data=fields(answer.text))
    assert again.status_code == 302
    assert served.count(Finding) == 1
    assert served.is_sound()


def test_a_connection_ended_between_two_statements(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with empty_database("postgresql", tmp_path) as url:
        served = Served(Settings.for_instance(tmp_path / "instance", secure_cookies=False, database_url=url))
        for at in ("INSERT INTO findings", "INSERT INTO audit_entries", "UPDATE submissions", "FROM user_sessions"):
            broken = cut_before(served, at)
            with caplog.at_level(logging.INFO):
                assert_text_is_back(served.add())
            assert broken(), at
            assert served.count(Finding) == 0
        assert TYPED not in caplog.text
        assert served.add().status_code == 302
        assert served.count(Finding) == 1
        assert served.is_sound()
        served.own.dispose()
        served.engine.dispose()


def cut_before(served: Served, statement: str) -> Callable[[], bool]:
    """End the application's connection just before its next such statement; whether that came."""
    came: list[int] = []

    def cut(connection: sa.Connection, _cursor: Any, sql: str, *_: Any) -> None:
        if statement in sql and not came:
            came.append(connection.connection.dbapi_connection.info.backend_pid)  # type: ignore[union-attr]
            with served.engine.connect() as other:
                other.execute(sa.text("SELECT pg_terminate_backend(:pid, 2000)"), {"pid": came[0]})

    event.listen(served.own, "before_cursor_execute", cut)
    return lambda: bool(came)


def test_a_save_that_loses_a_race_shows_both_texts(tmp_path: Path) -> None:
    """Somebody saves between another's reading of the version and their writing; only PostgreSQL lets them."""
    with empty_database("postgresql", tmp_path) as url:
        served = Served(Settings.for_instance(tmp_path / "instance", secure_cookies=False, database_url=url))
        assert served.add().status_code == 302
        with reading(served.engine) as session:
            address = f"/findings/{session.scalars(select(Finding.id)).one()}"
        came: list[str] = []

        def meanwhile(_connection: Any, _cursor: Any, sql: str, *_: Any) -> None:
            if "UPDATE findings" in sql and not came:
                came.append(sql)
                with writing(served.engine) as session:
                    session.scalars(select(Finding)).one().text = "Theirs, first."

        event.listen(served.own, "before_cursor_execute", meanwhile)
        data = {**served.data, "text": "Mine, second.", "version": "1", "form_key": "two"}
        answer = served.client.post(address, data=data)
        assert came
        assert answer.status_code == 422
        assert "Theirs, first." in answer.text
        assert "Mine, second." in answer.text
        served.own.dispose()
        served.engine.dispose()


def test_a_commit_that_fails_is_not_told_of_as_saved(served: Served) -> None:
    def fail(_session: Any) -> None:
        if "cut" in g:
            raise sa.exc.OperationalError("COMMIT", {}, Exception("disk I/O error"))

    @served.app.before_request
    def mark() -> None:
        if len(cut) == 0:
            g.cut = True
            cut.append(True)

    cut: list[bool] = []
    event.listen(sa.orm.Session, "before_commit", fail)
    try:
        answer = served.add()
    finally:
        event.remove(sa.orm.Session, "before_commit", fail)
    assert_text_is_back(answer)
    assert "Your finding has been added" not in served.client.get(f"{served.review}/findings").text
    assert served.count(Finding) == 0


def test_a_disk_that_is_full_loses_nothing_and_serves_again_with_room(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 4) as disk:
        served = Served(Settings.for_instance(disk / "instance", secure_cookies=False))
        assert served.add(form_key="before").status_code == 302
        kept = served.count(AuditEntry)
        filler = fill(disk)
        long = "word " * 100_000
        answer = served.add(text=long)
        assert answer.status_code == 503
        assert "There is no room left" in answer.text
        assert fields(answer.text)["text"] == long
        build = served.client.post(f"{served.review}/documents/overview", data={"form_key": "two"})
        assert build.status_code == 503
        assert (served.count(Finding), served.count(Document), served.count(AuditEntry)) == (1, 0, kept)
        assert served.is_sound()
        os.truncate(filler, 0)
        assert served.client.post(f"{served.review}/findings/new", data=fields(answer.text)).status_code == 302
        assert served.count(Finding) == 2
        assert served.is_sound()
        served.own.dispose()
        served.engine.dispose()


def test_a_form_refused_for_another_reason_shows_what_was_typed(served: Served) -> None:
    """A review that was moved on meanwhile."""
    with writing(served.engine) as session:
        session.execute(sa.text("UPDATE reviews SET state = 'sign_off'"))
    answer = served.add()
    assert answer.status_code == 409
    assert html.escape(TYPED, quote=False) in answer.text
    assert "It has not been saved. Copy what you want to keep." in answer.text


def test_a_password_is_never_shown_again(served: Served) -> None:
    file = Path(str(served.own.url.database))
    gone(file)
    answer = served.app.test_client().post("/sign-in", data={"email": "a@example.org", "password": "four plain words"})
    back(file)
    assert answer.status_code == 503
    assert "four plain words" not in answer.text
