"""Pseudonyms and real names through the pages: watched while typed, chosen, kept apart, and never lost to a stale save."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from darddr import clock
from darddr.models.finding import Change
from darddr.models.person import Person
from darddr.models.user import User
from darddr.storage.database import reading, writing
from darddr.vocabulary.records import PersonRole
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import ReviewState
from tests.factories import Make
from tests.strict_client import StrictClient

SignIn = Callable[[User], StrictClient]


@pytest.fixture
def case(make: Make, session: Session, sign_in: SignIn) -> dict[str, Any]:
    """A review with the person who died and a professional, and who works on it."""
    home = make.partnership()
    review = make.review(home, ReviewState.ANALYSIS)
    agency = make.agency(home)
    made = {
        "review": review,
        "died": make.person(review, names=["Ottoline Brackwater", "Ottie"], pseudonym="Sarah"),
        "nurse": make.person(review, PersonRole.PROFESSIONAL, names=["Wilf Tarrant"], pseudonym="Nurse One"),
        "coordinator": make.coordinator(home),
        "chair": make.on_review(review, ReviewRole.CHAIR),
        "panel": make.on_review(review, ReviewRole.PANEL, agency=agency),
        "executive": make.executive(home),
        "elsewhere": make.coordinator(make.partnership()),
    }
    session.commit()
    return {**made, "client": sign_in(made["coordinator"])}


def shown(person: Person, **changed: str) -> dict[str, str]:
    """What the page of a person posts, with some fields changed."""
    return {
        "version": "1",
        "role": person.role.value,
        "life": person.life.value,
        "pseudonym": person.pseudonym or "",
        "chosen_by": "",
        "relation": "",
        "sex": "female",
        "manner": "unknown",
        **changed,
    }


def kept(engine: Engine, person: Person) -> Person:
    """The person as the database has them."""
    with reading(engine) as fresh:
        found = fresh.get_one(Person, person.id)
        assert found.pseudonym
        return found


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("Sarah was seen in March.", ""),
        ("Ottoline was seen in March.", "“Ottoline” looks like a real name. Use the pseudonym."),
        ("BRACKWATER, and Ottie", "look like real names. Use the pseudonym."),
        ("", ""),
    ],
)
def test_real_names_are_told_while_they_are_typed(
    case: dict[str, Any], sign_in: SignIn, typed: str, message: str
) -> None:
    client = sign_in(case["panel"])
    told = client.post(f"/reviews/{case['review'].id}/names", data={"text": typed})
    assert told.status_code == 200
    assert told.json["message"].endswith(message)
    assert bool(told.json["message"]) is bool(message)
    assert "Sarah" not in told.json["message"]


def test_the_watch_answers_nobody_who_does_not_work_on_the_review(case: dict[str, Any], sign_in: SignIn) -> None:
    for who in ("executive", "elsewhere"):
        told = sign_in(case[who]).post(f"/reviews/{case['review'].id}/names", data={"text": "Ottoline"})
        assert told.status_code == 404
        assert told.text.count("Ottoline") == told.text.count(
            ">\nOttoline</textarea>"
        )  # what they typed themselves, for copying


def test_a_family_chooses_another_pseudonym_and_the_earlier_one_is_kept(case: dict[str, Any], engine: Engine) -> None:
    died, day = case["died"], clock.today()
    data = shown(died, pseudonym="Rosa", chosen_by="Her mother", relation="")
    chosen = {
        "pseudonym_chosen_on-day": str(day.day),
        "pseudonym_chosen_on-month": str(day.month),
        "pseudonym_chosen_on-year": str(day.year),
    }
    assert case["client"].post(f"/people/{died.id}", data={**data, **chosen}).status_code == 302
    now = kept(engine, died)
    assert (now.pseudonym, now.chosen_by, now.pseudonym_chosen_on) == ("Rosa", "Her mother", day)
    with reading(engine) as fresh:
        change = fresh.scalars(select(Change).filter_by(subject_id=died.id)).one()
        assert (change.narrative_before or {})["pseudonym"] == "Sarah"
    page = case["client"].get(f"/reviews/{case['review'].id}/people").text
    assert "Rosa" in page
    assert "Brackwater" not in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"pseudonym": "Ottie"}, "“Ottie” is a real name in this review. Choose another pseudonym."),
        ({"pseudonym": "Miss brackwater"}, "“brackwater” is a real name in this review."),
        ({"pseudonym": "nurse one"}, "“nurse one” is another person’s pseudonym in this review."),
        ({"pseudonym": " "}, "Give a pseudonym."),
        ({"may_be_named": "y"}, "Only a professional may be named in a report."),
        ({"role": "nobody"}, "Not a valid choice."),
    ],
)
def test_a_pseudonym_that_gives_somebody_away_is_refused_and_what_was_typed_stays(
    case: dict[str, Any], engine: Engine, wrong: dict[str, str], sentence: str
) -> None:
    died = case["died"]
    answer = case["client"].post(f"/people/{died.id}", data=shown(died, chosen_by="Her aunt, by letter", **wrong))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Her aunt, by letter" in answer.text
    assert kept(engine, died).pseudonym == "Sarah"


def test_a_pseudonym_chosen_after_today_is_refused(case: dict[str, Any], engine: Engine) -> None:
    died, day = case["died"], clock.today() + timedelta(days=1)
    boxes = {f"pseudonym_chosen_on-{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    answer = case["client"].post(f"/people/{died.id}", data={**shown(died, pseudonym="Rosa"), **boxes})
    assert answer.status_code == 422
    assert "The pseudonym cannot have been chosen after today." in answer.text
    assert kept(engine, died).pseudonym == "Sarah"


def test_a_professional_may_stay_named_and_their_name_is_then_no_longer_watched_for(
    case: dict[str, Any], engine: Engine, sign_in: SignIn
) -> None:
    nurse, watch = case["nurse"], f"/reviews/{case['review'].id}/names"
    panel = sign_in(case["panel"])
    assert "Tarrant" in panel.post(watch, data={"text": "Wilf Tarrant chaired."}).json["message"]
    data = shown(nurse, may_be_named="y", pseudonym="Wilf Tarrant")
    assert case["client"].post(f"/people/{nurse.id}", data=data).status_code == 302
    assert kept(engine, nurse).may_be_named
    assert panel.post(watch, data={"text": "Wilf Tarrant chaired."}).json["message"] == ""


def test_a_stale_save_of_a_pseudonym_shows_both_and_loses_neither(
    case: dict[str, Any], engine: Engine, make: Make
) -> None:
    died = case["died"]
    with writing(engine) as other:
        person = other.get_one(Person, died.id)
        person.pseudonym = "Rosa"
    answer = case["client"].post(f"/people/{died.id}", data=shown(died, pseudonym="Maud"))
    assert answer.status_code == 422
    assert "Somebody else saved this while you were writing." in answer.text
    assert "Rosa" in answer.text
    assert "Maud" in answer.text
    assert kept(engine, died).pseudonym == "Rosa"
    again = shown(died, version="2", **{"mine-pseudonym": "Maud", "keep-pseudonym": "mine"})
    assert case["client"].post(f"/people/{died.id}", data=again).status_code == 302
    assert kept(engine, died).pseudonym == "Maud"


def test_a_stale_save_of_an_identity_loses_no_name(case: dict[str, Any], engine: Engine) -> None:
    died = case["died"]
    with writing(engine) as other:
        other.get_one(Person, died.id).names = ["Ottoline Brackwater", "Ottie", "Mrs Crull"]
    data = {"version": "1", "names": "Ottoline Brackwater\nTilly"}
    answer = case["client"].post(f"/people/{died.id}/identity", data=data)
    assert answer.status_code == 422
    assert "Mrs Crull" in answer.text
    assert "Tilly" in answer.text
    with reading(engine) as fresh:
        assert fresh.get_one(Person, died.id).names == ["Ottoline Brackwater", "Ottie", "Mrs Crull"]


def test_a_name_that_is_a_pseudonym_already_is_refused_where_it_is_recorded(
    case: dict[str, Any], engine: Engine
) -> None:
    nurse = case["nurse"]
    data = {"version": "1", "names": "Sarah Tarrant"}
    answer = case["client"].post(f"/people/{nurse.id}/identity", data=data)
    assert answer.status_code == 422
    assert "“Sarah” is a pseudonym in this review." in answer.text
    assert "Sarah Tarrant" in answer.text
    with reading(engine) as fresh:
        assert fresh.get_one(Person, nurse.id).names == ["Wilf Tarrant"]


def test_the_pages_of_people_are_the_coordinators(case: dict[str, Any], sign_in: SignIn, engine: Engine) -> None:
    died, review = case["died"], case["review"]
    pages = (f"/people/{died.id}", f"/people/{died.id}/characteristics", f"/reviews/{review.id}/people/new")
    for who in ("panel", "chair", "executive", "elsewhere"):
        client = sign_in(case[who])
        for address in pages:
            assert client.get(address).status_code == 404
            assert client.post(address, data=shown(died, pseudonym="Maud")).status_code == 404
        answer = client.post(f"/people/{died.id}/identity", data={"version": "1", "names": "Nobody"})
        assert answer.status_code == 404
        assert client.get(f"/people/{died.id}/identity").status_code == (200 if who == "chair" else 404)
    assert kept(engine, died).pseudonym == "Sarah"
