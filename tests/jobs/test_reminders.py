"""Reminders: who hears of which action on which day, one mail a person and day, and what a mail never holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.jobs import queue
from darddr.jobs.digests import DIGEST
from darddr.jobs.mail import sender
from darddr.jobs.runner import Ran, run_due
from darddr.models.chasing import Chase
from darddr.models.job import Job
from darddr.models.partnership import Partnership
from darddr.models.user import Membership, User
from darddr.services import plans, reminders
from darddr.settings import Settings
from darddr.storage.database import reading, writing
from darddr.vocabulary.national import ChasedBy
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import ActionState, ReviewState
from tests.factories import LONG_AGO, Make
from tests.jobs.smtp import Taken, mail_server

TODAY = clock.today()


@pytest.fixture
def server() -> Iterator[Taken]:
    with mail_server() as taken:
        yield taken


@pytest.fixture
def mailing(settings: Settings, server: Taken) -> Settings:
    """The test's own settings with its mail server."""
    told = {"mail_host": "127.0.0.1", "mail_port": server.port, "mail_tls": False}
    return settings.model_copy(update={**told, "mail_from": "darddr@example.org", "mail_link": "https://d.example.org"})


@pytest.fixture
def situation(session: Session, make: Make) -> dict[str, Any]:
    home = make.partnership()
    agency, review, owner = make.agency(home), make.review(home, ReviewState.CLOSED), make.user()
    approver, chair = make.user(), make.executive_chair(home)
    make.keep(
        Membership(
            user_id=approver.id,
            partnership_id=home.id,
            agency_id=agency.id,
            role=ReviewRole.AGENCY_APPROVER.value,
            started_on=LONG_AGO,
        )
    )
    action = make.action(
        make.recommendation(plans.plan_of(session, review)),
        lead_agency_id=agency.id,
        owner_id=owner.id,
        due_on=TODAY - timedelta(days=7),
        text="Zelphine must be told.",
    )
    session.commit()
    return {"home": home, "review": review, "action": action} | {"owner": owner, "approver": approver, "chair": chair}


def told(session: Session, situation: dict[str, Any], past: int) -> set[str]:
    """Who hears of the action that many days past its date."""
    day = situation["action"].due_on + timedelta(days=past)
    asked = reminders.people_reminded(session, day)
    names = {name: situation[name].id for name in ("owner", "approver", "chair")}
    heard = {name for name, user_id in names.items() if reminders.reminded_of(session, user_id, day)}
    assert {names[name] for name in heard} <= asked
    return heard


@pytest.mark.parametrize(
    ("past", "who"),
    [
        (-29, ""),
        (-28, "owner"),
        (-27, ""),
        (-14, ""),
        (-7, "owner"),
        (0, "owner"),
        (1, ""),
        (7, "owner"),
        (13, ""),
        (14, "owner approver"),
        (21, "owner approver"),
        (29, ""),
        (30, "chair"),
        (35, "owner approver"),
        (37, "chair"),
        (700, "owner approver"),
    ],
)
def test_owner_agency_and_chair_hear_on_their_days_long_after_closure(
    session: Session, situation, past: int, who: str
) -> None:
    assert told(session, situation, past) == set(who.split())


@pytest.mark.parametrize("state", [ActionState.OWNER_COMPLETE, ActionState.SIGNED_OFF, ActionState.NOT_IMPLEMENTED])
def test_nobody_is_reminded_of_what_is_done_or_waits_for_others(
    session: Session, situation, state: ActionState
) -> None:
    situation["action"].state = state
    session.flush()
    assert told(session, situation, 14) == set()


def test_nobody_kept_out_gone_or_inactive_hears_anything(session: Session, make: Make, situation) -> None:
    make.excluded(situation["review"], situation["owner"])
    session.scalars(select(Membership).filter_by(user_id=situation["approver"].id)).one().ended_on = TODAY
    session.flush()
    assert told(session, situation, 14) == set()
    assert told(session, situation, 30) == {"chair"}
    situation["chair"].is_active = False
    session.flush()
    assert told(session, situation, 30) == set()


def run(engine: Engine, mailing: Settings) -> Ran:
    return run_due(engine, mailing, sender(mailing))


def test_one_mail_a_person_and_day_holds_references_and_a_link_and_nothing_else(
    session: Session, make: Make, engine: Engine, mailing: Settings, server: Taken, situation
) -> None:
    owner, review = situation["owner"], situation["review"]
    second = make.review(session.get_one(Partnership, situation["home"].id))
    theirs = make.recommendation(plans.plan_of(session, second))
    make.action(theirs, owner_id=owner.id, due_on=TODAY, number="9.1")
    make.action(theirs, owner_id=owner.id, due_on=TODAY, number="", position=17)
    session.commit()
    for _ in range(3):
        run(engine, mailing)
    (mail,) = server.messages
    assert (mail["To"], mail["From"]) == (owner.email, "darddr@example.org")
    body = mail.get_content()
    for shown in (
        f"{review.reference}-PLAN",
        f"{second.reference}-PLAN",
        "7 days overdue",
        "action 9.1: due today",
        "action 17: due today",
    ):
        assert shown in body
    assert "https://d.example.org/my-work" in body
    for kept in ("Zelphine", "told.", owner.name):
        assert kept not in str(mail)
    with reading(engine) as fresh:
        (chase,) = fresh.scalars(select(Chase)).all()
        assert (chase.how, chase.chased_on, chase.recorded_by_id) == (ChasedBy.AUTOMATIC, TODAY, None)
        assert audit.verify(fresh).ok


def test_the_same_day_is_not_planned_twice_and_the_next_one_is(
    engine: Engine, mailing: Settings, server: Taken, situation, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(engine, mailing)
    for days in (1, 7):
        later = clock.now() + timedelta(days=days)
        with monkeypatch.context() as moved:
            moved.setattr(clock, "now", lambda later=later: later)
            run(engine, mailing)
    assert [mail["To"] for mail in server.messages].count(situation["owner"].email) == 2
    assert {mail["To"] for mail in server.messages} == {situation["owner"].email, situation["approver"].email}


class Killed(BaseException):
    """The process is gone."""


def test_killed_between_sending_and_marking_it_is_sent_again_and_chased_once(
    engine: Engine, mailing: Settings, server: Taken, situation, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = sender(mailing)

    class Dies:
        def send(self, message: EmailMessage) -> None:
            real.send(message)
            raise Killed

    with pytest.raises(Killed):
        run_due(engine, mailing, Dies())
    assert len(server.messages) == 1
    assert run(engine, mailing).done == 0, "the claim of the dead holds for a while"
    now = clock.now() + queue.CLAIM
    if now.date() == clock.now().date():
        monkeypatch.setattr(clock, "now", lambda: now)
    else:
        with writing(engine) as session:
            session.scalars(select(Job).filter_by(kind=DIGEST)).one().claimed_at = None
    assert run(engine, mailing) == Ran(1, 0)
    first, second = server.messages
    assert first["Message-ID"] == second["Message-ID"]
    with reading(engine) as fresh:
        assert len(fresh.scalars(select(Chase)).all()) == 1
        assert all(job.done_at for job in fresh.scalars(select(Job)))


def test_a_server_that_refuses_is_tried_again_later_and_no_word_of_it_is_kept(
    engine: Engine, mailing: Settings, server: Taken, situation, caplog: pytest.LogCaptureFixture
) -> None:
    server.refuses = True
    assert run(engine, mailing) == Ran(1, 1)
    with reading(engine) as fresh:
        job = fresh.scalars(select(Job).filter_by(kind=DIGEST)).one()
        assert (job.failed, job.done_at, job.claimed_at) == ("SMTPSenderRefused", None, None)
        assert job.run_after > clock.now() + timedelta(minutes=4)
        assert fresh.scalars(select(Chase)).all() == []
    assert situation["owner"].email not in caplog.text
    assert "SMTPSenderRefused" in caplog.text
    server.refuses = False
    with writing(engine) as session:
        session.scalars(select(Job).filter_by(kind=DIGEST)).one().run_after = clock.now()
    assert run(engine, mailing) == Ran(1, 0)
    assert len(server.messages) == 1


def test_somebody_kept_out_after_the_day_was_planned_hears_nothing(
    session: Session, make: Make, engine: Engine, mailing: Settings, server: Taken, situation
) -> None:
    server.refuses = True
    run(engine, mailing)
    server.refuses = False
    make.excluded(situation["review"], session.get_one(User, situation["owner"].id))
    session.scalars(select(Job).filter_by(kind=DIGEST)).one().run_after = clock.now()
    session.commit()
    assert run(engine, mailing) == Ran(1, 0)
    assert server.messages == []


def test_without_a_server_mail_waits_in_a_folder_that_only_this_account_reads(
    engine: Engine, settings: Settings, situation
) -> None:
    run_due(engine, settings, sender(settings))
    (file,) = (settings.instance / "outbox").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert b"7 days overdue" in file.read_bytes()


def test_two_runners_never_take_the_same_job(engine: Engine) -> None:
    now = datetime(2026, 5, 1, tzinfo=UTC)
    with writing(engine) as session:
        assert queue.enter(session, "a", "1", {}, now)
        assert not queue.enter(session, "a", "1", {}, now)
        assert queue.enter(session, "a", "2", {}, now + timedelta(seconds=1))
    taken = []
    for _ in range(3):
        with writing(engine) as session:
            job = queue.claim(session, now + timedelta(minutes=1))
            taken.append(job.key if job else None)
    assert taken == ["1", "2", None]


def test_a_job_that_always_fails_is_left_alone_in_the_end(engine: Engine) -> None:
    now = datetime(2026, 5, 1, tzinfo=UTC)
    with writing(engine) as session:
        queue.enter(session, "a", "1", {}, now)
    for tried in range(queue.ATTEMPTS + 1):
        now += timedelta(days=30)
        with writing(engine) as session:
            job = queue.claim(session, now)
            assert (job is None) is (tried == queue.ATTEMPTS)
            if job is not None:
                queue.fail(session, job.id, ValueError("words"), now)


def test_a_date_without_a_day_reminds_nobody(session: Session, situation) -> None:
    situation["action"].due_on = None
    session.flush()
    assert reminders.people_reminded(session, date(2026, 5, 1)) == set()
