"""What should change: add a recommendation, change one, link it to the findings it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from darddr import audit
from darddr.models.finding import Finding
from darddr.models.plan import Plan, Recommendation, RecommendationFinding
from darddr.policies import Actor, require
from darddr.services.errors import Unfit
from darddr.services.import_keys import row_key
from darddr.services.plans import refuse_names_of_plan, require_open_review
from darddr.services.themes import check_chosen
from darddr.services.versions import changed, check_version, keep_learning
from darddr.vocabulary.permissions import Permission
from darddr.vocabulary.records import RecommendationScope

TEXTS = ("text", "lesson", "addressees")


@dataclass(frozen=True)
class Proposal:
    """A recommendation as somebody words it;

    `theme` is one of the library's, `findings` are ids of the review's findings.
    """

    text: str
    lesson: str = ""
    number: str = ""
    scope: RecommendationScope | None = None
    theme: str | None = None
    addressees: tuple[str, ...] = ()
    findings: tuple[UUID, ...] = ()
    name_reason: str = ""


def add_recommendation(session: Session, actor: Actor, plan: Plan, proposal: Proposal) -> Recommendation:
    """A new recommendation at the end of a plan;

    without a number it takes its place as one. Raises Unfit, NotNow, RealNameTyped.
    """
    require(actor, Permission.PLAN_EDIT, plan)
    require_open_review(session, plan.review_id)
    _check(proposal)
    check_chosen(session, plan.partnership_id, proposal.theme)
    position = next_position(session, plan)
    number = proposal.number.strip() or str(position)
    row = Recommendation(
        partnership_id=plan.partnership_id,
        review_id=plan.review_id,
        plan_id=plan.id,
        number=number,
        position=position,
        scope_tier=proposal.scope,
        theme=proposal.theme,
        import_key=row_key(plan.id, number, proposal.text),
        recorded_by_id=actor.user_id,
        text=proposal.text.strip(),
        lesson=proposal.lesson.strip(),
        addressees=list(proposal.addressees),
        name_reason=proposal.name_reason.strip(),
    )
    refuse_names_of_plan(session, actor, row, *_words(proposal), reason=proposal.name_reason)
    session.add(row)
    session.flush()
    _link(session, actor, row, proposal.findings)
    audit.record(session, actor.user_id, audit.Tag.RECOMMENDATION_ADDED, row, recommendation=row.id)
    return row


def edit_recommendation(session: Session, actor: Actor, row: Recommendation, version: int, proposal: Proposal) -> None:
    """Change a recommendation;

    its earlier words are kept. Raises Stale with both texts, Unfit, NotNow, RealNameTyped.
    """
    require(actor, Permission.PLAN_EDIT, row)
    require_open_review(session, row.review_id)
    check_version(row, version, TEXTS)
    _check(proposal)
    check_chosen(session, row.partnership_id, proposal.theme, row.theme)
    refuse_names_of_plan(session, actor, row, *_words(proposal), reason=proposal.name_reason)
    sealed = {"text": proposal.text.strip(), "lesson": proposal.lesson.strip(), "addressees": list(proposal.addressees)}
    clear = {"number": proposal.number.strip() or row.number, "scope_tier": proposal.scope, "theme": proposal.theme}
    before = changed(row, {**sealed, **clear})
    linked = _link(session, actor, row, proposal.findings)
    if before:
        keep_learning(session, actor.user_id, row, before)
    for name, value in clear.items():
        setattr(row, name, value)
    row.fill(**sealed, name_reason=proposal.name_reason.strip())
    if before or linked:
        fields = sorted([*before, *(["findings"] if linked else [])])
        audit.record(session, actor.user_id, audit.Tag.RECOMMENDATION_EDITED, row, recommendation=row.id, fields=fields)


def next_position(session: Session, plan: Plan) -> int:
    """The place after the last recommendation of a plan."""
    return (session.scalar(select(func.max(Recommendation.position)).filter_by(plan_id=plan.id)) or 0) + 1


def linked_findings(session: Session, row: Recommendation) -> set[UUID]:
    """The ids of the findings a recommendation answers."""
    return set(session.scalars(select(RecommendationFinding.finding_id).filter_by(recommendation_id=row.id)))


def _link(session: Session, actor: Actor, row: Recommendation, findings: Sequence[UUID]) -> bool:
    """Make the links those and no others; whether any changed. Raises Unfit for a finding of another review."""
    wanted, present = set(findings), linked_findings(session, row)
    if wanted == present:
        return False
    own = set(session.scalars(select(Finding.id).where(Finding.review_id == row.review_id, Finding.id.in_(wanted))))
    if own != wanted:
        raise Unfit("Choose findings of this review.", "findings")
    session.execute(
        delete(RecommendationFinding).where(
            RecommendationFinding.recommendation_id == row.id, RecommendationFinding.finding_id.in_(present - wanted)
        )
    )
    session.add_all(
        RecommendationFinding(
            partnership_id=row.partnership_id,
            review_id=row.review_id,
            recommendation_id=row.id,
            finding_id=finding_id,
            recorded_by_id=actor.user_id,
        )
        for finding_id in sorted(wanted - present)
    )
    return True


def _words(proposal: Proposal) -> tuple[str, ...]:
    return proposal.text, proposal.lesson, *proposal.addressees


def _check(proposal: Proposal) -> None:
    if not proposal.text.strip():
        raise Unfit("Write the recommendation.", "text")
    if len(proposal.number.strip()) > 20:
        raise Unfit("Use a number of at most 20 characters.", "number")
