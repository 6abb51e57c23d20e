"""The one page that brings a live review in."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document as Word
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from darddr.models.draft import Draft
from darddr.models.person import Person
from darddr.models.review import Question, Review, ReviewMilestone
from darddr.models.user import Membership
from darddr.storage.database import reading
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.records import PersonRole
from darddr.workflow.states import ReviewState
from tests.factories import Make

HOSTILE = "{{7*7}} <script>alert(1)</script> 🕊 \x07 Llŷr"


def a_date(name: str, day: int, month: int, year: int) -> dict[str, str]:
    return {f"{name}-day": str(day), f"{name}-month": str(month), f"{name}-year": str(year)}


ANSWERS = {
    "state": "drafting",
    "display_name": "dhr",
    "source": "police",
    "circumstances": HOSTILE,
    "died_1_name": "Ottoline Brackwater",
    "died_1_pseudonym": "Vale",
    "died_1_sex": "female",
    "died_1_manner": "homicide",
    **a_date("died_1_date_of_death", 3, 11, 2024),
    **a_date("notice_received", 10, 11, 2024),
    **a_date("decided", 20, 12, 2024),
}


def reviews_in(engine) -> int:
    with reading(engine) as fresh:
        return fresh.scalar(select(func.count()).select_from(Review)) or 0


def test_the_page_offers_every_state_and_every_date(session: Session, make: Make, sign_in) -> None:
    home = make.partnership()
    user, agency = make.coordinator(home), make.agency(home)
    session.commit()
    shown = sign_in(user).get(f"/partnerships/{home.id}/live-reviews/new").text
    for state in ReviewState:
        assert f'<option value="{state.value}"' in shown
    for kind in Milestone:
        assert f'id="{kind.value}-day"' in shown
    assert shown.count("<optgroup") == 6
    assert agency.name in shown


def test_one_page_brings_the_whole_review_in(session: Session, make: Make, sign_in, engine) -> None:
    home = make.partnership()
    user, chair, member = make.coordinator(home), make.user(), make.user()
    agency = make.agency(home)
    session.commit()
    answers = {
        **ANSWERS,
        "reference": "DHR 12",
        "questions": "Who knew?\n\nWho asked?\n",
        "died_3_name": "Caspian Brackwater",
        "died_3_pseudonym": "Glen",
        "alleged_1_name": "Hob Nettlefold",
        "alleged_1_pseudonym": "Dale",
        "chair_name": "The Chair",
        "chair_email": chair.email,
        "panel": f"A Member\t{member.email}\t{agency.name}\nNell Harrowgate; nell@example.org; {agency.name}",
    }
    client = sign_in(user)
    made = client.post(f"/partnerships/{home.id}/live-reviews/new", data=answers)
    with reading(engine) as fresh:
        review = fresh.scalars(select(Review)).one()
        assert made.location == f"/reviews/{review.id}"
        assert (review.reference, review.state, review.brought_in) == ("DHR 12", ReviewState.DRAFTING, True)
        assert review.circumstances == HOSTILE.replace("\x07", "")
        people = fresh.scalars(select(Person).order_by(Person.recorded_at)).all()
        assert {(one.role, one.pseudonym) for one in people} == {
            (PersonRole.VICTIM, "Vale"),
            (PersonRole.VICTIM, "Glen"),
            (PersonRole.ALLEGED_PERPETRATOR, "Dale"),
        }
        assert fresh.scalar(select(func.count()).select_from(Question)) == 2
        assert fresh.scalar(select(func.count()).select_from(ReviewMilestone)) == 2
        seated = fresh.scalars(select(Membership.user_id).filter_by(review_id=review.id)).all()
        assert set(seated) == {chair.id, member.id}
    page = client.get(made.location)
    assert page.status_code == 200
    assert "One person could not be put on the review" in page.text
    assert "Nell Harrowgate" in client.get(f"{made.location}/history").text


def test_everything_wrong_is_said_at_once_and_nothing_is_made(session: Session, make: Make, sign_in, engine) -> None:
    home = make.partnership()
    user = make.coordinator(home)
    session.commit()
    answers = {
        **ANSWERS,
        "state": "",
        "died_2_pseudonym": "vale",
        "panel": "Nobody in particular",
        "chair_name": "The Chair",
        **a_date("decided", 1, 1, 2024),
        **a_date("first_panel", 1, 1, 2999),
        **a_date("closed", 31, 2, 2024),
    }
    refused = sign_in(user).post(f"/partnerships/{home.id}/live-reviews/new", data=answers)
    assert refused.status_code == 422
    for sentence in (
        "Choose where the review stands now.",
        "Enter the full name.",
        "“vale” is another person’s pseudonym",
        "Line 1 of the panel holds no e-mail address.",
        "Enter the chair’s e-mail address.",
        "“Decision on a review made” cannot have happened before “First notice of the death received”.",
        "“First panel meeting held” cannot have happened after today.",
        "“31 2 2024” is not a date.",
    ):
        assert sentence in refused.text
    assert "{{7*7}}" in refused.text
    assert "<script>alert" not in refused.text
    assert reviews_in(engine) == 0


@pytest.mark.parametrize("field", ["circumstances", "questions", "panel"])
def test_two_megabytes_are_refused_with_a_sentence(session: Session, make: Make, sign_in, engine, field: str) -> None:
    home = make.partnership()
    user = make.coordinator(home)
    session.commit()
    answer = sign_in(user).post(f"/partnerships/{home.id}/live-reviews/new", data={**ANSWERS, field: "a" * 2_000_000})
    assert (answer.status_code, "Use at most 20,000 characters." in answer.text) == (422, True)
    assert reviews_in(engine) == 0


def test_a_real_name_is_asked_about_and_kept_with_a_reason(session: Session, make: Make, sign_in, engine) -> None:
    home = make.partnership()
    user = make.coordinator(home)
    session.commit()
    client, url = sign_in(user), f"/partnerships/{home.id}/live-reviews/new"
    typed = {**ANSWERS, "questions": "Did Ottoline Brackwater ask for help?"}
    asked = client.post(url, data=typed)
    assert asked.status_code == 422
    assert "use the pseudonym <strong>Vale</strong>" in asked.text
    assert reviews_in(engine) == 0
    assert client.post(url, data={**typed, "name_reason": "A quotation."}).status_code == 302


def test_its_plan_comes_with_it_and_is_looked_at_before_it_is_saved(
    session: Session, make: Make, sign_in, engine
) -> None:
    home = make.partnership()
    user = make.coordinator(home)
    session.commit()
    word = Word()
    table = word.add_table(2, 3)
    for cell, text in zip(table.rows[0].cells, ("Recommendation", "Action to take", "Target date"), strict=True):
        cell.text = text
    for cell, text in zip(table.rows[1].cells, ("Train every team.", "Write a course.", "March 2027"), strict=True):
        cell.text = text
    data = BytesIO()
    word.save(data)
    client, url = sign_in(user), f"/partnerships/{home.id}/live-reviews/new"
    answers = {**ANSWERS, "file": (BytesIO(data.getvalue()), "plan.docx")}
    made = client.post(url, data=answers, content_type="multipart/form-data")
    with reading(engine) as fresh:
        draft = fresh.scalars(select(Draft)).one()
    assert made.location == f"/imports/{draft.id}"
    assert "Train every team." in client.get(made.location).text
    refused = client.post(
        url, data={**ANSWERS, "file": (BytesIO(b"MZ"), "plan.docx")}, content_type="multipart/form-data"
    )
    assert refused.status_code == 422
    assert reviews_in(engine) == 1


def test_strangers_find_no_page(session: Session, make: Make, sign_in, engine) -> None:
    home = make.partnership()
    strangers = (make.coordinator(make.partnership()), make.executive(home), make.user())
    session.commit()
    for user in strangers:
        client = sign_in(user)
        assert client.get(f"/partnerships/{home.id}/live-reviews/new").status_code == 404
        assert client.post(f"/partnerships/{home.id}/live-reviews/new", data=ANSWERS).status_code == 404
    assert reviews_in(engine) == 0
