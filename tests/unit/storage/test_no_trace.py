"""Fifty names and phrases go through the real services and are looked for wherever anything was written."""

from __future__ import annotations

import logging
import random
import tempfile
import traceback
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from darddr import clock
from darddr.crypto.errors import CannotOpen, DataKeyMissing
from darddr.crypto.scopes import Scope, SealClass
from darddr.models.action import Action
from darddr.models.person import Person
from darddr.models.review import Review
from darddr.services import findings, people, reviews
from darddr.services.findings import Learned
from darddr.services.opening import Opened, make_installation
from darddr.services.people import Identity
from darddr.services.reviews import Alleged, Died, Notification
from darddr.settings import Settings
from darddr.storage.database import reading, writing
from darddr.vocabulary.records import FindingKind, NotificationSource
from darddr.workflow.states import ReviewState
from tests.factories import Make
from tests.sealing.traces import Traces, invented

DICE = random.Random(2026)
NAMES = [f"{invented(DICE)} {invented(DICE)}" for _ in range(25)]
PHRASES = [f"{invented(DICE).lower()} told {invented(DICE).lower()} of it" for _ in range(25)]
SECRETS = sorted({word for text in NAMES + PHRASES for word in text.split() if len(word) > 8})


@pytest.fixture
def traces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> Traces:
    """Temporary files go below the test's own folder, and everything that is logged is kept."""
    (tmp_path / "tmp").mkdir()
    for name in ("TMPDIR", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(tmp_path / "tmp"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    caplog.set_level(logging.DEBUG)
    for logger in ("sqlalchemy.engine", "sqlalchemy.pool", "sqlalchemy.orm", "darddr"):
        caplog.set_level(logging.DEBUG, logger=logger)
    return Traces(tmp_path)


@pytest.fixture
def installed(tmp_path: Path, traces: Traces) -> Iterator[Opened]:
    opened = make_installation(Settings.for_instance(tmp_path / "instance"))
    yield opened
    opened.engine.dispose()


def told(names: list[str], phrases: list[str]) -> Notification:
    return Notification(
        received_on=clock.today(),
        source=NotificationSource.POLICE,
        month_of_death=date(2026, 5, 1),
        circumstances=" ".join(phrases) * 20,
        died=(Died(tuple(names[:5]), "Haven", date_of_birth="1984-03-07", date_of_death="2026-05-11"),),
        alleged=(Alleged(tuple(names[5:10]), "Lake"),),
    )


def work(opened: Opened, traces: Traces) -> Review:
    """A review is notified, people are corrected, findings are added, changed and removed."""
    with writing(opened.engine) as session:
        session.connection().exec_driver_sql("PRAGMA cache_size = 5")  # pages spill while the journal is open
        make = Make(session)
        partnership = make.partnership("Traceable Partnership")
        coordinator = make.coordinator(partnership)
        actor, agency = make.actor(coordinator), make.agency(partnership)
        review = reviews.notify(session, actor, partnership, told(NAMES, PHRASES[:10]))
        traces.look()
        review.state = ReviewState.ANALYSIS
        question = make.question(review)
        for person, start in zip(people.people_of(session, review), (10, 17), strict=True):
            identity = Identity(names=tuple(NAMES[start : start + 7]), addresses=(f"12 {NAMES[start + 7]} Road",))
            people.edit_identity(session, actor, review, person, person.version_id, identity)
        for phrase in PHRASES[10:]:
            learned = Learned(
                question=question,
                agency=agency,
                kind=FindingKind.LEARNING,
                happened_on=clock.today(),
                text=phrase * 30,
                evidence=phrase,
            )
            findings.add_finding(session, actor, review, learned)
        session.flush()
        traces.look()
    with writing(opened.engine) as session:
        session.connection().exec_driver_sql("PRAGMA cache_size = 5")
        review = session.get_one(Review, review.id)
        for finding, *_ in findings.findings_of(session, review):
            findings.remove_finding(session, actor, review, finding)
        session.flush()
        traces.look()
    return review


def test_no_name_and_no_phrase_is_left_anywhere(
    installed: Opened, traces: Traces, caplog: pytest.LogCaptureFixture
) -> None:
    assert (len(NAMES), len(PHRASES)) == (25, 25)
    review = work(installed, traces)
    with reading(installed.engine) as session:
        opened = [name for person in session.scalars(sa.select(Person)) for name in person.names or ()]
        assert sorted(opened) == sorted(NAMES[10:24])
        assert session.get_one(Review, review.id).circumstances == " ".join(PHRASES[:10]) * 20
    traces.look()
    installed.engine.dispose()
    traces.look()
    assert {"darddr.db", "keystore.db", "root.key"} <= set(traces.held)
    assert any(name.endswith(("-journal", "-wal")) for name in traces.held)
    assert traces.where("Traceable") != [], "what is kept in the clear is found, so the looking works"
    assert {secret: traces.where(secret) for secret in SECRETS if traces.where(secret)} == {}
    logged = caplog.text.lower()
    assert "insert into people" in logged
    assert [secret for secret in SECRETS if secret.lower() in logged] == []


def failures(opened: Opened, traces: Traces) -> Iterator[tuple[type[Exception], Exception]]:
    """Whatever can go wrong while such a value is in hand."""
    review = work(opened, traces)
    place = {"partnership_id": review.partnership_id, "review_id": review.id}
    with reading(opened.engine) as session:
        person = session.scalars(sa.select(Person)).first()
        assert person is not None

    def again() -> None:
        with writing(opened.engine) as session:
            session.add(Person(id=person.id, role=person.role, names=NAMES, pseudonym=PHRASES[0], **place))

    def astray() -> None:
        with writing(opened.engine) as session:
            session.add(Action(text=PHRASES[0], number="1", position=1, **place))

    def in_the_clear() -> None:
        with writing(opened.engine) as session:
            session.execute(sa.text("INSERT INTO agencies (name) VALUES (:name)"), {"name": NAMES[0]})

    def unsealed() -> None:
        with writing(opened.engine) as session:
            session.connection().execute(
                sa.insert(Person), [{"id": uuid4(), "identity_record": NAMES[0].encode(), "role": person.role, **place}]
            )

    def altered() -> None:
        assert person.identity_record is not None
        person.identity_record = person.identity_record[:-1] + b"\0"
        person.fill(names=NAMES)

    def destroyed() -> None:
        opened.keyring.destroy(Scope.review(review.id), SealClass.NARRATIVE)
        Person(names=NAMES, pseudonym=PHRASES[0], **place)

    expected: list[type[Exception]] = [DBAPIError, DBAPIError, DBAPIError, sa.exc.StatementError, CannotOpen]
    for kind, attempt in zip(
        [*expected, DataKeyMissing], (again, astray, in_the_clear, unsealed, altered, destroyed), strict=True
    ):
        with pytest.raises(kind) as failed:
            attempt()
        yield kind, failed.value


def test_no_failure_tells_what_was_to_be_saved(
    installed: Opened, traces: Traces, caplog: pytest.LogCaptureFixture
) -> None:
    for kind, failure in failures(installed, traces):
        said = "".join(traceback.format_exception(failure)).lower()
        assert kind.__name__.lower() in said or kind.__module__ in said
        assert [secret for secret in SECRETS if secret.lower() in said] == [], kind
    traces.look()
    assert {secret: traces.where(secret) for secret in SECRETS if traces.where(secret)} == {}
    assert [secret for secret in SECRETS if secret.lower() in caplog.text.lower()] == []
