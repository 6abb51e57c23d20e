"""Documents and publication: nothing that names anybody is released, and never by one person alone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from docx import Document as WordFile
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from darddr import clock
from darddr.documents.audit import audit
from darddr.jobs.builds import run_builds
from darddr.models.document import Document
from darddr.models.partnership import Partnership
from darddr.models.plan import Plan
from darddr.models.review import Review
from darddr.models.user import User
from darddr.services import publication, reports, reviews
from darddr.services.errors import NotNow, Refusal, Unfit
from darddr.services.people import people_of
from darddr.storage.database import reading
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.records import PersonRole, PublicationKind
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.errors import ConditionsUnmet
from darddr.workflow.states import ReviewState
from tests.factories import Make
from tests.strict_client import StrictClient

SignIn = Callable[[User], StrictClient]
DAY = timedelta(days=1)


@pytest.fixture
def case(make: Make) -> dict[str, Any]:
    """A review cleared to publish, with a finding, an action and everybody who releases."""
    partnership = make.partnership()
    review = make.review(partnership, ReviewState.CLEARED)
    agency, question = make.agency(partnership), make.question(review)
    made: dict[str, Any] = {
        "review": review,
        "coordinator": make.coordinator(partnership),
        "executive_chair": make.executive_chair(partnership),
        "chair": make.on_review(review, ReviewRole.CHAIR),
        "person": make.person(review, names=["Ottoline Brackwater"], pseudonym="Sarah", date_of_birth="1984-03-07"),
    }
    made["finding"] = make.finding(review, question, agency, made["chair"], text="Sarah was not asked alone.")
    plan = make.session.query(Plan).filter_by(review_id=review.id).one()
    made["action"] = make.action(make.recommendation(plan, text="Ask alone."), text="Train reception staff.")
    make.milestone(review, Milestone.PROCEEDINGS_CLEAR)
    make.milestone(review, Milestone.FAMILY_TOLD_OF_PUBLICATION)
    make.milestone(review, Milestone.AGENCIES_TOLD_OF_PUBLICATION)
    return made


def words(data: bytes) -> str:
    """Everything a Word file's body says."""
    return zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()


@pytest.mark.parametrize("kind", ["overview", "summary", "action-plan"])
def test_a_document_says_each_thing_once_by_pseudonym(
    session: Session, make: Make, case: dict[str, Any], kind: str
) -> None:
    document = reports.build(session, make.actor(case["chair"]), case["review"], kind)
    data = document.data()
    assert not audit("report.docx", data)
    text = words(data)
    assert text.count("Ask alone.") == 1
    assert text.count("Train reception staff.") == (0 if kind == "summary" else 1)
    assert "Brackwater" not in text
    assert document.hit_count == 0
    if kind in {"overview", "summary"}:
        assert text.count("Sarah was not asked alone.") == 1


def test_there_is_no_document_of_another_kind(session: Session, make: Make, case: dict[str, Any]) -> None:
    with pytest.raises(Unfit) as refused:
        reports.draw(session, make.actor(case["chair"]), case["review"], "nonsense")
    assert refused.value.field == "kind"


def test_a_document_that_is_not_sound_is_not_made(
    session: Session, make: Make, case: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = io.BytesIO()
    WordFile().save(empty)
    broken = replace(reports.KINDS["overview"], make=lambda record: empty.getvalue())
    monkeypatch.setitem(reports.KINDS, "overview", broken)
    with pytest.raises(Refusal) as refused:
        reports.draw(session, make.actor(case["chair"]), case["review"], "overview")
    assert "did not pass its own check" in refused.value.sentence


def test_a_name_in_the_text_blocks_the_release_and_says_where(
    session: Session, make: Make, case: dict[str, Any]
) -> None:
    review, coordinator = case["review"], make.actor(case["coordinator"])
    case["finding"].text = "Ottoline was not asked alone, on 7 March 1984."
    session.flush()
    prepared = publication.prepare(session, coordinator, review, PublicationKind.FULL, "", None)
    edition = session.get_one(Document, prepared.document_id)
    assert edition.hit_count == 2
    assert all(hit["where"] for hit in edition.hits or [])
    with pytest.raises(NotNow):
        publication.approve(session, make.actor(case["executive_chair"]), review, clock.today())
    with pytest.raises(ConditionsUnmet):
        reviews.advance(session, coordinator, review, "publish")
    assert review.state is ReviewState.CLEARED


def test_two_people_release_and_a_changed_register_stops_them(
    session: Session, make: Make, case: dict[str, Any]
) -> None:
    review, coordinator, other = case["review"], make.actor(case["coordinator"]), make.actor(case["executive_chair"])
    publication.prepare(session, coordinator, review, PublicationKind.FULL, "", None)
    publication.approve(session, other, review, clock.today())
    with pytest.raises(ConditionsUnmet) as refused:
        reviews.advance(session, other, review, "publish")
    assert refused.value.reasons == ("Somebody other than whoever approved the publication must release it.",)
    case["person"].names = ["Ottoline Brackwater", "Tilly"]
    session.flush()
    with pytest.raises(ConditionsUnmet):
        reviews.advance(session, coordinator, review, "publish")
    publication.prepare(session, coordinator, review, PublicationKind.FULL, "", None)
    publication.approve(session, other, review, clock.today())
    reviews.advance(session, coordinator, review, "publish")
    assert review.state is ReviewState.MONITORING


def test_a_published_edition_carries_no_marking_and_a_working_one_does(
    session: Session, make: Make, case: dict[str, Any]
) -> None:
    actor = make.actor(case["coordinator"])
    published = reports.build(session, actor, case["review"], "overview", for_publication=True)
    working = reports.build(session, actor, case["review"], "overview")
    assert "OFFICIAL" not in words(published.data())
    assert "OFFICIAL-SENSITIVE" in words(working.data())


@pytest.mark.parametrize(
    ("kind", "document"),
    [(PublicationKind.FULL, "overview"), (PublicationKind.REDACTED, "overview"), (PublicationKind.SUMMARY, "summary")],
)
def test_what_is_released_is_the_document_of_that_name_without_marking(
    session: Session, make: Make, case: dict[str, Any], kind: PublicationKind, document: str
) -> None:
    coordinator = make.actor(case["coordinator"])
    prepared = publication.prepare(session, coordinator, case["review"], kind, "The family asked for it.", None)
    edition = session.get_one(Document, prepared.document_id)
    assert (edition.kind, edition.for_publication) == (document, True)
    assert "OFFICIAL" not in words(edition.data())


def test_a_summary_that_names_somebody_is_not_approved(session: Session, make: Make, case: dict[str, Any]) -> None:
    case["review"].sections = {"key_issues": "Ottoline Brackwater was not asked alone."}
    session.flush()
    prepared = publication.prepare(
        session, make.actor(case["coordinator"]), case["review"], PublicationKind.SUMMARY, "Asked for.", None
    )
    assert session.get_one(Document, prepared.document_id).hit_count
    with pytest.raises(NotNow):
        publication.approve(session, make.actor(case["executive_chair"]), case["review"], clock.today())


def test_the_summarys_own_sections_stand_in_the_summary_and_not_in_the_report(
    session: Session, make: Make, case: dict[str, Any]
) -> None:
    review, chair = case["review"], make.actor(case["chair"])
    reports.write_section(session, chair, review, "key_issues", review.version_id, "Nobody saw the whole.")
    text = {kind: words(reports.build(session, chair, review, kind).data()) for kind in ("overview", "summary")}
    assert text["summary"].count("Nobody saw the whole.") == 1
    assert "Nobody saw the whole." not in text["overview"]
    assert "key_issues" not in text["overview"]
    assert "Sarah was not asked alone." not in text["summary"]


def test_withholding_needs_a_reason_and_a_day(session: Session, make: Make, case: dict[str, Any]) -> None:
    actor = make.actor(case["coordinator"])
    with pytest.raises(Unfit, match="Unfit") as refused:
        publication.prepare(session, actor, case["review"], PublicationKind.WITHHELD, "", None)
    assert refused.value.field == "reason"
    with pytest.raises(Unfit) as refused:
        publication.prepare(session, actor, case["review"], PublicationKind.WITHHELD, "Children.", clock.today())
    assert refused.value.field == "review_on"


@pytest.mark.parametrize("state", [ReviewState.DRAFTING, ReviewState.MONITORING])
def test_nothing_is_prepared_before_the_report_is_cleared_nor_after(
    session: Session, make: Make, case: dict[str, Any], state: ReviewState
) -> None:
    review, actor = case["review"], make.actor(case["coordinator"])
    review.state = state
    session.flush()
    with pytest.raises(NotNow):
        publication.prepare(session, actor, review, PublicationKind.WITHHELD, "Children.", clock.today() + DAY)


def test_nothing_is_prepared_while_only_those_who_may_be_named_have_a_name(
    session: Session, make: Make, case: dict[str, Any]
) -> None:
    review, actor = case["review"], make.actor(case["coordinator"])
    for person in people_of(session, review):
        person.names = []
    make.person(review, PersonRole.PROFESSIONAL, names=["Ann Chairwood"], may_be_named=True)
    with pytest.raises(NotNow):
        publication.prepare(session, actor, review, PublicationKind.FULL, "", None)
    assert publication.publication_of(session, review) is None


def test_what_is_not_prepared_or_not_cleared_any_longer_is_not_approved(
    session: Session, make: Make, case: dict[str, Any]
) -> None:
    review, other = case["review"], make.actor(case["executive_chair"])
    with pytest.raises(NotNow):
        publication.approve(session, other, review, clock.today())
    prepared = publication.prepare(
        session, make.actor(case["coordinator"]), review, PublicationKind.WITHHELD, "Children.", clock.today() + DAY
    )
    with pytest.raises(Unfit) as refused:
        publication.approve(session, other, review, clock.today() + DAY)
    assert refused.value.field == "approved_on"
    review.state = ReviewState.MONITORING
    with pytest.raises(NotNow):
        publication.approve(session, other, review, clock.today())
    assert prepared.approved_by_id is None


def test_a_file_of_another_review_is_compared_with_none_and_one_of_no_review_is_not_there(
    session: Session, make: Make, case: dict[str, Any], sign_in: SignIn
) -> None:
    home = case["review"].partnership_id
    sister = make.review(session.get_one(Partnership, home))
    ids = []
    for review_id in (case["review"].id, sister.id, None):
        document = Document(partnership_id=home, review_id=review_id, kind="overview", hit_count=0)
        document.keep(b"A file.")
        ids.append(make.keep(document).id)
    own, hers, nobodys = ids
    session.commit()
    client = sign_in(case["coordinator"])
    for url in (f"{own}/changes-since/{hers}", f"{nobodys}/changes-since/{nobodys}", nobodys, f"{nobodys}/hits"):
        assert client.get(f"/documents/{url}").status_code == 404, url


def test_building_and_taking_away_by_pages(
    session: Session, case: dict[str, Any], sign_in: SignIn, engine: Engine
) -> None:
    review: Review = case["review"]
    session.commit()
    client = sign_in(case["chair"])
    assert "Build the executive summary" in client.get(f"/reviews/{review.id}/documents").text
    assert client.post(f"/reviews/{review.id}/documents/summary").status_code == 302
    assert client.post(f"/reviews/{review.id}/documents/overview").status_code == 302
    assert "Names nobody" in client.get(f"/reviews/{review.id}/documents").text
    with reading(engine) as own:
        document_id = own.scalars(select(Document.id).filter_by(kind="overview")).one()
    answer = client.get(f"/documents/{document_id}")
    assert answer.headers["Content-Disposition"] == f"attachment; filename={review.reference}-overview.docx"
    assert "Sarah was not asked alone." in words(answer.data)
    assert "Build the first letter to the family" in client.get(f"/reviews/{review.id}/documents").text
    form = {"text": "Written by the author.", "version": str(review.version_id)}
    assert client.post(f"/reviews/{review.id}/sections/conclusions", data=form).status_code == 302
    assert client.post(f"/reviews/{review.id}/sections/no-such-section", data=form).status_code == 404


def test_the_page_groups_what_each_person_may_build(
    session: Session, make: Make, case: dict[str, Any], sign_in: SignIn
) -> None:
    review: Review = case["review"]
    author = make.on_review(review, ReviewRole.AUTHOR)
    session.commit()
    address = f"/reviews/{review.id}/documents"
    shown = {
        who: sign_in(user).get(address).text for who, user in (("coordinator", case["coordinator"]), ("author", author))
    }
    headings = [kind.group for kind in reports.KINDS.values()]
    places = [
        shown["coordinator"].index(f'<h3 class="govuk-heading-s">{group}</h3>') for group in dict.fromkeys(headings)
    ]
    assert places == sorted(places)
    for kind in reports.KINDS.values():
        door = f'action="/reviews/{review.id}/documents/{kind.key}"'
        assert door in shown["coordinator"], kind.key
        assert (door in shown["author"]) is (kind.permission.value == "document.build"), kind.key


def test_a_pack_says_what_is_in_it_and_leaves_as_one_zip(
    session: Session, case: dict[str, Any], sign_in: SignIn, engine: Engine
) -> None:
    review: Review = case["review"]
    session.commit()
    client = sign_in(case["coordinator"])
    waiting = client.post(f"/reviews/{review.id}/documents/pack", follow_redirects=True)
    assert "0 of 6 files made. It waits for its turn." in waiting.text
    assert run_builds(engine) == 1
    assert "It is ready: 6 files in one." in client.get(waiting.request.path).text
    with reading(engine) as own:
        document_id = own.scalars(select(Document.id).filter_by(kind="pack")).one()
    answer = client.get(f"/documents/{document_id}")
    assert answer.headers["Content-Disposition"] == f"attachment; filename={review.reference}-pack.zip"
    assert answer.headers["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert f"{review.reference}-contents.docx" in archive.namelist()


def test_a_letter_to_the_family_is_for_fewer_than_the_reports(
    session: Session, make: Make, case: dict[str, Any], sign_in: SignIn
) -> None:
    review: Review = case["review"]
    member = make.on_review(review, ReviewRole.PANEL)
    letter = reports.build(session, make.actor(case["chair"]), review, "family-first").id
    report = reports.build(session, make.actor(case["chair"]), review, "overview").id
    handover = reports.build(session, make.actor(case["coordinator"]), review, "handover").id
    session.commit()
    for user, seen in (
        (member, {report}),
        (case["chair"], {report, letter}),
        (case["coordinator"], {report, letter, handover}),
    ):
        client = sign_in(user)
        page = client.get(f"/reviews/{review.id}/documents").text
        for document in (letter, report, handover):
            assert (f"/documents/{document}" in page) is (document in seen)
            assert client.get(f"/documents/{document}").status_code == (200 if document in seen else 404)


def test_a_letter_that_lacks_something_is_refused_in_one_sentence(
    session: Session, case: dict[str, Any], sign_in: SignIn, engine: Engine
) -> None:
    review: Review = case["review"]
    session.commit()
    client = sign_in(case["coordinator"])
    answer = client.post(f"/reviews/{review.id}/documents/decision-family")
    assert answer.status_code == 409
    assert "The notice of decision to the family cannot be made" in answer.text
    assert "Day the decision on a review was made" in answer.text
    with reading(engine) as own:
        assert not own.scalars(select(Document.id)).all()
