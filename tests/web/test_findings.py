"""Findings through their pages: nothing typed is lost, nobody reads or changes what is not theirs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from darddr.models.finding import Change, Finding
from darddr.models.user import User
from darddr.storage.database import reading
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import ReviewState
from tests.factories import Make
from tests.strict_client import StrictClient

SignIn = Callable[[User], StrictClient]
HOSTILE = ("{{7*7}} {% raw %}", "<script>alert(1)</script>", "‮abc 🕊️", "a\x00b\x0bc", "“O’Neill” & <b>")


@pytest.fixture
def panel(make: Make, session: Session) -> dict[str, Any]:
    """A review at its analysis with a question, an agency and two panel members."""
    partnership = make.partnership()
    review = make.review(partnership, ReviewState.ANALYSIS)
    agency = make.agency(partnership)
    made = {
        "review": review,
        "agency": agency,
        "question": make.question(review),
        "first": make.on_review(review, ReviewRole.PANEL, agency=agency),
        "second": make.on_review(review, ReviewRole.PANEL, agency=agency),
        "chair": make.on_review(review, ReviewRole.CHAIR),
        "person": make.person(review, names=["Ottoline Brackwater"], pseudonym="Sarah"),
    }
    session.commit()
    return made


def posted(panel: dict[str, Any], text: str, **more: str) -> dict[str, str]:
    """What the form posts."""
    return {
        "question_id": str(panel["question"].id),
        "agency_id": str(panel["agency"].id),
        "kind": "learning",
        "text": text,
        "evidence": "",
        "happened_on-day": "3",
        "happened_on-month": "11",
        "happened_on-year": "2025",
        **more,
    }


def kept(engine: Engine) -> list[str]:
    """The texts of all findings."""
    with reading(engine) as session:
        return sorted(finding.text or "" for finding in session.scalars(select(Finding)))


def test_two_adding_at_once_both_keep_theirs(panel: dict[str, Any], sign_in: SignIn, engine: Engine) -> None:
    one, two = sign_in(panel["first"]), sign_in(panel["second"])
    address = f"/reviews/{panel['review'].id}/findings/new"
    one.get(address)
    two.get(address)
    assert one.post(address, data=posted(panel, "From the first.")).status_code == 302
    assert two.post(address, data=posted(panel, "From the second.")).status_code == 302
    assert kept(engine) == ["From the first.", "From the second."]
    listed = one.get(f"/reviews/{panel['review'].id}/findings").text
    assert panel["second"].name in listed


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_typed_comes_out_literally(
    panel: dict[str, Any], sign_in: SignIn, engine: Engine, text: str
) -> None:
    client = sign_in(panel["first"])
    address = f"/reviews/{panel['review'].id}/findings/new"
    assert client.post(address, data=posted(panel, text)).status_code == 302
    assert kept(engine) == [text.replace("\x00", "").replace("\x0b", "")]
    assert "<script>alert" not in client.get(f"/reviews/{panel['review'].id}/findings").text


def test_two_megabytes_are_saved(panel: dict[str, Any], sign_in: SignIn, engine: Engine) -> None:
    text = "word " * 400_000
    answer = sign_in(panel["first"]).post(f"/reviews/{panel['review'].id}/findings/new", data=posted(panel, text))
    assert answer.status_code == 302
    assert kept(engine) == [text.strip()]


def test_a_real_name_is_held_back_and_the_text_kept(panel: dict[str, Any], sign_in: SignIn, engine: Engine) -> None:
    client = sign_in(panel["first"])
    address = f"/reviews/{panel['review'].id}/findings/new"
    answer = client.post(address, data=posted(panel, "Ms Brackwater rang twice."))
    assert answer.status_code == 422
    assert "Ms Brackwater rang twice." in answer.text
    assert "This looks like a real name" in answer.text
    assert kept(engine) == []
    assert (
        client.post(address, data=posted(panel, "Ms Brackwater rang twice.", name_reason="A quotation.")).status_code
        == 302
    )
    assert kept(engine) == ["Ms Brackwater rang twice."]


def test_a_name_is_spoken_of_while_it_is_typed(panel: dict[str, Any], sign_in: SignIn) -> None:
    address = f"/reviews/{panel['review'].id}/names"
    client = sign_in(panel["first"])
    assert "“brackwater” looks like a real name" in client.post(address, data={"text": "brackwater"}).json["message"]
    assert client.post(address, data={"text": "Sarah rang."}).json["message"] == ""


def test_a_stale_edit_shows_both_texts_and_keeps_the_chosen(
    panel: dict[str, Any], make: Make, session: Session, sign_in: SignIn, engine: Engine
) -> None:
    finding = make.finding(panel["review"], panel["question"], panel["agency"], panel["first"], text="At first.")
    session.commit()
    address, mine, theirs = f"/findings/{finding.id}", sign_in(panel["first"]), sign_in(panel["chair"])
    assert theirs.post(address, data=posted(panel, "The chair’s.", version="1")).status_code == 302
    stale = mine.post(address, data=posted(panel, "My own.", version="1"))
    assert stale.status_code == 422
    assert "The chair’s." in stale.text
    assert "My own." in stale.text
    assert kept(engine) == ["The chair’s."]
    choice = {"version": "2", "mine-text": "My own.", "keep-text": "combined", "combined-text": "Both together."}
    data = posted(panel, "", **choice)
    del data["text"]
    assert mine.post(address, data=data).status_code == 302
    assert kept(engine) == ["Both together."]
    with reading(engine) as own:
        before = [change.narrative_before for change in own.scalars(select(Change).order_by(Change.recorded_at))]
    assert [each["text"] for each in before if each] == ["At first.", "The chair’s."]


def test_a_member_changes_only_their_own(panel: dict[str, Any], make: Make, session: Session, sign_in: SignIn) -> None:
    finding = make.finding(panel["review"], panel["question"], panel["agency"], panel["first"])
    session.commit()
    assert sign_in(panel["second"]).get(f"/findings/{finding.id}").status_code == 404
    assert sign_in(panel["first"]).get(f"/findings/{finding.id}/agree").status_code == 404


def test_agreement_falls_with_a_change_and_findings_close_with_the_report(
    panel: dict[str, Any], make: Make, session: Session, sign_in: SignIn, engine: Engine
) -> None:
    finding = make.finding(panel["review"], panel["question"], panel["agency"], panel["first"])
    session.commit()
    chair = sign_in(panel["chair"])
    day = {"agreed_on-day": "1", "agreed_on-month": "11", "agreed_on-year": "2025"}
    assert chair.post(f"/findings/{finding.id}/agree", data=day).status_code == 302
    assert chair.post(f"/findings/{finding.id}", data=posted(panel, "Changed.", version="2")).status_code == 302
    with reading(engine) as own:
        assert own.get_one(Finding, finding.id).agreed_on is None
    panel["review"].state = ReviewState.SIGN_OFF
    session.commit()
    closed = chair.get(f"/reviews/{panel['review'].id}/findings/new")
    assert closed.status_code == 409
    assert "Findings can be added or changed" in closed.text
