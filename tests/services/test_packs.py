"""The pack: five files as at a day, sound and marked, without a story, the public one under one rule."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta

import openpyxl
import pytest
from docx import Document
from sqlalchemy.orm import Session

from darddr import clock
from darddr.documents.audit import audit
from darddr.models.action import ActionMove
from darddr.models.chasing import NationalAnswer
from darddr.models.duty import Priority
from darddr.models.partnership import Partnership
from darddr.models.plan import Plan
from darddr.models.subject import Place
from darddr.models.user import User
from darddr.policies import NotAllowed
from darddr.services import figure_tables, packs
from darddr.services.errors import NotNow, Refusal, Unfit
from darddr.services.figure_views import View
from darddr.services.pack_facts import COLOURS
from darddr.vocabulary.national import Department, NationalAnswerKind
from darddr.vocabulary.records import RecommendationScope
from darddr.workflow.states import ActionState, ReviewState
from tests.factories import LONG_AGO, Make

TODAY = clock.today()
WORDS = {"executive-report", "scrutiny-report", "strategic-assessment-extract", "partnership-plan-extract"}


@pytest.fixture
def partnership(make: Make) -> Partnership:
    return make.partnership("Quillshire")


@pytest.fixture
def coordinator(make: Make, partnership: Partnership) -> User:
    return make.coordinator(partnership)


@pytest.fixture
def full(session: Session, make: Make, partnership: Partnership) -> None:
    """Six reviews under way and a review with nineteen actions."""
    for _ in range(6):
        review = make.review(partnership, ReviewState.DRAFTING)
        make.person(review, names=["Ottoline Brackwater"], pseudonym="Sarah", sex="female", manner="suicide")
    plan = session.query(Plan).filter_by(review_id=review.id).one()
    agency = make.agency(partnership, "=HYPERLINK(1)")
    priority = make.keep(Priority(partnership_id=partnership.id, position=1, title="Protect people"))
    recommendation = make.recommendation(plan, theme="Training", scope_tier=RecommendationScope.LOCAL)
    for number in range(19):
        due = TODAY + timedelta(days=10 * (number - 9))
        state = ActionState.SIGNED_OFF if number < 2 else ActionState.IN_PROGRESS
        make.action(recommendation, state, due_on=due, lead_agency_id=agency.id, priority_id=priority.id)


def files(session: Session, make: Make, user: User, partnership: Partnership, day: date = TODAY) -> dict[str, bytes]:
    data = packs.draw(session, make.actor(user), Place(partnership.id), day, 84)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def text_of(data: bytes) -> str:
    document = Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def table_of(data: bytes, first: str) -> dict[str, str]:
    """A table of two columns by the title of its first."""
    tables = [table for table in Document(io.BytesIO(data)).tables if table.cell(0, 0).text == first]
    return {row.cells[0].text: row.cells[1].text for row in tables[0].rows[1:]}


def test_it_holds_four_reports_and_a_workbook_each_marked_and_sound(
    session: Session, make: Make, partnership: Partnership, coordinator: User, full: None
) -> None:
    found = files(session, make, coordinator, partnership)
    assert set(found) == {f"{name}.docx" for name in WORDS} | {"tables.xlsx"}
    for name in WORDS:
        data = found[f"{name}.docx"]
        assert audit(name, data) == ()
        first = Document(io.BytesIO(data)).paragraphs[0].text
        assert first == ("OFFICIAL" if name == "scrutiny-report" else "OFFICIAL-SENSITIVE")
        for word in ("Brackwater", "Sarah", "Circumstances", "Action 1"):
            assert word not in text_of(data)


def test_the_executive_report_says_where_reviews_and_actions_stand(
    session: Session, make: Make, partnership: Partnership, coordinator: User, full: None
) -> None:
    told = text_of(files(session, make, coordinator, partnership)["executive-report.docx"])
    assert "Six reviews under way and none pending; 17 actions open, of which seven overdue; none waiting" in told
    assert "the author’s draft" in told
    assert "=HYPERLINK(1)" in told


def test_public_counts_under_five_are_withheld_and_nobody_is_told_of_sex_without_a_decision(
    session: Session, make: Make, partnership: Partnership, coordinator: User, full: None
) -> None:
    public = files(session, make, coordinator, partnership)["scrutiny-report.docx"]
    assert table_of(public, "How they stand") == {
        "Open, past its date": "7",
        "Open, not past its date": "10",
        "Signed off": "Withheld",
        "Not implemented": "Withheld",
        "Rejected or superseded": "Withheld",
        "All": "19",
    }
    told = text_of(public)
    assert "Female" not in told
    assert "Suicide" not in told
    assert partnership.code + "-2026-" not in told


def test_the_chair_decides_that_sex_and_manner_are_told_and_may_take_it_back(
    session: Session, make: Make, partnership: Partnership, coordinator: User, full: None
) -> None:
    chair, place = make.actor(make.executive_chair(partnership)), Place(partnership.id)
    packs.decide_disclosure(session, chair, place, True, TODAY - timedelta(days=1), "Large numbers.")
    session.flush()
    public = files(session, make, coordinator, partnership)["scrutiny-report.docx"]
    assert table_of(public, "Sex") == {
        "Female": "12",
        "Male": "Withheld",
        "Unclear, unknown or not stated": "Withheld",
        "All": "12",
    } or table_of(public, "Sex") == {
        "Female": "Withheld",
        "Male": "Withheld",
        "Unclear, unknown or not stated": "Withheld",
        "All": "12",
    }
    packs.decide_disclosure(session, chair, place, False, TODAY, "Small numbers.")
    session.flush()
    assert not packs.is_disclosed(session, partnership.id)


def test_only_the_chair_decides_it_and_only_with_a_reason(
    session: Session, make: Make, partnership: Partnership, coordinator: User
) -> None:
    place = Place(partnership.id)
    for user in (coordinator, make.executive(partnership)):
        with pytest.raises(NotAllowed):
            packs.decide_disclosure(session, make.actor(user), place, True, TODAY, "Because.")
    chair = make.actor(make.executive_chair(partnership))
    for day, reason, field in ((TODAY, " ", "reason"), (TODAY + timedelta(days=1), "So.", "decided_on")):
        with pytest.raises(Unfit) as refused:
            packs.decide_disclosure(session, chair, place, True, day, reason)
        assert refused.value.field == field


def test_the_workbook_holds_dates_and_numbers_and_no_formula(
    session: Session, make: Make, partnership: Partnership, coordinator: User, full: None
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(files(session, make, coordinator, partnership)["tables.xlsx"]))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s", "n", "d"}
    assert any(cell.value == "=HYPERLINK(1)" and cell.data_type == "s" for cell in cells)
    assert all(sheet["A1"].value == "OFFICIAL-SENSITIVE" for sheet in book)
    assert any(cell.is_date for cell in cells)


def test_an_empty_partnership_and_a_past_day_have_a_pack_too(
    session: Session, make: Make, partnership: Partnership, coordinator: User
) -> None:
    for day in (TODAY, LONG_AGO):
        found = files(session, make, coordinator, partnership, day)
        assert all(audit(name, found[f"{name}.docx"]) == () for name in WORDS)
        assert table_of(found["scrutiny-report.docx"], "Phase")["All"] == "0"


def test_who_may_not_have_one(
    session: Session, make: Make, partnership: Partnership, coordinator: User, full: None
) -> None:
    place = Place(partnership.id)
    with pytest.raises(NotAllowed):
        packs.draw(session, make.actor(make.executive(partnership)), place, TODAY, 84)
    with pytest.raises(Unfit):
        packs.draw(session, make.actor(coordinator), place, TODAY + timedelta(days=1), 84)
    kept_out = make.excluded(make.review(partnership), make.coordinator(partnership))
    with pytest.raises(NotNow):
        packs.draw(session, make.actor(kept_out), place, TODAY, 84)


def test_a_pack_of_which_one_file_is_not_sound_is_not_made(
    session: Session, make: Make, partnership: Partnership, coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = io.BytesIO()
    Document().save(empty)
    monkeypatch.setattr(packs, "tabled", lambda facts: empty.getvalue())
    with pytest.raises(Refusal) as refused:
        files(session, make, coordinator, partnership)
    assert "executive-report" in refused.value.sentence


def test_a_pack_is_kept_as_it_was_made_and_says_to_whom_it_was_reported(
    session: Session, make: Make, partnership: Partnership, coordinator: User
) -> None:
    actor, place = make.actor(coordinator), Place(partnership.id)
    pack = packs.keep(session, actor, place, TODAY, b"PK as made")
    assert pack.data() == b"PK as made"
    assert b"as made" not in pack.content
    packs.report_to(session, actor, pack, "Overview and scrutiny", TODAY)
    assert pack.reported_to == [{"body": "Overview and scrutiny", "on": TODAY.isoformat()}]
    for body, day in ((" ", TODAY), ("The board", TODAY + timedelta(days=1)), ("The board", LONG_AGO)):
        with pytest.raises(Unfit):
            packs.report_to(session, actor, pack, body, day)


def test_the_pack_tells_actions_by_colour_and_agency_in_word_and_excel(
    session: Session, make: Make, partnership: Partnership, coordinator: User, full: None
) -> None:
    found = files(session, make, coordinator, partnership)
    view = View(make.actor(coordinator), partnership.id, TODAY)
    colours = figure_tables.by_colour(session, view)
    told = table_of(found["executive-report.docx"], "Colour")
    assert told == {**{words: str(colours[brag]) for brag, words in COLOURS.items()}, "All": "19"}
    book = openpyxl.load_workbook(io.BytesIO(found["tables.xlsx"]))
    (sheet,) = (one for one in book if "Actions by lead agency" in one.title)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert rows == [
        ["Lead agency", *(brag.label for brag in COLOURS), "All"],
        ["=HYPERLINK(1)", *(colours[brag] for brag in COLOURS), 19],
    ]


def test_the_pack_tells_what_departments_answered_as_far_as_the_day(
    session: Session, make: Make, partnership: Partnership, coordinator: User
) -> None:
    plan = make.plan(partnership)
    asked, unasked = (
        make.recommendation(plan, number=number, scope_tier=RecommendationScope.NATIONAL) for number in ("4", "5")
    )
    for row in (asked, unasked):
        row.recorded_at = clock.now() - timedelta(days=400)
    sent, answered = TODAY - timedelta(days=200), TODAY - timedelta(days=50)
    make.keep(
        NationalAnswer(
            partnership_id=partnership.id,
            plan_id=plan.id,
            recommendation_id=asked.id,
            department=Department.HEALTH,
            confirmed_on=sent,
            sent_on=sent,
            answered_on=answered,
            answer_kind=NationalAnswerKind.PARTLY,
            answer="The guidance will be revised.",
        )
    )
    found = files(session, make, coordinator, partnership)
    words = text_of(found["executive-report.docx"])
    assert "Two national recommendations: one answered, one late." in words
    assert "Department of Health and Social Care" in words
    assert "Accepted in part: The guidance will be revised." in words
    assert "are not part of this report" not in words
    book = openpyxl.load_workbook(io.BytesIO(found["tables.xlsx"]))
    (sheet,) = (one for one in book if "National" in one.title)
    assert "Accepted in part: The guidance will be revised." in [
        cell.value for row in sheet.iter_rows() for cell in row
    ]
    earlier = text_of(
        files(session, make, coordinator, partnership, answered - timedelta(days=1))["executive-report.docx"]
    )
    assert "none answered, two late." in earlier
    assert "The guidance will be revised." not in earlier
    assert "The guidance will be revised." not in text_of(found["scrutiny-report.docx"])


def test_the_assessment_says_what_became_of_last_years_actions(
    session: Session, make: Make, partnership: Partnership, coordinator: User
) -> None:
    recommendation = make.recommendation(make.plan(partnership), theme="Training")
    done, open_still, new = (
        make.action(recommendation, state) for state in (ActionState.SIGNED_OFF, *2 * (ActionState.IN_PROGRESS,))
    )
    for action in (done, open_still):
        action.recorded_at = clock.now() - timedelta(days=500)
    moved = {"partnership_id": partnership.id, "action_id": done.id, "step": 1, "trigger": "sign_off"}
    make.keep(
        ActionMove(
            **moved, source=ActionState.IN_PROGRESS, dest=ActionState.SIGNED_OFF, happened_on=TODAY - timedelta(days=30)
        )
    )
    told = text_of(files(session, make, coordinator, partnership)["strategic-assessment-extract.docx"])
    assert "Two actions were open a year before; of them one has since been signed off, none ended" in told
    assert "and one is still open." in told
    assert new.state is ActionState.IN_PROGRESS


def test_a_pack_of_a_past_day_says_beside_its_figures_what_it_cannot_know(
    session: Session, make: Make, partnership: Partnership, coordinator: User, full: None
) -> None:
    past = files(session, make, coordinator, partnership, TODAY - timedelta(days=3))
    for name in WORDS:
        assert "an action entered since is not counted" in text_of(past[f"{name}.docx"]), name
    assert "an action entered since" not in text_of(
        files(session, make, coordinator, partnership)["executive-report.docx"]
    )
