"""What the panel learned: who may write it, when, and what becomes of its words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.models.finding import Change, Finding
from darddr.models.plan import Plan, RecommendationFinding
from darddr.models.review import Review
from darddr.policies import Actor, NotAllowed
from darddr.services import findings
from darddr.services.errors import NotNow, RealNameTyped, Stale, Unfit
from darddr.services.findings import OPEN_STATES, Learned
from darddr.vocabulary.records import FindingKind
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import ReviewState
from tests.factories import Make


class Situation(NamedTuple):
    """A review at its analysis, who works on it, and a finding as somebody words it."""

    review: Review
    panel: Actor
    second: Actor
    chair: Actor
    learned: Learned


@pytest.fixture
def at(make: Make) -> Situation:
    """A review with a question, an agency, two panel members and a chair; Ottoline Brackwater died."""
    partnership = make.partnership()
    review = make.review(partnership, ReviewState.ANALYSIS)
    agency, question = make.agency(partnership), make.question(review)
    make.person(review, names=["Ottoline Brackwater"], pseudonym="Sarah")
    one, two = (make.actor(make.on_review(review, ReviewRole.PANEL, agency=agency)) for _ in range(2))
    chair = make.actor(make.on_review(review, ReviewRole.CHAIR))
    learned = Learned(question, agency, FindingKind.LEARNING, " Three calls. ", "The log.", clock.today())
    return Situation(review, one, two, chair, learned)


def add(session: Session, at: Situation, actor: Actor | None = None) -> Finding:
    """Add the finding as the first panel member, or somebody else."""
    return findings.add_finding(session, actor or at.panel, at.review, at.learned)


def test_two_adding_at_once_each_keep_theirs_in_one_statement(session: Session, at: Situation) -> None:
    made = [add(session, at), add(session, at, at.second)]
    statements: list[str] = []
    engine = session.get_bind()
    count: Callable[..., None] = lambda *given: statements.append(given[2])  # noqa: E731 - a listener
    event.listen(engine, "before_cursor_execute", count)
    rows = findings.findings_of(session, at.review)
    event.remove(engine, "before_cursor_execute", count)
    assert [row[0].id for row in rows] == [finding.id for finding in made]
    assert [row[3].id for row in rows if row[3]] == [at.panel.user_id, at.second.user_id]
    assert made[0].text == "Three calls."
    assert len(statements) == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": " \n"}, "text"),
        ({"happened_on": clock.today() + timedelta(days=1)}, "happened_on"),
    ],
)
def test_what_does_not_fit_is_refused(session: Session, at: Situation, change: dict[str, object], field: str) -> None:
    learned, finding = replace(at.learned, **change), add(session, at)
    with pytest.raises(Unfit) as refused:
        findings.add_finding(session, at.panel, at.review, learned)
    assert refused.value.field == field
    with pytest.raises(Unfit) as refused:
        findings.edit_finding(session, at.panel, at.review, finding, finding.version_id, learned)
    assert refused.value.field == field


def test_a_question_or_agency_from_elsewhere_is_refused(session: Session, make: Make, at: Situation) -> None:
    elsewhere = make.partnership()
    for field, learned in (
        ("question_id", replace(at.learned, question=make.question(make.review(elsewhere)))),
        ("agency_id", replace(at.learned, agency=make.agency(elsewhere))),
    ):
        with pytest.raises(Unfit) as refused:
            findings.add_finding(session, at.panel, at.review, learned)
        assert refused.value.field == field


@pytest.mark.parametrize("state", ReviewState)
def test_findings_open_with_commissioning_and_close_with_the_report(
    session: Session, at: Situation, state: ReviewState
) -> None:
    finding = add(session, at)
    at.review.state = state
    acts = (
        lambda: add(session, at),
        lambda: findings.edit_finding(session, at.panel, at.review, finding, finding.version_id, at.learned),
        lambda: findings.agree_finding(session, at.chair, at.review, finding, clock.today()),
        lambda: findings.remove_finding(session, at.chair, at.review, finding),
    )
    for act in acts:
        if state in OPEN_STATES:
            act()
            session.flush()
            continue
        with pytest.raises(NotNow):
            act()


def test_a_real_name_in_either_text_is_held_back_and_a_reason_is_kept(session: Session, at: Situation) -> None:
    named = replace(at.learned, evidence="Ms Brackwater’s own words.")
    with pytest.raises(RealNameTyped) as refused:
        findings.add_finding(session, at.panel, at.review, named)
    assert refused.value.field == "evidence"
    assert session.scalars(select(Finding)).all() == []
    kept = findings.add_finding(session, at.panel, at.review, replace(named, name_reason=" A quotation. "))
    assert kept.name_reason == "A quotation."
    entry = audit.body_of(audit.entries_of(session, at.review.partnership_id, limit=1)[0])
    assert entry["tag"] == "finding.added"
    assert "Brackwater" not in str(entry)
    assert "quotation" not in str(entry)


def test_a_change_of_words_keeps_the_earlier_and_undoes_agreement(session: Session, at: Situation) -> None:
    finding = add(session, at)
    reworded = replace(at.learned, text="Four calls.")
    for learned, agreed in (
        (at.learned, clock.today()),
        (replace(at.learned, kind=FindingKind.GOOD_PRACTICE), None),
        (reworded, None),
    ):
        findings.agree_finding(session, at.chair, at.review, finding, clock.today())
        session.flush()
        findings.edit_finding(session, at.panel, at.review, finding, finding.version_id, learned)
        session.flush()
        assert finding.agreed_on == agreed
    assert (finding.kind, finding.text) == (FindingKind.LEARNING, "Four calls.")
    kept = session.scalars(select(Change).filter_by(subject_id=finding.id)).one()
    assert (kept.narrative_before, kept.recorded_by_id) == ({"text": "Three calls."}, at.panel.user_id)


def test_a_stale_change_brings_back_what_is_kept_and_who_wrote_it(session: Session, at: Situation) -> None:
    finding = add(session, at)
    opened = finding.version_id
    mine = replace(at.learned, text="Mine.")
    theirs = replace(at.learned, text="The chair’s.", kind=FindingKind.GOOD_PRACTICE)
    findings.edit_finding(session, at.chair, at.review, finding, opened, theirs)
    session.flush()
    with pytest.raises(Stale) as refused:
        findings.edit_finding(session, at.panel, at.review, finding, opened, mine)
    stale = refused.value
    assert (stale.theirs["text"], stale.theirs["kind"]) == ("The chair’s.", "good_practice")
    assert (stale.version, stale.saved_by.startswith("Person Number")) == (finding.version_id, True)
    assert "chair" not in str(stale)
    assert finding.text == "The chair’s."


def test_removing_keeps_the_words_and_frees_the_recommendation(session: Session, make: Make, at: Situation) -> None:
    finding = add(session, at)
    recommendation = make.recommendation(session.scalars(select(Plan).filter_by(review_id=at.review.id)).one())
    make.keep(
        RecommendationFinding(
            partnership_id=at.review.partnership_id,
            review_id=at.review.id,
            recommendation_id=recommendation.id,
            finding_id=finding.id,
        )
    )
    findings.remove_finding(session, at.chair, at.review, finding)
    session.flush()
    assert session.scalars(select(Finding)).all() == []
    assert session.scalars(select(RecommendationFinding)).all() == []
    kept = session.scalars(select(Change)).one()
    assert kept.narrative_before == {"text": "Three calls.", "evidence": "The log."}


def test_nobody_agrees_after_today_and_only_those_who_lead_agree_or_remove(session: Session, at: Situation) -> None:
    finding = add(session, at)
    with pytest.raises(Unfit):
        findings.agree_finding(session, at.chair, at.review, finding, clock.today() + timedelta(days=1))
    for act in (
        lambda: findings.agree_finding(session, at.panel, at.review, finding, clock.today()),
        lambda: findings.remove_finding(session, at.panel, at.review, finding),
        lambda: findings.edit_finding(session, at.second, at.review, finding, finding.version_id, at.learned),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert finding.agreed_on is None


def test_nobody_from_outside_adds_one(session: Session, make: Make, at: Situation) -> None:
    outsiders = [
        make.on_review(at.review, ReviewRole.PANEL, ended_on=clock.today()),
        make.on_review(at.review, ReviewRole.IMR_AUTHOR),
        make.coordinator(make.partnership()),
        make.excluded(at.review, make.on_review(at.review, ReviewRole.CHAIR)),
    ]
    for user in outsiders:
        with pytest.raises(NotAllowed):
            add(session, at, make.actor(user))
    assert session.scalars(select(Finding)).all() == []
