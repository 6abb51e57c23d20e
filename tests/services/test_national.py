"""National recommendations: to the right body, answered, told of; and which of them are late."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.models.chasing import NationalAnswer
from darddr.models.finding import Change
from darddr.policies import NotAllowed
from darddr.services import national, plans
from darddr.services.errors import RealNameTyped, Stale, Unfit
from darddr.services.figure_views import View
from darddr.services.national import Progress
from darddr.services.national_facts import national_part
from darddr.vocabulary.national import Department, NationalAnswerKind
from darddr.vocabulary.records import RecommendationScope
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import ReviewState
from tests.factories import Make

NATIONAL = RecommendationScope.NATIONAL
WITHIN = 84


def ago(days: int) -> date:
    return clock.today() - timedelta(days=days)


def sent(days: int = 10, **more: Any) -> Progress:
    told = {"department": Department.HEALTH, "confirmed_by": "Private office", "confirmed_on": ago(days + 1)}
    return Progress(**{**told, "sent_on": ago(days), **more})


ANSWERED = {"answered_on": ago(4), "answer_kind": NationalAnswerKind.PARTLY, "answer": "In part."}


@pytest.fixture
def situation(session: Session, make: Make):
    home = make.partnership()
    review = make.review(home, ReviewState.CLOSED)
    row = make.recommendation(plans.plan_of(session, review), scope_tier=NATIONAL)
    return make.actor(make.coordinator(home)), row, review


def test_what_came_is_recorded_after_the_review_has_closed_with_its_earlier_words_and_in_the_log(
    session: Session, situation
) -> None:
    actor, row, _ = situation
    first = national.record(session, actor, row, 0, sent(chaser="Head of policy"))
    national.record(session, actor, row, first.version_id, sent(chaser="Deputy", **ANSWERED))
    session.flush()
    session.expire_all()
    kept = session.scalars(select(NationalAnswer)).one()
    assert (kept.body, kept.chaser, kept.answer, kept.answer_kind) == (
        "Department of Health and Social Care",
        "Deputy",
        "In part.",
        NationalAnswerKind.PARTLY,
    )
    before = [change.learning_before or {} for change in session.scalars(select(Change))]
    assert {"chaser": "Head of policy", "answer": "", "answered_on": "", "answer_kind": ""} in before
    assert audit.verify(session).ok


@pytest.mark.parametrize(
    ("told", "field"),
    [
        (sent(sent_on=ago(20)), "sent_on"),
        (sent(acknowledged_on=ago(11)), "acknowledged_on"),
        (sent(acknowledged_on=ago(5), **{**ANSWERED, "answered_on": ago(6)}), "answered_on"),
        (sent(**ANSWERED, csp_told_on=ago(5)), "csp_told_on"),
        (sent(**ANSWERED, family_told_on=ago(5)), "family_told_on"),
        (sent(family_told_on=ago(1)), "family_told_on"),
        (sent(answered_on=ago(1)), "answer_kind"),
        (sent(answer_kind=NationalAnswerKind.NO_ANSWER), "answered_on"),
        (sent(acknowledged_on=ago(-1)), "acknowledged_on"),
        (sent(department=None), "department"),
        (sent(confirmed_by=" "), "confirmed_by"),
        (sent(department=Department.OTHER), "other_body"),
    ],
)
def test_dates_may_not_run_backwards_and_nothing_half_said_is_kept(
    session: Session, situation, told: Progress, field: str
) -> None:
    actor, row, _ = situation
    with pytest.raises(Unfit) as refused:
        national.record(session, actor, row, 0, told)
    assert refused.value.field == field
    assert national.answer_of(session, row.id) is None


def test_the_second_of_two_who_record_at_once_sees_both(session: Session, situation) -> None:
    actor, row, _ = situation
    national.record(session, actor, row, 0, sent(chaser="Mine"))
    with pytest.raises(Stale) as stale:
        national.record(session, actor, row, 0, sent(chaser="Theirs"))
    assert stale.value.theirs["chaser"] == "Mine"


def test_saving_what_is_kept_already_changes_nothing(session: Session, situation) -> None:
    actor, row, _ = situation
    kept = national.record(session, actor, row, 0, sent())
    session.flush()
    version = kept.version_id
    national.record(session, actor, row, version, sent())
    session.flush()
    assert kept.version_id == version


def test_only_whoever_coordinates_records_and_only_for_national_ones(session: Session, make: Make, situation) -> None:
    actor, row, review = situation
    with pytest.raises(NotAllowed):
        national.record(session, make.actor(make.on_review(review, ReviewRole.CHAIR)), row, 0, sent())
    row.scope_tier = RecommendationScope.LOCAL
    with pytest.raises(Unfit):
        national.record(session, actor, row, 0, sent())


def test_a_real_name_in_an_answer_needs_a_reason(session: Session, make: Make, situation) -> None:
    actor, row, review = situation
    make.person(review, names=["Ottoline Brackwater"])
    with pytest.raises(RealNameTyped):
        national.record(session, actor, row, 0, sent(**{**ANSWERED, "answer": "We wrote to Ottoline Brackwater."}))


MADE = date(2026, 1, 1)
DAY = date(2026, 9, 1)


def stood(**dates: Any) -> tuple[str, int]:
    row = NationalAnswer(**dates)
    standing = national.standing_of(row, MADE, DAY, WITHIN)
    return standing.next_step, standing.days_late


def test_each_step_says_the_next_one_and_how_late_it_is() -> None:
    assert national.standing_of(None, MADE, DAY, WITHIN).days_late == (DAY - MADE).days - WITHIN
    assert stood(confirmed_on=date(2026, 8, 1)) == ("Send it", (DAY - MADE).days - WITHIN)
    assert stood(sent_on=date(2026, 6, 9)) == ("Ask whether it has arrived", 0)
    assert stood(sent_on=date(2026, 6, 8)) == ("Ask whether it has arrived", 1)
    assert stood(sent_on=date(2026, 6, 8), acknowledged_on=date(2026, 8, 30)) == ("Ask for the answer", 1)
    assert stood(sent_on=MADE, answered_on=date(2026, 8, 1)) == ("Tell the partnership", 0)
    assert stood(sent_on=MADE, answered_on=MADE, csp_told_on=MADE)[0] == "Tell the family"
    assert stood(sent_on=MADE, answered_on=MADE, csp_told_on=MADE, family_told_on=MADE) == ("Nothing more to do", 0)


def test_the_list_holds_the_late_ones_first_and_none_of_a_review_its_reader_is_kept_out_of(
    session: Session, make: Make, situation
) -> None:
    actor, row, review = situation
    home_plan = make.plan(session.get_one(plans.Partnership, review.partnership_id))
    late = make.recommendation(home_plan, scope_tier=NATIONAL)
    make.recommendation(home_plan, scope_tier=RecommendationScope.LOCAL)
    national.record(session, actor, row, 0, sent())
    national.record(session, actor, late, 0, sent(100))
    found = national.national_of(session, actor, review.partnership_id, clock.today(), WITHIN)
    assert [(line.recommendation.id, line.standing.days_late) for line in found.lines] == [(late.id, 16), (row.id, 0)]
    kept_out = make.excluded(review, make.executive(session.get_one(plans.Partnership, review.partnership_id)))
    seen = national.national_of(session, make.actor(kept_out), review.partnership_id, clock.today(), WITHIN)
    assert [line.recommendation.id for line in seen.lines] == [late.id]
    assert seen.total == 1
    told = [
        national_part(session, View(who, review.partnership_id, clock.today()), WITHIN, 9).tables[0].rows
        for who in (actor, make.actor(kept_out))
    ]
    assert [len(rows) for rows in told] == [2, 1]


def test_a_long_list_goes_on_where_its_page_ended(session: Session, make: Make, situation, monkeypatch) -> None:
    actor, row, review = situation
    plan = plans.plan_of(session, review)
    wanted = {row.id, *(make.recommendation(plan, scope_tier=NATIONAL).id for _ in range(4))}
    monkeypatch.setattr(national, "PAGE", 2)
    seen, after = [], ""
    while True:
        found = national.national_of(session, actor, review.partnership_id, clock.today(), WITHIN, after)
        seen += [line.recommendation.id for line in found.lines]
        if found.next is None:
            break
        after = found.next
    assert len(seen) == len(set(seen)) == 5
    assert set(seen) == wanted
