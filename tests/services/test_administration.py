"""Roles of a partnership and the accounts made for them; agencies."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.models.subject import Place
from darddr.models.user import Membership, User
from darddr.policies import Actor, NotAllowed, allows
from darddr.services import accounts, administration, partnerships
from darddr.services.errors import NotNow, Stale, Unfit
from darddr.services.partnerships import Described
from darddr.vocabulary.permissions import Permission
from darddr.vocabulary.roles import PartnershipRole as R
from darddr.vocabulary.roles import ReviewRole
from tests.factories import LONG_AGO, Make


def administrator(make: Make) -> tuple[User, Actor, Place]:
    """Somebody who administers a partnership."""
    home = make.partnership()
    user = make.member(home, R.ADMINISTRATOR)
    return user, make.actor(user), Place(home.id)


def membership_of(session: Session, user: User) -> Membership:
    return session.scalars(select(Membership).filter_by(user_id=user.id)).one()


def test_a_new_address_gets_an_account_whose_password_signs_in(session: Session, make: Make) -> None:
    _, actor, place = administrator(make)
    given = administration.give_role(
        session, actor, place, "new@example.org", "Nell Harrowgate", R.COORDINATOR, clock.today()
    )
    assert given.password is not None
    assert accounts.sign_in(session, "NEW@example.org", given.password, "127.0.0.1")
    assert make.actor(given.user).partnership_roles == {place.partnership_id: frozenset({R.COORDINATOR})}
    bodies = b"".join(entry.body for entry in audit.entries_of(session, place.partnership_id))
    assert given.password.encode() not in bodies
    assert b"Nell" not in bodies


def test_passwords_differ_and_are_long_enough() -> None:
    made = {administration.new_password() for _ in range(200)}
    assert len(made) == 200
    assert {len(password) for password in made} == {23}


def test_an_address_with_an_account_gets_the_role_alone_and_once(session: Session, make: Make) -> None:
    _, actor, place = administrator(make)
    user = make.user("Ines Larkrise")
    told = (session, actor, place, user.email or "", "Another name")
    given = administration.give_role(*told, R.EXECUTIVE, clock.today())
    assert (given.user.id, given.password, user.name) == (user.id, None, "Ines Larkrise")
    with pytest.raises(Unfit) as refused:
        administration.give_role(*told, R.EXECUTIVE, clock.today())
    assert refused.value.field == "role"
    administration.give_role(*told, R.AUDITOR, clock.today())
    with pytest.raises(Unfit) as refused:
        administration.give_role(*told, None, clock.today())
    assert refused.value.field == "email"


def test_an_account_may_be_made_without_a_role(session: Session, make: Make) -> None:
    _, actor, place = administrator(make)
    given = administration.give_role(session, actor, place, "chair@example.org", "The Chair", None, clock.today())
    assert given.password
    assert make.actor(given.user).partnership_roles == {}
    with pytest.raises(Unfit) as refused:
        administration.give_role(session, actor, place, "other@example.org", " ", None, clock.today())
    assert refused.value.field == "name"


def test_nobody_gives_themselves_a_role_and_no_stranger_gives_any(session: Session, make: Make) -> None:
    user, actor, place = administrator(make)
    with pytest.raises(Unfit, match="Unfit") as refused:
        administration.give_role(session, actor, place, user.email or "", "", R.COORDINATOR, clock.today())
    assert "another administrator" in refused.value.sentence
    _, stranger, _ = administrator(make)
    with pytest.raises(NotAllowed):
        administration.give_role(session, stranger, place, "x@example.org", "X", R.COORDINATOR, clock.today())


def test_a_role_ends_on_its_day_and_the_last_administrator_stays(session: Session, make: Make) -> None:
    user, actor, place = administrator(make)
    with pytest.raises(NotNow):
        administration.end_role(session, actor, membership_of(session, user), clock.today())
    given = administration.give_role(session, actor, place, "b@example.org", "B", R.ADMINISTRATOR, clock.today())
    with pytest.raises(Unfit):
        administration.end_role(session, actor, membership_of(session, user), LONG_AGO - timedelta(days=1))
    administration.end_role(session, actor, membership_of(session, user), clock.today())
    assert not allows(make.actor(user), Permission.ACCOUNTS_MANAGE, place)
    successor = make.actor(given.user)
    with pytest.raises(NotNow) as ended:
        administration.end_role(session, successor, membership_of(session, user), clock.today())
    assert ended.value.sentence == "This role has ended already."
    with pytest.raises(NotNow):
        administration.end_role(session, successor, membership_of(session, given.user), clock.today())


def test_the_list_holds_roles_of_ones_own_partnerships_and_none_of_a_review(session: Session, make: Make) -> None:
    home, other, foreign = make.partnership("A"), make.partnership("B"), make.partnership("C")
    user = make.member(home, R.ADMINISTRATOR)
    make.member(other, R.ADMINISTRATOR, user)
    ended = make.member(home, R.EXECUTIVE, ended_on=date(2021, 1, 1))
    make.coordinator(foreign)
    make.on_review(make.review(home), ReviewRole.CHAIR)
    staffed = administration.administered(session, make.actor(user))
    listed = [(one.partnership.name, [standing.user.id for standing in one.standings]) for one in staffed]
    assert listed == [("A", [user.id, ended.id]), ("B", [user.id])]
    assert administration.administered(session, make.actor(ended)) == []


def test_an_agency_is_changed_by_its_administrator_and_a_late_save_says_so(session: Session, make: Make) -> None:
    _, actor, place = administrator(make)
    agency = partnerships.add_described(session, actor, place, Described("Police", True, date(2024, 1, 1)))
    session.flush()
    version = agency.version_id
    assert agency.agreement_in_date(clock.today()) is True
    partnerships.edit_agency(session, actor, agency, version, Described("Aldmere Police", True, None, None))
    session.flush()
    assert (agency.name, agency.agreement_in_date(clock.today())) == ("Aldmere Police", None)
    with pytest.raises(Stale) as stale:
        partnerships.edit_agency(session, actor, agency, version, Described("Late"))
    assert stale.value.theirs == {"name": "Aldmere Police"}
    tags = [audit.body_of(entry)["tag"] for entry in audit.entries_of(session, place.partnership_id, limit=2)]
    assert tags == ["agency.edited", "agency.added"]


@pytest.mark.parametrize(
    ("described", "field"),
    [
        (Described(" "), "name"),
        (Described("Taken"), "name"),
        (Described("New", agreement_ends_on=date(2025, 1, 1)), "agreement_signed_on"),
        (Described("New", False, date(2025, 1, 2), date(2025, 1, 1)), "agreement_ends_on"),
    ],
)
def test_agencies_that_cannot_be_are_refused(session: Session, make: Make, described: Described, field: str) -> None:
    _, actor, place = administrator(make)
    partnerships.add_described(session, actor, place, Described("Taken"))
    mine = partnerships.add_described(session, actor, place, Described("Mine"))
    session.flush()
    for refuse in (
        lambda: partnerships.add_described(session, actor, place, described),
        lambda: partnerships.edit_agency(session, actor, mine, mine.version_id, described),
    ):
        with pytest.raises(Unfit) as refused:
            refuse()
        assert refused.value.field == field
    partnerships.edit_agency(session, actor, mine, mine.version_id, Described("Mine", True))
    _, stranger, _ = administrator(make)
    with pytest.raises(NotAllowed):
        partnerships.edit_agency(session, stranger, mine, mine.version_id, Described("Theirs"))
