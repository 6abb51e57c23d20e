"""Plans: of one review, or a partnership's own drawn from several; and everything that stands in one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import and_, case, delete, func, select, tuple_
from sqlalchemy.orm import Session

from darddr import audit
from darddr.models.action import Action
from darddr.models.partnership import Agency, Group, Partnership
from darddr.models.plan import Plan, PlanCitation, Recommendation, RecommendationFinding
from darddr.models.review import Review
from darddr.models.subject import Place
from darddr.models.user import User
from darddr.policies import Actor, require
from darddr.policies.visible import followed_reviews, readable_plans, readable_reviews
from darddr.services.errors import NotNow, Unfit
from darddr.services.paging import PAGE, Paged, paged
from darddr.services.plan_names import PlanNames, PlanRow
from darddr.services.register import refuse_real_names
from darddr.services.standing import Standing, standing_of
from darddr.services.themes import check_chosen
from darddr.services.versions import changed, check_version, keep_learning
from darddr.vocabulary.permissions import Permission
from darddr.vocabulary.printable import printable


@dataclass(frozen=True)
class PlannedAction:
    """An action with the names of whoever answers for it; empty where nobody does."""

    action: Action
    agency: str
    group: str
    owner: str

    def standing(self, day: date) -> Standing:
        """How the action stands on a day."""
        return standing_of(self.action, day)

    @property
    def led_by(self) -> str:
        """Every lead agency, the partnership's own first, the others as printed."""
        return "; ".join(filter(None, [self.agency, *(self.action.lead_agencies or [])]))

    @property
    def owned_by(self) -> str:
        """The owner's name and post, as far as they are known."""
        return ", ".join(filter(None, [self.owner, self.action.owner_post]))


@dataclass(frozen=True)
class Planned:
    """A recommendation with its actions and the number of findings it answers."""

    recommendation: Recommendation
    actions: tuple[PlannedAction, ...]
    findings: int


@dataclass(frozen=True)
class PlanLine:
    """One line of the list of plans."""

    plan: Plan
    review_reference: str | None
    recommendations: int
    open_actions: int
    overdue: int


def plan_of(session: Session, review: Review) -> Plan:
    """The plan that every review has from its first day."""
    return session.scalars(select(Plan).filter_by(review_id=review.id)).one()


def contents(session: Session, plan: Plan) -> tuple[Planned, ...]:
    """A plan's recommendations with their actions in printed order, in three statements whatever its length."""
    recommendations = session.scalars(
        select(Recommendation).filter_by(plan_id=plan.id).order_by(Recommendation.position, Recommendation.id)
    ).all()
    actions: dict[UUID, list[PlannedAction]] = defaultdict(list)
    for action, agency, group, owner in session.execute(
        select(Action, Agency.name, Group.name, User)
        .outerjoin(Agency, Agency.id == Action.lead_agency_id)
        .outerjoin(Group, Group.id == Action.group_id)
        .outerjoin(User, User.id == Action.owner_id)
        .where(Action.plan_id == plan.id)
        .order_by(Action.position, Action.id)
    ):
        planned = PlannedAction(action, agency or "", group or "", (owner.name or "") if owner else "")
        actions[action.recommendation_id].append(planned)
    linked = _findings_linked(session, plan)
    return tuple(Planned(row, tuple(actions[row.id]), linked.get(row.id, 0)) for row in recommendations)


def _findings_linked(session: Session, plan: Plan) -> dict[UUID, int]:
    rows = session.execute(
        select(RecommendationFinding.recommendation_id, func.count())
        .join(Recommendation, Recommendation.id == RecommendationFinding.recommendation_id)
        .where(Recommendation.plan_id == plan.id)
        .group_by(RecommendationFinding.recommendation_id)
    )
    return {row[0]: row[1] for row in rows}


def plans_of(session: Session, actor: Actor, partnership_id: UUID, day: date, after: str = "") -> Paged[PlanLine]:
    """A page of a partnership's plans that the actor may read, its own first, with their counts, in two statements."""
    chosen = and_(Plan.partnership_id == partnership_id, readable_plans(actor))
    of_review = case((Plan.review_id.is_(None), 0), else_=1)
    wanted = (
        select(
            Plan,
            Review.reference,
            select(func.count()).where(Recommendation.plan_id == Plan.id).scalar_subquery(),
            select(func.count()).where(Action.plan_id == Plan.id, Action.is_open).scalar_subquery(),
            select(func.count())
            .where(Action.plan_id == Plan.id, Action.is_open, Action.due_on < day)
            .scalar_subquery(),
        )
        .outerjoin(Review, Review.id == Plan.review_id)
        .where(chosen)
    )
    first, _, reference = after.partition("_")
    if first in ("0", "1"):
        wanted = wanted.where(tuple_(of_review, Plan.reference) > (int(first), printable(reference)))
    rows = session.execute(wanted.order_by(of_review, Plan.reference).limit(PAGE + 1))
    total = session.scalar(select(func.count()).select_from(Plan).where(chosen)) or 0
    return paged([PlanLine(*row) for row in rows], total, _cursor)


def _cursor(line: PlanLine) -> str:
    return f"{int(line.plan.review_id is not None)}_{line.plan.reference}"


def citable_reviews(session: Session, actor: Actor, partnership_id: UUID) -> list[Review]:
    """The reviews a partnership's plan may draw on: those whose content the actor may read."""
    wanted = select(Review).where(Review.partnership_id == partnership_id, readable_reviews(actor))
    return list(session.scalars(wanted.order_by(Review.reference)))


def cited_references(session: Session, actor: Actor, plan: Plan) -> list[str]:
    """The references of the reviews a plan draws on, as far as the actor may follow them."""
    wanted = select(Review.reference).join(PlanCitation, PlanCitation.review_id == Review.id)
    return list(
        session.scalars(
            wanted.where(PlanCitation.plan_id == plan.id, followed_reviews(actor)).order_by(Review.reference)
        )
    )


def make_plan(
    session: Session,
    actor: Actor,
    place: Place,
    title: str,
    review_ids: Sequence[UUID],
    name_reason: str = "",
    theme: str | None = None,
) -> Plan:
    """A partnership's own plan, drawing on several of its reviews. Raises Unfit, RealNameTyped."""
    require(actor, Permission.PLAN_EDIT, place)
    _check_plan(session, actor, place, title, review_ids, theme, name_reason)
    plan = Plan(
        partnership_id=place.partnership_id,
        reference=_next_reference(session, place.partnership_id),
        theme=theme,
        recorded_by_id=actor.user_id,
        title=title.strip(),
    )
    session.add(plan)
    session.flush()
    _cite(session, actor, plan, set(review_ids))
    audit.record(session, actor.user_id, audit.Tag.PLAN_MADE, plan, plan=plan.id)
    return plan


def edit_plan(
    session: Session,
    actor: Actor,
    plan: Plan,
    version: int,
    title: str,
    review_ids: Sequence[UUID],
    theme: str | None,
    name_reason: str = "",
) -> None:
    """Change what a partnership's own plan is called, what it is about, and which reviews it draws on.

    A review that the actor may not read stays cited. Raises Stale with what is now kept, Unfit, RealNameTyped.
    """
    require(actor, Permission.PLAN_EDIT, plan)
    check_version(plan, version, ("title", "theme"))
    _check_plan(session, actor, plan, title, review_ids, theme, name_reason)
    before = changed(plan, {"title": title.strip(), "theme": theme})
    cited = _cite(session, actor, plan, set(review_ids))
    if before:
        keep_learning(session, actor.user_id, plan, before)
        plan.title, plan.theme = title.strip(), theme
    if before or cited:
        fields = sorted([*before, *(["reviews"] if cited else [])])
        audit.record(session, actor.user_id, audit.Tag.PLAN_EDITED, plan, plan=plan.id, fields=fields)


def cited_ids(session: Session, plan: Plan) -> set[UUID]:
    """The ids of the reviews a plan draws on."""
    return set(session.scalars(select(PlanCitation.review_id).filter_by(plan_id=plan.id)))


def _check_plan(
    session: Session,
    actor: Actor,
    place: Place | Plan,
    title: str,
    review_ids: Sequence[UUID],
    theme: str | None,
    name_reason: str,
) -> None:
    if not title.strip():
        raise Unfit("Give the plan a title.", "title")
    citable = {review.id: review for review in citable_reviews(session, actor, place.partnership_id)}
    check_chosen(session, place.partnership_id, theme, place.theme if isinstance(place, Plan) else None)
    if not review_ids or not citable.keys() >= set(review_ids):
        raise Unfit("Choose the reviews that the plan draws on.", "reviews")
    for review_id in dict.fromkeys(review_ids):
        refuse_real_names(session, citable[review_id], title, reason=name_reason)


def _cite(session: Session, actor: Actor, plan: Plan, wanted: set[UUID]) -> bool:
    """Make the plan draw on those reviews, and on no other that the actor may read; whether anything changed."""
    present = cited_ids(session, plan)
    readable = {review.id for review in citable_reviews(session, actor, plan.partnership_id)}
    gone = present & readable - wanted
    session.execute(
        delete(PlanCitation).where(PlanCitation.plan_id == plan.id, PlanCitation.review_id.in_(sorted(gone)))
    )
    session.add_all(
        PlanCitation(
            partnership_id=plan.partnership_id, plan_id=plan.id, review_id=review_id, recorded_by_id=actor.user_id
        )
        for review_id in sorted(wanted - present)
    )
    return bool(gone or wanted - present)


def _next_reference(session: Session, partnership_id: UUID) -> str:
    """The partnership's code and the next number of its own plans."""
    start = f"{session.get_one(Partnership, partnership_id).code}-PLAN-"
    last = session.scalar(
        select(Plan.reference)
        .where(Plan.partnership_id == partnership_id, Plan.reference.startswith(start, autoescape=True))
        .order_by(func.length(Plan.reference).desc(), Plan.reference.desc())
        .limit(1)
    )
    return f"{start}{int(last.removeprefix(start)) + 1 if last else 1:03d}"


def refuse_names_of_plan(session: Session, actor: Actor, row: PlanRow, *texts: str, reason: str = "") -> None:
    """Raises RealNameTyped where a text holds a real name of the review behind a plan, or of one it draws on.

    Only for somebody who reads that review: to an action's owner the answer would tell which names are on the register.
    """
    PlanNames(session, actor).refuse(row, *texts, reason=reason)


def require_open_review(session: Session, review_id: UUID | None) -> None:
    """Raises NotNow where the review of a plan has ended, since its recommendations are then a matter of record."""
    review = session.get(Review, review_id) if review_id is not None else None
    if review is not None and review.state.is_end:
        raise NotNow("This review has ended, so its recommendations can no longer change. Its actions can.")
