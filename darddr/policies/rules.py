"""The whole policy on two screens: any group of predicates, all of its members; an exclusion beats everything; no rule means no."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from darddr.models.subject import Subject
from darddr.policies import predicates as p
from darddr.policies.actor import Actor
from darddr.vocabulary.permissions import Permission as P

Predicate = Callable[[Actor, Subject], bool]
Rule = tuple[tuple[Predicate, ...], ...]


class NotAllowed(Exception):
    """Asked for something this actor may not do, or may not know of; answered as if it did not exist."""


COORDINATES: Rule = ((p.is_coordinator,),)
LEADS: Rule = ((p.is_coordinator,), (p.chairs_this_review,))
WORKS_ON: Rule = (*LEADS, (p.writes_this_report,), (p.sits_on_this_panel,))
DECIDES: Rule = ((p.is_executive_chair,), (p.is_coordinator,))
FOLLOWS: Rule = (*WORKS_ON, (p.is_executive,))

RULES: Mapping[P, Rule] = {
    P.REVIEW_NOTIFY: COORDINATES,
    P.REVIEW_READ: WORKS_ON,
    P.REVIEW_PROGRESS: FOLLOWS,
    P.REVIEW_MANAGE: COORDINATES,
    P.REVIEW_LEAD: LEADS,
    P.REVIEW_DECIDE: DECIDES,
    P.REVIEW_SIGN_OFF: DECIDES,
    P.REVIEW_PUBLISH: DECIDES,
    P.REVIEW_WAIVE: LEADS,
    P.REVIEW_CORRECT: (*DECIDES, (p.chairs_this_review,)),
    P.REVIEW_EXPORT: COORDINATES,
    P.POINT_ANSWER: (*LEADS, (p.writes_this_report,), (p.sits_on_this_panel, p.owns_this_point)),
    P.PERSON_READ: WORKS_ON,
    P.IDENTITY_READ: LEADS,
    P.IDENTITY_EDIT: COORDINATES,
    P.MEMBERSHIP_EDIT: COORDINATES,
    P.FAMILY_READ: (*LEADS, (p.writes_this_report,)),
    P.FAMILY_CONTACTS: LEADS,
    P.FAMILY_EDIT: LEADS,
    P.FINDING_READ: WORKS_ON,
    P.FINDING_ADD: WORKS_ON,
    P.FINDING_EDIT: (
        (p.is_coordinator,),
        (p.chairs_this_review,),
        (p.writes_this_report,),
        (p.sits_on_this_panel, p.entered_this),
    ),
    P.FINDING_AGREE: LEADS,
    P.PLAN_READ: FOLLOWS,
    P.PLAN_EDIT: (*LEADS, (p.writes_this_report,)),
    P.NATIONAL_EDIT: COORDINATES,
    P.CHASE: ((p.is_coordinator,), (p.is_executive,)),
    P.ACTION_READ: (*FOLLOWS, (p.owns_this_action,), (p.approves_for_lead_agency,)),
    P.ACTION_EDIT: LEADS,
    P.ACTION_AGREE: ((p.is_coordinator,), (p.approves_for_lead_agency,)),
    P.ACTION_UPDATE: ((p.is_coordinator,), (p.owns_this_action,)),
    P.ACTION_MILESTONES: (*LEADS, (p.owns_this_action,)),
    P.ACTION_LOOK_BACK: ((p.is_coordinator,), (p.owns_this_action,), (p.is_executive,)),
    P.ACTION_SIGN_OFF: ((p.is_coordinator,), (p.is_executive,)),
    P.UPDATE_FORMS: COORDINATES,
    P.DOCUMENT_BUILD: (*LEADS, (p.writes_this_report,)),
    P.DOCUMENT_READ: WORKS_ON,
    P.PARTNERSHIP_PROGRESS: ((p.is_executive,), (p.is_coordinator,)),
    P.PARTNERSHIP_REVIEWS: COORDINATES,
    P.PARTNERSHIP_DUTIES: COORDINATES,
    P.PARTNERSHIP_DISCLOSE: ((p.is_executive_chair,),),
    P.HOUSE_STYLE: COORDINATES,
    P.AGENCIES_READ: ((p.is_coordinator,), (p.is_administrator,)),
    P.CLOCK_RULES: ((p.is_administrator,),),
    P.ACCOUNTS_MANAGE: ((p.is_administrator,),),
    P.LOG_READ: ((p.is_auditor,),),
    P.OWN_WORK: ((p.is_signed_in,),),
}


def allows(actor: Actor, permission: P, subject: Subject) -> bool:
    """Whether the actor holds the permission over the subject."""
    if p.is_excluded(actor, subject):
        return False
    return any(all(says(actor, subject) for says in group) for group in RULES[permission])


def require(actor: Actor, permission: P, subject: Subject) -> None:
    """Raises NotAllowed where the actor does not hold the permission over the subject."""
    if not allows(actor, permission, subject):
        raise NotAllowed(permission.value)
