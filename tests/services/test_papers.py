"""The whole set of a review's papers: each from a full and from an almost empty record, by whom, from which state, and what it lacks."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from typing import Any

import pytest
from docx import Document as Word
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr.documents.audit import audit
from darddr.documents.letters import fields_in
from darddr.documents.xml import clean
from darddr.models.action import Action
from darddr.models.document import Document
from darddr.models.finding import Finding
from darddr.models.partnership import Partnership
from darddr.models.person import Person
from darddr.models.plan import Plan, Recommendation
from darddr.models.review import Question, Review, ReviewMove
from darddr.policies import NotAllowed, allows
from darddr.services import report_layout, reports
from darddr.services.errors import NotNow, Unfit
from darddr.services.papers import letters
from darddr.services.papers.catalogue import WHO, Kind, apart
from darddr.vocabulary.letters import FIELDS, LETTERS, Wording
from darddr.vocabulary.milestones import Milestone as M
from darddr.vocabulary.permissions import Permission as P
from darddr.vocabulary.records import FindingKind, PersonRole
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import ReviewState as S
from tests.factories import Make

KINDS = tuple(reports.KINDS)
NAME = "Ottoline Brackwater"


def said(data: bytes) -> str:
    """Everything a Word file, or every Word file of a zip, shows in its body."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if inside := [name for name in archive.namelist() if name.endswith(".docx")]:
            return "\n".join(said(archive.read(name)) for name in inside)
    document = Word(io.BytesIO(data))
    rows = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *rows])


@pytest.fixture
def full(make: Make) -> dict[str, Any]:
    """A published review with something in every part of its record."""
    partnership = make.partnership("Northshire Community Safety Partnership")
    review = make.review(partnership, S.MONITORING)
    agency, question = make.agency(partnership, "Northshire Police"), make.question(review)
    coordinator, chair = make.coordinator(partnership), make.on_review(review, ReviewRole.CHAIR)
    review.lead_id = coordinator.id
    make.on_review(review, ReviewRole.AUTHOR)
    member = make.on_review(review, ReviewRole.PANEL, agency=agency)
    make.person(review, names=[NAME], pseudonym="Sarah", date_of_birth="1984-03-07", date_of_death="2025-05-14")
    make.person(review, PersonRole.ALLEGED_PERPETRATOR, names=["Crispin Wetherspoke"], pseudonym="Mark")
    make.finding(review, question, agency, chair, text="She was not asked alone.")
    make.finding(review, question, agency, chair, text="A nurse asked kindly.").kind = FindingKind.GOOD_PRACTICE
    plan = make.session.query(Plan).filter_by(review_id=review.id).one()
    advice = make.recommendation(plan, text="Ask alone.", lesson="Being alone matters.")
    make.action(advice, text="Train reception staff.", lead_agency_id=agency.id, target_on=date(2026, 1, 31))
    for kind in M:
        if kind is not M.NOTICE_RECEIVED:
            make.milestone(review, kind)
    make.keep(
        ReviewMove(
            partnership_id=partnership.id,
            review_id=review.id,
            step=1,
            trigger="decide_review",
            source=S.DECIDING,
            dest=S.COMMISSIONING,
            happened_on=date(2025, 8, 1),
            recorded_by_id=coordinator.id,
            reason="The law applies.",
            on_behalf_of="",
        )
    )
    review.sections = {"summary_chronology": "She went to her doctor.", "timescales": "From 2020, when they met."}
    make.session.flush()
    return {"review": review, "coordinator": coordinator, "chair": chair, "member": member, "agency": agency}


@pytest.fixture
def bare(make: Make) -> dict[str, Any]:
    """A review that has come as far as the other one with next to nothing in its record."""
    partnership = make.partnership()
    review = make.review(partnership, S.MONITORING)
    review.circumstances, review.month_of_death, review.source = "", None, None
    for person in make.session.query(Person).filter_by(review_id=review.id):
        make.session.delete(person)
    make.session.flush()
    return {"review": review, "coordinator": make.coordinator(partnership)}


@pytest.mark.parametrize("kind", KINDS)
def test_each_is_built_from_a_full_record_and_names_nobody(
    session: Session, make: Make, full: dict[str, Any], kind: str
) -> None:
    document = reports.build(session, make.actor(full["coordinator"]), full["review"], kind)
    data = document.data()
    for name, part in reports.files_of(full["review"], kind, data):
        assert audit(name, part) == (), name
    text = said(data)
    assert document.hit_count == 0
    assert "Brackwater" not in text
    assert "Wetherspoke" not in text
    assert full["review"].reference in text
    assert "{{" not in text
    kept = session.scalars(select(Document).filter_by(review_id=full["review"].id, kind=kind)).one()
    assert kept.recorded_by_id == full["coordinator"].id


MISSING = {
    "notification": ("people the review is about", "circumstances of the death"),
    "decision": ("reasons for the decision", "people the review is about"),
    "terms-of-reference": ("questions of the terms of reference", "period under review, with the reason for it"),
    "imr-template": ("questions of the terms of reference",),
    "agency-chronology": ("people the review is about",),
    "combined-chronology": ("contacts from agencies’ chronologies",),
    "agenda": ("chair and members of the panel",),
    "minutes": ("chair and members of the panel",),
    "overview": ("pseudonym of the person who died",),
    "summary": ("pseudonym of the person who died",),
    "action-plan": ("recommendations and actions",),
    "briefing": ("summary of what happened", "lessons", "recommendations"),
    "handover": ("people the review is about",),
}
BLANKS = {
    "scoping-letter": ("[name of the agency to be written in by hand]", "[date to be written in by hand]"),
    "family-first": ("[name to be written in by hand]", "[name of the chair to be written in by hand]"),
    "home-office-cover": ("[pseudonym to be written in by hand]", "[date of approval to be written in by hand]"),
}
REFUSED = (
    "decision-home-office",
    "decision-family",
    "decision-coroner",
    "decision-agencies",
    "decision-agencies-apart",
)
"""Letters on a decision of which the record holds neither the day nor what was decided."""


@pytest.mark.parametrize("kind", KINDS)
def test_each_is_built_from_an_almost_empty_record_and_names_what_is_missing(
    session: Session, make: Make, bare: dict[str, Any], kind: str
) -> None:
    actor = make.actor(bare["coordinator"])
    if kind in REFUSED:
        with pytest.raises(NotNow) as refused:
            reports.build(session, actor, bare["review"], kind)
        assert "“Day the decision on a review was made” and “What was decided, as the end of a sentence”" in (
            refused.value.sentence.replace("”, “", "” and “")
        )
        assert not session.scalars(select(Document).filter_by(review_id=bare["review"].id)).all()
        return
    data = reports.build(session, actor, bare["review"], kind).data()
    for name, part in reports.files_of(bare["review"], kind, data):
        assert audit(name, part) == (), name
    text = said(data)
    for what in (*MISSING.get(kind, ()), *BLANKS.get(kind, ())):
        assert what in text, what


def test_the_pack_holds_what_goes_to_the_home_office_and_says_what_is_missing(
    session: Session, make: Make, bare: dict[str, Any], full: dict[str, Any]
) -> None:
    ref, told = bare["review"].reference, list[str]()
    data = reports.build(session, make.actor(bare["coordinator"]), bare["review"], "pack", say=told.append).data()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == told
        contents = said(archive.read(f"{ref}-contents.docx"))
        assert all(name in contents for name in told if not name.endswith("-contents.docx"))
    kinds = ["home-office-cover", "home-office-checklist", "overview", "summary", "action-plan", "contents"]
    assert told == [f"{ref}-{kind}.docx" for kind in kinds]
    assert "pseudonym of the person who died" in contents
    whole = reports.build(session, make.actor(full["coordinator"]), full["review"], "pack").data()
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert f"{full['review'].reference}-qa-response.docx" in archive.namelist()
        alone = reports.build(session, make.actor(full["coordinator"]), full["review"], "overview").data()
        assert archive.read(f"{full['review'].reference}-overview.docx") == alone


@pytest.mark.parametrize("kind", reports.KINDS.values(), ids=KINDS)
def test_a_paper_is_built_by_whoever_its_row_allows_and_by_nobody_else(
    session: Session, make: Make, full: dict[str, Any], kind: Kind
) -> None:
    review = full["review"]
    people = {
        "coordinator": full["coordinator"],
        "independent chair": full["chair"],
        "author": make.on_review(review, ReviewRole.AUTHOR),
        "panel": full["member"],
        "executive": make.executive_chair(make.partnership()),
        "elsewhere": make.coordinator(make.partnership()),
    }
    done = set()
    for who, user in people.items():
        try:
            reports.draw(session, make.actor(user), review, kind.key)
            done.add(who)
        except NotAllowed:
            pass
    assert done == set(WHO[kind.permission].split(", "))
    assert all(allows(make.actor(people[who]), kind.reads, review) for who in done)


@pytest.mark.parametrize("kind", reports.KINDS.values(), ids=KINDS)
def test_a_paper_is_built_from_the_states_of_its_row_and_from_no_other(
    session: Session, make: Make, full: dict[str, Any], kind: Kind
) -> None:
    actor, review = make.actor(full["coordinator"]), full["review"]
    for state in S:
        review.state = state
        if state in kind.states:
            assert reports.draw(session, actor, review, kind.key), state
        else:
            with pytest.raises(NotNow) as refused:
                reports.draw(session, actor, review, kind.key)
            assert refused.value.sentence == f"The {kind.in_a_sentence} can be built {kind.when}."


def test_who_and_when_say_what_the_policies_say() -> None:
    assert {kind.permission for kind in reports.KINDS.values()} == set(WHO)
    assert len({kind.title for kind in reports.KINDS.values()}) == len(KINDS)
    assert reports.KINDS["handover"].reads is P.REVIEW_MANAGE
    assert all(reports.KINDS[key].reads is not P.DOCUMENT_READ for key in KINDS if "family" in key)


def test_every_field_has_a_finder_and_every_wording_knows_its_fields() -> None:
    assert set(letters.VALUES) == set(FIELDS)
    for key, wording in LETTERS.items():
        assert set(fields_in(wording.subject + wording.text)) <= set(FIELDS), key
        assert key in KINDS
        assert wording.title == reports.KINDS[key].title


def test_a_wording_with_unknown_and_empty_fields_names_them_all_before_anything_is_made(
    session: Session, make: Make, bare: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    wording = Wording(
        "Scoping letter", "On {{ reference }}", "Dear {{7*7}}\n\n{{ decision_day }} {{ reason }} {{ motto }}"
    )
    monkeypatch.setattr(letters, "wording_of", lambda *_: wording)
    with pytest.raises(NotNow) as refused:
        reports.build(session, make.actor(bare["coordinator"]), bare["review"], "scoping-letter")
    assert refused.value.sentence == (
        "The scoping letter cannot be made: the record does not hold yet what goes into “Day the decision on a review was made” and "
        "“Reason recorded for the decision”; and its wording has fields that do not exist: “7*7” and “motto”."
    )


def test_a_letter_goes_to_every_agency_that_takes_part_on_pages_of_its_own(
    session: Session, make: Make, full: dict[str, Any]
) -> None:
    partnership = session.get_one(Partnership, full["review"].partnership_id)
    other = make.agency(partnership, "Northshire Health")
    make.on_review(full["review"], ReviewRole.PANEL, agency=other)
    text = said(reports.draw(session, make.actor(full["coordinator"]), full["review"], "imr-request"))
    assert text.count("Dear [name to be written in by hand]") == 2
    assert "ask Northshire Police for two things" in text
    assert "ask Northshire Health for two things" in text


def test_letters_to_many_agencies_are_listed_and_pass_the_audit(
    session: Session, make: Make, full: dict[str, Any]
) -> None:
    partnership = session.get_one(Partnership, full["review"].partnership_id)
    for number in range(9):
        make.on_review(full["review"], ReviewRole.PANEL, agency=make.agency(partnership, f"Body {number}"))
    text = said(reports.draw(session, make.actor(full["coordinator"]), full["review"], "scoping-letter"))
    assert "Here are 10 letters, one for each agency" in text
    assert text.count("(Body 3)") == 2


TO_AGENCIES = [kind for kind in KINDS if apart(kind) in KINDS]


@pytest.mark.parametrize("kind", TO_AGENCIES)
def test_letters_to_agencies_come_as_one_file_for_each_called_by_its_agency(
    session: Session, make: Make, full: dict[str, Any], kind: str
) -> None:
    partnership, review = session.get_one(Partnership, full["review"].partnership_id), full["review"]
    for name in ("Northshire Health", "Northshire: Health!", "Bwrdd Iechyd Môn", "健康"):
        make.on_review(review, ReviewRole.PANEL, agency=make.agency(partnership, name))
    document = reports.build(session, make.actor(full["coordinator"]), review, apart(kind))
    parts = dict(reports.files_of(review, apart(kind), document.data()))
    names = ("agency", "bwrdd-iechyd-mon", "northshire-health", "northshire-health-2", "northshire-police")
    assert set(parts) == {f"{review.reference}-{kind}-{name}.docx" for name in names}
    assert document.hit_count == 0
    police = said(parts[f"{review.reference}-{kind}-northshire-police.docx"])
    assert "Northshire Police" in police
    assert "Northshire Health" not in police
    assert "letters, one for each agency" not in police


def test_an_agency_called_after_a_person_of_the_case_is_found_in_the_name_of_its_file(
    session: Session, make: Make, full: dict[str, Any]
) -> None:
    partnership = session.get_one(Partnership, full["review"].partnership_id)
    make.on_review(full["review"], ReviewRole.PANEL, agency=make.agency(partnership, "Brackwater Surgery"))
    document = reports.build(session, make.actor(full["coordinator"]), full["review"], "imr-request-apart")
    assert any("brackwater-surgery" in hit["found"] + hit["where"] + hit["part"] for hit in document.hits or ())


def test_without_an_agency_there_is_one_letter_to_be_addressed_by_hand(
    session: Session, make: Make, bare: dict[str, Any]
) -> None:
    data = reports.draw(session, make.actor(bare["coordinator"]), bare["review"], "scoping-letter-apart")
    (part,) = reports.files_of(bare["review"], "scoping-letter-apart", data)
    assert part[0].endswith("-scoping-letter-agency.docx")
    assert "[name of the agency to be written in by hand]" in said(part[1])


@given(st.lists(st.text(max_size=8), min_size=1, max_size=6, unique=True))
@settings(deadline=None, max_examples=50)
def test_names_of_files_differ_and_are_fit_for_any_file_system(names: list[str]) -> None:
    found = letters.names_of(tuple(names))
    assert len(set(found.values())) == len(names)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) for name in found.values())


def test_only_letters_to_agencies_have_a_zip_of_their_own() -> None:
    assert reports.zipped_kind("imr-request") == "imr-request-apart"
    assert reports.zipped_kind("pack") == "pack"
    assert reports.zipped_kind("nonsense") == "nonsense"
    with pytest.raises(Unfit) as refused:
        reports.zipped_kind("overview")
    assert refused.value.sentence == "The overview report is one Word file: give a PATH that ends in .docx."


PIECES = (
    "&",
    "<w:p/>",
    "{{7*7}}",
    "{{ reason }}",
    "%s",
    "\x07",
    "\x00",
    "שלום עולם",
    "👩‍👧",
    "]]>",
    '"',
    "• x",
)
TYPED = st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map(" ".join)


def _type(session: Session, full: dict[str, Any], text: str) -> None:
    """Put a text wherever somebody may type one."""
    review: Review = full["review"]
    review.circumstances = f"aa{text}zz"
    review.sections = {
        key: f"aa{text}zz" for key in report_layout.SECTIONS if key != "glossary"
    }  # a colon parts a term there
    for model, field in TYPED_FIELDS:
        for row in session.query(model).filter_by(review_id=review.id):
            setattr(row, field, f"aa{text}zz")
    session.flush()


TYPED_FIELDS: tuple[tuple[Any, str], ...] = (
    (Action, "text"),
    (Finding, "text"),
    (Person, "pseudonym"),
    (Person, "relation"),
    (Recommendation, "text"),
    (Recommendation, "lesson"),
    (Question, "text"),
    (ReviewMove, "reason"),
    (ReviewMove, "on_behalf_of"),
)


@given(typed=TYPED)
@settings(deadline=None, max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.sqlite
def test_whatever_is_typed_comes_out_literally_in_every_kind(
    session: Session, make: Make, full: dict[str, Any], typed: str
) -> None:
    actor = make.actor(full["coordinator"])
    _type(session, full, typed)
    whole = f"aa{clean(typed)}zz"
    for kind in KINDS:
        data = reports.draw(session, actor, full["review"], kind)
        text = said(data)
        assert text.count("aa") >= text.count(whole) > 0 or kind in SILENT, kind
        assert text.count(f"aa{clean(typed)[:1]}") == text.count(whole), kind


SILENT = {"scoping-letter", "decision-family", "decision-coroner", "decision-agencies", "chair-interest", "imr-request", "agency-draft"} | {
    "agency-actions", "family-first", "family-terms", "family-draft", "family-publication"
}  # fmt: skip
"""Kinds that print nothing anybody typed into the case."""
SILENT |= {apart(kind) for kind in SILENT if apart(kind) in KINDS}


@pytest.mark.sqlite
def test_two_million_letters_in_one_paragraph_are_printed_or_cut_and_said_to_be(
    session: Session, make: Make, full: dict[str, Any]
) -> None:
    actor = make.actor(full["coordinator"])
    _type(session, full, "long words " * 190_000)
    for kind in KINDS:
        if kind in SILENT:
            continue
        text = said(reports.draw(session, actor, full["review"], kind))
        assert len(text) > 2_000_000 or "(shortened; the report says the rest)" in text, kind
