"""Reminders of contacts with a family: on their day or the next that is free, to whoever may know them, by number alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.crypto import ring
from darddr.crypto.scopes import SealClass
from darddr.jobs.mail import sender
from darddr.jobs.runner import run_due
from darddr.models.family import FamilyContact
from darddr.models.job import Job
from darddr.models.partnership import Partnership
from darddr.models.user import User
from darddr.services import family_reminders, plans
from darddr.services.avoided import is_avoided, read_days
from darddr.services.family_days import is_reminder_day
from darddr.settings import Settings
from darddr.vocabulary.family import ContactKind
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import ReviewState
from tests.factories import Make
from tests.jobs.smtp import Taken, mail_server

TODAY = clock.today()
DAY = timedelta(days=1)
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@pytest.fixture
def server() -> Iterator[Taken]:
    with mail_server() as taken:
        yield taken


@pytest.fixture
def mailing(settings: Settings, server: Taken) -> Settings:
    told = {"mail_host": "127.0.0.1", "mail_port": server.port, "mail_tls": False}
    return settings.model_copy(update={**told, "mail_from": "darddr@example.org", "mail_link": "https://d.example.org"})


@pytest.fixture
def people(session: Session, make: Make) -> dict[str, Any]:
    home = make.partnership()
    review = make.review(home, ReviewState.GATHERING)
    made = {"review": review, "coordinator": make.coordinator(home), "chair": make.on_review(review, ReviewRole.CHAIR)}
    for role in (ReviewRole.PANEL, ReviewRole.AUTHOR):
        made[role.value] = make.on_review(review, role)
    return made


def contact_of(make: Make, review: Any, number: int = 1, **more: Any) -> FamilyContact:
    told = {"kind": ContactKind.FAMILY, "name": "Zelphine Quell", "next_contact_on": TODAY, **more}
    return make.keep(FamilyContact(partnership_id=review.partnership_id, review_id=review.id, number=number, **told))


def avoiding(day: date) -> list[dict[str, str]]:
    return [{"kind": "birthday", "days": f"{day.day} {day:%B}", "why": "Zelphine’s own"}]


def heard(session: Session, people: dict[str, Any], day: date) -> set[str]:
    asked = family_reminders.people_reminded(session, day)
    found = {
        name
        for name, user in people.items()
        if isinstance(user, User) and family_reminders.reminded_of(session, user.id, day)
    }
    assert {people[name].id for name in found} <= asked
    return found


def test_coordinator_and_chair_hear_on_the_day_and_every_week_and_nobody_else(session, make, people) -> None:
    contact_of(make, people["review"])
    both = {"coordinator", "chair"}
    for past, who in ((-1, set()), (0, both), (1, set()), (6, set()), (7, both), (8, set()), (70, both)):
        assert heard(session, people, TODAY + past * DAY) == who


def test_a_day_to_avoid_moves_the_reminder_to_the_next_free_one(session, make, people) -> None:
    contact = contact_of(make, people["review"], avoid=avoiding(TODAY))
    assert heard(session, people, TODAY) == set()
    assert heard(session, people, TODAY + DAY) == {"coordinator", "chair"}
    contact.no_contact_since = TODAY
    session.flush()
    assert heard(session, people, TODAY + DAY) == set()


def test_nobody_kept_out_or_gone_hears_anything(session, make, people) -> None:
    contact_of(make, people["review"])
    make.excluded(people["review"], people["chair"])
    assert heard(session, people, TODAY) == {"coordinator"}
    people["coordinator"].is_active = False
    session.flush()
    assert heard(session, people, TODAY) == set()


def test_a_review_whose_keys_were_destroyed_stops_no_other_reminder(session, make, people) -> None:
    gone = make.review(session.get_one(Partnership, people["review"].partnership_id))
    contact_of(make, gone)
    contact_of(make, people["review"])
    session.flush()
    session.expire_all()
    ring().destroy(gone.scope(), SealClass.IDENTITY)
    (due,) = family_reminders.reminded_of(session, people["coordinator"].id, TODAY)
    assert due == family_reminders.ContactDue(people["review"].reference, 1)


def test_the_mail_and_its_job_hold_a_reference_and_a_number_and_nothing_else(
    session, make, engine: Engine, mailing, server, people, caplog
) -> None:
    review = people["review"]
    contact_of(make, review, reached_at="01632 960001", avoid=avoiding(TODAY - DAY), next_contact_on=TODAY - DAY)
    contact_of(make, review, 2, avoid=avoiding(TODAY))
    session.commit()
    run_due(engine, mailing, sender(mailing))
    assert {mail["Subject"] for mail in server.messages} == {"Contacts that need you"}
    mails = {mail["To"]: mail.get_content().replace("\r\n", "\n") for mail in server.messages}
    assert set(mails) == {people["coordinator"].email, people["chair"].email}
    for body in mails.values():
        assert f"{review.reference}\n  contact 1 of the family is due" in body
        assert "contact 2" not in body
        assert "These contacts with a family need you." in body
    payloads = [job.payload for job in session.scalars(select(Job))]
    bodies = repr([audit.body_of(entry) for entry in audit.entries_of(session, review.partnership_id, None, 500)])
    yesterday, today = TODAY - DAY, TODAY
    for text in ("Zelphine", "Quell", "960001", f"{yesterday.day} {yesterday:%B}", f"{today.day} {today:%B}"):
        assert not any(text in place for place in (*payloads, *mails.values(), bodies, caplog.text)), text


def test_actions_and_contacts_come_in_one_mail(session, make, engine: Engine, mailing, server, people) -> None:
    review, chair = people["review"], people["chair"]
    make.action(make.recommendation(plans.plan_of(session, review)), owner_id=chair.id, due_on=TODAY, number="9.1")
    contact_of(make, review)
    session.commit()
    run_due(engine, mailing, sender(mailing))
    (mail,) = [mail for mail in server.messages if mail["To"] == chair.email]
    assert mail["Subject"] == "Actions that need you"
    body = mail.get_content()
    assert "action 9.1: due today" in body
    assert "contact 1 of the family is due" in body


@settings(deadline=None, max_examples=80)
@given(due=DAYS, ahead=st.integers(0, 60), spans=st.lists(st.tuples(DAYS, st.integers(0, 12)), max_size=5))
def test_a_reminder_never_falls_on_a_day_to_avoid_and_none_is_lost(
    due: date, ahead: int, spans: list[tuple[date, int]]
) -> None:
    avoided = [
        read_days(f"{on.day}/{on.month}/{on.year} to {last.day}/{last.month}/{last.year}")
        for on, length in spans
        for last in (on + length * DAY,)
    ]
    day = due + ahead * DAY
    nominal = {due + week * 7 * DAY for week in range(12)}
    expected = set()
    for one in nominal:
        while is_avoided(one, avoided):
            one += DAY
        expected.add(one)
    assert is_reminder_day(day, due, avoided) is (day in expected)
