"""The rules as decided, written out: what each relation to a review allows, what it never does, and nothing without a relation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID, uuid4

import pytest

from darddr.policies import Actor, NotAllowed, allows, require
from darddr.vocabulary.permissions import Permission as P
from darddr.vocabulary.roles import PartnershipRole, ReviewRole

HOME, REVIEW, AGENCY = uuid4(), uuid4(), uuid4()


@dataclass(frozen=True)
class Thing:
    """A row of a review: an action, or a finding."""

    partnership_id: UUID = HOME
    review_id: UUID | None = REVIEW
    owner_id: UUID | None = None
    recorded_by_id: UUID | None = None
    lead_agency_id: UUID | None = AGENCY


THING = Thing()


def of_partnership(role: PartnershipRole) -> Actor:
    """Somebody with a role in the partnership."""
    return Actor(uuid4(), partnership_roles={HOME: frozenset({role.value})})


def on_review(role: ReviewRole) -> Actor:
    """Somebody with a role on the review."""
    return Actor(uuid4(), review_roles={REVIEW: frozenset({role.value})})


OWNER = Actor(uuid4())
PEOPLE = {
    "coordinator": of_partnership(PartnershipRole.COORDINATOR),
    "executive": of_partnership(PartnershipRole.EXECUTIVE),
    "executive_chair": of_partnership(PartnershipRole.EXECUTIVE_CHAIR),
    "administrator": of_partnership(PartnershipRole.ADMINISTRATOR),
    "auditor": of_partnership(PartnershipRole.AUDITOR),
    "chair": on_review(ReviewRole.CHAIR),
    "author": on_review(ReviewRole.AUTHOR),
    "panel": on_review(ReviewRole.PANEL),
    "imr_author": on_review(ReviewRole.IMR_AUTHOR),
    "owner": OWNER,
    "approver": Actor(uuid4(), approves_for=frozenset({(AGENCY, None)})),
    "approver_here": Actor(uuid4(), approves_for=frozenset({(AGENCY, REVIEW)})),
}
APPROVERS = "approver approver_here"
WORKS_ON = "coordinator chair author panel"
FOLLOWS = f"{WORKS_ON} executive executive_chair"

WHO = {
    P.REVIEW_NOTIFY: "coordinator",
    P.REVIEW_READ: WORKS_ON,
    P.REVIEW_PROGRESS: FOLLOWS,
    P.REVIEW_MANAGE: "coordinator",
    P.REVIEW_LEAD: "coordinator chair",
    P.REVIEW_DECIDE: "coordinator executive_chair",
    P.REVIEW_SIGN_OFF: "coordinator executive_chair",
    P.REVIEW_PUBLISH: "coordinator executive_chair",
    P.REVIEW_WAIVE: "coordinator chair",
    P.REVIEW_CORRECT: "coordinator executive_chair chair",
    P.REVIEW_EXPORT: "coordinator",
    P.POINT_ANSWER: "coordinator chair author",
    P.PERSON_READ: WORKS_ON,
    P.IDENTITY_READ: "coordinator chair",
    P.IDENTITY_EDIT: "coordinator",
    P.MEMBERSHIP_EDIT: "coordinator",
    P.FAMILY_READ: "coordinator chair author",
    P.FAMILY_CONTACTS: "coordinator chair",
    P.FAMILY_EDIT: "coordinator chair",
    P.FINDING_READ: WORKS_ON,
    P.FINDING_ADD: WORKS_ON,
    P.FINDING_EDIT: "coordinator chair author",
    P.FINDING_AGREE: "coordinator chair",
    P.PLAN_READ: FOLLOWS,
    P.PLAN_EDIT: "coordinator chair author",
    P.NATIONAL_EDIT: "coordinator",
    P.CHASE: "coordinator executive executive_chair",
    P.ACTION_READ: f"{FOLLOWS} owner {APPROVERS}",
    P.ACTION_EDIT: "coordinator chair",
    P.ACTION_AGREE: f"coordinator {APPROVERS}",
    P.ACTION_UPDATE: "coordinator owner",
    P.ACTION_MILESTONES: "coordinator chair owner",
    P.ACTION_LOOK_BACK: "coordinator owner executive executive_chair",
    P.ACTION_SIGN_OFF: "coordinator executive executive_chair",
    P.UPDATE_FORMS: "coordinator",
    P.DOCUMENT_BUILD: "coordinator chair author",
    P.DOCUMENT_READ: WORKS_ON,
    P.PARTNERSHIP_PROGRESS: "coordinator executive executive_chair",
    P.PARTNERSHIP_REVIEWS: "coordinator",
    P.PARTNERSHIP_DUTIES: "coordinator",
    P.HOUSE_STYLE: "coordinator",
    P.PARTNERSHIP_DISCLOSE: "executive_chair",
    P.AGENCIES_READ: "coordinator administrator",
    P.CLOCK_RULES: "administrator",
    P.ACCOUNTS_MANAGE: "administrator",
    P.LOG_READ: "auditor",
    P.OWN_WORK: " ".join(PEOPLE),
}


@pytest.mark.parametrize("permission", P)
def test_a_permission_is_held_by_these_and_by_nobody_else(permission: P) -> None:
    owned = replace(THING, owner_id=OWNER.user_id)
    held = {name for name, actor in PEOPLE.items() if allows(actor, permission, owned)}
    assert held == set(WHO[permission].split())


@pytest.mark.parametrize("permission", [one for one in P if one is not P.OWN_WORK])
def test_a_stranger_and_somebody_of_elsewhere_hold_nothing(permission: P) -> None:
    roles, seats = frozenset(PartnershipRole), frozenset(ReviewRole)
    elsewhere = Actor(
        uuid4(), {uuid4(): roles}, {uuid4(): seats}, frozenset({(uuid4(), None), (AGENCY, uuid4())}), frozenset()
    )
    for actor in (Actor(uuid4()), elsewhere):
        assert not allows(actor, permission, THING)
        with pytest.raises(NotAllowed):
            require(actor, permission, THING)


@pytest.mark.parametrize("permission", P)
def test_an_exclusion_beats_every_role(permission: P) -> None:
    everything = Actor(
        uuid4(),
        {HOME: frozenset(PartnershipRole)},
        {REVIEW: frozenset(ReviewRole)},
        frozenset({(AGENCY, None)}),
        frozenset({REVIEW}),
    )
    theirs = replace(THING, owner_id=everything.user_id, recorded_by_id=everything.user_id)
    assert not allows(everything, permission, theirs)
    assert allows(replace(everything, excluded_from=frozenset()), permission, theirs)


def test_the_panel_changes_the_findings_it_entered_and_no_others() -> None:
    panel = PEOPLE["panel"]
    assert allows(panel, P.FINDING_EDIT, replace(THING, recorded_by_id=panel.user_id))
    assert not allows(panel, P.FINDING_EDIT, replace(THING, recorded_by_id=OWNER.user_id))
    assert not allows(OWNER, P.FINDING_EDIT, replace(THING, recorded_by_id=OWNER.user_id))


def test_the_panel_answers_the_points_it_owns_and_no_others() -> None:
    panel = PEOPLE["panel"]
    assert allows(panel, P.POINT_ANSWER, replace(THING, owner_id=panel.user_id))
    assert not allows(panel, P.POINT_ANSWER, replace(THING, owner_id=OWNER.user_id))
    assert not allows(OWNER, P.POINT_ANSWER, replace(THING, owner_id=OWNER.user_id))


def test_a_partnership_has_no_roles_of_its_reviews() -> None:
    place = replace(THING, review_id=None, lead_agency_id=None)
    for role in ReviewRole:
        assert not any(allows(on_review(role), permission, place) for permission in set(P) - {P.OWN_WORK})


def test_require_lets_pass_who_is_allowed() -> None:
    require(PEOPLE["coordinator"], P.REVIEW_READ, THING)
