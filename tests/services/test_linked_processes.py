"""Processes linked with a review: what is offered where, what is refused, what a release waits for, what papers say."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from docx import Document as Word
from sqlalchemy import select

from darddr.models.finding import Change
from darddr.models.linked_process import LinkedProcess
from darddr.models.partnership import Partnership
from darddr.policies import NotAllowed
from darddr.services import linked_processes, reports
from darddr.services import reviews as moves
from darddr.services.errors import RealNameTyped, Stale, Unfit
from darddr.services.linked_processes import Process
from darddr.services.review_facts import review_facts
from darddr.vocabulary.linked_processes import PENDING, ProcessKind, ProcessStatus
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.conditions import PROCESSES_OVER
from darddr.workflow.states import ReviewState

TRIAL = Process(ProcessKind.TRIAL, ProcessStatus.UNDER_WAY, "Northshire Crown Court", holds_publication=True)


@pytest.fixture
def review(make):
    return make.review(make.partnership(), ReviewState.CLEARED)


@pytest.fixture
def coordinator(session, make, review):
    return make.actor(make.coordinator(session.get_one(Partnership, review.partnership_id)))


def test_a_release_waits_for_what_holds_it_until_it_is_over_or_holds_it_no_longer(session, review, coordinator) -> None:
    process = linked_processes.link(session, coordinator, review, TRIAL)
    for status in ProcessStatus:
        process.status = status
        session.flush()
        assert review_facts(session, review).processes_holding == (status in PENDING)
        lacking = {
            need.name
            for offer in moves.offers_of(session, coordinator, review)
            if offer.move.trigger == "publish"
            for need in offer.unmet
        }
        assert (PROCESSES_OVER.name in lacking) is (status in PENDING)
    process.status, process.holds_publication = ProcessStatus.UNDER_WAY, False
    session.flush()
    assert review_facts(session, review).processes_holding == 0


def test_it_may_be_set_aside_with_a_reason(session, review, coordinator) -> None:
    linked_processes.link(session, coordinator, review, TRIAL)
    moves.waive(session, coordinator, review, PROCESSES_OVER.name, "The court agreed.")
    session.flush()
    publish = next(o for o in moves.offers_of(session, coordinator, review) if o.move.trigger == "publish")
    assert PROCESSES_OVER.name not in {need.name for need in publish.unmet}


def test_the_welsh_review_is_offered_in_wales_alone(session, review, coordinator) -> None:
    susr = Process(ProcessKind.SUSR, ProcessStatus.EXPECTED, "Regional safeguarding board")
    assert ProcessKind.SUSR not in linked_processes.kinds_for(session, review)
    with pytest.raises(Unfit) as refused:
        linked_processes.link(session, coordinator, review, susr)
    assert refused.value.field == "kind"
    session.get_one(Partnership, review.partnership_id).nation = "wales"
    assert list(ProcessKind) == linked_processes.kinds_for(session, review)
    process = linked_processes.link(session, coordinator, review, susr)
    session.get_one(Partnership, review.partnership_id).nation = "england"
    over = replace(susr, status=ProcessStatus.CONCLUDED)
    linked_processes.edit(session, coordinator, review, process, process.version_id, over)
    assert process.status is ProcessStatus.CONCLUDED


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"lead_body": " "}, "lead_body"),
        ({"status": ProcessStatus.NOT_HAPPENING}, "holds_publication"),
        ({"dates": ((date(2026, 1, 5), " "),)}, "words_1"),
        ({"dates": ((None, ""), (None, "Verdict"))}, "day_2"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_kept(session, review, coordinator, more, field) -> None:
    with pytest.raises(Unfit) as refused:
        linked_processes.link(session, coordinator, review, replace(TRIAL, **more))
    assert refused.value.field == field
    assert not session.scalars(select(LinkedProcess)).all()


def test_a_real_name_is_refused_beside_its_box(session, make, review, coordinator) -> None:
    make.person(review, names=["Ottoline Brackwater"], pseudonym="Marlow")
    wrong: dict[str, Any] = {
        "lead_body": {"lead_body": "R v Brackwater"},
        "note": {"note": "Brackwater was charged."},
        "words_2": {"dates": ((None, ""), (date(2026, 1, 5), "Brackwater heard"))},
    }
    for field, more in wrong.items():
        with pytest.raises(RealNameTyped) as typed:
            linked_processes.link(session, coordinator, review, replace(TRIAL, **more))
        assert typed.value.field == field


def test_an_edit_keeps_what_was_and_a_stale_one_is_refused(session, make, review, coordinator) -> None:
    dates = ((date(2026, 3, 9), "Verdict"), (date(2026, 1, 5), "Trial begins"))
    process = linked_processes.link(session, coordinator, review, replace(TRIAL, dates=dates))
    assert linked_processes.lines_of(process) == ["5 January 2026: Trial begins", "9 March 2026: Verdict"]
    version = process.version_id
    linked_processes.edit(session, coordinator, review, process, version, replace(TRIAL, dates=dates))
    session.flush()
    assert process.version_id == version
    moved = replace(TRIAL, dates=dates[1:])
    linked_processes.edit(session, coordinator, review, process, version, moved)
    session.flush()
    before = session.scalars(select(Change).filter_by(subject_id=process.id)).one().narrative_before
    assert before == {"dates": "5 January 2026: Trial begins\n9 March 2026: Verdict"}
    with pytest.raises(Stale):
        linked_processes.edit(session, coordinator, review, process, version, TRIAL)
    panel = make.actor(make.on_review(review, ReviewRole.PANEL))
    with pytest.raises(NotAllowed):
        linked_processes.edit(session, panel, review, process, process.version_id, TRIAL)
    with pytest.raises(NotAllowed):
        linked_processes.link(session, panel, review, TRIAL)


def test_the_papers_name_it_until_the_author_does(session, review, coordinator) -> None:
    told = replace(TRIAL, has_joint_terms=True, dates=((date(2026, 1, 5), "Trial begins"),))
    linked_processes.link(session, coordinator, review, told)
    sentence = "Criminal trial, led by Northshire Crown Court: under way, with terms of reference held in common."
    for kind in ("overview", "terms-of-reference"):
        assert sentence in said(reports.draw(session, coordinator, review, kind)), kind
    handover = said(reports.draw(session, coordinator, review, "handover"))
    assert "Under way, holds publication" in handover
    assert "5 January 2026: Trial begins" in handover
    review.sections = {"parallel_reviews": "A trial was held."}
    for kind in ("overview", "terms-of-reference"):
        text = said(reports.draw(session, coordinator, review, kind))
        assert "A trial was held." in text
        assert sentence not in text


def said(data: bytes) -> str:
    document = Word(io.BytesIO(data))
    rows = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *rows])
