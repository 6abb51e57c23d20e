"""The people of a review: pseudonyms that give nobody away, identities kept apart, answers that are three things."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.models.finding import Change
from darddr.models.person import Person
from darddr.models.review import Review
from darddr.policies import Actor, NotAllowed
from darddr.services import people
from darddr.services.errors import Stale, Unfit
from darddr.services.people import Identity, Known
from darddr.vocabulary.library import CHARACTERISTICS, NOT_KNOWN, about
from darddr.vocabulary.records import Life, PersonRole
from darddr.vocabulary.roles import ReviewRole
from tests.factories import Make

KNOWN = Known(PersonRole.CHILD, Life.LIVING, "Robin", chosen_by="The family", relation="Her son")
IDENTITY = Identity(("Ottoline Brackwater", "Ollie"), date_of_birth="2014-03-07", phones=("01632 960123",))


class Situation(NamedTuple):
    """A review and its coordinator."""

    review: Review
    actor: Actor


@pytest.fixture
def at(make: Make) -> Situation:
    """A review whose own victim is Zelphine Quorrel, called by a pseudonym."""
    partnership = make.partnership()
    return Situation(make.review(partnership), make.actor(make.coordinator(partnership)))


def logged(session: Session, review: Review) -> list[dict[str, Any]]:
    """The facts the log holds about people, newest first."""
    bodies = [audit.body_of(entry) for entry in audit.entries_of(session, review.partnership_id, limit=50)]
    return [body["facts"] for body in bodies if body["tag"].startswith("person.")]


def test_somebody_is_added_and_listed_by_role(session: Session, make: Make, at: Situation) -> None:
    child = people.add_person(session, at.actor, at.review, KNOWN, IDENTITY)
    second = replace(KNOWN, role=PersonRole.VICTIM, life=Life.DEAD, pseudonym="Wren")
    people.add_person(session, at.actor, at.review, second, Identity())
    listed = people.people_of(session, at.review)
    assert [one.role for one in listed] == [PersonRole.VICTIM, PersonRole.VICTIM, PersonRole.CHILD]
    assert (child.names, child.date_of_birth, child.date_of_death) == (list(IDENTITY.names), "2014-03-07", "")
    assert (child.chosen_by, child.may_be_named, child.characteristics) == ("The family", False, None)
    assert logged(session, at.review)[1]["person"] == str(child.id)
    assert "Brackwater" not in str(logged(session, at.review))


@pytest.mark.parametrize(
    ("known", "identity", "field"),
    [
        (replace(KNOWN, pseudonym="  "), IDENTITY, "pseudonym"),
        (replace(KNOWN, pseudonym="ollie"), IDENTITY, "pseudonym"),
        (replace(KNOWN, pseudonym="Aunt ZELPHINE"), IDENTITY, "pseudonym"),
        (replace(KNOWN, pseudonym="SARAH"), IDENTITY, "pseudonym"),
        (KNOWN, replace(IDENTITY, names=("Sarah Brackwater",)), "names"),
        (KNOWN, replace(IDENTITY, date_of_birth="2014-02-30"), "date_of_birth"),
        (KNOWN, replace(IDENTITY, date_of_death=f"{clock.today() + timedelta(days=1)}"), "date_of_death"),
        (replace(KNOWN, pseudonym_chosen_on=clock.today() + timedelta(days=1)), IDENTITY, "pseudonym_chosen_on"),
        (replace(KNOWN, may_be_named=True), IDENTITY, "may_be_named"),
    ],
)
def test_what_would_give_somebody_away_or_cannot_be_is_refused(
    session: Session, make: Make, at: Situation, known: Known, identity: Identity, field: str
) -> None:
    make.person(at.review, names=["Zelphine Quorrel"], pseudonym="Sarah")
    before = len(people.people_of(session, at.review))
    with pytest.raises(Unfit) as refused:
        people.add_person(session, at.actor, at.review, known, identity)
    assert refused.value.field == field
    assert len(people.people_of(session, at.review)) == before


def test_a_professional_who_may_be_named_is_no_name_to_look_for(session: Session, at: Situation) -> None:
    named = replace(KNOWN, role=PersonRole.PROFESSIONAL, pseudonym="Dr Brackwater", may_be_named=True)
    person = people.add_person(session, at.actor, at.review, named, IDENTITY)
    assert person.may_be_named
    with pytest.raises(Unfit, match="Unfit"):
        people.edit_person(
            session, at.actor, at.review, person, person.version_id, replace(named, role=PersonRole.FRIEND)
        )
    with pytest.raises(Unfit, match="Unfit"):
        people.edit_person(session, at.actor, at.review, person, person.version_id, replace(named, may_be_named=False))
    assert person.may_be_named


def test_an_earlier_pseudonym_is_kept_sealed(session: Session, at: Situation) -> None:
    harmed = replace(KNOWN, role=PersonRole.PERPETRATOR)
    person = people.add_person(session, at.actor, at.review, harmed, IDENTITY)
    people.characterise(session, at.actor, at.review, person, person.version_id, {"age_band": ["16-19"]})
    changed = replace(harmed, pseudonym="Wren", sex="male")
    session.flush()
    people.edit_person(session, at.actor, at.review, person, person.version_id, changed)
    assert (person.pseudonym, person.sex, person.names) == ("Wren", "male", list(IDENTITY.names))
    assert person.characteristics == {"age_band": ["16-19"]}
    kept = session.scalars(select(Change).filter_by(subject_id=person.id)).one()
    assert kept.narrative_before == {"pseudonym": "Robin"}
    assert logged(session, at.review)[0]["fields"] == ["pseudonym", "sex"]


def test_saving_an_unchanged_page_changes_nothing(session: Session, at: Situation) -> None:
    person = people.add_person(session, at.actor, at.review, KNOWN, IDENTITY)
    version, said = person.version_id, len(logged(session, at.review))
    people.edit_person(session, at.actor, at.review, person, version, KNOWN)
    people.edit_identity(session, at.actor, at.review, person, version, IDENTITY)
    session.flush()
    assert (person.version_id, len(logged(session, at.review))) == (version, said)


def test_a_stale_save_brings_back_everything_now_kept(session: Session, make: Make, at: Situation) -> None:
    person = people.add_person(session, at.actor, at.review, KNOWN, IDENTITY)
    stale = person.version_id
    people.edit_person(session, at.actor, at.review, person, stale, replace(KNOWN, life=Life.DEAD, relation="A son"))
    session.flush()
    with pytest.raises(Stale) as refused:
        people.edit_person(session, at.actor, at.review, person, stale, KNOWN)
    theirs = refused.value.theirs
    assert (theirs["life"], theirs["relation"], theirs["pseudonym_chosen_on"]) == ("dead", "A son", "")
    assert refused.value.saved_by.startswith("Person Number")
    assert refused.value.saved_at is not None
    with pytest.raises(Stale) as identity:
        people.edit_identity(session, at.actor, at.review, person, stale, Identity())
    assert identity.value.theirs["names"] == "Ottoline Brackwater\nOllie"
    with pytest.raises(Stale):
        people.characterise(session, at.actor, at.review, person, stale, {})


def test_a_name_that_is_a_pseudonym_waits_for_another_pseudonym(session: Session, make: Make, at: Situation) -> None:
    make.person(at.review, PersonRole.CHILD, names=["Odo Fairweather"], pseudonym="Robin")
    person = make.person(at.review, PersonRole.FAMILY, names=[], pseudonym="Wren")
    for names in (("Robin Crull",), ("Wren Crull",)):
        with pytest.raises(Unfit):
            people.edit_identity(session, at.actor, at.review, person, person.version_id, Identity(names))
    assert person.names == []


def test_every_list_ends_in_not_known_and_nothing_unlisted_is_taken(
    session: Session, make: Make, at: Situation
) -> None:
    assert {question.values[-1] for question in CHARACTERISTICS} == {NOT_KNOWN}
    person = make.person(at.review)
    for answers in ({"age_band": ["17"]}, {"verdict": ["Murder"]}, {"vulnerabilities": ["Alcohol", NOT_KNOWN]}):
        with pytest.raises(Unfit) as refused:
            people.characterise(session, at.actor, at.review, person, person.version_id, answers)
        assert refused.value.field in answers
    people.characterise(session, at.actor, at.review, person, person.version_id, {"age_band": [NOT_KNOWN]})
    assert person.characteristics == {"age_band": [NOT_KNOWN]}
    assert {question.key for question in about(PersonRole.CHILD)} == set()


@pytest.mark.parametrize("role", [ReviewRole.CHAIR, ReviewRole.AUTHOR, ReviewRole.PANEL])
def test_only_a_coordinator_changes_people(session: Session, make: Make, at: Situation, role: ReviewRole) -> None:
    other, person = make.actor(make.on_review(at.review, role)), make.person(at.review)
    for act in (
        lambda: people.add_person(session, other, at.review, KNOWN, IDENTITY),
        lambda: people.edit_person(session, other, at.review, person, 1, KNOWN),
        lambda: people.edit_identity(session, other, at.review, person, 1, IDENTITY),
        lambda: people.characterise(session, other, at.review, person, 1, {}),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert session.scalars(select(Person).filter_by(role=PersonRole.CHILD)).all() == []
