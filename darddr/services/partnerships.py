"""Partnerships, their agencies and groups."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit
from darddr.crypto import ring
from darddr.crypto.scopes import Scope
from darddr.models.partnership import Agency, Group, Partnership
from darddr.models.subject import Place
from darddr.policies import Actor, require
from darddr.services.errors import Stale, Unfit
from darddr.vocabulary.languages import Nation
from darddr.vocabulary.permissions import Permission
from darddr.vocabulary.records import DisplayName, GroupKind

CODE = re.compile(r"[A-Z0-9]{2,12}\Z")


def make_partnership(
    session: Session, actor_id: UUID | None, name: str, code: str, display_name: DisplayName = DisplayName.DHR
) -> Partnership:
    """A new partnership and its keys. `code` begins the references of its reviews. Raises Unfit for a code or name already used."""
    if not CODE.match(code):
        raise Unfit("Use 2 to 12 capital letters or digits for the code.", "code")
    if (
        session.scalar(select(Partnership.id).where((Partnership.code == code) | (Partnership.name == name)))
        is not None
    ):
        raise Unfit("There is a partnership of this name or code already.", "name")
    partnership = Partnership(name=name, code=code, display_name=display_name, recorded_by_id=actor_id)
    ring().open_scope(Scope.partnership(partnership.id))
    session.add(partnership)
    session.flush()
    audit.record(session, actor_id, audit.Tag.PARTNERSHIP_MADE, Place(partnership.id))
    return partnership


def locate(session: Session, actor: Actor, place: Place, nation: Nation) -> None:
    """Record whether a partnership is in England or in Wales."""
    require(actor, Permission.HOUSE_STYLE, place)
    partnership = session.get_one(Partnership, place.partnership_id)
    if partnership.nation == nation.value:
        return
    partnership.nation = nation.value
    audit.record(session, actor.user_id, audit.Tag.PARTNERSHIP_LOCATED, place, nation=nation.value)


def agencies_of(session: Session, partnership_id: UUID) -> list[Agency]:
    """A partnership's agencies by name."""
    return list(session.scalars(select(Agency).filter_by(partnership_id=partnership_id).order_by(Agency.name)))


def groups_of(session: Session, partnership_id: UUID) -> list[Group]:
    """A partnership's groups by name."""
    return list(session.scalars(select(Group).filter_by(partnership_id=partnership_id).order_by(Group.name)))


def add_agency(
    session: Session,
    actor_id: UUID | None,
    place: Place,
    name: str,
    *,
    is_responsible_authority: bool = False,
    agreement_signed_on: date | None = None,
    agreement_ends_on: date | None = None,
    contact_email: str = "",
) -> Agency:
    """A new agency of a partnership. Raises Unfit for a name already used, or an agreement that ends before it was signed."""
    described = Described(name, is_responsible_authority, agreement_signed_on, agreement_ends_on)
    _check_agency(session, place.partnership_id, described)
    agency = Agency(
        partnership_id=place.partnership_id,
        name=name.strip(),
        is_responsible_authority=is_responsible_authority,
        agreement_signed_on=agreement_signed_on,
        agreement_ends_on=agreement_ends_on,
        contact_email=contact_email.strip() or None,
        recorded_by_id=actor_id,
    )
    session.add(agency)
    audit.record(session, actor_id, audit.Tag.AGENCY_ADDED, place, agency=agency.id)
    return agency


@dataclass(frozen=True)
class Described:
    """An agency as somebody describes it."""

    name: str
    is_responsible_authority: bool = False
    agreement_signed_on: date | None = None
    agreement_ends_on: date | None = None
    contact_email: str = ""


def add_described(session: Session, actor: Actor, place: Place, described: Described) -> Agency:
    """A new agency as an administrator describes it. Raises Unfit."""
    require(actor, Permission.ACCOUNTS_MANAGE, place)
    return add_agency(
        session,
        actor.user_id,
        place,
        described.name,
        is_responsible_authority=described.is_responsible_authority,
        agreement_signed_on=described.agreement_signed_on,
        agreement_ends_on=described.agreement_ends_on,
        contact_email=described.contact_email,
    )


def edit_agency(session: Session, actor: Actor, agency: Agency, version: int, described: Described) -> None:
    """Change an agency. Raises Unfit for a name already used or impossible dates, Stale with the name now kept."""
    require(actor, Permission.ACCOUNTS_MANAGE, agency)
    if agency.version_id != version:
        raise Stale({"name": agency.name}, agency.version_id)
    _check_agency(session, agency.partnership_id, described, agency.id)
    agency.name, agency.is_responsible_authority = described.name.strip(), described.is_responsible_authority
    agency.agreement_signed_on, agency.agreement_ends_on = described.agreement_signed_on, described.agreement_ends_on
    agency.contact_email = described.contact_email.strip() or None
    audit.record(session, actor.user_id, audit.Tag.AGENCY_EDITED, agency, agency=agency.id)


def _check_agency(session: Session, partnership_id: UUID, described: Described, own_id: UUID | None = None) -> None:
    name = described.name.strip()
    if not name:
        raise Unfit("Give the agency’s name.", "name")
    held = session.scalar(select(Agency.id).filter_by(partnership_id=partnership_id, name=name))
    if held not in (None, own_id):
        raise Unfit("There is an agency of this name already.", "name")
    signed, ends = described.agreement_signed_on, described.agreement_ends_on
    if ends is not None and signed is None:
        raise Unfit("Enter the day the agreement was signed.", "agreement_signed_on")
    if signed is not None and ends is not None and ends < signed:
        raise Unfit("The agreement cannot end before it was signed.", "agreement_ends_on")


def add_group(session: Session, actor_id: UUID | None, place: Place, name: str, kind: GroupKind) -> Group:
    """A new board or thematic group. Raises Unfit without a name, or for one already used."""
    if not name.strip():
        raise Unfit("Give the group’s name.", "name")
    if session.scalar(select(Group.id).filter_by(partnership_id=place.partnership_id, name=name.strip())) is not None:
        raise Unfit("There is a group of this name already.", "name")
    group = Group(partnership_id=place.partnership_id, name=name.strip(), kind=kind, recorded_by_id=actor_id)
    session.add(group)
    audit.record(session, actor_id, audit.Tag.GROUP_ADDED, place, group=group.id)
    return group
