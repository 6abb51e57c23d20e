"""National recommendations: taken to the right body, answered, and the answer taken back to those who wait for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.models.chasing import Chase, NationalAnswer
from darddr.models.plan import Plan, Recommendation
from darddr.policies import Actor, require
from darddr.policies.visible import readable_plans
from darddr.services.errors import Unfit
from darddr.services.paging import PAGE, Paged
from darddr.services.plans import refuse_names_of_plan
from darddr.services.versions import changed, check_version, keep_learning
from darddr.vocabulary.national import Department, NationalAnswerKind
from darddr.vocabulary.permissions import Permission
from darddr.vocabulary.records import RecommendationScope

TEXTS = ("other_body", "confirmed_by", "chaser", "answer")
ON_THE_WAY = ("confirmed_on", "sent_on", "acknowledged_on", "answered_on")
TOLD = ("csp_told_on", "family_told_on")
DAYS = (*ON_THE_WAY, *TOLD)
FIELDS = (*TEXTS, "department", "answer_kind", *DAYS)
SAID = {
    "confirmed_on": "the right body was confirmed",
    "sent_on": "it was sent",
    "acknowledged_on": "it was acknowledged",
    "answered_on": "it was answered",
}


@dataclass(frozen=True)
class Progress:
    """How far a national recommendation has come, as somebody tells it."""

    department: Department | None = None
    other_body: str = ""
    confirmed_on: date | None = None
    confirmed_by: str = ""
    chaser: str = ""
    sent_on: date | None = None
    acknowledged_on: date | None = None
    answered_on: date | None = None
    answer_kind: NationalAnswerKind | None = None
    answer: str = ""
    csp_told_on: date | None = None
    family_told_on: date | None = None
    name_reason: str = ""


@dataclass(frozen=True)
class NextStep:
    """What comes next, since when it has waited, and by how many days that is more than was allowed (0: not late)."""

    next_step: str
    since: date | None
    days_late: int


@dataclass(frozen=True)
class NationalLine:
    """One national recommendation of a list; `answer` is None while nothing has been recorded."""

    recommendation: Recommendation
    plan: str
    answer: NationalAnswer | None
    standing: NextStep
    last_chased_on: date | None


def is_national(row: Recommendation) -> bool:
    """Whether a recommendation is of national scope."""
    return row.scope_tier is RecommendationScope.NATIONAL


def answer_of(session: Session, recommendation_id: UUID) -> NationalAnswer | None:
    """What has been recorded of a national recommendation."""
    return session.scalars(select(NationalAnswer).filter_by(recommendation_id=recommendation_id)).one_or_none()


def standing_of(row: Any, made_on: date, day: date, within: int) -> NextStep:
    """Where a national recommendation stands on a day; `row` has the dates of a NationalAnswer, or is None.

    A step is late once it has waited `within` days: to be sent, from the day the recommendation was made; to be answered, from the
    day it was sent; to be told of, from the day it was answered. An acknowledgement is no answer, so it sets no clock back.
    """
    step, since = _next(row, made_on)
    late = (day - since).days - within if since is not None else 0
    return NextStep(step, since, max(late, 0))


def _next(row: Any, made_on: date) -> tuple[str, date | None]:
    if row is None or (row.confirmed_on is None and row.sent_on is None):
        return "Confirm the right body", made_on
    if row.answered_on is None:
        if row.sent_on is None:
            return "Send it", made_on
        return ("Ask whether it has arrived" if row.acknowledged_on is None else "Ask for the answer"), row.sent_on
    if row.csp_told_on is None:
        return "Tell the partnership", row.answered_on
    if row.family_told_on is None:
        return "Tell the family", row.answered_on
    return "Nothing more to do", None


def record(
    session: Session, actor: Actor, recommendation: Recommendation, version: int, told: Progress
) -> NationalAnswer:
    """Record how far a national recommendation has come, also after its review has closed. `version` is 0 for the first record.

    Raises Stale with both texts, Unfit for dates that run backwards, RealNameTyped.
    """
    require(actor, Permission.NATIONAL_EDIT, recommendation)
    if not is_national(recommendation):
        raise Unfit("This recommendation is not of national scope.")
    row = answer_of(session, recommendation.id)
    if row is not None:
        check_version(row, version, FIELDS)
    _check(told)
    texts = {name: getattr(told, name).strip() for name in TEXTS}
    refuse_names_of_plan(session, actor, recommendation, *texts.values(), reason=told.name_reason)
    if row is None:
        row = _begun(session, actor, recommendation)
    clear = {name: getattr(told, name) for name in ("department", "answer_kind", *DAYS)}
    before = changed(row, {**texts, **clear})
    if not before:
        return row
    keep_learning(session, actor.user_id, row, before)
    for name, value in clear.items():
        setattr(row, name, value)
    row.fill(**texts, name_reason=told.name_reason.strip())
    session.flush()
    facts = {"recommendation": recommendation.id, "fields": sorted(before)}
    audit.record(session, actor.user_id, audit.Tag.NATIONAL_RECORDED, row, **facts)
    return row


def _begun(session: Session, actor: Actor, recommendation: Recommendation) -> NationalAnswer:
    row = NationalAnswer(
        partnership_id=recommendation.partnership_id,
        review_id=recommendation.review_id,
        plan_id=recommendation.plan_id,
        recommendation_id=recommendation.id,
        recorded_by_id=actor.user_id,
    )
    session.add(row)
    return row


def _check(told: Progress) -> None:
    for name in DAYS:
        day = getattr(told, name)
        if day is not None and day > clock.today():
            raise Unfit("This cannot have happened after today.", name)
    if told.department is Department.OTHER and not told.other_body.strip():
        raise Unfit("Name the body.", "other_body")
    if told.confirmed_on is not None and (told.department is None or not told.confirmed_by.strip()):
        field = "department" if told.department is None else "confirmed_by"
        raise Unfit("Say which body it is for, and who confirmed that it is the right one.", field)
    if (told.answered_on is None) != (told.answer_kind is None):
        field = "answered_on" if told.answered_on is None else "answer_kind"
        raise Unfit("Give both the answer and its day; where none came, the day on which that was accepted.", field)
    _check_order(told)


def _check_order(told: Progress) -> None:
    last, name_of_last = None, ""
    for name in ON_THE_WAY:
        day = getattr(told, name)
        if day is not None and last is not None and day < last:
            raise Unfit(f"This is before the day {SAID[name_of_last]}.", name)
        if day is not None:
            last, name_of_last = day, name
    for name in TOLD:
        day = getattr(told, name)
        if day is not None and told.answered_on is None:
            raise Unfit("Record the answer first, or that none came.", name)
        if day is not None and told.answered_on is not None and day < told.answered_on:
            raise Unfit(f"This is before the day {SAID['answered_on']}.", name)


def national_of(
    session: Session, actor: Actor, partnership_id: UUID, day: date, within: int, after: str = ""
) -> Paged[NationalLine]:
    """A page of the national recommendations of a partnership that the actor may read, the latest first, in four statements.

    Ordered by clear columns; only the rows of the page are opened.
    """
    rows = session.execute(
        select(Recommendation.id, Recommendation.recorded_at, *(getattr(NationalAnswer, name) for name in DAYS))
        .join(Plan, Plan.id == Recommendation.plan_id)
        .outerjoin(NationalAnswer, NationalAnswer.recommendation_id == Recommendation.id)
        .where(
            Recommendation.partnership_id == partnership_id,
            Recommendation.scope_tier == RecommendationScope.NATIONAL,
            readable_plans(actor),
        )
    ).all()
    stood = {row.id: standing_of(row, row.recorded_at.date(), day, within) for row in rows}
    order = sorted(stood, key=lambda each: (-stood[each].days_late, stood[each].since or date.max, each))
    start = next((place + 1 for place, each in enumerate(order) if str(each) == after), 0)
    shown = order[start : start + PAGE]
    more = str(shown[-1]) if start + PAGE < len(order) else None
    return Paged(tuple(_lines(session, shown, stood)), len(order), more)


def _lines(session: Session, ids: Sequence[UUID], stood: dict[UUID, NextStep]) -> Iterator[NationalLine]:
    chased = last_chased(session, ids)
    found = {
        row.id: (row, plan, answer)
        for row, plan, answer in session.execute(
            select(Recommendation, Plan.reference, NationalAnswer)
            .join(Plan, Plan.id == Recommendation.plan_id)
            .outerjoin(NationalAnswer, NationalAnswer.recommendation_id == Recommendation.id)
            .where(Recommendation.id.in_(ids))
        )
    }
    for each in ids:
        row, plan, answer = found[each]
        yield NationalLine(row, plan, answer, stood[each], chased.get(each))


def last_chased(session: Session, recommendation_ids: Sequence[UUID]) -> dict[UUID, date]:
    """When each of some recommendations was last chased nationally."""
    rows = session.execute(
        select(Chase.recommendation_id, func.max(Chase.chased_on))
        .where(Chase.recommendation_id.in_(recommendation_ids))
        .group_by(Chase.recommendation_id)
    )
    return {each: day for each, day in rows if each is not None}


def nationals_of_plan(
    session: Session, recommendations: Sequence[Recommendation], day: date, within: int
) -> dict[UUID, NationalLine]:
    """The national recommendations among those of a plan, by id; none costs no statement."""
    ids = [row.id for row in recommendations if is_national(row)]
    if not ids:
        return {}
    answers = {
        row.recommendation_id: row
        for row in session.scalars(select(NationalAnswer).where(NationalAnswer.recommendation_id.in_(ids)))
    }
    chased = last_chased(session, ids)
    return {
        row.id: NationalLine(
            row,
            "",
            answers.get(row.id),
            standing_of(answers.get(row.id), row.recorded_at.date(), day, within),
            chased.get(row.id),
        )
        for row in recommendations
        if row.id in ids
    }
