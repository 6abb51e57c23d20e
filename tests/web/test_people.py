"""People and memberships through their pages."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.models.audit import AuditEntry
from darddr.models.person import Person
from darddr.models.user import User
from darddr.storage.database import reading
from darddr.vocabulary.records import PersonRole
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import ReviewState
from tests.factories import Make
from tests.strict_client import StrictClient

SignIn = Callable[[User], StrictClient]


def today(name: str) -> dict[str, str]:
    """Today in the three boxes of a field."""
    day = clock.today()
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def test_a_person_is_added_and_their_name_may_not_be_a_pseudonym(
    make: Make, session: Session, sign_in: SignIn, engine: Engine
) -> None:
    partnership = make.partnership()
    review, coordinator = make.review(partnership), make.coordinator(partnership)
    session.commit()
    client, address = sign_in(coordinator), f"/reviews/{review.id}/people/new"
    data = {
        "role": "alleged_perpetrator",
        "life": "living",
        "pseudonym": "Odo",
        "sex": "male",
        "manner": "unknown",
        "names": "Odo Fairweather-Crull\nOddie",
        "date_of_birth-day": "31",
        "date_of_birth-month": "12",
        "date_of_birth-year": "1980",
    }
    refused = client.post(address, data=data)
    assert refused.status_code == 422
    assert "“Odo” is a real name in this review" in refused.text
    assert "Fairweather-Crull" in refused.text
    assert client.post(address, data={**data, "pseudonym": "Alan"}).status_code == 302
    with reading(engine) as own:
        person = own.scalars(select(Person).filter_by(role=PersonRole.ALLEGED_PERPETRATOR)).one()
        assert (person.names, person.date_of_birth) == (["Odo Fairweather-Crull", "Oddie"], "1980-12-31")


def test_a_panel_member_sees_pseudonyms_and_no_identity(make: Make, session: Session, sign_in: SignIn) -> None:
    review = make.review(make.partnership(), ReviewState.ANALYSIS)
    person = make.person(review, names=["Ottoline Brackwater"], pseudonym="Sarah")
    member, chair = make.on_review(review, ReviewRole.PANEL), make.on_review(review, ReviewRole.CHAIR)
    session.commit()
    page = sign_in(member).get(f"/reviews/{review.id}/people").text
    assert "Sarah" in page
    assert "Brackwater" not in page
    assert sign_in(member).get(f"/people/{person.id}/identity").status_code == 404
    assert "Brackwater" in sign_in(chair).get(f"/people/{person.id}/identity").text
    session.rollback()
    entries = session.scalars(select(AuditEntry).where(AuditEntry.chain_id == review.partnership_id)).all()
    read = [audit.body_of(entry) for entry in entries if audit.body_of(entry)["tag"] == "identity.read"]
    assert [body["actor"] for body in read] == [str(chair.id)]


def test_not_asked_not_known_and_no_are_three_things(
    make: Make, session: Session, sign_in: SignIn, engine: Engine
) -> None:
    partnership = make.partnership()
    review, coordinator = make.review(partnership), make.coordinator(partnership)
    person = make.person(review)
    session.commit()
    address = f"/people/{person.id}/characteristics"
    data = {"version": "1", "religion": "No religion", "orientation": "Unclear, unknown or not stated", "age_band": ""}
    assert sign_in(coordinator).post(address, data=data).status_code == 302
    with reading(engine) as own:
        kept = own.get_one(Person, person.id).characteristics
    assert kept == {"religion": ["No religion"], "orientation": ["Unclear, unknown or not stated"]}


def test_a_conflict_shuts_every_door_at_once(make: Make, session: Session, sign_in: SignIn) -> None:
    partnership = make.partnership()
    review, coordinator = make.review(partnership), make.coordinator(partnership)
    member = make.on_review(review, ReviewRole.PANEL)
    session.commit()
    panel = sign_in(member)
    assert panel.get(f"/reviews/{review.id}").status_code == 200
    data = {"email": member.email or "", "reason": "A cousin of the family.", **today("declared_on")}
    assert sign_in(coordinator).post(f"/reviews/{review.id}/panel/conflict", data=data).status_code == 302
    assert panel.get(f"/reviews/{review.id}").status_code == 404
    add = {"email": member.email or "", "role": "panel", "agency_id": "", **today("started_on")}
    assert sign_in(coordinator).post(f"/reviews/{review.id}/panel/new", data=add).status_code in (409, 422)
    assert panel.get(f"/reviews/{review.id}").status_code == 404


def test_an_ended_role_reads_nothing_from_that_day(make: Make, session: Session, sign_in: SignIn) -> None:
    partnership = make.partnership()
    review, coordinator = make.review(partnership), make.coordinator(partnership)
    agency = make.agency(partnership)
    somebody = make.user()
    session.commit()
    client = sign_in(coordinator)
    data = {"email": somebody.email or "", "role": "panel", "agency_id": str(agency.id), **today("started_on")}
    assert client.post(f"/reviews/{review.id}/panel/new", data=data).status_code == 302
    unknown = client.post(f"/reviews/{review.id}/panel/new", data={**data, "email": "nobody@example.org"})
    assert unknown.status_code == 422
    assert "Ask the administrator" in unknown.text
    member = sign_in(somebody)
    page = client.get(f"/reviews/{review.id}/panel").text
    ending = page.split("/memberships/")[1].split("/end")[0]
    assert member.get(f"/reviews/{review.id}").status_code == 200
    assert client.post(f"/memberships/{ending}/end", data=today("ended_on")).status_code == 302
    assert member.get(f"/reviews/{review.id}").status_code == 404
