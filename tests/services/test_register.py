"""The register of a review's names: what is looked for, what may stay, and where a real name is held back."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from darddr.models.partnership import Partnership
from darddr.models.review import Review
from darddr.policies import Actor
from darddr.services.errors import NotNow, RealNameTyped, Unfit
from darddr.services.people import people_of
from darddr.services.register import names_typed, refuse_real_names, register_of
from darddr.services.register_entries import LONGEST, add_entry, add_to_person, entries_of
from darddr.services.register_page import exported
from darddr.services.register_stamp import register_stamp
from darddr.vocabulary.records import PersonRole
from darddr.vocabulary.register import RegisterKind
from tests.factories import Make


@pytest.fixture
def review(make: Make) -> Review:
    """A review of Ottoline Brackwater's death; Dr Quenby Marl may be named."""
    review = make.review(make.partnership())
    make.person(
        review,
        names=["Ottoline Brackwater", "Ottie"],
        pseudonym="Sarah",
        date_of_birth="1984-03-07",
        addresses=["1 Invented Row, ZZ99 9ZZ"],
        phones=["01632 960123"],
        nhs_numbers=["999 000 0000"],
    )
    make.person(review, PersonRole.PROFESSIONAL, names=["Quenby Marl"], pseudonym="The chair", may_be_named=True)
    return review


@pytest.fixture
def actor(session: Session, make: Make, review: Review) -> Actor:
    return make.actor(make.coordinator(session.get_one(Partnership, review.partnership_id)))


def test_everything_that_gives_somebody_away_is_looked_for(session: Session, review: Review) -> None:
    register = register_of(session, review)
    sought = register.people[-1]
    assert (sought.pseudonym, sought.names) == ("Sarah", ("Ottoline Brackwater", "Ottie"))
    assert sought.dates_of_birth == (date(1984, 3, 7),)
    assert (sought.phones, sought.nhs_numbers, sought.dates_of_death) == (("01632 960123",), ("999 000 0000",), ())
    assert register.allowed == ("Quenby Marl",)
    assert "Quenby Marl" not in {name for person in register.people for name in person.names}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ottoline rang.", ("Ottoline",)),
        ("MS BRACKWATER rang ottie, and Brackwater again", ("BRACKWATER", "ottie", "Brackwater")),
        ("Sarah rang Dr Quenby Marl.", ()),
        ("", ()),
        ("{{7*7}} <script> 🕊️ \x00", ()),
    ],
)
def test_names_are_repeated_as_typed(session: Session, review: Review, text: str, found: tuple[str, ...]) -> None:
    assert tuple(name.split()[-1] for name in names_typed(session, review, text)) == found


def test_a_name_of_another_review_is_none_here(session: Session, make: Make, review: Review) -> None:
    other = make.review(make.partnership())
    assert names_typed(session, other, "Ottoline Brackwater") == ()


def test_a_real_name_is_held_back_until_a_reason_is_given(session: Session, review: Review) -> None:
    with pytest.raises(RealNameTyped) as refused:
        refuse_real_names(session, review, "All well.", "Ottoline said so.", fields=("text", "evidence"))
    assert (refused.value.names, refused.value.field) == (("Ottoline",), "evidence")
    assert "Ottoline" not in str(refused.value)
    with pytest.raises(RealNameTyped) as unplaced:
        refuse_real_names(session, review, "Ottoline said so.", reason="   ")
    assert unplaced.value.field is None
    refuse_real_names(session, review, "Ottoline said so.", reason="A quotation.")
    refuse_real_names(session, review, "Sarah said so.")
    refuse_real_names(session, None, "Ottoline said so.")


def test_the_stamp_changes_with_the_register_and_only_with_it(session: Session, make: Make, review: Review) -> None:
    before = register_stamp(session, review)
    review.circumstances = "Other words."
    session.flush()
    assert register_stamp(session, review) == before
    person = make.person(review, PersonRole.CHILD)
    added = register_stamp(session, review)
    person.names = ["Somebody Else"]
    session.flush()
    assert len({before, added, register_stamp(session, review)}) == 3


def test_initials_are_added_once_and_only_to_somebody_of_the_review(
    session: Session, make: Make, review: Review, actor: Actor
) -> None:
    person = people_of(session, review)[0]
    stranger = make.person(make.review(make.partnership()), names=["Ines Larkrise"])
    for given, text in ((person, " "), (person, "O" * (LONGEST + 1)), (stranger, "IL")):
        with pytest.raises(Unfit) as refused:
            add_to_person(session, actor, review, given, text)
        assert refused.value.field == "text"
    for _ in range(2):
        add_to_person(session, actor, review, person, " O  B ")
    assert person.initials == ["O B"]
    assert not stranger.initials


@pytest.mark.parametrize("text", [" \n", "O" * (LONGEST + 1), "oakfield  LANE"])
def test_a_line_is_there_once_and_neither_empty_nor_long(
    session: Session, review: Review, actor: Actor, text: str
) -> None:
    add_entry(session, actor, review, RegisterKind.OTHER, "Oakfield Lane")
    with pytest.raises(Unfit) as refused:
        add_entry(session, actor, review, RegisterKind.OTHER, text)
    assert refused.value.field == "text"
    assert [entry.text for entry in entries_of(session, review)] == ["Oakfield Lane"]


@pytest.mark.parametrize(
    ("kind", "text", "field"),
    [
        (RegisterKind.NAME, "01632", "text"),
        (RegisterKind.DATE, "7 March", "text"),
        (RegisterKind.NAMED, "A B", "reason"),
    ],
)
def test_a_line_fits_its_kind(
    session: Session, review: Review, actor: Actor, kind: RegisterKind, text: str, field: str
) -> None:
    with pytest.raises(Unfit) as refused:
        add_entry(session, actor, review, kind, text)
    assert refused.value.field == field


def test_a_register_that_names_nobody_is_not_taken_away(session: Session, review: Review, actor: Actor) -> None:
    assert exported(session, actor, review)["people"]
    for person in people_of(session, review):
        person.names = []
    with pytest.raises(NotNow):
        exported(session, actor, review)
