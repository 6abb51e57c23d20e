"""A form sent twice is done once, and everybody hears the first answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from darddr import clock
from darddr.models.audit import AuditEntry
from darddr.models.draft import Draft
from darddr.models.finding import Finding
from darddr.models.plan import Plan
from darddr.models.submission import Submission
from darddr.models.user import User, UserSession
from darddr.services import submissions
from darddr.services.submissions import Answered, Sending
from darddr.storage.database import reading, writing
from darddr.vocabulary.roles import PartnershipRole, ReviewRole
from darddr.workflow.states import ReviewState
from tests.access.stage import url_of, values_for
from tests.access.world import build_world
from tests.factories import Make
from tests.strict_client import StrictClient

SignIn = Callable[[User], StrictClient]
POSTED = re.compile(r'<form[^>]*method="post".*?</form>', re.DOTALL)


@pytest.fixture
def case(make: Make, session: Session) -> dict[str, Any]:
    """A review at its analysis, with a plan, a panel member and a coordinator."""
    partnership = make.partnership()
    review = make.review(partnership, ReviewState.ANALYSIS)
    agency = make.agency(partnership)
    made = {
        "partnership": partnership,
        "review": review,
        "agency": agency,
        "question": make.question(review),
        "panel": make.on_review(review, ReviewRole.PANEL, agency=agency),
        "chair": make.on_review(review, ReviewRole.CHAIR),
        "coordinator": make.coordinator(partnership),
        "administrator": make.member(partnership, PartnershipRole.ADMINISTRATOR),
        "plan": session.scalars(select(Plan).filter_by(review_id=review.id)).one(),
    }
    session.commit()
    return made


def finding(case: dict[str, Any], text: str = "Nobody asked alone.", **more: str) -> dict[str, str]:
    """What the form of a finding posts."""
    day = {"happened_on-day": "3", "happened_on-month": "11", "happened_on-year": "2025"}
    ids = {"question_id": str(case["question"].id), "agency_id": str(case["agency"].id)}
    return {**ids, **day, "kind": "learning", "text": text, "evidence": "", **more}


def count(engine: Engine, model: Any) -> int:
    """How many rows there are."""
    with reading(engine) as fresh:
        return fresh.scalar(select(func.count()).select_from(model)) or 0


def test_every_form_of_every_page_carries_a_key_of_its_own(
    app: Flask, make: Make, session: Session, sign_in: SignIn
) -> None:
    world = build_world(make)
    session.commit()
    keys: list[str] = []
    pages = 0
    clients = [sign_in(world.people[name]) for name in ("coordinator", "chair", "executive_chair", "administrator")]
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static" or "draft_id" in rule.arguments:
            continue
        values = values_for(rule, world)
        assert values is not None, rule.rule
        address = url_of(app, rule, values)
        answers = [client.get(address) for client in clients]
        for answer in answers:
            if answer.mimetype != "text/html" or answer.status_code >= 300:
                continue
            pages += 1
            for form in POSTED.findall(answer.text):
                assert 'name="csrf_token"' in form, (rule.endpoint, form)
                found = re.findall(r'name="form_key" value="([\w-]{20,})"', form)
                assert len(found) == 1, (rule.endpoint, form)
                keys += found
    assert pages > 60
    assert len(keys) > 100
    assert len(set(keys)) == len(keys)


def test_a_form_sent_twice_is_done_once_and_answered_alike(
    case: dict[str, Any], sign_in: SignIn, engine: Engine
) -> None:
    client, address = sign_in(case["panel"]), f"/reviews/{case['review'].id}/findings/new"
    first = client.post(address, data=finding(case, form_key="one"))
    entries = count(engine, AuditEntry)
    again = client.post(address, data=finding(case, form_key="one"))
    assert (first.status_code, first.location) == (again.status_code, again.location)
    assert count(engine, Finding) == 1
    assert count(engine, AuditEntry) == entries
    shown = client.get(first.location).text
    assert shown.count("Your finding has been added.") == 1
    assert "more than once" not in shown


def test_the_second_sender_alone_hears_that_it_was_saved_once(case: dict[str, Any], sign_in: SignIn) -> None:
    """A double click: the browser shows only the second answer, and the first one's cookie never arrives."""
    one, two = sign_in(case["panel"]), sign_in(case["panel"])
    address = f"/reviews/{case['review'].id}/findings/new"
    one.post(address, data=finding(case, form_key="one"))
    answer = two.post(address, data=finding(case, form_key="one"), follow_redirects=True)
    assert "It has been saved once." in answer.text


def test_a_key_is_one_persons_and_one_addresses(case: dict[str, Any], sign_in: SignIn, engine: Engine) -> None:
    address = f"/reviews/{case['review'].id}/findings/new"
    sign_in(case["panel"]).post(address, data=finding(case, "From one.", form_key="one"))
    sign_in(case["chair"]).post(address, data=finding(case, "From another.", form_key="one"))
    question = sign_in(case["chair"]).post(
        f"/reviews/{case['review'].id}/questions/new", data={"text": "Why?", "form_key": "one"}
    )
    assert question.status_code == 302
    assert count(engine, Finding) == 2
    assert count(engine, Submission) == 3


def test_a_refused_form_leaves_its_key_for_the_corrected_one(
    case: dict[str, Any], sign_in: SignIn, engine: Engine
) -> None:
    client, address = sign_in(case["panel"]), f"/reviews/{case['review'].id}/findings/new"
    assert client.post(address, data=finding(case, "", form_key="one")).status_code == 422
    assert count(engine, Submission) == 0
    assert client.post(address, data=finding(case, form_key="one")).status_code == 302
    assert count(engine, Finding) == 1


def test_a_search_that_changed_nothing_is_answered_again(
    case: dict[str, Any], make: Make, session: Session, sign_in: SignIn, engine: Engine
) -> None:
    make.recommendation(make.plan(case["partnership"]), text="Train every midwife to ask alone.")
    session.commit()
    client = sign_in(case["coordinator"])
    address = f"/partnerships/{case['partnership'].id}/recommended-before"
    told = {"text": "Train every midwife to ask alone.", "agency_id": "", "form_key": "one"}
    answers = [client.post(address, data=told) for _ in range(2)]
    assert [answer.text.count("Train every midwife to ask alone.") >= 2 for answer in answers] == [True, True]
    assert count(engine, Submission) == 0


def test_a_form_without_a_key_is_done_as_it_comes(case: dict[str, Any], sign_in: SignIn, engine: Engine) -> None:
    client, address = sign_in(case["panel"]), f"/reviews/{case['review'].id}/findings/new"
    assert [client.post(address, data=finding(case)).status_code for _ in range(2)] == [302, 302]
    assert count(engine, Finding) == 2
    assert count(engine, Submission) == 0


def test_a_file_sent_twice_is_one_draft(case: dict[str, Any], sign_in: SignIn, engine: Engine) -> None:
    """The view gives its transaction up while it reads the file, and the claim with it."""
    client, address = sign_in(case["coordinator"]), f"/plans/{case['plan'].id}/import"
    answers = [
        client.post(
            address,
            data={
                "file": (BytesIO(b"No,Recommendation,Action\n1,Train.,Hold courses\n"), "plan.csv"),
                "form_key": "one",
            },
        )
        for _ in range(2)
    ]
    assert answers[0].status_code == 302
    assert answers[0].location == answers[1].location
    assert count(engine, Draft) == 1


def test_what_is_shown_once_is_not_shown_again(case: dict[str, Any], sign_in: SignIn, engine: Engine) -> None:
    client = sign_in(case["administrator"])
    address = f"/partnerships/{case['partnership'].id}/accounts/new"
    data = {"email": "new.person@example.org", "name": "New Person", "role": "auditor", "form_key": "one"}
    users = count(engine, User)
    first = client.post(address, data=data)
    again = client.post(address, data=data)
    assert (first.status_code, again.status_code) == (200, 200)
    assert "This has been done already" in again.text
    assert count(engine, User) == users + 1


def test_nothing_typed_is_kept_with_a_key(case: dict[str, Any], sign_in: SignIn, engine: Engine) -> None:
    address = f"/reviews/{case['review'].id}/findings/new"
    answer = sign_in(case["panel"]).post(address, data=finding(case, form_key="a-key-of-its-own"))
    with reading(engine) as fresh:
        row = fresh.execute(sa.select(Submission.__table__)).one()
    assert row.location == answer.location
    assert (row.status, row.endpoint, row.user_id) == (302, "findings.add", case["panel"].id)
    assert "a-key-of-its-own" not in str(tuple(row))
    assert "Nobody asked" not in str(tuple(row))


def test_keys_are_forgotten_after_a_day(case: dict[str, Any], engine: Engine) -> None:
    user = case["panel"].id
    with writing(engine) as session:
        assert submissions.keep(session, Sending(user, "findings.add", "/there", "old"), Answered(302, "/old")) is None
    with time_machine.travel(clock.now() + timedelta(hours=25), tick=False), writing(engine) as session:
        submissions.keep(session, Sending(user, "findings.add", "/there", "new"), Answered(302, "/new"))
    with reading(engine) as session:
        assert session.scalars(select(Submission.location)).all() == ["/new"]


def test_a_second_sender_waits_for_the_first_and_hears_its_answer(case: dict[str, Any], engine: Engine) -> None:
    from threading import Thread

    user, heard = case["panel"].id, []

    def second() -> None:
        with writing(engine) as session:
            heard.append(submissions.claim(session, Sending(user, "findings.add", "/there", "one")))

    with writing(engine) as session:
        first = Sending(user, "findings.add", "/there", "one")
        assert submissions.claim(session, first) is None
        thread = Thread(target=second)
        thread.start()
        thread.join(0.3)
        assert heard == []
        submissions.keep(session, first, Answered(303, "/done"))
    thread.join()
    assert heard == [Answered(303, "/done")]


def test_a_form_sent_after_the_session_ended_is_shown_again(
    case: dict[str, Any], sign_in: SignIn, engine: Engine
) -> None:
    client, address = sign_in(case["panel"]), f"/reviews/{case['review'].id}/findings/new"
    with writing(engine) as session:
        session.execute(sa.update(UserSession).values(ended_at=clock.now()))
    answer = client.post(address, data=finding(case, form_key="one"))
    assert answer.status_code == 401
    assert "Nobody asked alone." in answer.text
    assert count(engine, Finding) == 0
    assert client.post(f"/reviews/{case['review'].id}/documents/overview").location == "/sign-in"
    assert "next=" in client.get(address).location
