"""One review with everybody around it, and a second review with its own people; every text holds a canary."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from darddr.models.user import Membership, User
from darddr.vocabulary.roles import PartnershipRole, ReviewRole
from darddr.workflow.states import ReviewState
from tests.factories import Make

ACTORS = (
    "outsider_coordinator",
    "coordinator",
    "chair",
    "author",
    "panel",
    "former_panel",
    "excluded",
    "other_chair",
    "imr_author",
    "agency_approver",
    "executive",
    "executive_chair",
    "owner",
    "administrator",
    "auditor",
)


@dataclass
class World:
    """Who there is, and the values that the URLs of this review need."""

    people: dict[str, User] = field(default_factory=dict)
    url_values: dict[str, UUID | str] = field(default_factory=dict)


def build_world(make: Make) -> World:
    """A world in the session of `make`; nothing is committed."""
    world = World()
    home, elsewhere = make.partnership(), make.partnership()
    agency, group = make.agency(home), make.group(home)
    review = make.review(home, ReviewState.ANALYSIS)
    other = make.review(home, ReviewState.ANALYSIS)
    people = world.people
    for name, role in (
        ("coordinator", PartnershipRole.COORDINATOR),
        ("executive", PartnershipRole.EXECUTIVE),
        ("executive_chair", PartnershipRole.EXECUTIVE_CHAIR),
        ("administrator", PartnershipRole.ADMINISTRATOR),
        ("auditor", PartnershipRole.AUDITOR),
    ):
        people[name] = make.member(home, role)
    people["outsider_coordinator"] = make.coordinator(elsewhere)
    people["chair"] = make.on_review(review, ReviewRole.CHAIR)
    people["author"] = make.on_review(review, ReviewRole.AUTHOR)
    people["panel"] = make.on_review(review, ReviewRole.PANEL, agency=agency)
    people["former_panel"] = make.on_review(review, ReviewRole.PANEL, agency=agency, ended_on=date(2021, 1, 1))
    people["imr_author"] = make.on_review(review, ReviewRole.IMR_AUTHOR, agency=agency)
    people["agency_approver"] = make.on_review(review, ReviewRole.AGENCY_APPROVER, agency=agency)
    people["other_chair"] = make.on_review(other, ReviewRole.CHAIR)
    people["excluded"] = make.excluded(review, make.member(home, PartnershipRole.COORDINATOR))
    people["owner"] = make.user()
    question = make.question(review)
    finding = make.finding(review, question, agency, people["panel"])
    plan = _plan_of(make, review.id)
    recommendation = make.recommendation(plan)
    action = make.action(
        recommendation, owner_id=people["owner"].id, has_owner=True, lead_agency_id=agency.id, group_id=group.id
    )
    person = make.person(review)
    document = _document(make, review)
    membership = make.session.query(Membership).filter_by(user_id=people["panel"].id).one()
    world.url_values = {
        "partnership_id": home.id,
        "review_id": review.id,
        "person_id": person.id,
        "question_id": question.id,
        "finding_id": finding.id,
        "membership_id": membership.id,
        "plan_id": plan.id,
        "recommendation_id": recommendation.id,
        "action_id": action.id,
        "agency_id": agency.id,
        "group_id": group.id,
        "document_id": document.id,
    }
    return world


def _plan_of(make: Make, review_id: UUID) -> Any:
    from darddr.models.plan import Plan

    return make.session.query(Plan).filter_by(review_id=review_id).one()


def _document(make: Make, review: Any) -> Any:
    from darddr.models.document import Document

    document = Document(partnership_id=review.partnership_id, review_id=review.id, kind="overview", hit_count=0)
    document.keep(b"a Word file")
    return make.keep(document)
