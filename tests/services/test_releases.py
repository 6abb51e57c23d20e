"""The register of what was published: links, names, take-downs, and what was withheld and comes back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from darddr import clock
from darddr.models.finding import Change
from darddr.models.release import Release
from darddr.models.review import Publication, Review
from darddr.policies import Actor, NotAllowed
from darddr.services import releases
from darddr.services.errors import NotNow, RealNameTyped, Stale, Unfit
from darddr.services.releases import Edition
from darddr.services.work import work_of
from darddr.vocabulary.milestones import Milestone as M
from darddr.vocabulary.records import PublicationKind as K
from darddr.workflow.states import ReviewState as S
from tests.factories import Make
from tests.services.test_plans import statements

TODAY = clock.today()
LINK = "https://www.example.gov.uk/reviews/1"


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture
def home(make: Make):
    return make.partnership()


@pytest.fixture
def coordinator(make: Make, home) -> Actor:
    return make.actor(make.coordinator(home))


def released(make: Make, home, kind: K = K.FULL, **more: Any) -> Review:
    review = make.review(home, S.MONITORING)
    make.milestone(review, M.PUBLISHED, ago(60))
    place = {"partnership_id": home.id, "review_id": review.id, "reason": "A child."}
    make.keep(Publication(**place, kind=kind, **more))
    return review


def edition(**more: Any) -> Edition:
    return Edition(**{"published_on": ago(50), "address": LINK, "library_name": "Robin, May 2025", **more})


def test_editions_are_entered_one_after_the_other_with_what_was_released(
    session: Session, make: Make, home, coordinator: Actor
) -> None:
    review = released(make, home, K.REDACTED)
    first = releases.record_edition(session, coordinator, review, edition(address=f" {LINK} "))
    second = releases.record_edition(session, coordinator, review, edition(published_on=ago(1)))
    assert [(row.edition, row.kind) for row in (first, second)] == [(1, K.REDACTED), (2, K.REDACTED)]
    assert first.address == LINK
    assert releases.releases_of(session, review) == [second, first]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "www.example.gov.uk/1",
        "ftp://example.gov.uk/1",
        "javascript:alert(1)",
        "https://",
        "https://localhost/1",
        "https://example.gov.uk/a b",
        "https://[bad",
        "https://me:secret@example.gov.uk/1",
        f"https://example.gov.uk/{'a' * 1000}",
    ],
)
def test_what_is_no_whole_address_is_refused(
    session: Session, make: Make, home, coordinator: Actor, address: str
) -> None:
    with pytest.raises(Unfit) as refused:
        releases.record_edition(session, coordinator, released(make, home), edition(address=address))
    assert refused.value.field == "address"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"published_on": ago(-1)}, "published_on"),
        ({"published_on": ago(61)}, "published_on"),
        ({"on_web_until": ago(50)}, "on_web_until"),
        ({"library_name": " "}, "library_name"),
    ],
)
def test_an_edition_that_cannot_be_is_refused_beside_its_field(
    session: Session, make: Make, home, coordinator: Actor, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(Unfit) as refused:
        releases.record_edition(session, coordinator, released(make, home), edition(**more))
    assert refused.value.field == field


def test_nothing_is_entered_before_the_release_or_where_nothing_is_published(
    session: Session, make: Make, home, coordinator: Actor
) -> None:
    nothing, prepared = make.review(home, S.CLOSED), make.review(home, S.CLEARED)
    make.keep(Publication(partnership_id=home.id, review_id=prepared.id, kind=K.FULL))
    for review in (prepared, nothing, released(make, home, K.WITHHELD)):
        with pytest.raises(NotNow):
            releases.record_edition(session, coordinator, review, edition())
        assert session.scalars(select(Release)).all() == []


def test_a_real_name_is_not_published_in_a_name_or_a_link(
    session: Session, make: Make, home, coordinator: Actor
) -> None:
    review = released(make, home)
    make.person(review, names=["Ottoline Brackwater"])
    for more in ({"library_name": "Ottoline Brackwater"}, {"address": "https://example.gov.uk/Ottoline-Brackwater"}):
        with pytest.raises(RealNameTyped):
            releases.record_edition(session, coordinator, review, edition(**more))
    row = releases.record_edition(
        session, coordinator, review, edition(library_name="Ottoline Brackwater", name_reason="The family asked.")
    )
    assert row.name_reason == "The family asked."


def test_the_name_offered_is_the_pseudonym_with_month_and_year(session: Session, make: Make, home) -> None:
    review = make.review(home)
    (person,) = make.session.query(type(make.person(review, pseudonym="Zed"))).filter_by(review_id=review.id).limit(1)
    assert releases.suggested_name(session, review).endswith(", May 2025")
    assert person.pseudonym in releases.suggested_name(session, review)
    review.month_of_death = None
    assert "," not in releases.suggested_name(session, review)


def test_an_entry_is_put_right_and_its_earlier_words_stay(
    session: Session, make: Make, home, coordinator: Actor
) -> None:
    review = released(make, home)
    row = releases.record_edition(session, coordinator, review, edition())
    version = row.version_id
    releases.change_edition(session, coordinator, review, row, version, edition(library_name="Robin"))
    session.flush()
    (change,) = session.scalars(select(Change).filter_by(subject_id=row.id))
    assert change.learning_before == {"library_name": "Robin, May 2025"}
    with pytest.raises(Stale):
        releases.change_edition(session, coordinator, review, row, version, edition())
    releases.change_edition(session, coordinator, review, row, row.version_id, edition(library_name="Robin"))
    assert len(session.scalars(select(Change).filter_by(subject_id=row.id)).all()) == 1
    with pytest.raises(Unfit):
        releases.change_edition(session, coordinator, review, row, row.version_id, edition(address="no"))
    releases.take_down(session, coordinator, review, row, ago(40), "A child.")
    session.flush()
    with pytest.raises(Unfit):
        releases.change_edition(session, coordinator, review, row, row.version_id, edition(published_on=ago(39)))


def test_an_edition_is_taken_down_once_on_a_day_that_can_be(
    session: Session, make: Make, home, coordinator: Actor
) -> None:
    review = released(make, home)
    row = releases.record_edition(session, coordinator, review, edition())
    for day, reason in ((ago(51), "A child."), (ago(-1), "A child."), (ago(1), " ")):
        with pytest.raises(Unfit):
            releases.take_down(session, coordinator, review, row, day, reason)
    releases.take_down(session, coordinator, review, row, ago(1), " A child. ")
    assert (row.taken_down_on, row.taken_down_by_id, row.take_down_reason) == (ago(1), coordinator.user_id, "A child.")
    with pytest.raises(NotNow):
        releases.take_down(session, coordinator, review, row, ago(1), "Again.")


def test_a_withheld_report_comes_back_on_its_day_and_may_be_put_off_with_a_reason(
    session: Session, make: Make, home, coordinator: Actor
) -> None:
    review = released(make, home, K.WITHHELD, review_on=TODAY)
    chair = make.actor(make.executive_chair(home))
    for actor in (coordinator, chair):
        assert [row.reference for row in work_of(session, actor, TODAY).withheld] == [review.reference]
        assert not work_of(session, actor, TODAY).is_empty
        assert work_of(session, actor, ago(1)).withheld == ()
    for nobody in (make.executive(home), make.coordinator(make.partnership())):
        assert work_of(session, make.actor(nobody), TODAY).withheld == ()
    excluded = make.coordinator(home)
    make.excluded(review, excluded)
    assert work_of(session, make.actor(excluded), TODAY).withheld == ()
    publication = releases.withheld(session, review)
    later = TODAY + timedelta(days=180)
    for day, reason in ((TODAY, "A child."), (later, " ")):
        with pytest.raises(Unfit):
            releases.look_again(session, chair, review, publication.version_id, day, reason)
    version = publication.version_id
    releases.look_again(session, chair, review, version, later, "The trial goes on.")
    session.flush()
    assert (publication.review_on, publication.reason) == (later, "The trial goes on.")
    (change,) = session.scalars(select(Change).filter_by(subject_id=publication.id))
    assert change.narrative_before == {"review_on": TODAY.isoformat(), "reason": "A child."}
    assert work_of(session, chair, TODAY).withheld == ()
    with pytest.raises(Stale):
        releases.look_again(session, chair, review, version, later, "Again.")


def test_only_a_withheld_report_is_looked_at_again(session: Session, make: Make, home, coordinator: Actor) -> None:
    cleared = make.review(home, S.CLEARED)
    make.keep(Publication(partnership_id=home.id, review_id=cleared.id, kind=K.WITHHELD))
    for review in (released(make, home), make.review(home, S.CLOSED), cleared):
        with pytest.raises(NotNow):
            releases.look_again(session, coordinator, review, 1, TODAY + timedelta(days=9), "A child.")


def test_the_register_of_a_partnership_lists_what_its_reader_may_follow(
    session: Session, engine: Engine, make: Make, home, coordinator: Actor
) -> None:
    up, down, without, hidden = (released(make, home) for _ in range(4))
    kept = releases.record_edition(session, coordinator, up, edition(on_web_until=ago(1)))
    gone = releases.record_edition(session, coordinator, down, edition(on_web_until=ago(1)))
    releases.take_down(session, coordinator, down, gone, ago(1), "A child.")
    releases.record_edition(session, coordinator, hidden, edition())
    later, due = (released(make, home, K.WITHHELD, review_on=day) for day in (TODAY + timedelta(days=1), TODAY))
    releases.record_edition(
        session, make.actor(make.coordinator(other := make.partnership())), released(make, other), edition()
    )
    make.review(home, S.CLEARED)
    reader = make.executive(home)
    make.excluded(hidden, reader)
    session.flush()
    found = releases.register_of(session, make.actor(reader), home.id, TODAY)
    assert [(row.release.id, row.reference, row.is_past_web) for row in found.published] == [
        (kept.id, up.reference, True)
    ]
    assert [(row.release.id, row.is_past_web) for row in found.taken_down] == [(gone.id, False)]
    assert [(row.reference, row.is_due) for row in found.withheld] == [(due.reference, True), (later.reference, False)]
    assert found.without_link == ((without.id, without.reference),)
    with statements(engine) as asked:
        releases.register_of(session, make.actor(reader), home.id, TODAY)
    assert len(asked) <= 8


def test_whoever_may_not_is_refused(session: Session, make: Make, home, coordinator: Actor) -> None:
    review = released(make, home)
    row = releases.record_edition(session, coordinator, review, edition())
    withheld = released(make, home, K.WITHHELD, review_on=TODAY)
    chair, executive = make.actor(make.executive_chair(home)), make.actor(make.executive(home))
    for act in (
        lambda: releases.record_edition(session, chair, review, edition()),
        lambda: releases.change_edition(session, chair, review, row, row.version_id, edition()),
        lambda: releases.take_down(session, chair, review, row, TODAY, "A child."),
        lambda: releases.look_again(session, executive, withheld, 1, TODAY + timedelta(days=9), "A child."),
    ):
        with pytest.raises(NotAllowed):
            act()
