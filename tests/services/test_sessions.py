"""Sessions: ended everywhere at sign-out, when idle, when old and when the account is closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from darddr.models.user import User, UserSession
from darddr.services import accounts
from darddr.storage.database import writing
from tests.factories import PASSWORD, Make
from tests.strict_client import StrictClient

NOON = datetime(2026, 6, 4, 12, tzinfo=UTC)
IDLE, ABSOLUTE = timedelta(minutes=20), timedelta(hours=8)


@pytest.fixture
def user(make: Make) -> User:
    return make.user("Ngozi Ashdown")


def test_a_session_ends_when_idle_or_too_old(session: Session, user: User) -> None:
    def live(token: str) -> bool:
        return accounts.live_session(session, token, IDLE, ABSOLUTE) is not None

    with time_machine.travel(NOON, tick=False) as clock:
        left, used = (accounts.start_session(session, user.id) for _ in range(2))
        used_id = accounts.session_of(session, used).id
        minutes = 0
        while minutes < 8 * 60 - 19:
            minutes += 19
            clock.move_to(NOON + timedelta(minutes=minutes))
            assert live(used)
            assert live(left) is (minutes < 20)
            accounts.see_session(session, used_id)
        clock.move_to(NOON + ABSOLUTE - timedelta(seconds=1))
        accounts.see_session(session, used_id)
        assert live(used)
        clock.move_to(NOON + ABSOLUTE)
        assert not live(used)
    assert not live("a token nobody was given")


def test_closing_an_account_or_its_sessions_ends_them_at_once(session: Session, user: User) -> None:
    first, second = (accounts.start_session(session, user.id) for _ in range(2))
    accounts.sign_out(session, user.id, first)
    assert accounts.live_session(session, first, IDLE, ABSOLUTE) is None
    assert accounts.live_session(session, second, IDLE, ABSOLUTE) is not None
    user.is_active = False
    session.flush()
    assert accounts.live_session(session, second, IDLE, ABSOLUTE) is None
    user.is_active = True
    accounts.end_sessions(session, user.id)
    assert accounts.live_session(session, second, IDLE, ABSOLUTE) is None


def test_a_session_ends_once_and_nobody_elses_with_it(session: Session, make: Make, user: User) -> None:
    other = make.user()
    first, second, theirs = (accounts.start_session(session, one.id) for one in (user, user, other))
    with time_machine.travel(NOON, tick=False) as clock:
        accounts.sign_out(session, user.id, first)
        clock.move_to(NOON + timedelta(minutes=5))
        accounts.sign_out(session, user.id, first)
        accounts.end_sessions(session, user.id)
        session.expire_all()
        ended = {
            row.user_id: row.ended_at for row in session.scalars(select(UserSession).order_by(UserSession.ended_at))
        }
        assert ended == {user.id: NOON + timedelta(minutes=5), other.id: None}
        assert session.scalars(select(func.min(UserSession.ended_at))).one() == NOON
    del second, theirs


def test_a_token_is_not_kept(session: Session, user: User) -> None:
    token = accounts.start_session(session, user.id)
    session.flush()
    kept = session.scalars(select(UserSession.token_digest)).all()
    assert token.encode() not in b"".join(kept)
    assert len(token) >= 43, "256 bits"


def browser(app: Flask) -> StrictClient:
    client = app.test_client()
    assert isinstance(client, StrictClient)
    return client


def test_a_copied_cookie_opens_nothing_after_sign_out(
    app: Flask, session: Session, user: User, sign_in: Callable[[User], StrictClient]
) -> None:
    session.commit()
    client = sign_in(user)
    assert client.get("/my-work").status_code == 200
    thief = browser(app)
    [cookie] = client._cookies.values()
    thief.set_cookie(cookie.key, cookie.value)
    assert thief.get("/my-work").status_code == 200
    assert client.post("/sign-out").status_code in (302, 303)
    assert thief.get("/my-work").status_code in (302, 303)


def test_a_browser_is_signed_out_after_twenty_idle_minutes(
    app: Flask, engine: Engine, session: Session, user: User
) -> None:
    session.commit()
    with time_machine.travel(NOON, tick=False) as clock:
        client = browser(app)
        assert client.post("/sign-in", data={"email": user.email, "password": PASSWORD}).status_code in (302, 303)
        for minutes in (15, 30, 45):
            clock.move_to(NOON + timedelta(minutes=minutes))
            assert client.get("/my-work").status_code == 200
        clock.move_to(NOON + timedelta(minutes=65, seconds=1))
        assert client.get("/my-work").status_code in (302, 303)
    with writing(engine) as own:
        assert own.scalar(select(func.count()).select_from(UserSession)) == 1
