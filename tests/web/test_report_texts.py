"""The report: two who write at once lose nothing, and a real name is held back with the text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from darddr.models.review import Review
from darddr.models.user import User
from darddr.services import reports
from darddr.storage.database import reading, writing
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import ReviewState
from tests.factories import Make
from tests.strict_client import StrictClient

SignIn = Callable[[User], StrictClient]


@pytest.fixture
def case(make: Make, session: Session) -> dict[str, Any]:
    """A review being drafted, its author and its coordinator."""
    partnership = make.partnership()
    review = make.review(partnership, ReviewState.DRAFTING)
    make.person(review, names=["Ottoline Brackwater"], pseudonym="Sarah")
    made = {
        "address": f"/reviews/{review.id}/sections/preface",
        "review": review.id,
        "version": str(review.version_id),
        "author": make.on_review(review, ReviewRole.AUTHOR),
        "coordinator": make.coordinator(partnership),
    }
    session.commit()
    return made


def kept(engine: Engine, case: dict[str, Any]) -> str:
    """The section as it is kept."""
    with reading(engine) as fresh:
        return (fresh.get_one(Review, case["review"]).sections or {}).get("preface", "")


def test_a_stale_save_shows_both_texts_and_keeps_the_chosen(
    case: dict[str, Any], sign_in: SignIn, engine: Engine
) -> None:
    author, coordinator = sign_in(case["author"]), sign_in(case["coordinator"])
    theirs = coordinator.post(case["address"], data={"text": "The coordinator’s.", "version": case["version"]})
    assert theirs.status_code == 302
    stale = author.post(case["address"], data={"text": "The author’s.", "version": case["version"]})
    assert stale.status_code == 422
    assert "The coordinator’s." in stale.text
    assert "The author’s." in stale.text
    assert kept(engine, case) == "The coordinator’s."
    version = stale.text.partition('name="version" value="')[2].partition('"')[0]
    choice = {"version": version, "mine-text": "The author’s.", "keep-text": "combined", "combined-text": "Both."}
    assert author.post(case["address"], data=choice).status_code == 302
    assert kept(engine, case) == "Both."


def test_a_real_name_is_held_back_and_the_text_kept(case: dict[str, Any], sign_in: SignIn, engine: Engine) -> None:
    author = sign_in(case["author"])
    typed = {"text": "Ms Brackwater rang twice.", "version": case["version"]}
    answer = author.post(case["address"], data=typed)
    assert answer.status_code == 422
    assert "Ms Brackwater rang twice." in answer.text
    assert "This looks like a real name" in answer.text
    assert kept(engine, case) == ""
    assert author.post(case["address"], data={**typed, "name_reason": "A quotation."}).status_code == 302
    assert kept(engine, case) == "Ms Brackwater rang twice."


def test_a_document_is_drawn_while_others_may_write(
    case: dict[str, Any], sign_in: SignIn, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn, draw = [], reports.draw

    def slowly(*words: Any, **options: Any) -> bytes:
        with writing(engine) as other:
            other.get_one(Review, case["review"]).sections = {"preface": "Saved meanwhile."}
        drawn.append(True)
        return draw(*words, **options)

    monkeypatch.setattr(reports, "draw", slowly)
    answer = sign_in(case["coordinator"]).post(
        f"/reviews/{case['review']}/documents/overview", data={"form_key": "one"}
    )
    assert (answer.status_code, drawn) == (302, [True])
    assert kept(engine, case) == "Saved meanwhile."
