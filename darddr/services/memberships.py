"""Who belongs to what: start and end a membership, declare a conflict."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.models.partnership import Agency
from darddr.models.review import Review
from darddr.models.subject import Place
from darddr.models.user import Exclusion, Membership, User
from darddr.policies import Actor, require
from darddr.services.accounts import user_by_email
from darddr.services.errors import NotNow, Unfit
from darddr.services.versions import keep_narrative
from darddr.vocabulary.permissions import Permission
from darddr.vocabulary.roles import PartnershipRole, ReviewRole


def members_of(session: Session, review: Review) -> list[tuple[Membership, User, Agency | None]]:
    """Everybody who is or was on a review, with their agency, longest serving first."""
    rows = session.execute(
        select(Membership, User, Agency)
        .join(User, User.id == Membership.user_id)
        .outerjoin(Agency, Agency.id == Membership.agency_id)
        .where(Membership.review_id == review.id)
        .order_by(Membership.ended_on.isnot(None), Membership.started_on, Membership.id)
    )
    return [(membership, user, agency) for membership, user, agency in rows]


def coordinators_of(session: Session, review: Review) -> list[User]:
    """Who coordinates the review today, less those it does not exist for."""
    held = select(Membership.user_id).where(
        Membership.partnership_id == review.partnership_id,
        Membership.review_id.is_(None),
        Membership.role == PartnershipRole.COORDINATOR.value,
        Membership.started_on <= clock.today(),
        _not_ended(),
    )
    return _by_name(session, User.id.in_(held), User.id.not_in(_excluded(review)))


def conflicts_of(session: Session, review: Review) -> list[tuple[Exclusion, User]]:
    """Everybody kept out of a review by a declared conflict, latest first."""
    rows = session.execute(
        select(Exclusion, User)
        .join(User, User.id == Exclusion.user_id)
        .where(Exclusion.review_id == review.id)
        .order_by(Exclusion.declared_on.desc(), Exclusion.id)
    )
    return [(exclusion, user) for exclusion, user in rows]


def accounts_near(session: Session, actor: Actor, review: Review) -> list[User]:
    """Everybody with an account and a role in the review's partnership or on its reviews, by name, less those kept out of this one."""
    require(actor, Permission.MEMBERSHIP_EDIT, review)
    held = select(Membership.user_id).where(Membership.partnership_id == review.partnership_id, _not_ended())
    return _by_name(session, User.id.in_(held), User.id.not_in(_excluded(review)))


def agency_on(session: Session, user_id: UUID, review: Review) -> UUID | None:
    """The agency somebody comes from on a review."""
    held = select(Membership.agency_id).where(
        Membership.user_id == user_id,
        Membership.review_id == review.id,
        Membership.agency_id.is_not(None),
        _not_ended(),
    )
    return session.scalar(held.order_by(Membership.started_on).limit(1))


def _by_name(session: Session, *conditions: ColumnElement[bool]) -> list[User]:
    """Active accounts by name: names are sealed, so the database cannot sort them."""
    users = session.scalars(select(User).where(User.is_active, *conditions))
    return sorted(users, key=lambda user: (user.name or "").casefold())


def _not_ended() -> ColumnElement[bool]:
    return or_(Membership.ended_on.is_(None), Membership.ended_on > clock.today())


def _excluded(review: Review) -> Select[UUID]:
    return select(Exclusion.user_id).where(Exclusion.review_id == review.id)


def account_meant(session: Session, user_id: UUID | None, email: str) -> User:
    """The account chosen from a list, or else called by its address. Raises Unfit for neither, both, or an address without one."""
    if user_id is not None and email.strip():
        raise Unfit("Choose somebody from the list or enter an address, not both.", "email")
    if user_id is not None:
        return session.get_one(User, user_id)
    if not email.strip():
        raise Unfit("Choose somebody, or enter the e-mail address of their account.", "user_id")
    user = user_by_email(session, email)
    if user is None:
        raise Unfit("There is no account with this address. Ask the administrator to make one first.", "email")
    return user


def add_member(
    session: Session,
    actor: Actor,
    review: Review,
    user: User,
    role: ReviewRole,
    agency: Agency | None,
    started_on: date,
) -> Membership:
    """Give somebody a role on a review. Raises Unfit for a panel member without an agency, an excluded person or a repeat."""
    require(actor, Permission.MEMBERSHIP_EDIT, review)
    if agency is None and role is not ReviewRole.CHAIR and role is not ReviewRole.AUTHOR:
        raise Unfit("Choose the agency this person comes from.", "agency_id")
    if agency is not None and agency.partnership_id != review.partnership_id:
        raise Unfit("This agency belongs to another partnership.", "agency_id")
    if session.scalar(select(Exclusion.id).filter_by(user_id=user.id, review_id=review.id)) is not None:
        raise Unfit("This person has declared a conflict with this review and cannot join it.", "email")
    held = select(Membership.id).filter_by(user_id=user.id, review_id=review.id, role=role.value).where(_not_ended())
    if session.scalar(held.limit(1)) is not None:
        raise Unfit("This person holds this role on the review already.", "role")
    return _start(session, actor.user_id, review, user, role.value, agency, started_on)


def add_partnership_member(
    session: Session, actor_id: UUID | None, place: Place, user: User, role: PartnershipRole, started_on: date
) -> Membership:
    """Give somebody a role in a partnership. Its caller has asked a policy, or is setting up an installation."""
    return _start(session, actor_id, place, user, role.value, None, started_on)


def _start(
    session: Session,
    actor_id: UUID | None,
    place: Place | Review,
    user: User,
    role: str,
    agency: Agency | None,
    started_on: date,
) -> Membership:
    membership = Membership(
        user_id=user.id,
        partnership_id=place.partnership_id,
        review_id=place.review_id,
        agency_id=agency.id if agency else None,
        role=role,
        started_on=started_on,
        recorded_by_id=actor_id,
    )
    session.add(membership)
    audit.record(
        session,
        actor_id,
        audit.Tag.MEMBERSHIP_STARTED,
        place,
        user=user.id,
        role=role,
        agency=agency.id if agency else None,
    )
    return membership


def end_membership(session: Session, actor: Actor, membership: Membership, ended_on: date) -> None:
    """End a membership on a day; from that day it counts as none.

    Raises Unfit for a day before it began, NotNow where it has ended: a later day would open the door again.
    """
    permission = Permission.MEMBERSHIP_EDIT if membership.review_id else Permission.ACCOUNTS_MANAGE
    require(actor, permission, membership)
    if membership.ended_on is not None and membership.ended_on <= clock.today():
        raise NotNow("This role has ended already.")
    if ended_on < membership.started_on:
        raise Unfit("A membership cannot end before it began.", "ended_on")
    membership.ended_on = ended_on
    audit.record(
        session, actor.user_id, audit.Tag.MEMBERSHIP_ENDED, membership, user=membership.user_id, role=membership.role
    )


def declare_conflict(
    session: Session, actor: Actor, review: Review, user: User, declared_on: date, reason: str
) -> Exclusion:
    """Keep somebody out of a review at once, whatever else they are; their roles on it end. Raises Unfit."""
    require(actor, Permission.MEMBERSHIP_EDIT, review)
    if declared_on > clock.today():
        raise Unfit("A conflict cannot have been declared after today.", "declared_on")
    if not reason.strip():
        raise Unfit("Give the reason.", "reason")
    if session.scalar(select(Exclusion.id).filter_by(user_id=user.id, review_id=review.id)) is not None:
        raise Unfit("This person is kept out of the review already.", "email")
    if user.id == actor.user_id:
        raise Unfit(
            "Ask another coordinator to record your own conflict, so that the review is not left without one.", "email"
        )
    held = select(Membership).filter_by(user_id=user.id, review_id=review.id).where(_not_ended())
    for membership in session.scalars(held):
        membership.ended_on = max(declared_on, membership.started_on)
    exclusion = Exclusion(
        user_id=user.id,
        partnership_id=review.partnership_id,
        review_id=review.id,
        declared_on=declared_on,
        recorded_by_id=actor.user_id,
        reason=reason.strip(),
    )
    session.add(exclusion)
    audit.record(session, actor.user_id, audit.Tag.EXCLUSION_DECLARED, review, user=user.id)
    return exclusion


def withdraw_conflict(session: Session, actor: Actor, exclusion: Exclusion, reason: str) -> None:
    """Let somebody back near a review from which they were kept by mistake. Roles that ended are given anew, not back.

    What was declared stays in the sealed history with the reason for its end. Raises Unfit without a reason.
    """
    require(actor, Permission.MEMBERSHIP_EDIT, exclusion)
    if not reason.strip():
        raise Unfit("Give the reason.", "reason")
    declared = {"reason": exclusion.reason or "", "declared_on": exclusion.declared_on.isoformat()}
    keep_narrative(session, actor.user_id, exclusion, {**declared, "withdrawn": reason.strip()})
    session.delete(exclusion)
    audit.record(session, actor.user_id, audit.Tag.EXCLUSION_WITHDRAWN, exclusion, user=exclusion.user_id)
