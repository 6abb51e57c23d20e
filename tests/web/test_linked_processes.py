"""The pages of linked processes: shown, changed, refused, and what the release waits for."""

from __future__ import annotations

import html
import re
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from darddr.models.linked_process import LinkedProcess
from darddr.models.partnership import Partnership
from darddr.services import reports
from darddr.storage.database import reading
from darddr.vocabulary.linked_processes import ProcessKind, ProcessStatus
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import ReviewState
from tests.factories import Make

NAME = "Ottoline Brackwater"


def day(name: str, when: date) -> dict[str, str]:
    """The three boxes of a date."""
    return {f"{name}-day": str(when.day), f"{name}-month": str(when.month), f"{name}-year": str(when.year)}


@pytest.fixture
def home(make: Make):
    return make.partnership()


@pytest.fixture
def review(make: Make, home):
    return make.review(home, ReviewState.CLEARED)


@pytest.fixture
def people(make: Make, home, review) -> dict[str, Any]:
    roles = {
        role.value: make.on_review(review, role) for role in (ReviewRole.CHAIR, ReviewRole.AUTHOR, ReviewRole.PANEL)
    }
    return {**roles, "coordinator": make.coordinator(home), "executive_chair": make.executive_chair(home)}


@pytest.fixture
def place(review) -> dict[str, Any]:
    return {"partnership_id": review.partnership_id, "review_id": review.id}


def plain(answer: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def test_a_process_is_linked_shown_and_holds_the_release(session, review, people, sign_in, engine) -> None:
    session.commit()
    client, here = sign_in(people["chair"]), f"/reviews/{review.id}/linked-processes"
    assert "No trial, inquest or other review is recorded." in client.get(f"/reviews/{review.id}").text
    assert "susr" not in client.get(f"{here}/new").text
    dates = {"words_2": "Trial begins", **day("day_2", date(2026, 1, 5))}
    body = {"kind": "trial", "lead_body": "A court", "status": "under_way", "holds_publication": "y", **dates}
    text = plain(client.post(f"{here}/new", data=body, follow_redirects=True))
    for shown in ("Criminal trial", "A court", "Under way Holds publication", "5 January 2026: Trial begins"):
        assert shown in text
    shown = plain(client.get(f"/reviews/{review.id}"))
    assert "Criminal trial: under way. Publication waits for it." in shown
    assert "Wait for every linked process that holds publication, or record that it holds it no longer." in shown
    assert f'href="{here}"' in client.get(f"/reviews/{review.id}").text
    panel = sign_in(people["panel"])
    assert "A court" in panel.get(here).text
    assert panel.get(f"{here}/new").status_code == 404
    with reading(engine) as fresh:
        process = fresh.scalars(select(LinkedProcess)).one()
    url = f"/linked-processes/{process.id}"
    assert 'value="Trial begins"' in client.get(url).text
    assert panel.get(url).status_code == 404
    ended = {**body, "status": "concluded", "note": "Guilty.", "version": "1"}
    assert "Guilty." in client.post(url, data=ended, follow_redirects=True).text
    assert client.post(url, data={**ended, "note": "Otherwise."}).status_code == 422
    assert "Wait for every linked process" not in plain(client.get(f"/reviews/{review.id}"))


def test_whoever_follows_progress_alone_is_sent_to_no_page_they_may_not_open(
    session, make, place, review, people, sign_in
) -> None:
    process = {"kind": ProcessKind.TRIAL, "status": ProcessStatus.UNDER_WAY, "holds_publication": True}
    make.keep(LinkedProcess(**place, **process, lead_body="A court"))
    session.commit()
    client = sign_in(people["executive_chair"])
    text = client.get(f"/reviews/{review.id}/moves/publish").text
    assert f"/reviews/{review.id}/linked-processes" not in text


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"kind": ""}, "Choose what it is."),
        ({"kind": "susr"}, "Not a valid choice"),
        ({"lead_body": " "}, "Say which body leads it."),
        ({"words_3": "Verdict"}, "Enter the day of “Verdict”."),
        (day("day_1", date(2026, 1, 5)), "Say what happens on 5 January 2026."),
        (day("day_1", date(2026, 1, 5)) | {"day_1-day": "40"}, "is not a date"),
        ({"status": "not_happening", "holds_publication": "y"}, "What is not happening cannot hold publication."),
        ({"note": f"{NAME} was charged."}, "Change the real name, or say why it must stay."),
    ],
)
def test_a_process_that_does_not_fit_is_said_beside_its_box(
    session, make, review, people, sign_in, engine, more, sentence
) -> None:
    make.person(review, names=[NAME], pseudonym="Marlow")
    session.commit()
    body = {"kind": "trial", "lead_body": "A court of its own", "status": "expected", **more}
    answer = sign_in(people["coordinator"]).post(f"/reviews/{review.id}/linked-processes/new", data=body)
    assert answer.status_code == 422
    assert sentence in plain(answer)
    with reading(engine) as fresh:
        assert not fresh.scalars(select(LinkedProcess)).all()


def test_a_name_in_a_process_is_found_in_the_report_and_leads_back_to_it(
    session, make, place, review, people, sign_in
) -> None:
    make.person(review, names=[NAME], pseudonym="Marlow")
    process = make.keep(LinkedProcess(**place, kind=ProcessKind.TRIAL, lead_body="The court in Brackwater"))
    document = reports.build(session, make.actor(people["chair"]), review, "overview")
    session.commit()
    assert document.hit_count == 1
    assert f"/linked-processes/{process.id}" in sign_in(people["chair"]).get(f"/documents/{document.id}/hits").text


def test_in_wales_the_single_review_is_offered(session, review, people, sign_in) -> None:
    session.get_one(Partnership, review.partnership_id).nation = "wales"
    session.commit()
    client = sign_in(people["coordinator"])
    assert "Single unified safeguarding review" in client.get(f"/reviews/{review.id}/linked-processes/new").text
