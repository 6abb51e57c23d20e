"""Accounts: signing in, being slowed down, and passwords."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from darddr import audit
from darddr.audit.chain import INSTALLATION_CHAIN
from darddr.models.user import SignInFailure, User, UserSession
from darddr.services import accounts, passwords
from darddr.services.accounts import FAILURES_ALLOWED, SignInRefused
from darddr.services.errors import Unfit
from darddr.storage.database import reading
from tests.factories import PASSWORD, Make
from tests.strict_client import StrictClient

WRONG = "the right number of words"
OFFICE, HOME = "192.0.2.7", "198.51.100.20"
NOT_RIGHT = "The e-mail address or password is not right."
TOO_MANY = "Too many tries. Wait five minutes, then try again."
NOON = datetime(2026, 6, 4, 12, tzinfo=UTC)
IDLE, ABSOLUTE = timedelta(minutes=20), timedelta(hours=8)


@pytest.fixture
def user(make: Make) -> User:
    return make.user("Ngozi Ashdown")


def attempt(session: Session, email: str | None, password: str, network: str = OFFICE) -> str:
    """Try to sign in as the web does: what was said, or "in"."""
    assert email
    try:
        accounts.sign_in(session, email, password, network)
    except SignInRefused as refused:
        accounts.note_failure(session, email, network)
        return refused.sentence
    return "in"


def test_an_address_is_found_however_it_is_written(session: Session, user: User) -> None:
    assert user.email
    token = accounts.sign_in(session, f" {user.email.upper()} ", PASSWORD, OFFICE)
    live = accounts.live_session(session, token, IDLE, ABSOLUTE)
    assert live is not None
    assert live[1] == user.id


def test_an_address_has_one_account(session: Session, user: User) -> None:
    assert user.email
    with pytest.raises(Unfit) as refused:
        accounts.make_account(session, None, user.email.title(), "Somebody Else", PASSWORD)
    assert (refused.value.sentence, refused.value.field) == ("This address has an account already.", "email")


@pytest.mark.parametrize(
    ("password", "fits"), [("x" * 14, False), ("x" * 15, True), ("x" * 256, True), ("x" * 257, False)]
)
def test_length_alone_makes_a_password(session: Session, password: str, fits: bool) -> None:
    if fits:
        accounts.make_account(session, None, "new@example.org", "New Person", password)
        assert attempt(session, "new@example.org", password) == "in"
        return
    with pytest.raises(Unfit) as refused:
        accounts.make_account(session, None, "new@example.org", "New Person", password)
    assert refused.value.field == "password"
    assert password not in str(refused.value) + refused.value.sentence


def test_unknown_wrong_and_closed_are_told_the_same_and_cost_the_same(
    session: Session, make: Make, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed, unused = make.user(), make.user()
    closed.is_active, unused.password_hash = False, None
    session.flush()
    verified: list[str] = []

    class Counting:
        """The real hasher, counted."""

        def __init__(self, hasher: PasswordHasher) -> None:
            self._hasher = hasher

        def verify(self, kept: str, password: str) -> bool:
            verified.append(kept)
            return self._hasher.verify(kept, password)

        def __getattr__(self, name: str) -> object:
            return getattr(self._hasher, name)

    monkeypatch.setattr(passwords, "_hasher", Counting(passwords._hasher))
    told = [
        attempt(session, email, password)
        for email, password in (
            ("nobody@example.org", WRONG),
            (user.email, WRONG),
            (closed.email, PASSWORD),
            (unused.email, PASSWORD),
        )
    ]
    assert told == [NOT_RIGHT] * 4
    assert len(verified) == 4
    parameters = {kept.rpartition("$")[0].rpartition("$")[0] for kept in verified}
    assert len(parameters) == 1, "all four are hashed with the same cost"
    assert attempt(session, user.email, PASSWORD) == "in"
    assert len(verified) == 5


def test_a_stranger_is_slowed_and_the_owner_is_not(session: Session, make: Make, user: User) -> None:
    other = make.user()
    with time_machine.travel(NOON, tick=False) as clock:
        assert [attempt(session, user.email, WRONG) for _ in range(FAILURES_ALLOWED)] == [NOT_RIGHT] * FAILURES_ALLOWED
        assert attempt(session, user.email, PASSWORD) == TOO_MANY
        assert attempt(session, user.email, PASSWORD, HOME) == "in"
        assert attempt(session, user.email, PASSWORD) == TOO_MANY, "the owner's sign-in elsewhere gives no new tries"
        assert attempt(session, other.email, PASSWORD) == "in"
        clock.move_to(NOON + timedelta(minutes=4, seconds=59))
        assert attempt(session, user.email, PASSWORD) == TOO_MANY
        clock.move_to(NOON + timedelta(minutes=10))
        assert attempt(session, user.email, PASSWORD) == "in"


def test_a_success_forgives_the_failures_before_it(session: Session, user: User) -> None:
    for _ in range(3):
        assert [attempt(session, user.email, WRONG) for _ in range(FAILURES_ALLOWED - 1)][-1] == NOT_RIGHT
        assert attempt(session, user.email, PASSWORD) == "in"


def test_unknown_addresses_are_slowed_alike(session: Session) -> None:
    told = [attempt(session, "nobody@example.org", WRONG) for _ in range(FAILURES_ALLOWED + 1)]
    assert told == [NOT_RIGHT] * FAILURES_ALLOWED + [TOO_MANY]


def test_one_house_is_one_network(session: Session, user: User) -> None:
    """Whoever has an IPv6 address has 2^64 of them; an IPv4 address is the same however it is written."""
    for number in range(FAILURES_ALLOWED):
        attempt(session, user.email, WRONG, f"2001:db8:1:2::{number:x}")
    assert attempt(session, user.email, PASSWORD, "2001:db8:1:2:ffff::1") == TOO_MANY
    assert attempt(session, user.email, PASSWORD, "2001:db8:1:3::1") == "in"
    for _ in range(FAILURES_ALLOWED):
        attempt(session, user.email, WRONG, "::ffff:192.0.2.7")
    assert attempt(session, user.email, PASSWORD, "192.0.2.7") == TOO_MANY
    assert attempt(session, user.email, PASSWORD, "no address") == "in"


def test_failures_are_forgotten_and_name_nobody(session: Session, user: User) -> None:
    assert user.email
    with time_machine.travel(NOON, tick=False) as clock:
        attempt(session, user.email, WRONG)
        attempt(session, "nobody@example.org", WRONG)
        clock.move_to(NOON + timedelta(minutes=6))
        attempt(session, "nobody@example.org", WRONG)
    [kept] = session.scalars(select(SignInFailure))
    assert kept.at == NOON + timedelta(minutes=6)
    for held in (kept.account_digest, kept.network_digest):
        assert len(held) == 32
        assert b"example" not in held


def test_failures_and_sign_ins_are_logged_without_addresses(session: Session, user: User) -> None:
    assert user.email
    attempt(session, "nobody@example.org", WRONG)
    attempt(session, user.email, WRONG)
    attempt(session, user.email, PASSWORD)
    told = audit.entries_of(session, INSTALLATION_CHAIN, limit=3)
    assert [(entry.tag, entry.actor_id) for entry in told] == [
        ("account.signed_in", user.id),
        ("account.sign_in_failed", user.id),
        ("account.sign_in_failed", None),
    ]
    assert not any(b"example.org" in entry.body for entry in told)


def test_an_old_hash_is_renewed_at_sign_in(session: Session, user: User) -> None:
    user.password_hash = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    session.flush()
    weak = user.password_hash
    assert attempt(session, user.email, WRONG) == NOT_RIGHT
    assert user.password_hash == weak
    assert attempt(session, user.email, PASSWORD) == "in"
    assert user.password_hash != weak
    assert not passwords.needs_rehash(user.password_hash)
    kept = user.password_hash
    assert attempt(session, user.email, PASSWORD) == "in"
    assert user.password_hash == kept


def test_a_new_password_needs_the_old_one_and_ends_every_session(session: Session, user: User) -> None:
    token = accounts.start_session(session, user.id)
    with pytest.raises(Unfit) as refused:
        accounts.change_password(session, user, WRONG, "another four good words")
    assert refused.value.field == "present"
    assert accounts.live_session(session, token, IDLE, ABSOLUTE) is not None
    accounts.change_password(session, user, PASSWORD, "another four good words")
    assert accounts.live_session(session, token, IDLE, ABSOLUTE) is None
    assert attempt(session, user.email, PASSWORD) == NOT_RIGHT
    assert attempt(session, user.email, "another four good words") == "in"


def browser(app: Flask) -> StrictClient:
    client = app.test_client()
    assert isinstance(client, StrictClient)
    return client


def test_a_failed_sign_in_in_the_browser_is_counted(app: Flask, engine: Engine, session: Session, user: User) -> None:
    session.commit()
    client = browser(app)
    answers = [
        client.post("/sign-in", data={"email": user.email, "password": WRONG}) for _ in range(FAILURES_ALLOWED + 1)
    ]
    assert {answer.status_code for answer in answers} == {422}
    assert NOT_RIGHT in answers[0].text
    assert TOO_MANY in answers[-1].text
    with reading(engine) as own:
        assert own.scalar(select(func.count()).select_from(SignInFailure)) == FAILURES_ALLOWED + 1
        assert own.scalars(select(UserSession)).all() == []


def test_the_answer_to_an_unknown_address_is_the_same_page(app: Flask, session: Session, user: User) -> None:
    session.commit()
    pages = []
    for email in (user.email, "nobody@example.org"):
        page = browser(app).post("/sign-in", data={"email": email, "password": WRONG}).text
        pages.append(re.sub(r'name="csrf_token"[^>]*', "", page.replace(email or "", "EMAIL")))
    assert pages[0] == pages[1]
    assert NOT_RIGHT in pages[0]
