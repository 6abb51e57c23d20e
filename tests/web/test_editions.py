"""The briefing and the notice for publication: from what is cleared alone, without marking or marked passages, and never with a name."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from darddr.documents.audit import audit
from darddr.models.document import Document
from darddr.models.person import Person
from darddr.models.user import User
from darddr.policies import NotAllowed
from darddr.services import publication, redactions
from darddr.services.errors import NotNow, Unfit
from darddr.storage.database import reading
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import ReviewState
from tests.factories import Make
from tests.strict_client import StrictClient

SignIn = Callable[[User], StrictClient]
KINDS = publication.BESIDE


@pytest.fixture
def case(make: Make) -> dict[str, Any]:
    """A cleared review with a story, its coordinator, chair and panel member."""
    partnership = make.partnership()
    review = make.review(partnership, ReviewState.CLEARED)
    review.sections = {"summary_chronology": "Sarah rang three times. The shop in Mill Lane closed. Nobody came."}
    make.person(review, names=["Ottoline Brackwater"], pseudonym="Sarah", date_of_birth="1984-03-07")
    made = {"review": review, "coordinator": make.coordinator(partnership)}
    made |= {"chair": make.on_review(review, ReviewRole.CHAIR), "panel": make.on_review(review, ReviewRole.PANEL)}
    make.session.commit()
    return made


def everything(data: bytes) -> str:
    """All parts of a Word file."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return "".join(package.read(name).decode() for name in package.namelist())


@pytest.mark.parametrize("kind", KINDS)
def test_an_edition_carries_no_marking_and_is_downloaded(
    case: dict[str, Any], sign_in: SignIn, engine: Engine, kind: str
) -> None:
    client, url = sign_in(case["coordinator"]), f"/reviews/{case['review'].id}/documents"
    door = f"/reviews/{case['review'].id}/publication/papers/{kind}"
    assert f'action="{door}"' in client.get(url).text
    assert client.post(door).status_code == 302
    assert "(edition for publication)" in client.get(url).text
    with reading(engine) as own:
        document = own.scalars(select(Document).filter_by(kind=kind)).one()
        assert document.for_publication
        assert document.hit_count == 0
    data = client.get(f"/documents/{document.id}").data
    assert audit("edition.docx", data) == ()
    assert "OFFICIAL" not in everything(data)
    assert "<cp:category>Published</cp:category>" in everything(data)


def test_marked_passages_are_left_out_of_the_story(session: Session, make: Make, case: dict[str, Any]) -> None:
    actor, review = make.actor(case["coordinator"]), case["review"]
    redactions.mark_passage(session, actor, review, "The shop in Mill Lane closed.", "It tells the place.")
    document = publication.publish_beside(session, actor, review, "briefing")
    text = everything(document.data())
    assert "Sarah rang three times." in text
    assert "Mill Lane" not in text
    review.sections = {"summary_chronology": "Reworded."}
    session.flush()
    with pytest.raises(NotNow) as refused:
        publication.publish_beside(session, actor, review, "briefing")
    assert "no longer in the texts" in refused.value.sentence


@pytest.mark.parametrize("kind", KINDS)
def test_before_it_is_cleared_or_without_a_register_there_is_none(
    session: Session, make: Make, case: dict[str, Any], kind: str
) -> None:
    actor, review = make.actor(case["coordinator"]), case["review"]
    for state in ReviewState:
        review.state = state
        if state in (ReviewState.CLEARED, ReviewState.MONITORING, ReviewState.CLOSED):
            assert kind in publication.may_publish_beside(actor, review)
            assert publication.publish_beside(session, actor, review, kind).for_publication
        else:
            assert not publication.may_publish_beside(actor, review)
            with pytest.raises(NotNow):
                publication.publish_beside(session, actor, review, kind)
    elsewhere = make.partnership()
    other, theirs = make.review(elsewhere, ReviewState.CLEARED), make.actor(make.coordinator(elsewhere))
    for person in session.scalars(select(Person).filter_by(review_id=other.id)):
        person.names = []
    with pytest.raises(NotNow) as refused:
        publication.publish_beside(session, theirs, other, kind)
    assert "No real name is recorded" in refused.value.sentence


def test_a_passage_that_is_left_keeps_it_back(
    session: Session, make: Make, case: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    actor, review = make.actor(case["coordinator"]), case["review"]
    redactions.mark_passage(session, actor, review, "The shop in Mill Lane closed.", "It tells the place.")
    monkeypatch.setattr("darddr.services.report_facts.redacted", lambda _session, _review, facts: facts)
    with pytest.raises(NotNow) as refused:
        publication.publish_beside(session, actor, review, "briefing")
    assert "still held a passage" in refused.value.sentence


def test_an_edition_that_names_somebody_is_shown_with_its_hits_and_not_handed_out(
    session: Session, make: Make, case: dict[str, Any], sign_in: SignIn, engine: Engine
) -> None:
    case["review"].sections = {"summary_chronology": "Ottoline Brackwater rang."}
    session.commit()
    client, url = sign_in(case["coordinator"]), f"/reviews/{case['review'].id}/documents"
    told = client.post(f"/reviews/{case['review'].id}/publication/papers/briefing", follow_redirects=True).text
    assert "It names somebody" in told
    with reading(engine) as own:
        document = own.scalars(select(Document)).one()
    refused = client.get(f"/documents/{document.id}")
    assert refused.status_code == 409
    assert "This edition for publication names somebody" in refused.text
    assert client.get(f"/documents/{document.id}/hits").status_code == 200
    working = client.post(f"{url}/briefing")
    assert working.status_code == 302
    with reading(engine) as own:
        marked = own.scalars(select(Document).filter_by(for_publication=False)).one()
    assert client.get(f"/documents/{marked.id}").status_code == 200, "a working file is read with its hits beside it"


def test_an_edition_is_no_longer_handed_out_once_the_register_has_changed(
    session: Session, make: Make, case: dict[str, Any]
) -> None:
    document = publication.publish_beside(session, make.actor(case["coordinator"]), case["review"], "briefing")
    publication.require_clean(session, case["review"], document)
    make.person(case["review"], names=["Tilly Quantock"], pseudonym="Jo")
    with pytest.raises(NotNow) as refused:
        publication.require_clean(session, case["review"], document)
    assert "The register of names has changed" in refused.value.sentence


def test_whoever_may_build_them_may_publish_them_and_nobody_else(
    session: Session, make: Make, case: dict[str, Any], sign_in: SignIn
) -> None:
    review = case["review"]
    assert publication.may_publish_beside(make.actor(case["coordinator"]), review) == KINDS
    assert publication.may_publish_beside(make.actor(case["chair"]), review) == ("briefing",)
    assert publication.may_publish_beside(make.actor(case["panel"]), review) == ()
    assert publication.publish_beside(session, make.actor(case["chair"]), review, "briefing")
    for who, kind in (("chair", "publication-notice"), ("panel", "briefing")):
        with pytest.raises(NotAllowed):
            publication.publish_beside(session, make.actor(case[who]), review, kind)
    with pytest.raises(Unfit):
        publication.publish_beside(session, make.actor(case["coordinator"]), review, "overview")
    with pytest.raises(NotAllowed):
        publication.publish_beside(session, make.actor(case["panel"]), review, "overview")
    session.commit()
    client = sign_in(case["coordinator"])
    assert client.post(f"/reviews/{review.id}/publication/papers/overview").status_code == 404
