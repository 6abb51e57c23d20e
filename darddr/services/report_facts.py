"""From the record to the facts a document is made from: opened once, pseudonyms only, nothing of an identity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import clock
from darddr.documents.facts import (
    ActionFacts,
    ActionPlanFacts,
    FindingFacts,
    OverviewFacts,
    PanelMemberFacts,
    PersonFacts,
    QuestionFacts,
    RecommendationFacts,
    SectionFacts,
)
from darddr.models.action import Action, ActionMove
from darddr.models.action_milestone import ActionMilestone
from darddr.models.partnership import Agency, Partnership
from darddr.models.person import Person
from darddr.models.plan import Plan, Recommendation
from darddr.models.review import Review
from darddr.services.family_facts import involvement, parallel
from darddr.services.findings import findings_of
from darddr.services.memberships import members_of
from darddr.services.milestones import milestones_of
from darddr.services.papers import events
from darddr.services.people import people_of
from darddr.services.questions import questions_of
from darddr.services.redactions import redacted
from darddr.services.report_layout import layout_of, own_titles
from darddr.services.standing import standing_of
from darddr.services.wording import day_text as day_text
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.plan_lines import STEP_DONE, STEP_DUE, one_line
from darddr.vocabulary.records import DisplayName, LegalBasis, PersonRole
from darddr.vocabulary.roles import ReviewRole
from darddr.vocabulary.standing import Acceptance
from darddr.workflow.states import ActionState

MARKING = "OFFICIAL-SENSITIVE"
"""Handling marking of working documents; a published edition carries none."""

REJECT = "reject"
"""The move by which an action is rejected (workflow/actions.py); its reason is the agency's."""

LAW = {
    LegalBasis.S9_DHR: "This review was held under section 9 of the Domestic Violence, Crime and Victims Act 2004.",
    LegalBasis.S8A_DARDR: "This review was held under section 8A of the Domestic Violence, Crime and Victims Act 2004.",
}


def recommendation_facts(session: Session, plan: Plan) -> tuple[RecommendationFacts, ...]:
    """A plan's recommendations with their actions, in printed order, in four statements."""
    recommendations = session.scalars(
        select(Recommendation).filter_by(plan_id=plan.id).order_by(Recommendation.position, Recommendation.id)
    ).all()
    actions: dict[UUID, list[ActionFacts]] = defaultdict(list)
    rows = session.execute(
        select(Action, Agency.name)
        .outerjoin(Agency, Agency.id == Action.lead_agency_id)
        .where(Action.plan_id == plan.id)
        .order_by(Action.position, Action.id)
    )
    steps, reasons = _steps(session, plan), _reasons(session, plan)
    for action, agency in rows:
        told = _action(action, agency)
        answer = _answer(action, reasons.get(action.id, ""))
        actions[action.recommendation_id].append(replace(told, answer=answer, steps=tuple(steps[action.id])))
    return tuple(
        RecommendationFacts(
            number=row.number,
            text=row.text or "",
            scope=row.scope_tier.label if row.scope_tier else "",
            lesson=row.lesson or "",
            actions=tuple(actions[row.id]),
        )
        for row in recommendations
    )


def _steps(session: Session, plan: Plan) -> dict[UUID, list[str]]:
    """The milestones of a plan's actions, each as a line."""
    wanted = select(ActionMilestone).join(Action, Action.id == ActionMilestone.action_id)
    found: dict[UUID, list[str]] = defaultdict(list)
    for row in session.scalars(wanted.where(Action.plan_id == plan.id).order_by(ActionMilestone.position)):
        label, day = (STEP_DUE, row.due_on) if row.done_on is None else (STEP_DONE, row.done_on)
        found[row.action_id].append(f"{label} {day_text(day)}: {one_line(row.text or '')}")
    return found


def _reasons(session: Session, plan: Plan) -> dict[UUID, str]:
    """Why actions of a plan were rejected, by the last such move of each."""
    wanted = select(ActionMove).join(Action, Action.id == ActionMove.action_id)
    rejected = wanted.where(Action.plan_id == plan.id, ActionMove.trigger == REJECT).order_by(ActionMove.step)
    return {row.action_id: row.reason or "" for row in session.scalars(rejected)}


def _answer(action: Action, reason: str) -> str:
    """What the lead agency answered, with what of it was accepted or why it was not."""
    if action.acceptance is None:
        return ""
    more = {Acceptance.PART: action.accepted_part, Acceptance.REJECTED: reason}.get(action.acceptance) or ""
    return action.acceptance.label + (f": {one_line(more)}" if more.strip() else "")


def _action(action: Action, agency: str | None) -> ActionFacts:
    leads = list(dict.fromkeys([*([agency] if agency else []), *(action.lead_agencies or [])]))
    moved = action.first_target_on is not None and action.first_target_on != action.target_on
    standing = standing_of(action, clock.today())
    return ActionFacts(
        number=action.number,
        text=action.text or "",
        lead_agency="; ".join(leads),
        owner_post=action.owner_post or "",
        milestones=action.milestones or "",
        target_date=action.target_text or day_text(action.target_on),
        original_target=day_text(action.first_target_on) if moved else "",
        completed_on=day_text(action.completed_on) or _ended(action.state),
        outcome=action.outcome or "",
        status=action.state.label,
        brag=standing.brag.label,
        why=standing.why,
        measure=one_line(action.measure or ""),
    )


def _ended(state: ActionState) -> str:
    return state.label if state.is_end and state is not ActionState.SIGNED_OFF else ""


def action_plan_facts(session: Session, plan: Plan, marking: str, *, with_rows: bool = True) -> ActionPlanFacts:
    """An action plan as it stands today; without its rows where the caller has them already."""
    partnership = session.get_one(Partnership, plan.partnership_id)
    review = session.get(Review, plan.review_id) if plan.review_id else None
    facts = ActionPlanFacts(
        reference=review.reference if review else plan.reference,
        display_name=review.display_name.label if review else (plan.title or "Action plan"),
        partnership=partnership.name,
        pseudonyms=_pseudonyms(people_of(session, review)) if review else (),
        marking=marking,
        as_at=clock.today(),
        recommendations=recommendation_facts(session, plan) if with_rows else (),
    )
    return facts if marking or review is None else redacted(session, review, facts)


def overview_facts(session: Session, review: Review, marking: str) -> OverviewFacts:
    """An overview report as the record stands today; a published one (without marking) lacks the passages marked for redaction."""
    people = people_of(session, review)
    members = [row for row in members_of(session, review) if row[0].ended_on is None]
    dates = milestones_of(session, review)
    plan = session.scalars(select(Plan).filter_by(review_id=review.id)).one()
    recommendations = recommendation_facts(session, plan)
    facts = OverviewFacts(
        reference=review.reference,
        display_name=review.display_name.label,
        legal_basis=_law(review),
        partnership=session.get_one(Partnership, review.partnership_id).name,
        pseudonyms=_pseudonyms(people),
        month_of_death=f"{review.month_of_death:%B %Y}" if review.month_of_death else "",
        chair=_names(members, ReviewRole.CHAIR),
        author=_names(members, ReviewRole.AUTHOR) or _names(members, ReviewRole.CHAIR),
        completed=f"{dates[Milestone.PANEL_FINAL]:%B %Y}" if Milestone.PANEL_FINAL in dates else "",
        marking=marking,
        as_at=clock.today(),
        people=tuple(_person(person) for person in people if person.role is not PersonRole.PROFESSIONAL),
        panel=tuple(
            PanelMemberFacts(user.name or "", agency.name if agency else "", "Panel member")
            for membership, user, agency in members
            if membership.role == ReviewRole.PANEL
        ),
        contributors=tuple(dict.fromkeys(agency.name for _, _, agency in members if agency is not None)),
        questions=tuple(QuestionFacts(str(row.number), row.text or "") for row in questions_of(session, review)),
        findings=_findings(session, review),
        lessons=tuple(dict.fromkeys(row.lesson for row in recommendations if row.lesson)),
        sections=_sections(review.sections or {}, own_titles(review)),
        layout=layout_of(review),
        chronology=events.events_of(session, review),
        involvement=involvement(session, review),
        parallel=parallel(session, review),
        recommendations=recommendations,
    )
    return facts if marking else redacted(session, review, facts)


def _findings(session: Session, review: Review) -> tuple[FindingFacts, ...]:
    """Every finding once, numbered in the order of the questions."""
    return tuple(
        FindingFacts(
            ref=f"F{number}",
            question=str(question.number),
            agency=agency.name,
            kind=finding.kind.label.lower(),
            text=finding.text or "",
            recorded=f"{finding.recorded_at:%B %Y}",
        )
        for number, (finding, question, agency, _) in enumerate(findings_of(session, review), 1)
    )


def _law(review: Review) -> str:
    name = (
        ""
        if review.display_name is DisplayName.DHR
        else " The partnership calls it a domestic abuse-related death review."
    )
    return LAW[review.legal_basis] + name


def _pseudonyms(people: Iterable[Person]) -> tuple[str, ...]:
    return tuple(person.pseudonym or "" for person in people if person.role is PersonRole.VICTIM and person.pseudonym)


def _names(members: Sequence[tuple[object, ...]], role: ReviewRole) -> str:
    return ", ".join(user.name or "" for membership, user, _ in members if membership.role == role)  # type: ignore[attr-defined]


def _person(person: Person) -> PersonFacts:
    bands = (person.characteristics or {}).get("age_band", [])
    return PersonFacts(
        pseudonym=person.pseudonym or "",
        role=person.role.label,
        relationship=person.relation or "",
        age_band=bands[0] if bands and person.role is not PersonRole.CHILD else "",
        chosen_by=person.chosen_by or "",
    )


def _sections(texts: dict[str, str], titles: dict[str, str]) -> tuple[SectionFacts, ...]:
    return tuple(
        SectionFacts(key, titles.get(key, ""), tuple(part for part in text.split("\n") if part.strip()))
        for key, text in texts.items()
        if text
    )
