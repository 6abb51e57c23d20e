"""What the panel learned: add a finding, change one, agree one, remove one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.models.finding import Finding
from darddr.models.partnership import Agency
from darddr.models.plan import RecommendationFinding
from darddr.models.review import Question, Review
from darddr.models.user import User
from darddr.policies import Actor, require
from darddr.services.errors import Unfit
from darddr.services.register import refuse_real_names
from darddr.services.reviews import require_state
from darddr.services.versions import changed, check_version, keep_narrative
from darddr.vocabulary.permissions import Permission
from darddr.vocabulary.records import FindingKind
from darddr.workflow.states import ReviewState

TEXTS = ("text", "evidence")
FIELDS = (*TEXTS, "question_id", "agency_id", "kind", "happened_on")
OPEN_STATES = (
    ReviewState.COMMISSIONING,
    ReviewState.GATHERING,
    ReviewState.ANALYSIS,
    ReviewState.DRAFTING,
    ReviewState.CONSULTATION,
    ReviewState.AMENDING,
    ReviewState.RESUBMITTING,
)
CLOSED_SENTENCE = "Findings can be added or changed from commissioning until the panel's report goes to the executive."


@dataclass(frozen=True)
class Learned:
    """A finding as somebody words it."""

    question: Question
    agency: Agency
    kind: FindingKind
    text: str
    evidence: str
    happened_on: date
    name_reason: str = ""


def findings_of(session: Session, review: Review) -> list[tuple[Finding, Question, Agency, User | None]]:
    """A review's findings by question and time, each with its question, agency and author, in one statement."""
    rows = session.execute(
        select(Finding, Question, Agency, User)
        .join(Question, Question.id == Finding.question_id)
        .join(Agency, Agency.id == Finding.agency_id)
        .outerjoin(User, User.id == Finding.recorded_by_id)
        .where(Finding.review_id == review.id)
        .order_by(Question.number, Finding.recorded_at, Finding.id)
    )
    return [(finding, question, agency, user) for finding, question, agency, user in rows]


def require_open(review: Review) -> None:
    """Raises NotNow where the review stands in a state in which findings are closed."""
    require_state(review, OPEN_STATES, CLOSED_SENTENCE)


def add_finding(session: Session, actor: Actor, review: Review, learned: Learned) -> Finding:
    """A new finding; two people adding at once each keep theirs. Raises Unfit, NotNow, RealNameTyped."""
    require(actor, Permission.FINDING_ADD, review)
    require_open(review)
    _check(session, review, learned)
    finding = Finding(
        partnership_id=review.partnership_id,
        review_id=review.id,
        question_id=learned.question.id,
        agency_id=learned.agency.id,
        kind=learned.kind,
        happened_on=learned.happened_on,
        recorded_by_id=actor.user_id,
        text=learned.text.strip(),
        evidence=learned.evidence.strip(),
        name_reason=learned.name_reason.strip(),
    )
    session.add(finding)
    session.flush()
    audit.record(session, actor.user_id, audit.Tag.FINDING_ADDED, finding, finding=finding.id)
    return finding


def edit_finding(
    session: Session, actor: Actor, review: Review, finding: Finding, version: int, learned: Learned
) -> None:
    """Change a finding; any change undoes the panel's agreement. Raises Stale with both texts, Unfit, NotNow, RealNameTyped."""
    require(actor, Permission.FINDING_EDIT, finding)
    require_open(review)
    check_version(finding, version, FIELDS)
    _check(session, review, learned)
    words = {"text": learned.text.strip(), "evidence": learned.evidence.strip()}
    placed = {
        "question_id": learned.question.id,
        "agency_id": learned.agency.id,
        "kind": learned.kind,
        "happened_on": learned.happened_on,
    }
    if earlier := changed(finding, words):
        keep_narrative(session, actor.user_id, finding, earlier)
    if earlier or changed(finding, placed):
        finding.agreed_on = None
    for name, value in placed.items():
        setattr(finding, name, value)
    finding.fill(**words, name_reason=learned.name_reason.strip())
    audit.record(session, actor.user_id, audit.Tag.FINDING_EDITED, finding, finding=finding.id)


def agree_finding(session: Session, actor: Actor, review: Review, finding: Finding, agreed_on: date) -> None:
    """Record that the panel agreed a finding."""
    require(actor, Permission.FINDING_AGREE, finding)
    require_open(review)
    if agreed_on > clock.today():
        raise Unfit("The panel cannot have agreed after today.", "agreed_on")
    finding.agreed_on = agreed_on
    audit.record(session, actor.user_id, audit.Tag.FINDING_AGREED, finding, finding=finding.id)


def remove_finding(session: Session, actor: Actor, review: Review, finding: Finding) -> None:
    """Take a finding out of the review; its words stay in the history."""
    require(actor, Permission.FINDING_AGREE, finding)
    require_open(review)
    keep_narrative(session, actor.user_id, finding, {name: getattr(finding, name) or "" for name in TEXTS})
    audit.record(session, actor.user_id, audit.Tag.FINDING_REMOVED, finding, finding=finding.id)
    session.execute(delete(RecommendationFinding).where(RecommendationFinding.finding_id == finding.id))
    session.delete(finding)


def _check(session: Session, review: Review, learned: Learned) -> None:
    if not learned.text.strip():
        raise Unfit("Write what was learned.", "text")
    if learned.happened_on > clock.today():
        raise Unfit("A finding cannot come from after today.", "happened_on")
    if learned.question.review_id != review.id:
        raise Unfit("Choose a question of this review.", "question_id")
    if learned.agency.partnership_id != review.partnership_id:
        raise Unfit("Choose an agency of this partnership.", "agency_id")
    refuse_real_names(session, review, learned.text, learned.evidence, reason=learned.name_reason, fields=TEXTS)
