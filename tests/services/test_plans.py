"""Plans: what stands in one, a partnership's own, and how many statements they take."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from darddr import clock
from darddr.crypto import ring
from darddr.models.subject import Place
from darddr.policies import NotAllowed
from darddr.services import plans
from darddr.services.errors import RealNameTyped, Stale, Unfit
from darddr.services.targets import target_of
from darddr.vocabulary.records import DatePrecision
from darddr.vocabulary.roles import ReviewRole
from tests.factories import Make


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """The SQL sent meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def fill(make: Make, plan, count: int) -> None:
    agency, owner = make.agency(make.partnership_row), make.user()
    for _ in range(count):
        recommendation = make.recommendation(plan, lesson="A lesson.")
        for _ in range(2):
            make.action(recommendation, lead_agency_id=agency.id, owner_id=owner.id, has_owner=True)


def test_contents_take_three_statements_and_open_each_row_once(session: Session, make: Make, engine: Engine) -> None:
    make.partnership_row = make.partnership()
    plan = make.plan(make.partnership_row)
    counts = []
    for added in (1, 11):
        fill(make, plan, added)
        session.flush()
        session.expunge_all()
        before = ring().openings
        with statements(engine) as sent:
            found = plans.contents(session, plan)
            [(one.recommendation.text, one.recommendation.lesson) for one in found]
            [(planned.led_by, planned.action.text, planned.owned_by) for one in found for planned in one.actions]
        counts.append(len(sent))
        owners = added if added == 1 else 2
        assert ring().openings - before == len(found) * 3 + owners
    assert counts == [3, 3]


def test_contents_keep_the_printed_order_and_join_the_names_of_those_who_lead(session: Session, make: Make) -> None:
    partnership = make.partnership()
    plan, agency = make.plan(partnership), make.agency(partnership, "Housing")
    second = make.recommendation(plan, position=2, number="9")
    first = make.recommendation(plan, position=1, number="10")
    action = make.action(first, lead_agency_id=agency.id, lead_agencies=["Probation"], owner_post="Head of Housing")
    found = plans.contents(session, plan)
    assert [one.recommendation.id for one in found] == [first.id, second.id]
    (planned,) = found[0].actions
    assert (planned.action.id, planned.led_by, planned.owned_by) == (action.id, "Housing; Probation", "Head of Housing")


def test_a_partnerships_plan_draws_on_reviews_its_maker_may_read(session: Session, make: Make) -> None:
    home, elsewhere = make.partnership(), make.partnership()
    actor = make.actor(make.coordinator(home))
    review, other = make.review(home), make.review(elsewhere)
    place = Place(home.id)
    first = plans.make_plan(session, actor, place, "Risk", [review.id, review.id])
    second = plans.make_plan(session, actor, place, "Training", [review.id])
    assert (first.reference, second.reference) == (f"{home.code}-PLAN-001", f"{home.code}-PLAN-002")
    assert plans.cited_references(session, actor, first) == [review.reference]
    for wrong in ([], [other.id]):
        with pytest.raises(Unfit):
            plans.make_plan(session, actor, place, "Risk", wrong)
    with pytest.raises(Unfit):
        plans.make_plan(session, actor, place, "  ", [review.id])
    with pytest.raises(NotAllowed):
        plans.make_plan(session, make.actor(make.executive(home)), place, "Risk", [review.id])


def test_a_plan_may_not_be_called_by_a_real_name_without_a_reason(session: Session, make: Make) -> None:
    home = make.partnership()
    actor = make.actor(make.coordinator(home))
    review = make.review(home)
    make.person(review, names=["Ottoline Brackwater"])
    with pytest.raises(RealNameTyped):
        plans.make_plan(session, actor, Place(home.id), "After Ottoline Brackwater", [review.id])
    assert plans.make_plan(
        session, actor, Place(home.id), "After Ottoline Brackwater", [review.id], "Her family asked."
    )


def test_the_list_of_plans_counts_and_hides_a_review_one_is_kept_out_of(
    session: Session, make: Make, engine: Engine
) -> None:
    home = make.partnership()
    coordinator = make.coordinator(home)
    review, hidden = make.review(home), make.review(home)
    make.excluded(hidden, coordinator)
    recommendation = make.recommendation(plans.plan_of(session, review))
    make.action(recommendation, due_on=clock.today() - timedelta(days=1))
    make.action(recommendation)
    with statements(engine) as sent:
        (line,) = plans.plans_of(session, make.actor(coordinator), home.id, clock.today()).lines
    assert (line.recommendations, line.open_actions, line.overdue) == (1, 2, 1)
    assert (
        len([one for one in sent if one.startswith("SELECT") and "plans" in one]) == 2
    )  # the page, and how many there are


def test_names_are_looked_for_only_on_behalf_of_those_who_read_the_review(session: Session, make: Make) -> None:
    home = make.partnership()
    review = make.review(home)
    make.person(review, names=["Ottoline Brackwater"])
    owner = make.user()
    action = make.action(make.recommendation(plans.plan_of(session, review)), owner_id=owner.id)
    panel = make.actor(make.on_review(review, ReviewRole.PANEL, agency=make.agency(home)))
    with pytest.raises(RealNameTyped):
        plans.refuse_names_of_plan(session, panel, action, "Told Ottoline Brackwater.")
    plans.refuse_names_of_plan(session, make.actor(owner), action, "Told Ottoline Brackwater.")


@pytest.mark.parametrize(
    ("words", "due", "precision"),
    [
        ("31 March 2027", date(2027, 3, 31), DatePrecision.DAY),
        ("February 2028", date(2028, 2, 29), DatePrecision.MONTH),
        ("December 2027", date(2027, 12, 31), DatePrecision.MONTH),
        ("Q2 2027", date(2027, 6, 30), DatePrecision.QUARTER),
        ("2027", date(2027, 12, 31), DatePrecision.YEAR),
        ("2027/28", date(2028, 3, 31), DatePrecision.YEAR),
        ("Ongoing", None, DatePrecision.NONE),
        ("", None, DatePrecision.NONE),
    ],
)
def test_a_target_is_due_on_the_last_day_its_words_allow(
    words: str, due: date | None, precision: DatePrecision
) -> None:
    target = target_of(words)
    assert (target.text, target.due_on, target.precision) == (words, due, precision)


@pytest.mark.parametrize("words", ["31 September 2027", "1 March 2027 or 1 May 2027", "14 March"])
def test_a_target_that_cannot_be_or_could_be_several_days_is_refused(words: str) -> None:
    with pytest.raises(Unfit) as refused:
        target_of(words)
    assert refused.value.field == "target_text"


def test_a_plan_of_a_partnership_has_a_theme_and_draws_on_other_reviews_later(session, make) -> None:
    home = make.partnership()
    actor, place = make.actor(make.coordinator(home)), Place(home.id)
    first, second = make.review(home), make.review(home)
    plan = plans.make_plan(session, actor, place, "Risk", [first.id], theme="Identification of risk")
    session.flush()
    plans.edit_plan(session, actor, plan, plan.version_id, "Risk and training", [first.id, second.id], "Training")
    session.flush()
    assert (plan.title, plan.theme, plans.cited_ids(session, plan)) == (
        "Risk and training",
        "Training",
        {first.id, second.id},
    )
    plans.edit_plan(session, actor, plan, plan.version_id, "Risk and training", [second.id], "Training")
    session.flush()
    assert plans.cited_ids(session, plan) == {second.id}
    with pytest.raises(Unfit) as refused:
        plans.edit_plan(session, actor, plan, plan.version_id, "Risk", [second.id], "Something else")
    assert refused.value.field == "theme"
    with pytest.raises(Stale):
        plans.edit_plan(session, actor, plan, plan.version_id - 1, "Risk", [second.id], "Training")
    executive = make.actor(make.executive(home))
    with pytest.raises(NotAllowed):
        plans.edit_plan(session, executive, plan, plan.version_id, "Risk", [second.id], "Training")


def test_a_review_that_the_editor_may_not_read_stays_cited(session, make) -> None:
    home = make.partnership()
    mine, hidden = make.review(home), make.review(home)
    plan = plans.make_plan(session, make.actor(make.coordinator(home)), Place(home.id), "Risk", [mine.id, hidden.id])
    session.flush()
    kept_out = make.actor(make.excluded(hidden, make.coordinator(home)))
    plans.edit_plan(session, kept_out, plan, plan.version_id, "Risk", [mine.id], "Training")
    session.flush()
    assert plans.cited_ids(session, plan) == {mine.id, hidden.id}
