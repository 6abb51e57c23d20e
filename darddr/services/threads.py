"""The thread of a review: from what happened to what was found, recommended, done, proved and changed; and where it breaks off."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.documents.workbook import Cell, Sheet, workbook
from darddr.models.action import ActionUpdate, UpdateKind
from darddr.models.finding import Finding
from darddr.models.impact import ImpactCheck
from darddr.models.plan import RecommendationFinding
from darddr.models.review import Review
from darddr.models.subject import Place
from darddr.policies import Actor, require
from darddr.services.findings import findings_of
from darddr.services.plans import Planned, PlannedAction, contents, plan_of
from darddr.services.report_facts import MARKING, day_text
from darddr.vocabulary.permissions import Permission
from darddr.vocabulary.records import FindingKind
from darddr.workflow.states import ActionState

KIND = "thread"
ENDED_OTHERWISE = (ActionState.REJECTED, ActionState.NOT_IMPLEMENTED, ActionState.SUPERSEDED)
"""Ends of an action that need no evidence of its being done."""


@dataclass(frozen=True)
class Found:
    """A finding with the agency it concerns."""

    finding: Finding
    question: int
    agency: str


@dataclass(frozen=True)
class Done:
    """An action with the evidence that was given of it, and what was found when its impact was looked at, both oldest first."""

    planned: PlannedAction
    evidence: tuple[ActionUpdate, ...]
    impact: tuple[ImpactCheck, ...] = ()

    @property
    def look_back_on(self) -> date | None:
        """The day by which its impact is to be looked at, if that was agreed and has not been done."""
        return self.planned.action.look_back_on


@dataclass(frozen=True)
class Strand:
    """A recommendation with the findings it answers and the actions under it."""

    planned: Planned
    findings: tuple[Found, ...]
    actions: tuple[Done, ...]


@dataclass(frozen=True)
class Orphans:
    """Where the thread breaks off: backwards and forwards."""

    findings: tuple[Found, ...]
    without_finding: tuple[Strand, ...]
    without_action: tuple[Strand, ...]
    without_evidence: tuple[Done, ...]
    without_impact: tuple[Done, ...]

    @property
    def count(self) -> int:
        """How many places in all."""
        places = (self.findings, self.without_finding, self.without_action, self.without_evidence, self.without_impact)
        return sum(map(len, places))


@dataclass(frozen=True)
class Thread:
    """All of it: what every finding led to, the recommendations that no finding leads to, and the orphans."""

    found: tuple[tuple[Found, tuple[Strand, ...]], ...]
    orphans: Orphans


def thread_of(session: Session, review: Review) -> Thread:
    """The thread of a review in a fixed number of statements. Its caller has asked whether findings may be read.

    Good practice needs no recommendation, so it is no orphan without one.
    """
    found = [Found(row, question.number, agency.name) for row, question, agency, _ in findings_of(session, review)]
    by_id = {one.finding.id: one for one in found}
    answers: dict[UUID, list[Found]] = defaultdict(list)
    for row in session.execute(
        select(RecommendationFinding.recommendation_id, RecommendationFinding.finding_id).filter_by(review_id=review.id)
    ):
        answers[row.recommendation_id].append(by_id[row.finding_id])
    evidence, impact = _evidence(session, review), _impact(session, review)
    strands = [
        Strand(
            planned,
            tuple(answers[planned.recommendation.id]),
            tuple(
                Done(action, tuple(evidence[action.action.id]), tuple(impact[action.action.id]))
                for action in planned.actions
            ),
        )
        for planned in contents(session, plan_of(session, review))
    ]
    led = {one.finding.id: tuple(strand for strand in strands if one in strand.findings) for one in found}
    return Thread(tuple((one, led[one.finding.id]) for one in found), _orphans(found, led, strands))


def _evidence(session: Session, review: Review) -> dict[UUID, list[ActionUpdate]]:
    rows = session.scalars(
        select(ActionUpdate)
        .filter_by(review_id=review.id, kind=UpdateKind.EVIDENCE)
        .order_by(ActionUpdate.happened_on, ActionUpdate.recorded_at)
    )
    found: dict[UUID, list[ActionUpdate]] = defaultdict(list)
    for row in rows:
        found[row.action_id].append(row)
    return found


def _impact(session: Session, review: Review) -> dict[UUID, list[ImpactCheck]]:
    rows = session.scalars(
        select(ImpactCheck).filter_by(review_id=review.id).order_by(ImpactCheck.happened_on, ImpactCheck.recorded_at)
    )
    found: dict[UUID, list[ImpactCheck]] = defaultdict(list)
    for row in rows:
        found[row.action_id].append(row)
    return found


def _orphans(found: list[Found], led: dict[UUID, tuple[Strand, ...]], strands: list[Strand]) -> Orphans:
    actions, today = [done for strand in strands for done in strand.actions], clock.today()
    return Orphans(
        findings=tuple(one for one in found if one.finding.kind is FindingKind.LEARNING and not led[one.finding.id]),
        without_finding=tuple(strand for strand in strands if not strand.findings),
        without_action=tuple(strand for strand in strands if not strand.actions),
        without_evidence=tuple(
            done for done in actions if not done.evidence and done.planned.action.state not in ENDED_OTHERWISE
        ),
        without_impact=tuple(done for done in actions if done.look_back_on is not None and done.look_back_on < today),
    )


HEADINGS = (
    "Question",
    "Agency",
    "Rests on",
    "Finding",
    "Finding agreed",
    "Recommendation",
    "Recommendation’s words",
    "Action",
    "Action’s words",
    "Lead agency",
    "State",
    "Due",
    "Evidence",
    "Outcome",
    "Impact",
)


def as_workbook(session: Session, actor: Actor, review: Review) -> bytes:
    """The thread as a spreadsheet for whoever may read the findings: one sheet of the thread, one of where it breaks off."""
    require(actor, Permission.FINDING_READ, review)
    thread = thread_of(session, review)
    sheets = [
        Sheet("Thread", HEADINGS, list(_rows(thread))),
        Sheet("Where it breaks off", ("What is missing", "Where", "Its words"), list(_missing(thread.orphans))),
    ]
    return workbook(f"Thread of {review.reference}", "", clock.today(), MARKING, sheets)


def _rows(thread: Thread) -> Iterator[tuple[Cell, ...]]:
    for found, strands in thread.found:
        finding = found.finding
        told = (found.question, found.agency, finding.evidence or "", finding.text or "", finding.agreed_on)
        if not strands:
            yield (*told, *[None] * (len(HEADINGS) - len(told)))
        for strand in strands:
            yield from ((*told, *rest) for rest in _of_strand(strand))
    for strand in thread.orphans.without_finding:
        yield from ((*[None] * 5, *rest) for rest in _of_strand(strand))


def _of_strand(strand: Strand) -> Iterator[tuple[Cell, ...]]:
    row = strand.planned.recommendation
    if not strand.actions:
        yield row.number, row.text or "", *[None] * 8
    for done in strand.actions:
        action = done.planned.action
        proof = "\n".join(update.text or "" for update in done.evidence)
        where: tuple[Cell, ...] = (action.number, action.text or "", done.planned.led_by, action.state.label)
        due, impact = _due(action.due_on, action.target_text), "\n".join(map(_found, done.impact))
        yield row.number, row.text or "", *where, due, proof, action.outcome or "", impact


def _found(check: ImpactCheck) -> str:
    """What was found in one look at an impact, in a line."""
    told = f"{day_text(check.happened_on)}: {check.result.label}. {check.text}"
    return f"{told} Measured by: {check.measure}" if check.measure else told


def _due(due_on: date | None, words: str | None) -> Cell:
    return due_on if due_on is not None else words or ""


def _missing(orphans: Orphans) -> Iterator[tuple[Cell, ...]]:
    for found in orphans.findings:
        yield "Finding without a recommendation", f"Question {found.question}, {found.agency}", found.finding.text or ""
    for words, strands in (
        ("Recommendation without a finding", orphans.without_finding),
        ("Recommendation without an action", orphans.without_action),
    ):
        for strand in strands:
            row = strand.planned.recommendation
            yield words, f"Recommendation {row.number or row.position}", row.text or ""
    for words, actions in (
        ("Action without evidence", orphans.without_evidence),
        ("Impact that nobody has looked at", orphans.without_impact),
    ):
        for done in actions:
            action = done.planned.action
            yield words, f"Action {action.number or action.position}", action.text or ""


def note_export(session: Session, actor_id: UUID, place: Place) -> None:
    """Write to the log that the thread left as a file."""
    audit.record(session, actor_id, audit.Tag.EXPORTED, place, kind=KIND)
