"""Passages marked to be left out: what may be marked, and a file that still holds one."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from darddr.models.partnership import Partnership
from darddr.models.review import Review
from darddr.policies import Actor
from darddr.services import publication, redactions
from darddr.services.errors import NotNow, Unfit
from darddr.vocabulary.records import PublicationKind
from darddr.workflow.states import ReviewState
from tests.factories import Make


@pytest.fixture
def review(make: Make) -> Review:
    return make.review(make.partnership(), ReviewState.CLEARED)


@pytest.fixture
def actor(make: Make, session: Session, review: Review) -> Actor:
    return make.actor(make.coordinator(session.get_one(Partnership, review.partnership_id)))


@pytest.mark.parametrize(
    ("passage", "reason", "field"),
    [
        (" \n", "A child.", "passage"),
        ("nobody asked\nno", "A child.", "passage"),
        ("nobody asked " * 400, "A child.", "passage"),
        ("nobody asked", " ", "reason"),
    ],
)
def test_a_passage_needs_words_not_too_many_and_a_reason(
    session: Session, review: Review, actor: Actor, passage: str, reason: str, field: str
) -> None:
    review.sections = {"background": "nobody asked " * 400 + "no"}
    with pytest.raises(Unfit) as refused:
        redactions.mark_passage(session, actor, review, passage, reason)
    assert refused.value.field == field
    assert not redactions.redactions_of(session, review)


def test_a_mark_is_withdrawn_once(session: Session, review: Review, actor: Actor) -> None:
    review.sections = {"background": "Nobody asked."}
    mark = redactions.mark_passage(session, actor, review, "nobody asked", "A child.")
    redactions.withdraw(session, actor, review, mark)
    with pytest.raises(NotNow):
        redactions.withdraw(session, actor, review, mark)
    assert not redactions.redactions_of(session, review)


def test_a_passage_that_the_report_prints_of_itself_holds_publication_up(
    session: Session, review: Review, actor: Actor
) -> None:
    review.sections = {"background": "The terms of reference came late."}
    redactions.mark_passage(session, actor, review, "terms of reference", "A child.")
    with pytest.raises(NotNow) as refused:
        publication.prepare(session, actor, review, PublicationKind.REDACTED, "A child.", None)
    assert "still held a passage" in refused.value.sentence
