"""Accounts and roles of a partnership, as its administrator keeps them. Nothing here touches a review."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import clock
from darddr.models.partnership import Partnership
from darddr.models.subject import Place
from darddr.models.user import Membership, User
from darddr.policies import Actor, require
from darddr.services.accounts import make_account, user_by_email
from darddr.services.errors import NotNow, Unfit
from darddr.services.memberships import add_partnership_member, end_membership
from darddr.vocabulary.permissions import Permission
from darddr.vocabulary.roles import PartnershipRole, ReviewRole

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that are not taken for one another when read aloud or from paper."""


@dataclass(frozen=True)
class Member:
    """One role of somebody in a partnership."""

    membership: Membership
    user: User

    @property
    def role(self) -> PartnershipRole | ReviewRole:
        """The role: one of the partnership's own, or that of somebody who approves for their agency on every review of it."""
        role = self.membership.role
        return PartnershipRole(role) if role in {each.value for each in PartnershipRole} else ReviewRole(role)


@dataclass
class Staffed:
    """A partnership with everybody who holds, or held, a role in it."""

    partnership: Partnership
    standings: list[Member] = field(default_factory=list)


@dataclass(frozen=True)
class Given:
    """Somebody who was given a role, and the password of an account that was made for it: shown once, kept nowhere."""

    user: User
    password: str | None


def administered(session: Session, actor: Actor) -> list[Staffed]:
    """The partnerships the actor administers, each with its people, current roles first; roles on reviews left out."""
    places = actor.partnerships_as(PartnershipRole.ADMINISTRATOR)
    rows = session.execute(
        select(Partnership, Membership, User)
        .outerjoin(Membership, (Membership.partnership_id == Partnership.id) & Membership.review_id.is_(None))
        .outerjoin(User, User.id == Membership.user_id)
        .where(Partnership.id.in_(places))
        .order_by(Partnership.name, Membership.ended_on.isnot(None), Membership.started_on, Membership.id)
    )
    found: dict[UUID, Staffed] = {}
    for partnership, membership, user in rows:
        staffed = found.setdefault(partnership.id, Staffed(partnership))
        if membership is not None:
            staffed.standings.append(Member(membership, user))
    return list(found.values())


def give_role(
    session: Session, actor: Actor, place: Place, email: str, name: str, role: PartnershipRole | None, started_on: date
) -> Given:
    """Give somebody a role in a partnership, making their account where the address has none.

    Without a role the account alone is made: a coordinator then puts the chair, panel member or owner in their place.
    Raises Unfit for a role held already, for an existing account with no new role, and for oneself.
    """
    require(actor, Permission.ACCOUNTS_MANAGE, place)
    user, password = user_by_email(session, email), None
    if user is not None and user.id == actor.user_id:
        raise Unfit("Ask another administrator to give you a role.", "email")
    if user is None:
        if not name.strip():
            raise Unfit("Enter the person’s name.", "name")
        password = new_password()
        user = make_account(session, actor.user_id, email, name, password, one_time=True)
    elif role is None:
        raise Unfit("This address has an account already.", "email")
    if role is not None:
        _refuse_repeat(session, place, user, role)
        add_partnership_member(session, actor.user_id, place, user, role, started_on)
    return Given(user, password)


def _refuse_repeat(session: Session, place: Place, user: User, role: PartnershipRole) -> None:
    held = select(Membership.id).filter_by(
        user_id=user.id, partnership_id=place.partnership_id, review_id=None, role=role.value, ended_on=None
    )
    if session.scalar(held) is not None:
        raise Unfit("This person holds this role already.", "role")


def new_password() -> str:
    """Four groups of five characters, about 99 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(4))


def standing_of(session: Session, membership: Membership) -> Member:
    """A membership with the person who holds it."""
    return Member(membership, session.get_one(User, membership.user_id))


def end_role(session: Session, actor: Actor, membership: Membership, ended_on: date) -> None:
    """End somebody's role in a partnership. Raises Unfit for an impossible day, NotNow for the last administrator or a role that has ended."""
    require(actor, Permission.ACCOUNTS_MANAGE, membership)
    if membership.role == PartnershipRole.ADMINISTRATOR and not _other_administrator(session, membership):
        raise NotNow("This is the partnership’s only administrator. Give somebody else the role first.")
    end_membership(session, actor, membership, ended_on)


def _other_administrator(session: Session, membership: Membership) -> bool:
    """Whether somebody else administers the partnership today, and with no end in sight."""
    others = select(Membership.id).where(
        Membership.partnership_id == membership.partnership_id,
        Membership.review_id.is_(None),
        Membership.role == PartnershipRole.ADMINISTRATOR.value,
        Membership.ended_on.is_(None),
        Membership.started_on <= clock.today(),
        Membership.user_id != membership.user_id,
    )
    return session.scalar(others.limit(1)) is not None
