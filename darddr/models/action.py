"""An action, what was said of its progress, and the moves it made."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, validates

from darddr.crypto.scopes import SealClass
from darddr.models.base import Base, Recorded, Versioned
from darddr.models.sealing import SealedField, Sealing, sealed_record
from darddr.models.words import words
from darddr.vocabulary.records import DatePrecision
from darddr.vocabulary.standing import Acceptance
from darddr.vocabulary.word import Word
from darddr.workflow.states import ActionState

OPEN: dict[str, Any] = {"sqlite_where": sql("is_open = 1"), "postgresql_where": sql("is_open")}
ENDED: dict[str, Any] = {"sqlite_where": sql("is_open = 0"), "postgresql_where": sql("NOT is_open")}
LOOKED_BACK: dict[str, Any] = {
    "sqlite_where": sql("look_back_on IS NOT NULL"),
    "postgresql_where": sql("look_back_on IS NOT NULL"),
}
FIGURED = ("partnership_id", "lead_agency_id", "group_id", "state")
"""What figures of progress are counted by. Partial indexes hold `is_open` too: SQLite counts in them alone only if they do."""


class UpdateKind(Word):
    """What an entry under an action is."""

    PROGRESS = ("progress", "Progress")
    EVIDENCE = ("evidence", "Evidence")
    AT_RISK = ("at_risk", "At risk: it may miss its date")
    BLOCKED = ("blocked", "Blocked: it cannot go on")
    DATE_MOVED = ("date_moved", "Target date moved")


class Action(Sealing, Recorded, Versioned, Base):
    """What somebody undertook to do. In the clear: ids, agency, group, state and dates, so that figures open nothing; `has_owner` says
    that a person or a post was named, whoever it is.

    `target_on` is the first day of the month, quarter or year where the date was given no more exactly (`target_precision`);
    `due_on` is the last such day, and what "overdue" is reckoned from. `first_target_on` never changes; `slips` counts.
    `concern` is how the last update saw it where that was no good news; `milestone_due_on` the date of the earliest step not done.
    `look_back_on` is the day its impact is to be looked at again, set when it is signed off.
    `last_chased_on` repeats the day of the latest chase, for lists.
    """

    __tablename__ = "actions"
    __table_args__ = (
        Index("ix_actions_due", "partnership_id", "due_on", "id"),
        Index("ix_actions_open_due", "partnership_id", "due_on", "id", "is_open", **OPEN),
        Index("ix_actions_open_figures", *FIGURED, "due_on", "is_open", **OPEN),
        Index("ix_actions_ended_figures", *FIGURED, "is_open", **ENDED),
        Index("ix_actions_recommendation_position", "recommendation_id", "position"),
        Index("ix_actions_owner", "owner_id"),
        Index("ix_actions_lead_agency", "lead_agency_id"),
        Index("ix_actions_look_back", "partnership_id", "look_back_on", **LOOKED_BACK),
    )

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    review_id: Mapped[UUID | None] = mapped_column(ForeignKey("reviews.id"), index=True)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.id"), index=True)
    recommendation_id: Mapped[UUID] = mapped_column(ForeignKey("recommendations.id"))
    number: Mapped[str]
    position: Mapped[int]
    state: Mapped[ActionState] = mapped_column(words(ActionState), default=ActionState.PROPOSED)
    is_open: Mapped[bool] = mapped_column(default=True)
    lead_agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("agencies.id"))
    group_id: Mapped[UUID | None] = mapped_column(ForeignKey("groups.id"))
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    priority_id: Mapped[UUID | None] = mapped_column(ForeignKey("priorities.id"))
    target_on: Mapped[date | None]
    due_on: Mapped[date | None]
    target_precision: Mapped[DatePrecision] = mapped_column(words(DatePrecision), default=DatePrecision.NONE)
    first_target_on: Mapped[date | None]
    has_owner: Mapped[bool] = mapped_column(default=False)
    slips: Mapped[int] = mapped_column(default=0)
    completed_on: Mapped[date | None]
    acceptance: Mapped[Acceptance | None] = mapped_column(words(Acceptance))
    concern: Mapped[UpdateKind | None] = mapped_column(words(UpdateKind))
    milestone_due_on: Mapped[date | None]
    look_back_months: Mapped[int | None]
    look_back_on: Mapped[date | None]
    last_chased_on: Mapped[date | None]
    import_key: Mapped[bytes | None]
    learning_record: Mapped[bytes | None] = sealed_record(SealClass.LEARNING)
    text = SealedField[str]("learning_record")
    owner_post = SealedField[str]("learning_record")
    lead_agencies = SealedField[list[str]]("learning_record")
    milestones = SealedField[str]("learning_record")
    target_text = SealedField[str]("learning_record")
    status_text = SealedField[str]("learning_record")
    outcome = SealedField[str]("learning_record")
    accepted_part = SealedField[str]("learning_record")
    measure = SealedField[str]("learning_record")
    imported = SealedField[dict[str, str]]("learning_record")
    name_reason = SealedField[str]("learning_record")

    @validates("state")
    def _keep_open_flag(self, _key: str, state: ActionState) -> ActionState:
        self.is_open = not state.is_end
        return state

    def is_overdue(self, day: date) -> bool:
        """Whether an action still open was due before this day."""
        return self.is_open and self.due_on is not None and self.due_on < day


class ActionUpdate(Sealing, Recorded, Base):
    """Something said of an action: progress, evidence, or why its date moved; for oneself or on behalf of somebody."""

    __tablename__ = "action_updates"

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    review_id: Mapped[UUID | None] = mapped_column(ForeignKey("reviews.id"))
    action_id: Mapped[UUID] = mapped_column(ForeignKey("actions.id"), index=True)
    kind: Mapped[UpdateKind] = mapped_column(words(UpdateKind))
    happened_on: Mapped[date]
    learning_record: Mapped[bytes | None] = sealed_record(SealClass.LEARNING)
    text = SealedField[str]("learning_record")
    on_behalf_of = SealedField[str]("learning_record")
    agreed_by = SealedField[str]("learning_record")
    name_reason = SealedField[str]("learning_record")


class ActionMove(Sealing, Recorded, Base):
    """One move an action made, and why. `is_on_behalf` says that somebody entered it for somebody else, whoever that is."""

    __tablename__ = "action_moves"
    __table_args__ = (UniqueConstraint("action_id", "step"),)

    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"))
    review_id: Mapped[UUID | None] = mapped_column(ForeignKey("reviews.id"))
    action_id: Mapped[UUID] = mapped_column(ForeignKey("actions.id"), index=True)
    step: Mapped[int]
    trigger: Mapped[str]
    source: Mapped[ActionState] = mapped_column(words(ActionState))
    dest: Mapped[ActionState] = mapped_column(words(ActionState))
    happened_on: Mapped[date]
    is_on_behalf: Mapped[bool | None]
    learning_record: Mapped[bytes | None] = sealed_record(SealClass.LEARNING)
    reason = SealedField[str]("learning_record")
    on_behalf_of = SealedField[str]("learning_record")
