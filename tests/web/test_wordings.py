"""A partnership's own wording of a letter: fields checked, read, put to use, and then seen in the letter itself."""

from __future__ import annotations

import io
import zipfile

import pytest
from sqlalchemy.orm import Session

from darddr.models.house import Wording
from darddr.models.subject import Place
from darddr.services import reports, wordings
from darddr.services.errors import Unfit
from darddr.vocabulary.letters import LETTERS
from darddr.workflow.states import ReviewState
from tests.factories import Make


def test_a_letter_is_worded_put_to_use_and_given_back(make: Make, session: Session, sign_in) -> None:
    home = make.partnership()
    review = make.review(home, ReviewState.ANALYSIS)
    coordinator = make.coordinator(home)
    actor = make.actor(coordinator)
    session.commit()
    client, page = sign_in(coordinator), f"/partnerships/{home.id}/letters"
    assert client.get(page).text.count("In our words") == len(LETTERS)
    url = f"{page}/family-first"
    assert LETTERS["family-first"].subject[:20] in client.get(url).text
    told = {
        "subject": "About {{ reference }}",
        "text": "Dear {{ addressee }}\n\n- {{7*7}} is forty-nine",
        "version": "0",
    }
    refused = client.post(url, data=told)
    assert refused.status_code == 422
    assert "There is no field “7*7”." in refused.text
    told["text"] = "Dear {{ addressee }}\n\nWe write <kindly> about {{ review_name }}."
    assert client.post(url, data=told).status_code == 302
    shown = client.get(url).text
    assert "[Name of whom the letter is to]" in shown
    assert "kindly" not in letter(session, actor, review)
    assert client.post(url, data={**told, "text": "Another."}).status_code == 422, "stale"
    assert client.post(f"{url}/publish").status_code == 302
    assert client.post(f"{url}/publish").status_code == 409
    assert "We write &lt;kindly&gt; about" in letter(session, actor, review)
    assert client.get(page).text.count("In your words") == 1
    assert client.post(f"{url}/retire").status_code == 302
    assert client.post(f"{url}/retire").status_code == 409
    assert "kindly" not in letter(session, actor, review)
    assert client.get(f"{page}/nonsense").status_code == 404
    assert session.query(Wording).count() == 1


def letter(session: Session, actor, review) -> str:
    """The first letter to the family, as it is made now."""
    session.expire_all()
    made = reports.draw(session, actor, review, "family-first")
    session.rollback()
    return zipfile.ZipFile(io.BytesIO(made)).read("word/document.xml").decode()


@pytest.mark.parametrize("key", LETTERS)
def test_our_own_words_use_fields_that_exist(key: str) -> None:
    ours = LETTERS[key]
    subject, paragraphs = wordings.sample(ours.subject, ours.text)
    assert "{{" not in subject + "".join(paragraphs)


@pytest.mark.parametrize(
    ("subject", "text", "field"),
    [(" ", "Dear Sir", "subject"), ("About", "\n", "text"), ("About", "x" * (wordings.LONGEST + 1), "text")],
)
def test_a_letter_is_neither_empty_nor_endless(
    make: Make, session: Session, subject: str, text: str, field: str
) -> None:
    home = make.partnership()
    actor = make.actor(make.coordinator(home))
    with pytest.raises(Unfit) as refused:
        wordings.write(session, actor, Place(home.id), "family-first", subject, text)
    assert refused.value.field == field


def test_a_draft_with_a_field_that_is_no_more_is_shown_as_it_is() -> None:
    assert wordings.sample("About", "Dear {{ nonsense }}") == ("About", ("Dear {{ nonsense }}",))


def test_a_real_name_in_a_wording_is_held_back(make: Make, session: Session, sign_in) -> None:
    home = make.partnership()
    make.person(make.review(home), names=["Ottoline Brackwater"], pseudonym="Sarah")
    coordinator, url = make.coordinator(home), f"/partnerships/{home.id}/letters/family-first"
    session.commit()
    told = {"subject": "About", "text": "Dear Ottoline Brackwater", "version": "0"}
    answer = sign_in(coordinator).post(url, data=told)
    assert answer.status_code == 422
    assert "Change the real name" in answer.text
