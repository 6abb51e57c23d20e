"""What is done to a review as a whole: notify it, move it, waive a condition of it, say what its moves need."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.crypto import ring
from darddr.crypto.scopes import Scope
from darddr.models.partnership import Partnership
from darddr.models.person import Person
from darddr.models.plan import Plan
from darddr.models.review import Review, ReviewMove, Waiver
from darddr.models.subject import Place
from darddr.policies import Actor, require
from darddr.services import family_days
from darddr.services.errors import NotNow, Unfit
from darddr.services.milestones import note_milestone
from darddr.services.openings import leave_agreements, withdraw_opening
from darddr.services.review_facts import review_facts
from darddr.services.review_rules import pin
from darddr.vocabulary.clocks import RuleTrigger
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.permissions import Permission
from darddr.vocabulary.records import DisplayName, Life, Manner, NotificationSource, PersonRole, Sex
from darddr.workflow import engine
from darddr.workflow.errors import ConditionsUnmet
from darddr.workflow.moves import Condition, Inputs, Move
from darddr.workflow.reviews import REVIEW_TABLE
from darddr.workflow.states import ReviewState


@dataclass(frozen=True)
class Died:
    """A person who died, as first told: who they were, and the pseudonym used from now on."""

    names: tuple[str, ...]
    pseudonym: str
    sex: Sex = Sex.UNKNOWN
    manner: Manner = Manner.UNKNOWN
    date_of_birth: str = ""
    date_of_death: str = ""


@dataclass(frozen=True)
class Alleged:
    """Somebody alleged to have caused a death: who they are, and the pseudonym used from now on."""

    names: tuple[str, ...]
    pseudonym: str
    sex: Sex = Sex.UNKNOWN


@dataclass(frozen=True)
class Notification:
    """What a partnership is told of a death; of a review brought in, the day and the source may be lost."""

    received_on: date | None
    source: NotificationSource | None
    month_of_death: date | None
    circumstances: str
    died: tuple[Died, ...] = field(default=())
    alleged: tuple[Alleged, ...] = field(default=())
    name_reason: str = ""


def notify(session: Session, actor: Actor, partnership: Partnership, told: Notification) -> Review:
    """Open a review from a notification, whose clock starts on the day the notice was received. Raises Unfit."""
    if told.received_on is None:
        raise Unfit("Enter the day the notice was received.", "received_on")
    review = open_review(session, actor, partnership, told)
    note = f"Why a real name stays in the circumstances: {told.name_reason}" if told.name_reason else ""
    note_milestone(session, actor, review, Milestone.NOTICE_RECEIVED, told.received_on, note)
    audit.record(session, actor.user_id, audit.Tag.REVIEW_NOTIFIED, review, state=review.state)
    return review


def open_review(
    session: Session,
    actor: Actor,
    partnership: Partnership,
    told: Notification,
    *,
    reference: str = "",
    state: ReviewState = ReviewState.NOTIFIED,
    display_name: DisplayName | None = None,
    brought_in: bool = False,
) -> Review:
    """Make a review's keys, its row, its people and its empty plan. Raises Unfit where nobody is said to have died."""
    require(actor, Permission.REVIEW_NOTIFY, Place(partnership.id))
    if not told.died:
        raise Unfit("Record the person who died.", "names")
    if told.received_on is not None and told.received_on > clock.today():
        raise Unfit("The notice cannot have been received after today.", "received_on")
    review_id = uuid4()
    ring().open_scope(Scope.review(review_id))
    review = Review(
        id=review_id,
        partnership_id=partnership.id,
        reference=reference or _next_reference(session, partnership, (told.received_on or clock.today()).year),
        state=state,
        source=told.source,
        month_of_death=told.month_of_death,
        display_name=display_name or partnership.display_name,
        brought_in=brought_in,
        lead_id=actor.user_id,
        recorded_by_id=actor.user_id,
        circumstances=told.circumstances,
    )
    pin(session, review, _days_of(told), named=display_name is not None)
    session.add(review)
    session.flush()
    session.add_all(_person(actor, review, died) for died in told.died)
    session.add_all(_alleged(actor, review, alleged) for alleged in told.alleged)
    session.add(_empty_plan(actor, review))
    session.flush()
    return review


def _days_of(told: Notification) -> dict[RuleTrigger, date]:
    """The days of a notification by which a partnership may choose the guidance; of several deaths the first."""
    deaths = sorted(one.date_of_death for one in told.died if one.date_of_death)
    death = date.fromisoformat(deaths[0]) if deaths else told.month_of_death
    days = {RuleTrigger.DEATH: death, RuleTrigger.NOTIFICATION: told.received_on}
    return {trigger: day for trigger, day in days.items() if day is not None}


def _empty_plan(actor: Actor, review: Review) -> Plan:
    return Plan(
        partnership_id=review.partnership_id,
        review_id=review.id,
        reference=f"{review.reference}-PLAN",
        recorded_by_id=actor.user_id,
        title="Action plan",
    )


def _person(actor: Actor, review: Review, died: Died) -> Person:
    return Person(
        partnership_id=review.partnership_id,
        review_id=review.id,
        role=PersonRole.VICTIM,
        life=Life.DEAD,
        recorded_by_id=actor.user_id,
        names=list(died.names),
        date_of_birth=died.date_of_birth,
        date_of_death=died.date_of_death,
        pseudonym=died.pseudonym,
        sex=died.sex.value,
        manner=died.manner.value,
    )


def _alleged(actor: Actor, review: Review, alleged: Alleged) -> Person:
    return Person(
        partnership_id=review.partnership_id,
        review_id=review.id,
        role=PersonRole.ALLEGED_PERPETRATOR,
        recorded_by_id=actor.user_id,
        names=list(alleged.names),
        pseudonym=alleged.pseudonym,
        sex=alleged.sex.value,
    )


def _next_reference(session: Session, partnership: Partnership, year: int) -> str:
    """The partnership's code, the year the notice came, and the next number of that year."""
    start = f"{partnership.code}-{year}-"
    last = session.scalar(
        select(func.max(Review.reference)).where(
            Review.partnership_id == partnership.id, Review.reference.startswith(start, autoescape=True)
        )
    )
    return f"{start}{int(last.removeprefix(start)) + 1 if last else 1:03d}"


def offers_of(session: Session, actor: Actor, review: Review) -> tuple[engine.Offer, ...]:
    """Every move out of the present state, whoever may make it, with what blocks each if this person made it."""
    inputs = Inputs(actor_id=actor.user_id, own_decision=decides(actor, review))
    return engine.offers(REVIEW_TABLE, review.state, review_facts(session, review), inputs)


def standing_since(session: Session, review: Review) -> date | None:
    """The day of the last move; None for a review that has not moved."""
    last = select(ReviewMove.happened_on).filter_by(review_id=review.id).order_by(ReviewMove.step.desc())
    return session.scalar(last.limit(1))


def move_called(session: Session, actor: Actor, review: Review, trigger: str) -> Move:
    """The move of a trigger out of the present state, once nothing but what its page asks for is missing.

    Raises NotAllowed, MoveUnknown where the state does not offer it, ConditionsUnmet.
    """
    facts = review_facts(session, review)
    move = engine.find(REVIEW_TABLE, review.state, trigger, facts)
    require(actor, move.permission, review)
    missing = engine.unmet(move, facts, Inputs(actor_id=actor.user_id, own_decision=decides(actor, review)))
    if unasked := tuple(need for need in missing if not need.asks):
        raise ConditionsUnmet(unasked)
    return move


def decides(actor: Actor, review: Review) -> bool:
    """Whether decisions of the executive are this person's own, or only recorded by them for somebody else."""
    return "executive_chair" in actor.partnership_roles.get(review.partnership_id, frozenset())


def advance(
    session: Session,
    actor: Actor,
    review: Review,
    trigger: str,
    *,
    happened_on: date | None = None,
    reason: str = "",
    on_behalf_of: str = "",
) -> ReviewMove:
    """Move a review one step and write it to the log.

    Raises MoveUnknown or ConditionsUnmet (nothing is changed), Unfit for a day that cannot be, NotAllowed.
    """
    facts = review_facts(session, review)
    move = engine.find(REVIEW_TABLE, review.state, trigger, facts)
    require(actor, move.permission, review)
    day = happened_on or clock.today()
    if day > clock.today():
        raise Unfit("A move cannot have happened after today.", "happened_on")
    inputs = Inputs(actor.user_id, day, reason, on_behalf_of, decides(actor, review))
    family_days.check_move(session, review, trigger, day, reason)
    engine.fire(REVIEW_TABLE, review, move, facts, inputs)
    return _write_move(session, actor, review, move, inputs)


def _write_move(session: Session, actor: Actor, review: Review, move: Move, inputs: Inputs) -> ReviewMove:
    """Keep a move that has been made: its row, the event it stands for, its entry in the log."""
    day = inputs.happened_on or clock.today()
    if move.trigger == "correct":
        withdraw_opening(session, review)
    made = ReviewMove(
        partnership_id=review.partnership_id,
        review_id=review.id,
        step=_steps(session, review) + 1,
        trigger=move.trigger,
        source=move.source,
        dest=move.dest,
        happened_on=day,
        recorded_by_id=actor.user_id,
        reason=inputs.reason,
        on_behalf_of=inputs.on_behalf_of,
    )
    session.add(made)
    if move.records is not None:
        note_milestone(session, actor, review, move.records, day)
    if move.records is Milestone.REVIEW_REOPENED:
        leave_agreements(session, review)
    if move.records is Milestone.DECIDED:
        pin(session, review, {RuleTrigger.DECISION: day})
    audit.record(
        session,
        actor.user_id,
        audit.Tag.REVIEW_MOVED,
        review,
        trigger=move.trigger,
        source=move.source,
        dest=move.dest,
        happened_on=day,
    )
    return made


def _steps(session: Session, review: Review) -> int:
    return session.scalar(select(func.max(ReviewMove.step)).filter_by(review_id=review.id)) or 0


def waivable(session: Session, review: Review, condition: str) -> Condition:
    """A condition that may still be set aside on a review. Raises NotNow for a hard one, or one set aside already."""
    listed = {need.name: need for move in REVIEW_TABLE.moves for need in move.conditions}
    if condition not in listed or not listed[condition].waivable:
        raise NotNow("This condition cannot be set aside.")
    if session.scalar(select(Waiver.id).filter_by(review_id=review.id, condition=condition)) is not None:
        raise NotNow("This condition has been set aside already.")
    return listed[condition]


def waive(session: Session, actor: Actor, review: Review, condition: str, reason: str) -> Waiver:
    """Set a waivable condition aside on one review. Raises NotNow for a hard one, Unfit without a reason."""
    require(actor, Permission.REVIEW_WAIVE, review)
    waivable(session, review, condition)
    if not reason.strip():
        raise Unfit("Give the reason for setting the condition aside.", "reason")
    waiver = Waiver(
        partnership_id=review.partnership_id,
        review_id=review.id,
        condition=condition,
        recorded_by_id=actor.user_id,
        reason=reason,
    )
    session.add(waiver)
    audit.record(session, actor.user_id, audit.Tag.CONDITION_WAIVED, review, condition=condition)
    return waiver


def require_state(review: Review, states: tuple[ReviewState, ...], sentence: str) -> None:
    """Raises NotNow with the sentence where the review does not stand in one of the states."""
    if review.state not in states:
        raise NotNow(sentence)
