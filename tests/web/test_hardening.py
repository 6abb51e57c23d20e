"""What every answer, cookie and request is held to, whichever page is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from darddr.app import create_app
from darddr.models.partnership import Partnership
from darddr.models.user import User
from darddr.services import accounts
from darddr.services.accounts import SignInRefused
from darddr.services.opening import Opened
from darddr.settings import Settings
from darddr.storage.database import reading
from darddr.web import access
from darddr.web.session import db
from tests.factories import PASSWORD, Make
from tests.strict_client import StrictClient

SignIn = Callable[[User], StrictClient]

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}


def test_every_answer_carries_the_headers(app: Flask) -> None:
    for address in ("/sign-in", "/my-work", "/nowhere"):
        answer = app.test_client().get(address)
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_nobody_learns_by_asking_for_options_which_addresses_there_are(app: Flask) -> None:
    answers = [app.test_client().options(path) for path in ("/reviews", "/sign-in", "/reviews/nowhere")]
    assert [answer.headers.get("Allow") for answer in answers] == [None, None, None]
    assert all(answer.status_code >= 400 for answer in answers)


def test_a_post_without_the_token_of_its_page_is_refused(
    make: Make, session: Session, sign_in: SignIn, app: Flask
) -> None:
    user = make.coordinator(make.partnership())
    session.commit()
    client = sign_in(user)
    app.config["WTF_CSRF_ENABLED"] = True
    for address in ("/sign-out", "/session/extend", "/account/password"):
        assert client.post(address).status_code == 400, address
    assert client.get("/my-work").status_code == 200


def test_the_cookie_is_for_this_site_alone_and_no_script_reads_it(
    installation: Opened, settings: Settings, make: Make, session: Session
) -> None:
    user = make.user()
    session.commit()
    app = create_app(settings.model_copy(update={"secure_cookies": True}))
    app.config["WTF_CSRF_ENABLED"] = False
    data = {"email": user.email, "password": PASSWORD}
    answer = app.test_client().post("/sign-in", data=data, base_url="https://localhost")
    (cookie,) = [each for each in answer.headers.getlist("Set-Cookie") if "darddr=" in each]
    name, _, flags = cookie.partition("=")
    assert name == "__Host-darddr"
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {flag.strip() for flag in flags.split(";")}
    assert "Domain" not in flags


def test_a_request_may_not_be_larger_than_a_file_may_be(app: Flask, settings: Settings) -> None:
    data = b"x" * (settings.max_upload_mb * 1024 * 1024 + 1)
    assert app.test_client().post("/sign-in", data=data, content_type="text/plain").status_code == 413


def test_a_form_may_not_hold_megabytes_of_text_nor_thousands_of_boxes(app: Flask) -> None:
    client, kind = app.test_client(), "multipart/form-data; boundary=edge"
    box = '--edge\r\nContent-Disposition: form-data; name="box"\r\n\r\n{}\r\n'
    for boxes in (box.format("x" * (8 * 1024 * 1024 + 1)), box.format("") * 5_002):
        assert client.post("/sign-in", data=f"{boxes}--edge--\r\n", content_type=kind).status_code == 413


def test_a_view_without_a_mark_lets_nobody_in(app: Flask, make: Make, session: Session, sign_in: SignIn) -> None:
    user = make.coordinator(make.partnership())
    session.commit()
    app.add_url_rule("/forgotten", "forgotten", lambda: "a page nobody guarded")
    assert sign_in(user).get("/forgotten").status_code == 404
    assert app.test_client().get("/forgotten").status_code == 404


@pytest.mark.parametrize(("method", "status", "kept"), [("GET", 200, False), ("POST", 422, False), ("POST", 200, True)])
def test_only_an_accepted_change_is_kept(
    method: str, status: int, kept: bool, app: Flask, make: Make, session: Session, engine: Engine
) -> None:
    partnership = make.partnership("As it was")
    session.commit()

    def rename() -> tuple[str, int, dict[str, str]]:
        db().get_one(Partnership, partnership.id).name = "Renamed"
        db().flush()
        return "", status, {"Content-Type": "text/plain"}

    app.add_url_rule("/rename", "rename", access.public(rename), methods=["GET", "POST"])
    assert app.test_client().open("/rename", method=method).status_code == status
    with reading(engine) as fresh:
        assert (fresh.scalar(select(Partnership.name)) == "Renamed") is kept


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "evil.example",
        "",
    ],
)
def test_signing_in_never_leads_to_another_site(wanted: str, app: Flask, make: Make, session: Session) -> None:
    user = make.user()
    session.commit()
    data = {"email": user.email, "password": PASSWORD}
    answer = app.test_client().post("/sign-in", query_string={"next": wanted}, data=data)
    assert answer.headers["Location"] == "/my-work"


def test_an_address_without_an_account_never_signs_in(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even if its password were taken for right: no account, no session."""
    monkeypatch.setattr(accounts, "verify_password", lambda *_: True)
    with pytest.raises(SignInRefused):
        accounts.sign_in(session, "nobody@example.org", PASSWORD, "192.0.2.1")


def test_a_page_that_is_not_there_says_so_before_anything_is_asked(
    app: Flask, make: Make, session: Session, sign_in: SignIn
) -> None:
    user: Any = make.coordinator(make.partnership())
    session.commit()
    nowhere = "00000000-0000-4000-8000-000000000000"
    client = sign_in(user)
    for address in (f"/reviews/{nowhere}", f"/memberships/{nowhere}/end"):
        assert client.get(address).status_code == 404
