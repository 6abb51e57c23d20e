"""Who of a family may take part: what is kept of them, what is refused, who may know."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from darddr import clock
from darddr.models.family import FamilyContact, FamilyContactChange
from darddr.models.person import Person
from darddr.models.register_entry import RegisterEntry
from darddr.policies import NotAllowed
from darddr.services import family, family_contacts, family_tributes
from darddr.services.errors import Stale, Unfit
from darddr.services.family import Happened
from darddr.services.family_contacts import Told
from darddr.services.family_tributes import Given
from darddr.vocabulary.family import AdvocateAnswer, ContactKind, EntryKind, TributeKind
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


def test_a_contact_is_numbered_sealed_and_its_name_goes_into_the_register_once(session, review, chair) -> None:
    one = family_contacts.add_contact(session, chair, review, told(reached_at="01632 960001", birthday="7 March"))
    two = family_contacts.add_contact(session, chair, review, told(kind=ContactKind.FRIEND))
    assert [each.number for each in family_contacts.contacts_of(session, review)] == [1, 2]
    assert (one.name, one.reached_at, two.kind) == (NAME, "01632 960001", ContactKind.FRIEND)
    assert one.avoid == [{"kind": "birthday", "days": "7 March", "why": ""}]
    lines = session.scalars(select(RegisterEntry).filter_by(review_id=review.id)).all()
    assert [line.text for line in lines] == [NAME]


def test_a_contact_who_is_a_person_of_the_review_is_in_the_register_already(session, make, review, chair) -> None:
    person = make.person(review, PersonRole.FAMILY, names=[NAME], pseudonym="Marlow")
    family_contacts.add_contact(session, chair, review, told(person_id=person.id))
    assert not session.scalars(select(RegisterEntry).filter_by(review_id=review.id)).all()
    family_contacts.add_contact(session, chair, review, told(person_id=person.id, name="Somebody Quell"))
    assert [line.text for line in session.scalars(select(RegisterEntry))] == ["Somebody Quell"]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": " "}, "name"),
        ({"birthday": "31 September"}, "birthday"),
        ({"birthday": "7 March 1984"}, "birthday"),
        ({"birthday": "7 March: hers"}, "birthday"),
        ({"anniversary": "1 May to 3 May"}, "anniversary"),
        ({"anniversary": "5 May\n6 May"}, "anniversary"),
        ({"avoid": "7 March\n9 June 2027 to 8 June 2027"}, "avoid"),
        ({"no_contact_since": TODAY + DAY}, "no_contact_since"),
        ({"no_contact_reason": "Too much."}, "no_contact_since"),
        ({"advocate_offered_on": TODAY + DAY}, "advocate_offered_on"),
        ({"advocate_answer": AdvocateAnswer.ACCEPTED}, "advocate_offered_on"),
    ],
)
def test_a_contact_that_cannot_be_is_refused_and_nothing_is_kept(session, review, chair, more, field) -> None:
    with pytest.raises(Unfit) as refused:
        family_contacts.add_contact(session, chair, review, told(**more))
    assert refused.value.field == field
    assert not family_contacts.contacts_of(session, review)


def test_a_person_of_another_review_is_no_contact_of_this_one(session, make, review, chair) -> None:
    stranger = make.person(make.review(make.partnership()))
    with pytest.raises(Unfit) as refused:
        family_contacts.add_contact(session, chair, review, told(person_id=stranger.id))
    assert refused.value.field == "person_id"


def test_a_change_keeps_what_was_and_a_stale_one_shows_both(session, review, chair, contact) -> None:
    version = contact.version_id
    family_contacts.edit_contact(session, chair, review, contact, version, told())
    assert contact.version_id == version
    assert not session.scalars(select(FamilyContactChange)).all()
    rest = told(avoid=" 24 December  to 2 January : rest\r\n")
    family_contacts.edit_contact(session, chair, review, contact, version, rest)
    kept = contact.version_id
    family_contacts.edit_contact(session, chair, review, contact, kept, told(avoid="24 December to 2 January:rest"))
    assert contact.version_id == kept
    change = session.scalars(select(FamilyContactChange)).one()
    assert change.before == {"avoid": ""}
    assert family_contacts.changes_of(session, contact)[0][0] is change
    with pytest.raises(Stale) as stale:
        family_contacts.edit_contact(session, chair, review, contact, version, told(name="Anybody Else"))
    assert stale.value.theirs["avoid"] == "24 December to 2 January: rest"
    assert contact.name == NAME


def test_a_new_contact_begins_with_the_days_of_whoever_died(session, make, review) -> None:
    died = session.scalars(select(Person).filter_by(review_id=review.id)).one()
    assert family_contacts.days_known(session, review) == {}
    died.fill(date_of_birth="1984-03-07", date_of_death="2024-02-29")
    assert family_contacts.days_known(session, review) == {"birthday": "7 March", "anniversary": "29 February"}
    make.person(review, PersonRole.VICTIM, pseudonym="Second")
    assert family_contacts.days_known(session, review) == {}


def test_panel_and_author_reach_no_contact_and_write_nothing(session, review, others, contact) -> None:
    for actor in others.values():
        with pytest.raises(NotAllowed):
            family_contacts.add_contact(session, actor, review, told())
        with pytest.raises(NotAllowed):
            family_contacts.edit_contact(session, actor, review, contact, contact.version_id, told(how="x"))
        with pytest.raises(NotAllowed):
            family.add_entry(session, actor, review, EntryKind.MET, Happened(TODAY))
        with pytest.raises(NotAllowed):
            family_tributes.add_tribute(session, actor, review, Given(TributeKind.TRIBUTE, TODAY, text="Loved."))
