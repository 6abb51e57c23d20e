"""The administrator's pages: accounts, agencies, groups."""

from __future__ import annotations

import re

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from darddr.models.partnership import Agency, Group
from darddr.models.user import Membership, User
from darddr.services.accounts import user_by_email
from darddr.storage.database import reading
from darddr.vocabulary.roles import PartnershipRole as R
from darddr.vocabulary.roles import ReviewRole
from tests.factories import Make

TODAY = {"started_on-day": "1", "started_on-month": "2", "started_on-year": "2026"}
NEW = {"email": "new@example.org", "name": "Nell Harrowgate", "role": "coordinator", **TODAY}
HOSTILE = "{{7*7}} <script>alert(1)</script> 🕊 \x07 Llŷr"


def test_the_password_is_shown_once_and_is_nowhere_else(session: Session, make: Make, sign_in, engine, caplog) -> None:
    home = make.partnership()
    user = make.member(home, R.ADMINISTRATOR)
    session.commit()
    client, url = sign_in(user), f"/partnerships/{home.id}/accounts/new"
    caplog.set_level("DEBUG")
    made = client.post(url, data=NEW)
    password = re.search(r"[a-z2-9]{5}(?:-[a-z2-9]{5}){3}", made.text)
    assert password is not None
    assert made.status_code == 200
    assert made.headers["Cache-Control"] == "no-store"
    assert password[0] not in repr(made.headers.getlist("Set-Cookie")) + caplog.text
    again = client.post(url, data=NEW)
    assert (again.status_code, "This person holds this role already." in again.text) == (422, True)
    listed = client.get("/accounts").text
    assert "Nell Harrowgate" in listed
    assert password[0] not in listed + again.text
    signed = client.application.test_client().post("/sign-in", data={"email": NEW["email"], "password": password[0]})
    assert signed.status_code == 302


def test_a_role_for_an_account_that_is_there(session: Session, make: Make, sign_in, engine) -> None:
    home = make.partnership()
    user, other = make.member(home, R.ADMINISTRATOR), make.user()
    session.commit()
    client = sign_in(user)
    given = client.post(f"/partnerships/{home.id}/accounts/new", data={**NEW, "email": other.email, "role": "auditor"})
    assert given.location == "/accounts"
    assert "Auditor or data protection officer" in client.get("/accounts").text
    for wrong in (
        {"email": "nobody"},
        {"email": ""},
        {"role": "emperor"},
        {"started_on-day": "32"},
        {"name": "a" * 201},
    ):
        refused = client.post(f"/partnerships/{home.id}/accounts/new", data={**NEW, **wrong})
        assert refused.status_code == 422, wrong
    with reading(engine) as fresh:
        assert user_by_email(fresh, NEW["email"]) is None


def test_hostile_names_are_shown_as_typed(session: Session, make: Make, sign_in) -> None:
    home = make.partnership()
    user = make.member(home, R.ADMINISTRATOR)
    session.commit()
    made = sign_in(user).post(f"/partnerships/{home.id}/accounts/new", data={**NEW, "name": HOSTILE})
    assert "{{7*7}} &lt;script&gt;" in made.text
    assert "<script>alert" not in made.text


def test_a_role_is_ended_and_one_on_a_review_is_not_the_administrators(
    session: Session, make: Make, sign_in, engine
) -> None:
    home = make.partnership()
    user, coordinator = make.member(home, R.ADMINISTRATOR), make.coordinator(home)
    chair = make.on_review(make.review(home), ReviewRole.CHAIR)
    session.commit()
    ids = dict(session.execute(select(Membership.user_id, Membership.id)).all())
    session.commit()
    client = sign_in(user)
    day = {"ended_on-day": "24", "ended_on-month": "3", "ended_on-year": "2026"}
    assert coordinator.name in client.get(f"/memberships/{ids[coordinator.id]}/close").text
    assert client.post(f"/memberships/{ids[coordinator.id]}/close", data={**day, "ended_on-day": ""}).status_code == 422
    assert client.post(f"/memberships/{ids[coordinator.id]}/close", data=day).location == "/accounts"
    assert "24 March 2026" in client.get("/accounts").text
    assert client.post(f"/memberships/{ids[user.id]}/close", data=day).status_code == 409
    for method in (client.get, client.post):
        assert method(f"/memberships/{ids[chair.id]}/close").status_code == 404
    stranger = sign_in(make_stranger(session, make))
    assert stranger.post(f"/memberships/{ids[user.id]}/close", data=day).status_code == 404
    with reading(engine) as fresh:
        assert fresh.get_one(Membership, ids[chair.id]).ended_on is None


def make_stranger(session: Session, make: Make) -> User:
    user = make.member(make.partnership(), R.ADMINISTRATOR)
    session.commit()
    return user


def test_an_administrator_is_shown_nothing_of_a_review(session: Session, make: Make, sign_in) -> None:
    home = make.partnership()
    user, review = make.member(home, R.ADMINISTRATOR), make.review(home)
    chair = make.on_review(review, ReviewRole.CHAIR)
    session.commit()
    client = sign_in(user)
    for page in ("/accounts", f"/partnerships/{home.id}/agencies", f"/partnerships/{home.id}/accounts/new"):
        shown = client.get(page).text
        assert review.reference not in shown
        assert (chair.name or "?") not in shown
    assert client.get(f"/reviews/{review.id}").status_code == 404
    assert client.get(f"/partnerships/{home.id}/log").status_code == 404


def test_agencies_and_groups_are_kept_by_the_administrator_and_read_by_coordinators(
    session: Session, make: Make, sign_in, engine
) -> None:
    home = make.partnership()
    user, coordinator, executive = make.member(home, R.ADMINISTRATOR), make.coordinator(home), make.executive(home)
    session.commit()
    client, url = sign_in(user), f"/partnerships/{home.id}/agencies"
    empty = client.get(url).text
    assert "There is no agency yet." in empty
    agency = {"name": HOSTILE, "is_responsible_authority": "y", "agreement_signed_on-day": "1"}
    assert client.post(f"{url}/new", data=agency).status_code == 422
    agency |= {"agreement_signed_on-month": "2", "agreement_signed_on-year": "2024"}
    assert client.post(f"{url}/new", data=agency).location == url
    assert client.post(f"/partnerships/{home.id}/groups/new", data={"name": "Board"}).status_code == 422
    assert client.post(f"/partnerships/{home.id}/groups/new", data={"name": "Board", "kind": "board"}).location == url
    reader = sign_in(coordinator)
    shown = reader.get(url).text
    for words in ("{{7*7}} &lt;script&gt;", "In date", "No end date", "Board"):
        assert words in shown
    assert "Add an agency" not in shown
    assert reader.post(f"{url}/new", data={"name": "Mine"}).status_code == 404
    assert sign_in(executive).get(url).status_code == 404
    with reading(engine) as fresh:
        kept = fresh.scalars(select(Agency)).one()
        assert (kept.name, kept.is_responsible_authority) == (HOSTILE.replace("\x07", ""), True)
        assert fresh.scalar(select(func.count()).select_from(Group)) == 1
    assert sign_in(coordinator).get(f"/agencies/{kept.id}").status_code == 404


def test_a_late_save_of_an_agency_says_what_it_is_called_now(session: Session, make: Make, sign_in, engine) -> None:
    home = make.partnership()
    user, agency = make.member(home, R.ADMINISTRATOR), make.agency(home, "Police")
    session.commit()
    client, url = sign_in(user), f"/agencies/{agency.id}"
    version = agency.version_id
    session.commit()
    assert f'name="version" value="{version}"' in client.get(url).text
    assert client.post(url, data={"name": "Aldmere Police", "version": version}).status_code == 302
    late = client.post(url, data={"name": "The Police", "version": version})
    assert late.status_code == 422
    assert "it is now called “Aldmere Police”" in late.text
    assert 'value="The Police"' in late.text
    assert f'name="version" value="{version + 1}"' in late.text
    assert client.post(url, data={"name": "The Police", "version": version + 1}).status_code == 302
    with reading(engine) as fresh:
        assert fresh.get_one(Agency, agency.id).name == "The Police"
