"""Adding and changing recommendations."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit
from darddr.models.finding import Change
from darddr.models.partnership import Partnership
from darddr.models.plan import Recommendation
from darddr.policies import NotAllowed
from darddr.services import plans, recommendations
from darddr.services.errors import NotNow, RealNameTyped, Stale, Unfit
from darddr.services.recommendations import Proposal
from darddr.vocabulary.records import RecommendationScope
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import ReviewState
from tests.factories import Make

HOSTILE = "{{7*7}} <script>alert(1)</script> 🕊 \u202e\x07 Llŷr"


@pytest.fixture
def situation(session: Session, make: Make):
    home = make.partnership()
    review = make.review(home, ReviewState.DRAFTING)
    return make.actor(make.on_review(review, ReviewRole.AUTHOR)), plans.plan_of(session, review), review


def test_a_recommendation_is_kept_as_worded_and_takes_the_next_number(session: Session, situation) -> None:
    actor, plan, _ = situation
    proposal = Proposal(
        HOSTILE, "Lesson.", "", RecommendationScope.NATIONAL, "Training", ("Home Office", "NHS England")
    )
    first = recommendations.add_recommendation(session, actor, plan, proposal)
    second = recommendations.add_recommendation(session, actor, plan, Proposal("Another."))
    session.flush()
    session.expire_all()
    assert (first.text, first.number, second.number) == (HOSTILE, "1", "2")
    assert (first.scope_tier, first.theme, first.addressees) == (
        RecommendationScope.NATIONAL,
        "Training",
        ["Home Office", "NHS England"],
    )
    assert audit.verify(session).ok


@pytest.mark.parametrize(
    ("proposal", "field"),
    [
        (Proposal(" "), "text"),
        (Proposal("A", theme="Other things"), "theme"),
        (Proposal("A", number="1" * 21), "number"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_kept(
    session: Session, situation, proposal: Proposal, field: str
) -> None:
    actor, plan, _ = situation
    with pytest.raises(Unfit) as refused:
        recommendations.add_recommendation(session, actor, plan, proposal)
    assert refused.value.field == field
    assert session.scalar(select(Recommendation.id)) is None
    row = recommendations.add_recommendation(session, actor, plan, Proposal("Before."))
    with pytest.raises(Unfit) as refused:
        recommendations.edit_recommendation(session, actor, row, row.version_id, proposal)
    assert (refused.value.field, row.text) == (field, "Before.")


def test_a_real_name_needs_a_reason(session: Session, make: Make, situation) -> None:
    actor, plan, review = situation
    make.person(review, names=["Ottoline Brackwater"])
    with pytest.raises(RealNameTyped):
        recommendations.add_recommendation(
            session, actor, plan, Proposal("A.", lesson="Ottoline Brackwater was not asked.")
        )
    row = recommendations.add_recommendation(
        session,
        actor,
        plan,
        Proposal("A.", lesson="Ottoline Brackwater was not asked.", name_reason="A fund bears the name."),
    )
    assert row.name_reason == "A fund bears the name."
    with pytest.raises(RealNameTyped):
        recommendations.edit_recommendation(session, actor, row, row.version_id, Proposal("Ask Ms Brackwater."))


def test_an_edit_keeps_the_earlier_words_and_a_stale_one_keeps_both(session: Session, situation) -> None:
    actor, plan, _ = situation
    row = recommendations.add_recommendation(session, actor, plan, Proposal("Before.", theme="Training"))
    opened_at = row.version_id
    recommendations.edit_recommendation(session, actor, row, opened_at, Proposal("After.", theme="Policy"))
    session.flush()
    change = session.scalars(select(Change)).one()
    assert change.learning_before == {"text": "Before.", "theme": "Training"}
    with pytest.raises(Stale) as stale:
        recommendations.edit_recommendation(session, actor, row, opened_at, Proposal("Mine."))
    assert (stale.value.theirs["text"], row.text) == ("After.", "After.")


def test_saving_what_is_there_already_changes_nothing(session: Session, situation) -> None:
    actor, plan, _ = situation
    proposal = Proposal("Same.", "Lesson.", "1")
    row = recommendations.add_recommendation(session, actor, plan, proposal)
    version = row.version_id
    recommendations.edit_recommendation(session, actor, row, version, proposal)
    session.flush()
    assert (row.version_id, session.scalar(select(Change.id))) == (version, None)


def test_findings_are_linked_only_within_the_review(session: Session, make: Make, situation) -> None:
    actor, plan, review = situation
    home = make.partnership()
    other = make.review(home)
    user, agency = make.user(), make.agency(home)
    own = make.finding(review, make.question(review), agency, user)
    also = make.finding(review, make.question(review, 2), agency, user)
    foreign = make.finding(other, make.question(other), agency, user)
    row = recommendations.add_recommendation(session, actor, plan, Proposal("A.", findings=(own.id,)))
    recommendations.edit_recommendation(session, actor, row, row.version_id, Proposal("A.", findings=(also.id,)))
    assert recommendations.linked_findings(session, row) == {also.id}
    with pytest.raises(Unfit):
        recommendations.edit_recommendation(session, actor, row, row.version_id, Proposal("A.", findings=(foreign.id,)))
    theirs = make.recommendation(make.plan(session.get_one(Partnership, review.partnership_id)))
    coordinator = make.actor(make.coordinator(session.get_one(Partnership, review.partnership_id)))
    with pytest.raises(Unfit):
        recommendations.edit_recommendation(
            session, coordinator, theirs, theirs.version_id, Proposal("A.", findings=(own.id,))
        )


def test_who_may_and_when(session: Session, make: Make, situation) -> None:
    actor, plan, review = situation
    panel = make.actor(make.on_review(review, ReviewRole.PANEL, agency=make.agency(make.partnership())))
    with pytest.raises(NotAllowed):
        recommendations.add_recommendation(session, panel, plan, Proposal("A."))
    row = recommendations.add_recommendation(session, actor, plan, Proposal("A."))
    review.state = ReviewState.CLOSED
    with pytest.raises(NotNow):
        recommendations.add_recommendation(session, actor, plan, Proposal("A."))
    with pytest.raises(NotNow):
        recommendations.edit_recommendation(session, actor, row, row.version_id, Proposal("B."))
