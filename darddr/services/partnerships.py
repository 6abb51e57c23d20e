"""Partnerships, their agencies and groups."""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit
from darddr.crypto import ring
from darddr.crypto.scopes import Scope
from darddr.models.partnership import Agency, Group, Partnership
from darddr.models.subject import Place
from darddr.services.errors import Unfit
from darddr.vocabulary.records import DisplayName, GroupKind

CODE = re.compile(r"[A-Z0-9]{2,12}\Z")


def make_partnership(
    session: Session, actor_id: UUID | None, name: str, code: str, display_name: DisplayName = DisplayName.DHR
) -> Partnership:
    """A new partnership and its keys. `code` begins the references of its reviews. Raises Unfit for a code or name already used."""
    if not CODE.match(code):
        raise Unfit("Use 2 to 12 capital letters or digits for the code.", "code")
    if session.scalar(select(Partnership.id).where((Partnership.code == code) | (Partnership.name == name))) is not None:
        raise Unfit("There is a partnership of this name or code already.", "name")
    partnership = Partnership(name=name, code=code, display_name=display_name, recorded_by_id=actor_id)
    ring().open_scope(Scope.partnership(partnership.id))
    session.add(partnership)
    session.flush()
    audit.record(session, actor_id, audit.Tag.PARTNERSHIP_MADE, Place(partnership.id))
    return partnership


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
) -> Agency:
    """A new agency of a partnership. Raises Unfit for a name already used, or an agreement that ends before it was signed."""
    if not name.strip():
        raise Unfit("Give the agency’s name.", "name")
    if session.scalar(select(Agency.id).filter_by(partnership_id=place.partnership_id, name=name.strip())) is not None:
        raise Unfit("There is an agency of this name already.", "name")
    if agreement_signed_on and agreement_ends_on and agreement_ends_on < agreement_signed_on:
        raise Unfit("The agreement cannot end before it was signed.", "agreement_ends_on")
    agency = Agency(
        partnership_id=place.partnership_id,
        name=name.strip(),
        is_responsible_authority=is_responsible_authority,
        agreement_signed_on=agreement_signed_on,
        agreement_ends_on=agreement_ends_on,
        recorded_by_id=actor_id,
    )
    session.add(agency)
    audit.record(session, actor_id, audit.Tag.AGENCY_ADDED, place, agency=agency.id)
    return agency


def add_group(session: Session, actor_id: UUID | None, place: Place, name: str, kind: GroupKind) -> Group:
    """A new board or thematic group. Raises Unfit for a name already used."""
    if session.scalar(select(Group.id).filter_by(partnership_id=place.partnership_id, name=name.strip())) is not None:
        raise Unfit("There is a group of this name already.", "name")
    group = Group(partnership_id=place.partnership_id, name=name.strip(), kind=kind, recorded_by_id=actor_id)
    session.add(group)
    audit.record(session, actor_id, audit.Tag.GROUP_ADDED, place, group=group.id)
    return group
