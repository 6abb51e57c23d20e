"""What happened with a family: entries, dated events, pseudonyms chosen, tributes and consent."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from darddr import clock
from darddr.models.family import FamilyContact
from darddr.models.finding import Change
from darddr.models.review import ReviewMilestone
from darddr.policies import NotAllowed
from darddr.services import family, family_contacts, family_facts, family_tributes, milestones
from darddr.services.errors import RealNameTyped, Stale, Unfit
from darddr.services.family import Happened
from darddr.services.family_contacts import Told
from darddr.services.family_tributes import Given
from darddr.vocabulary.family import MILESTONES, ContactKind, EntryKind, TributeKind
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.records import PersonRole
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import ReviewState
from tests.factories import Make

TODAY = clock.today()
DAY = timedelta(days=1)
NAME = "Ottoline Brackwater"


def told(**more: Any) -> Told:
    return Told(**{"kind": ContactKind.FAMILY, "name": NAME, **more})


@pytest.fixture
def review(make: Make):
    return make.review(make.partnership(), ReviewState.MONITORING)


@pytest.fixture
def chair(make: Make, review):
    return make.actor(make.on_review(review, ReviewRole.CHAIR))


@pytest.fixture
def others(make: Make, review):
    return {role: make.actor(make.on_review(review, role)) for role in (ReviewRole.PANEL, ReviewRole.AUTHOR)}


@pytest.fixture
def contact(session, review, chair) -> FamilyContact:
    return family_contacts.add_contact(session, chair, review, told())


@pytest.mark.parametrize(("kind", "milestone"), MILESTONES.items())
def test_an_entry_is_the_dated_event_of_the_review_and_never_twice(session, review, chair, kind, milestone) -> None:
    day = TODAY - 5 * DAY
    first = family.add_entry(session, chair, review, kind, Happened(day, shown="Version 2"))
    assert milestones.milestones_of(session, review)[milestone] == day
    family.add_entry(session, chair, review, kind, Happened(TODAY))
    rows = session.scalars(select(ReviewMilestone).filter_by(review_id=review.id, kind=milestone)).all()
    assert [(row.happened_on, row.replaced) for row in rows] == [(day, False)]
    family.edit_entry(session, chair, review, first, first.version_id, Happened(day + DAY, shown="Version 2"))
    assert milestones.milestones_of(session, review)[milestone] == day + DAY
    family.add_entry(session, chair, review, kind, Happened(day - DAY))
    assert milestones.milestones_of(session, review)[milestone] == day - DAY


def test_a_date_entered_by_hand_stays_unless_an_entry_is_earlier(session, review, chair) -> None:
    milestones.record_milestone(session, chair, review, Milestone.FAMILY_TOLD, TODAY - 9 * DAY)
    entry = family.add_entry(session, chair, review, EntryKind.TOLD_DECISION, Happened(TODAY - 3 * DAY))
    assert milestones.milestones_of(session, review)[Milestone.FAMILY_TOLD] == TODAY - 9 * DAY
    family.edit_entry(session, chair, review, entry, entry.version_id, Happened(TODAY - 2 * DAY))
    assert milestones.milestones_of(session, review)[Milestone.FAMILY_TOLD] == TODAY - 9 * DAY


def test_a_meeting_is_no_dated_event(session, review, chair) -> None:
    before = milestones.milestones_of(session, review)
    for kind in set(EntryKind) - set(MILESTONES) - {EntryKind.PSEUDONYM_CHOSEN}:
        family.add_entry(session, chair, review, kind, Happened(TODAY, text="Tea."))
    assert milestones.milestones_of(session, review) == before


def test_a_chosen_pseudonym_is_noted_on_its_person(session, make, review, chair, contact) -> None:
    person = make.person(review, PersonRole.CHILD, pseudonym="Sarah", chosen_by="The chair")
    happened = Happened(TODAY, contact_id=contact.id, person_id=person.id)
    family.add_entry(session, chair, review, EntryKind.PSEUDONYM_CHOSEN, happened)
    assert (person.chosen_by, person.pseudonym_chosen_on) == ("Family member", TODAY)
    assert {"chosen_by": "The chair"} in [change.narrative_before for change in session.scalars(select(Change))]
    with pytest.raises(Unfit) as refused:
        family.add_entry(session, chair, review, EntryKind.PSEUDONYM_CHOSEN, Happened(TODAY))
    assert refused.value.field == "person_id"


@pytest.mark.parametrize(
    ("kind", "more", "field"),
    [
        (EntryKind.MET, {"happened_on": TODAY + DAY}, "happened_on"),
        (EntryKind.MET, {"answer": "Yes.", "answered_on": TODAY - DAY}, "answered_on"),
        (EntryKind.MET, {"answer": "Yes.", "answered_on": TODAY + DAY}, "answered_on"),
        (EntryKind.MET, {"answered_on": TODAY}, "answer"),
        (EntryKind.COMMENTED, {}, "text"),
    ],
)
def test_what_cannot_have_happened_is_refused(session, review, chair, kind, more, field) -> None:
    with pytest.raises(Unfit) as refused:
        family.add_entry(session, chair, review, kind, Happened(**{"happened_on": TODAY, **more}))
    assert refused.value.field == field
    assert not family.entries_of(session, review)


def test_an_entry_names_contacts_and_people_of_its_review_alone(session, make, review, chair) -> None:
    elsewhere = make.review(make.partnership())
    person = make.person(elsewhere)
    stranger = make.keep(
        FamilyContact(partnership_id=elsewhere.partnership_id, review_id=elsewhere.id, number=1, kind=ContactKind.OTHER)
    )
    for more in ({"contact_id": stranger.id}, {"person_id": person.id}):
        with pytest.raises(Unfit) as refused:
            family.add_entry(session, chair, review, EntryKind.MET, Happened(TODAY, **more))
        assert refused.value.field == next(iter(more))
    given = Given(TributeKind.TRIBUTE, TODAY, contact_id=stranger.id, text="Loved.")
    with pytest.raises(Unfit) as refused:
        family_tributes.add_tribute(session, chair, review, given)
    assert refused.value.field == "contact_id"


def test_the_log_names_nobody_without_a_reason(session, review, chair, contact) -> None:
    with pytest.raises(RealNameTyped) as typed:
        family.add_entry(session, chair, review, EntryKind.MET, Happened(TODAY, answer=f"{NAME} was glad."))
    assert typed.value.field == "answer"
    with pytest.raises(RealNameTyped):
        family_tributes.add_tribute(session, chair, review, Given(TributeKind.TRIBUTE, TODAY, text=f"{NAME} sang."))
    allowed = Happened(TODAY, answer=f"{NAME} was glad.", name_reason="A quotation.")
    assert family.add_entry(session, chair, review, EntryKind.MET, allowed).answer == f"{NAME} was glad."


def test_an_entry_corrected_keeps_its_earlier_words(session, review, chair, others) -> None:
    entry = family.add_entry(session, chair, review, EntryKind.COMMENTED, Happened(TODAY, text="It is too long."))
    version = entry.version_id
    family.edit_entry(session, chair, review, entry, version, Happened(TODAY, text="It is too long."))
    assert entry.version_id == version
    answered = Happened(TODAY, text="It is too long.", answer="It was cut.", answered_on=TODAY)
    family.edit_entry(session, chair, review, entry, version, answered)
    assert session.scalars(select(Change).filter_by(subject_id=entry.id)).one().narrative_before["answer"] == ""
    with pytest.raises(Stale):
        family.edit_entry(session, chair, review, entry, version, answered)
    with pytest.raises(NotAllowed):
        family.edit_entry(session, others[ReviewRole.AUTHOR], review, entry, entry.version_id, answered)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"given_on": TODAY + DAY}, "given_on"),
        ({"withdrawn_on": TODAY - 2 * DAY}, "withdrawn_on"),
        ({"withdrawn_on": TODAY + DAY}, "withdrawn_on"),
        ({"text": " "}, "text"),
        ({"kind": TributeKind.PHOTOGRAPH}, "kept_at"),
    ],
)
def test_a_tribute_that_cannot_be_is_refused(session, review, chair, more, field) -> None:
    whole = {"kind": TributeKind.TRIBUTE, "given_on": TODAY - DAY, "text": "Loved."}
    with pytest.raises(Unfit) as refused:
        family_tributes.add_tribute(session, chair, review, Given(**{**whole, **more}))
    assert refused.value.field == field
    assert not family_tributes.tributes_of(session, review)


def test_consent_withdrawn_leaves_no_place_to_use_it(session, review, chair, others) -> None:
    given = Given(TributeKind.TRIBUTE, TODAY - DAY, text="Loved.", for_report=True, for_learning=True)
    tribute = family_tributes.add_tribute(session, chair, review, given)
    assert tribute.places == ("report", "learning")
    assert "A tribute was given that may be used in the report." in family_facts.involvement(session, review)
    version, withdrawn = tribute.version_id, replace(given, withdrawn_on=TODAY)
    with pytest.raises(NotAllowed):
        family_tributes.edit_tribute(session, others[ReviewRole.PANEL], review, tribute, version, withdrawn)
    family_tributes.edit_tribute(session, chair, review, tribute, version, given)
    assert tribute.version_id == version
    family_tributes.edit_tribute(session, chair, review, tribute, version, withdrawn)
    session.flush()
    assert tribute.places == ()
    assert family_facts.involvement(session, review) == ()
    with pytest.raises(Stale):
        family_tributes.edit_tribute(session, chair, review, tribute, version, given)
