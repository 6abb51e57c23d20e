"""The pages of questions: written, changed, saved twice at once, and holding no real name."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr.models.finding import Change
from darddr.models.review import Question
from darddr.storage.database import reading
from darddr.vocabulary.roles import ReviewRole
from tests.factories import Make

HOSTILE = "{{7*7}} <script>alert(1)</script> 😀\x07\nWhy?"
SHOWN = "{{7*7}} &lt;script&gt;alert(1)&lt;/script&gt; 😀\nWhy?"


@pytest.fixture
def review(make: Make):
    return make.review(make.partnership())


@pytest.fixture
def chair(make: Make, review):
    return make.on_review(review, ReviewRole.CHAIR)


def kept(engine) -> list[str]:
    """The questions as they stand."""
    with reading(engine) as fresh:
        return [question.text for question in fresh.scalars(select(Question).order_by(Question.number))]


def test_questions_are_written_in_order_and_shown_as_typed(session: Session, review, chair, sign_in, engine) -> None:
    session.commit()
    client, here = sign_in(chair), f"/reviews/{review.id}/questions"
    assert "No question has been written yet." in client.get(here).text
    for text in ("Who knew?", HOSTILE):
        answer = client.post(f"{here}/new", data={"text": text}, follow_redirects=True)
        assert "The question has been added." in answer.text
    assert SHOWN in client.get(here).text
    assert kept(engine) == ["Who knew?", HOSTILE.replace("\x07", "")]
    for text in ("", "   \n"):
        assert client.post(f"{here}/new", data={"text": text}).status_code == 422
    assert client.post(f"{here}/new", data={"text": "x" * 2_000_000}).status_code in (413, 422)
    assert len(kept(engine)) == 2


def test_the_panel_reads_and_does_not_write(session: Session, make: Make, review, sign_in) -> None:
    question, panel = make.question(review), make.on_review(review, ReviewRole.PANEL)
    session.commit()
    client = sign_in(panel)
    text = client.get(f"/reviews/{review.id}/questions").text
    assert question.text in text
    assert "Write a question" not in text
    for url in (f"/reviews/{review.id}/questions/new", f"/questions/{question.id}"):
        assert client.get(url).status_code == 404
        assert client.post(url, data={"text": "x"}).status_code == 404


def test_a_changed_question_keeps_its_earlier_wording(
    session: Session, make: Make, review, chair, sign_in, engine
) -> None:
    question = make.question(review)
    before = question.text
    session.commit()
    client, url = sign_in(chair), f"/questions/{question.id}"
    assert client.post(url, data={"text": "Who asked?", "version": question.version_id}).status_code == 302
    assert kept(engine) == ["Who asked?"]
    with reading(engine) as fresh:
        assert fresh.scalars(select(Change)).one().narrative_before == {"text": before}


def test_two_people_saving_at_once_lose_neither_text(
    session: Session, make: Make, review, chair, sign_in, engine
) -> None:
    question = make.question(review)
    session.commit()
    client, url = sign_in(chair), f"/questions/{question.id}"
    version = re.search(r'name="version"[^>]*value="(\d+)"', client.get(url).text).group(1)
    assert client.post(url, data={"text": "First.", "version": version}).status_code == 302
    stale = client.post(url, data={"text": "Second.", "version": version})
    assert stale.status_code == 422
    for text in ("First.", "Second.", "Keep my text"):
        assert text in stale.text
    assert kept(engine) == ["First."]
    newer = re.search(r'name="version"[^>]*value="(\d+)"', stale.text).group(1)
    chosen = {"version": newer, "mine-text": "Second.", "keep-text": "combined", "combined-text": "First. Second."}
    assert client.post(url, data=chosen).status_code == 302
    assert kept(engine) == ["First. Second."]


def test_a_real_name_is_held_back_until_somebody_says_why(
    session: Session, make: Make, review, chair, sign_in, engine
) -> None:
    make.person(review, names=["Ottoline Brackwater"])
    session.commit()
    client, url = sign_in(chair), f"/reviews/{review.id}/questions/new"
    held = client.post(url, data={"text": "What did Ms Brackwater ask for?"})
    assert held.status_code == 422
    assert "What did Ms Brackwater ask for?" in held.text
    assert 'name="name_reason"' in held.text
    old = make.question(review)
    session.commit()
    for text in ("What did Ms Brackwater ask for?", " "):
        assert client.post(f"/questions/{old.id}", data={"text": text, "version": old.version_id}).status_code == 422
    assert kept(engine) == [old.text]
    given = {"text": "What did Ms Brackwater ask for?", "name_reason": "The family asked for it."}
    assert client.post(url, data=given).status_code == 302
    assert len(kept(engine)) == 2
