"""What an author writes into a report: only under its sections, never over somebody else's words, without a real name."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from darddr.models.review import Review
from darddr.policies import Actor
from darddr.services import reports
from darddr.services.errors import RealNameTyped, Stale, Unfit
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import ReviewState
from tests.factories import Make


@pytest.fixture
def review(make: Make) -> Review:
    """A review being drafted."""
    review = make.review(make.partnership(), ReviewState.DRAFTING)
    make.person(review, names=["Ottoline Brackwater"], pseudonym="Sarah")
    return review


@pytest.fixture
def author(make: Make, review: Review) -> Actor:
    """Its author."""
    return make.actor(make.on_review(review, ReviewRole.AUTHOR))


def test_a_section_that_is_not_there_is_refused(session: Session, author: Actor, review: Review) -> None:
    with pytest.raises(Unfit):
        reports.write_section(session, author, review, "no-such-section", review.version_id, "Words.")
    assert not review.sections


def test_a_section_written_meanwhile_is_not_written_over(session: Session, author: Actor, review: Review) -> None:
    version = review.version_id
    reports.write_section(session, author, review, "conclusions", version, "The first words.")
    session.flush()
    with pytest.raises(Stale) as stale:
        reports.write_section(session, author, review, "conclusions", version, "Other words.")
    assert stale.value.theirs == {"text": "The first words."}
    assert review.sections == {"conclusions": "The first words."}


def test_a_real_name_stays_out_of_a_section_unless_somebody_says_why(
    session: Session, author: Actor, review: Review
) -> None:
    text = "Ottoline Brackwater asked for help."
    with pytest.raises(RealNameTyped):
        reports.write_section(session, author, review, "conclusions", review.version_id, text)
    reports.write_section(session, author, review, "conclusions", review.version_id, text, "Her family wish it.")
    assert review.sections == {"conclusions": text}
