"""One-line sentences about an actor and a subject. Pure: they ask no database."""

from __future__ import annotations

from darddr.models.subject import Subject
from darddr.policies.actor import Actor
from darddr.vocabulary.roles import PartnershipRole as R
from darddr.vocabulary.roles import ReviewRole


def _is(actor: Actor, subject: Subject, *roles: R) -> bool:
    return not actor.partnership_roles.get(subject.partnership_id, frozenset()).isdisjoint(roles)


def _on(actor: Actor, subject: Subject, *roles: ReviewRole) -> bool:
    held = actor.review_roles.get(subject.review_id, frozenset()) if subject.review_id else frozenset()
    return not held.isdisjoint(roles)


def is_excluded(actor: Actor, subject: Subject) -> bool:
    """A declared conflict keeps the actor out of this review."""
    return subject.review_id in actor.excluded_from


def is_coordinator(actor: Actor, subject: Subject) -> bool:
    """Coordinates reviews in the subject's partnership."""
    return _is(actor, subject, R.COORDINATOR)


def is_executive(actor: Actor, subject: Subject) -> bool:
    """Sits on the partnership's executive, its chair included."""
    return _is(actor, subject, R.EXECUTIVE, R.EXECUTIVE_CHAIR)


def is_executive_chair(actor: Actor, subject: Subject) -> bool:
    """Chairs the partnership's executive, or deputises."""
    return _is(actor, subject, R.EXECUTIVE_CHAIR)


def is_administrator(actor: Actor, subject: Subject) -> bool:
    """Keeps the partnership's accounts and settings."""
    return _is(actor, subject, R.ADMINISTRATOR)


def is_auditor(actor: Actor, subject: Subject) -> bool:
    """Reads the partnership's log."""
    return _is(actor, subject, R.AUDITOR)


def chairs_this_review(actor: Actor, subject: Subject) -> bool:
    """Leads this review as its independent chair."""
    return _on(actor, subject, ReviewRole.CHAIR)


def writes_this_report(actor: Actor, subject: Subject) -> bool:
    """Writes this review's report."""
    return _on(actor, subject, ReviewRole.AUTHOR)


def sits_on_this_panel(actor: Actor, subject: Subject) -> bool:
    """Sits on this review's panel."""
    return _on(actor, subject, ReviewRole.PANEL)


def entered_this(actor: Actor, subject: Subject) -> bool:
    """Entered this row."""
    return getattr(subject, "recorded_by_id", None) == actor.user_id


def owns_this_action(actor: Actor, subject: Subject) -> bool:
    """Owns this action."""
    return getattr(subject, "owner_id", None) == actor.user_id


def owns_this_point(actor: Actor, subject: Subject) -> bool:
    """Has undertaken to answer this point of a Home Office letter."""
    return getattr(subject, "owner_id", None) == actor.user_id


def approves_for_lead_agency(actor: Actor, subject: Subject) -> bool:
    """Approves for the agency that leads this action."""
    agency = getattr(subject, "lead_agency_id", None)
    return bool({(agency, None), (agency, subject.review_id)} & actor.approves_for)


def is_signed_in(actor: Actor, subject: Subject) -> bool:
    """Is somebody with an account."""
    return True
