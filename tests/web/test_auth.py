"""Signing in, signing out, and the one-time password."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from darddr.models.user import User
from darddr.storage.database import reading
from tests.factories import PASSWORD, Make
from tests.strict_client import StrictClient

SignIn = Callable[[User], StrictClient]
NEW = "another four words entirely"


def test_signing_in_goes_on_to_our_own_pages_only(app: Flask, make: Make, session: Session) -> None:
    user = make.coordinator(make.partnership())
    session.commit()
    data = {"email": user.email, "password": PASSWORD}
    for wanted, reached in (
        ("/reviews", "/reviews"),
        ("https://evil.example/", "/my-work"),
        ("//evil.example", "/my-work"),
    ):
        answer = app.test_client().post("/sign-in", query_string={"next": wanted}, data=data)
        assert (answer.status_code, answer.headers["Location"]) == (302, reached)


def test_a_wrong_password_and_an_unknown_address_read_alike(app: Flask, make: Make, session: Session) -> None:
    user = make.user()
    session.commit()
    wrong = app.test_client().post("/sign-in", data={"email": user.email, "password": "not the password"})
    unknown = app.test_client().post("/sign-in", data={"email": "nobody@example.org", "password": "not the password"})
    assert wrong.status_code == unknown.status_code == 422
    token = re.compile(r'value="[\w.-]{60,}"')
    assert token.sub("", wrong.text.replace(user.email or "", "")) == token.sub(
        "", unknown.text.replace("nobody@example.org", "")
    )


def test_a_copied_cookie_is_dead_after_sign_out(make: Make, session: Session, sign_in: SignIn, app: Flask) -> None:
    user = make.coordinator(make.partnership())
    session.commit()
    client = sign_in(user)
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]
    assert client.post("/sign-out").status_code == 302
    thief = app.test_client()
    with thief.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True
    assert "/sign-in" in thief.get("/my-work").headers["Location"]


def test_a_one_time_password_opens_only_its_own_change(
    make: Make, session: Session, sign_in: SignIn, engine: Engine
) -> None:
    user = make.coordinator(make.partnership())
    user.password_is_one_time = True
    session.commit()
    client = sign_in(user)
    for address in ("/my-work", "/reviews", "/progress"):
        assert client.get(address).headers["Location"] == "/account/password"
    assert "works once" in client.get("/account/password").text
    same = client.post("/account/password", data={"present": PASSWORD, "password": PASSWORD})
    assert same.status_code == 422
    short = client.post("/account/password", data={"present": PASSWORD, "password": "too short"})
    assert short.status_code == 422
    changed = client.post("/account/password", data={"present": PASSWORD, "password": NEW})
    assert changed.status_code == 302
    with reading(engine) as own:
        assert own.get_one(User, user.id).password_is_one_time is False
    assert "/sign-in" in client.get("/my-work").headers["Location"]
    assert sign_in(user).get("/my-work").status_code == 200
